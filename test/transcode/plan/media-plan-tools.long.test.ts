import { copyFile, mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { CoverPicture } from "../../../src/transcode/media.ts";
import { planMedia } from "../../../src/transcode/plan/media-plan.ts";
import { FORMATS, OUTPUT_FORMATS } from "../../../src/transcode/plan/output-format.ts";
import type { PlanRequest } from "../../../src/transcode/plan/plan-request.ts";
import {
  coverBytes,
  decodedFrames,
  makeCover,
  makeSound,
  mediaFacts,
  probe,
  runPlan,
} from "../../helpers/media-runs.ts";
import { tempFolder } from "../../helpers/temp-folder.ts";
import { haveTools, output } from "../../helpers/wav-tool.ts";

const SECONDS = 5;
const TAGS = {
  title: "Wörter; und = mehr",
  artist: "Jemand",
  album: "Alles",
  date: "2024-05-17",
  track: "3/9",
};
const CHAPTERS = [
  { start: 0, end: 2.5, title: "Erstes" },
  { start: 2.5, end: 4, title: "Zweites #2" },
  { start: 4, end: SECONDS, title: "Drittes" },
];
const CARRYING = OUTPUT_FORMATS.filter((format) => format !== "wav");

let made = "";
let cover: CoverPicture;
beforeAll(async () => {
  if (!haveTools("ffmpeg")) return;
  made = await mkdtemp(join(tmpdir(), "longwave-plans-"));
  await makeSound(join(made, "in.wav"), SECONDS, "-c:a", "pcm_s16le");
  cover = await makeCover(join(made, "c.jpg"), 640);
});
afterAll(() => rm(made, { recursive: true, force: true }));

/** A recording with everything, to be turned into another. */
async function request(
  format: PlanRequest["options"]["format"],
  changes: Partial<PlanRequest> = {},
): Promise<PlanRequest> {
  const folder = await tempFolder();
  await copyFile(join(made, "in.wav"), folder.file("in.wav"));
  return {
    folder: folder.path,
    input: { kind: "media", name: "in.wav", facts: mediaFacts(SECONDS, { bitsPerSample: 16 }) },
    carried: { tags: TAGS, chapters: CHAPTERS, cover },
    output: `out.${FORMATS[format].endings[0]}`,
    options: { format },
    canPatch: true,
    ...changes,
  };
}

describe.runIf(haveTools("ffmpeg", "ffprobe"))("a planned run", () => {
  test.each(CARRYING)("keeps duration, tags, chapters and cover in %s", async (format) => {
    const planned = await request(format);
    const { path, warnings } = await runPlan(planned);
    const found = await probe(path);
    expect(warnings).toEqual([]);
    expect(found.audio.codec_name).toBe(FORMATS[format].copies[0]);
    expect(found.duration).toBeGreaterThan(SECONDS - 0.001);
    expect(found.duration).toBeLessThan(SECONDS + 0.06);
    expect(found.tags).toMatchObject(TAGS);
    expect(found.chapters.map(({ title }) => title)).toEqual(CHAPTERS.map(({ title }) => title));
    for (const [index, { start }] of CHAPTERS.entries()) {
      expect(found.chapters[index]?.start).toBeCloseTo(start, 3);
    }
    expect(found.covers).toBe(1);
    expect(Buffer.compare(await coverBytes(path), planned.carried.cover!.bytes)).toBe(0);
  });

  test.each(CARRYING)("gives %s to a sink that cannot go back", async (format) => {
    const planned = await request(format, { canPatch: false });
    const { path, warnings } = await runPlan(planned);
    const found = await probe(path);
    const isMp4 = FORMATS[format].muxer === "ipod";
    expect(warnings.map(({ code }) => code)).toEqual(isMp4 ? ["media/cover-left-out"] : []);
    expect(found.covers).toBe(isMp4 ? 0 : 1);
    expect(found.tags).toMatchObject(TAGS);
    expect(found.chapters.map(({ title }) => title)).toEqual(CHAPTERS.map(({ title }) => title));
    expect(found.chapters[1]?.start).toBeCloseTo(2.5, 3);
    const frames = await decodedFrames(path, 2);
    const rate = Number(found.audio.sample_rate);
    // Without a place for it, the silence that an encoder begins and ends with cannot be told from sound.
    expect(frames).toBeGreaterThanOrEqual(SECONDS * rate);
    expect(frames).toBeLessThanOrEqual(SECONDS * rate + 4 * 1152);
  });

  test.each(OUTPUT_FORMATS)("gives the same bytes of %s every time", async (format) => {
    const planned = await request(format);
    const first = await readFile((await runPlan(planned)).path);
    const second = await readFile((await runPlan({ ...planned, output: `again-${planned.output}` })).path);
    expect(Buffer.compare(first, second)).toBe(0);
    expect(first.length).toBeGreaterThan(1000);
  });

  test.each(["flac", "alac", "m4a", "ogg", "mp3"] as const)(
    "keeps the frames of a range in %s",
    async (format) => {
      const planned = await request(format);
      const input = { ...planned.input, from: 1.00001, to: 4.25 } as PlanRequest["input"];
      const { path } = await runPlan({ ...planned, input });
      const frames = Math.round(4.25 * 44_100) - Math.round(1.00001 * 44_100);
      const { chapters, covers, duration } = await probe(path);
      expect(Math.abs(duration * 44_100 - frames)).toBeLessThan(format === "mp3" ? 2 * 1152 : 1);
      // What ffmpeg decodes of an m4a goes on to the end of the last packet, beyond what the file says.
      if (format !== "m4a") expect(await decodedFrames(path, 2)).toBe(frames);
      expect(covers).toBe(1);
      expect(chapters.map(({ title }) => title)).toEqual(["Erstes", "Zweites #2", "Drittes"]);
      expect(chapters[0]?.start).toBe(0);
      expect(chapters[1]?.start).toBeCloseTo(1.49999, 2);
      expect(chapters[2]?.end).toBeCloseTo(3.24999, 1);
    },
  );

  test("keeps all samples of a lossless recording of 24 bits", async () => {
    const folder = await tempFolder();
    await makeSound(folder.file("in.wav"), 1, "-c:a", "pcm_s24le");
    const facts = mediaFacts(1, { codec: "pcm_s24le", bitsPerSample: 24 });
    for (const format of ["flac", "alac"] as const) {
      const { path } = await runPlan({
        folder: folder.path,
        input: { kind: "media", name: "in.wav", facts },
        carried: {},
        output: `${format}.${FORMATS[format].endings[0]}`,
        options: { format },
        canPatch: true,
      });
      expect((await probe(path)).audio.bits_per_raw_sample).toBe("24");
      const pcm = ["-map", "0:a", "-c:a", "pcm_s24le", "-f", "md5", "-"];
      const sums = await Promise.all([path, folder.file("in.wav")].map((file) => sum(file, pcm)));
      expect(sums[0]).toMatch(/^MD5=/);
      expect(sums[0]).toBe(sums[1]);
    }
  });

  test("says of an m4b that it is a book", async () => {
    const { path } = await runPlan(await request("m4b"));
    const { brand, tags } = await probe(path);
    expect(brand).toBe("M4B ");
    expect(tags["media_type"]).toBe("2");
  });

  test("begins the first chapter of an m4b where it begins", async () => {
    const planned = await request("m4b");
    const chapters = [{ start: 2, end: SECONDS, title: "late" }];
    const { path } = await runPlan({ ...planned, carried: { chapters } });
    expect((await probe(path)).chapters).toEqual([
      { start: 0, end: 2, title: "" },
      { start: 2, end: SECONDS, title: "late" },
    ]);
  });

  test.each(["m4a", "mka"] as const)("keeps the language in %s", async (format) => {
    const planned = await request(format);
    const facts = mediaFacts(SECONDS, { language: "fin" });
    const { path } = await runPlan({ ...planned, input: { kind: "media", name: "in.wav", facts } });
    expect((await probe(path)).audio.tags?.["language"]).toBe("fin");
  });

  test("takes sound over a pipe", async () => {
    const folder = await tempFolder();
    await makeSound(folder.file("sound"), 1, "-f", "f32le");
    const sound = { sampleRate: 44_100, channels: 2, frames: 44_100 };
    const { path } = await runPlan({
      folder: folder.path,
      input: { kind: "samples", name: "sound", ...sound },
      carried: { tags: TAGS },
      output: "out.m4a",
      options: { format: "m4a", fast: true },
      canPatch: true,
    });
    const found = await probe(path);
    expect(found.duration).toBeCloseTo(1, 3);
    expect(found.tags).toMatchObject(TAGS);
  });

  test.each([
    ["mp3", "mp3"],
    ["m4a", "m4a"],
    ["flac", "flac"],
    ["opus", "opus"],
    ["ogg", "ogg"],
  ] as const)("copies the packets of %s", async (format, ending) => {
    const planned = await request(format);
    const { path } = await runPlan(planned);
    const { folder } = planned;
    const codec = FORMATS[format].copies[0]!;
    const facts = mediaFacts(SECONDS, { codec }, { container: ending });
    const copied = await runPlan({
      ...planned,
      input: { kind: "media", name: `out.${ending}`, facts },
      copy: true,
      output: `copy.${ending}`,
    });
    expect(copied.path).toBe(`${folder}/copy.${ending}`);
    const pcm = ["-map", "0:a", "-c:a", "pcm_s16le", "-f", "md5", "-"];
    expect(await sum(copied.path, pcm)).toBe(await sum(path, pcm));
    expect(await probe(copied.path)).toMatchObject({ covers: 1, tags: TAGS });
  });
});

async function sum(path: string, args: readonly string[]): Promise<string> {
  return new TextDecoder().decode(await output("ffmpeg", "-v", "error", "-i", path, ...args));
}

test("a wav has no room for chapters and a cover, which is said where they are asked for", () => {
  const cover = { mimeType: "image/png", bytes: new Uint8Array(9) } as const;
  const input = { kind: "samples", name: "s", sampleRate: 8000, channels: 1, frames: 8000 } as const;
  const base = { folder: "/w", input, output: "o", canPatch: true };
  const carried = { chapters: CHAPTERS, cover };
  expect(planMedia({ ...base, carried, options: { format: "wav" } }).warnings).toEqual([]);
  const asked = planMedia({ ...base, carried: {}, options: { format: "wav", chapters: CHAPTERS, cover } });
  expect(asked.warnings).toEqual([
    { code: "media/chapters-left-out", message: "wav has no room for 3 chapters" },
    { code: "media/cover-left-out", message: "wav has no room for a cover" },
  ]);
});
