import { expect, test } from "vitest";
import { commonArguments, planMedia } from "../../../src/transcode/plan/media-plan.ts";
import type { PlanRequest } from "../../../src/transcode/plan/plan-request.ts";
import { mediaFacts } from "../../helpers/media-runs.ts";

const COVER = { mimeType: "image/png", bytes: Uint8Array.of(1, 2, 3) } as const;
const METADATA = "-f ffmetadata -i /w/result-metadata.txt";
const FILE_TAGS = "-map_metadata 1 -map_metadata:s:a -1";
const MUXER = "-fflags +bitexact -flush_packets 0 -f";

function planned(request: Omit<PlanRequest, "folder">) {
  const { args, ...rest } = planMedia({ folder: "/w", ...request });
  const common = commonArguments(request.strict).length;
  expect(args.slice(0, common)).toEqual(commonArguments(request.strict));
  return { words: args.slice(common).join(" "), ...rest };
}

test("every run ends with an error where nothing is written, and strict ones where anything is wrong", () => {
  const always = "-hide_banner -nostdin -loglevel level+warning -stats_period 0.1 -y -abort_on empty_output";
  expect(commonArguments().join(" ")).toBe(always);
  expect(commonArguments(true).join(" ")).toBe(`${always} -xerror`);
});

test("a range of a file becomes an mp3", () => {
  const facts = mediaFacts(60, { index: 1, codec: "aac" });
  const { words, files, prefix } = planned({
    input: { kind: "media", name: "in.m4a", facts, from: 1.00001, to: 4 },
    carried: { cover: COVER, chapters: [{ start: 0, end: 60, title: "all" }] },
    output: "out.mp3",
    options: { format: "mp3" },
    canPatch: true,
  });
  expect(words).toBe(
    `-ss 1.000000 -t 3.000000 -i /w/in.m4a ${METADATA} -f png_pipe -i /w/result-cover.png -map 0:1 -map 2:0 ` +
      "-c:v copy -disposition:v:0 attached_pic -metadata:s:v:0 comment=Cover (front) " +
      `${FILE_TAGS} -map_chapters 1 -af asetpts=N/SR/TB -c:a libmp3lame -b:a 192000 -flags:a +bitexact ${MUXER} mp3 /w/out.mp3`,
  );
  expect(files.map(({ name }) => name)).toEqual(["result-metadata.txt", "result-cover.png"]);
  expect(new TextDecoder().decode(files[0]?.bytes)).toBe(
    ";FFMETADATA1\n[CHAPTER]\nTIMEBASE=1/1000000\nSTART=0\nEND=3000000\ntitle=all\n",
  );
  expect(prefix).toHaveLength(0);
});

test("samples over a pipe become an opus in Matroska, with the cover attached", () => {
  const { words } = planned({
    input: { kind: "samples", name: "pcm", sampleRate: 48_000, channels: 2, frames: 48_000 },
    carried: { tags: { title: "t" } },
    output: "out.mka",
    options: { format: "mka", cover: COVER },
    canPatch: false,
    strict: true,
  });
  expect(words).toBe(
    `-f f32le -ar 48000 -ch_layout stereo -i /w/pcm ${METADATA} -map 0:0 ${FILE_TAGS} -map_chapters -1 ` +
      "-c:a libopus -b:a 96000 -vbr on -flags:a +bitexact -attach /w/result-cover.png " +
      `-metadata:s:t:0 mimetype=image/png -metadata:s:t:0 filename=cover.png ${MUXER} matroska /w/out.mka`,
  );
});

test("packets are copied into a fragmented m4b where the sink cannot go back", () => {
  const { words, warnings } = planned({
    input: { kind: "media", name: "in.aac", facts: mediaFacts(60, { codec: "aac", language: "eng" }) },
    carried: { cover: COVER },
    output: "out.m4b",
    options: { format: "m4b" },
    copy: true,
    canPatch: false,
  });
  expect(words).toBe(
    `-i /w/in.aac ${METADATA} -map 0:0 ${FILE_TAGS} -map_chapters -1 -metadata:s:a:0 language=eng -c:a copy ` +
      `${MUXER} ipod -brand M4B  -movflags +empty_moov+default_base_moof -frag_duration 2000000 /w/out.m4b`,
  );
  expect(warnings.map(({ code }) => code)).toEqual(["media/cover-left-out"]);
});

test("an mp3 whose sink cannot go back begins with a tag of ours", () => {
  const { words, files, prefix } = planned({
    input: { kind: "media", name: "in.wav", facts: mediaFacts(60) },
    carried: { tags: { title: "t" }, cover: COVER },
    output: "out.mp3",
    options: { format: "mp3", tags: { mood: "calm" } },
    canPatch: false,
  });
  expect(words).toContain(`${MUXER} mp3 -write_xing 0 -id3v2_version 0 /w/out.mp3`);
  expect(files.map(({ name }) => name)).toEqual(["result-metadata.txt"]);
  expect(new TextDecoder("latin1").decode(prefix)).toMatch(/^ID3.*TIT2.*TXXX.*mood.*APIC.*image\/png/s);
});
