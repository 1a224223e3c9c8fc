import { copyFile, mkdtemp, open, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { planMedia } from "../../../src/transcode/plan/media-plan.ts";
import { moovSize } from "../../../src/transcode/plan/moov-size.ts";
import type { PlanRequest } from "../../../src/transcode/plan/plan-request.ts";
import { makeCover, makeSound, mediaFacts, runPlan } from "../../helpers/media-runs.ts";
import { nativeFfmpeg } from "../../helpers/native-media.ts";
import { tempFolder } from "../../helpers/temp-folder.ts";
import { haveTools } from "../../helpers/wav-tool.ts";

/** The names and bytes of the boxes of a file (ISO/IEC 14496-12, section 4.2). */
async function boxes(path: string): Promise<{ readonly name: string; readonly bytes: number }[]> {
  const file = await open(path);
  try {
    const { size } = await file.stat();
    const found: { name: string; bytes: number }[] = [];
    for (let at = 0; at < size; ) {
      const head = Buffer.alloc(16);
      await file.read(head, 0, 16, at);
      const short = head.readUInt32BE(0);
      const bytes = short === 1 ? Number(head.readBigUInt64BE(8)) : short;
      found.push({ name: head.toString("latin1", 4, 8), bytes });
      at += bytes;
    }
    return found;
  } finally {
    await file.close();
  }
}

const CHAPTERS = Array.from({ length: 280 }, (_, n) => ({
  start: n / 2,
  end: n / 2 + 0.5,
  title: `${n} ${"Ü".repeat(n)}`,
}));

/** Seconds: thousands of packets. */
const LONG = 150;

describe.runIf(haveTools("ffmpeg"))("the index of an MPEG-4 file", () => {
  let made = "";
  beforeAll(async () => {
    made = await mkdtemp(join(tmpdir(), "longwave-moov-"));
    const [flac, m4a] = [join(made, "in.flac"), join(made, "in.m4a")];
    await makeSound(flac, LONG);
    const { code } = nativeFfmpeg(["-i", flac, "-c:a", "aac", "-aac_coder", "fast", m4a]);
    expect(code).toBe(0);
  });
  afterAll(() => rm(made, { recursive: true }));

  /** Makes a file, and says what its index takes and what was kept free for it. */
  async function indexOf(request: PlanRequest) {
    const { path, args } = await runPlan(request);
    const found = await boxes(path);
    expect(found.map(({ name }) => name).slice(0, 2)).toEqual(["ftyp", "moov"]);
    const kept = Number(args[args.indexOf("-moov_size") + 1]);
    return { bytes: found[1]!.bytes, kept };
  }

  test.each([
    ["a second", 1, { format: "m4a" }, false],
    ["nothing but sound", LONG, { format: "m4a", fast: true }, false],
    ["no loss", LONG, { format: "alac" }, false],
    ["many tags, chapters and a cover", LONG, { format: "m4b", fast: true }, true],
    ["a low rate", LONG, { format: "m4b", fast: true, bitrate: 16_000 }, true],
  ] as const)("has room in front with %s, and not much more", async (_, seconds, options, isFull) => {
    const folder = await tempFolder();
    if (seconds === LONG) await copyFile(join(made, "in.flac"), folder.file("in.flac"));
    else await makeSound(folder.file("in.flac"), seconds);
    const tags = Object.fromEntries(
      ["title", "artist", "comment", "genre"].map((name) => [name, "Ö".repeat(900)]),
    );
    const cover = await makeCover(folder.file("c.png"), 500);
    const carried = isFull ? { tags, chapters: CHAPTERS, cover } : {};
    const request = (exact: boolean): PlanRequest => {
      const facts = mediaFacts(seconds, { codec: "flac" }, { container: "flac", exact });
      const input = { kind: "media", name: "in.flac", facts } as const;
      return { folder: folder.path, input, carried, output: "out.m4a", options, canPatch: true };
    };
    const { bytes, kept } = await indexOf(request(true));
    const { args } = planMedia(request(false));
    const keptOfGuess = Number(args[args.indexOf("-moov_size") + 1]);
    expect(kept).toBeGreaterThan(bytes);
    expect(keptOfGuess).toBeGreaterThan(kept);
    expect(keptOfGuess).toBeLessThan(65_536 + 2 * bytes);
  });

  test.each([
    ["m4a", "ipod", 2],
    ["aac", "adts", 2],
    // Times of milliseconds make durations uneven; how many of them differ is not known before.
    ["mka", "matroska", 3],
  ] as const)("has room for packets copied out of %s", async (container, muxer, times) => {
    const folder = await tempFolder();
    const packets = nativeFfmpeg(["-i", join(made, "in.m4a"), "-c", "copy", "-f", muxer, folder.file("in")]);
    expect(packets.code).toBe(0);
    const facts = mediaFacts(LONG, { codec: "aac" }, { container });
    const { bytes, kept } = await indexOf({
      folder: folder.path,
      input: { kind: "media", name: "in", facts },
      carried: { chapters: CHAPTERS },
      output: "out.m4a",
      options: { format: "m4a" },
      copy: true,
      canPatch: true,
    });
    expect(kept).toBeGreaterThan(bytes);
    expect(kept).toBeLessThan(65_536 + times * bytes);
  });

  test("comes last where it may", async () => {
    const folder = await tempFolder();
    await makeSound(folder.file("in.wav"), 1);
    const { path } = await runPlan({
      folder: folder.path,
      input: { kind: "media", name: "in.wav", facts: mediaFacts(1) },
      carried: {},
      output: "out.m4a",
      options: { format: "m4a", faststart: false },
      canPatch: true,
    });
    expect((await boxes(path)).at(-1)?.name).toBe("moov");
  });
});

test("a recording of 100 hours needs no more than 8 bytes for a packet", () => {
  const sound = { seconds: 360_000, sampleRate: 48_000, channels: 2 };
  const rest = {
    exact: false,
    codec: "aac",
    copied: "no",
    tags: {},
    chapters: [],
    cover: undefined,
  } as const;
  const packets = (360_000 * 48_000) / 1024;
  expect(moovSize({ ...sound, ...rest })).toBeGreaterThan(4 * 1.5 * packets);
  expect(moovSize({ ...sound, ...rest })).toBeLessThan(8 * packets + 4_000_000);
});
