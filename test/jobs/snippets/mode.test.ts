import { afterEach, describe, expect, it, vi } from "vitest";
import { exportSnippets } from "../../../src/jobs/snippets/export-snippets.ts";
import { chooseMode, type ExportMode } from "../../../src/jobs/snippets/mode.ts";
import { memoryFolder } from "../../../src/stream/memory-folder.ts";
import { memorySource } from "../../../src/stream/memory-source.ts";
import type { SampleFormat } from "../../../src/wav/format.ts";
import { manifestOf } from "../../helpers/export-folder.ts";
import { noiseRecording, samplesOf } from "../../helpers/export-recording.ts";
import { failure } from "../../helpers/failure.ts";
import { sameBytes } from "../../helpers/pattern.ts";

afterEach(() => {
  vi.unstubAllEnvs();
});

const FORMATS: SampleFormat[] = [
  ...[8, 16, 24, 32].map((bitsPerSample): SampleFormat => ({ encoding: "pcm", bitsPerSample })),
  ...[32, 64].map((bitsPerSample): SampleFormat => ({ encoding: "float", bitsPerSample })),
];
const CHANNELS = [1, 2, 3, 4, 5, 6, 7, 8];
const segments = [
  { start: 0, end: 0.25 },
  { start: 0.1, end: 0.1 },
  { start: 0.013, end: 0.777 },
  { start: 0.5, end: 0.5101 },
  { start: 0, end: 9 },
];

async function exported(recording: Uint8Array, mode: ExportMode) {
  const folder = memoryFolder();
  const { clips, failed } = await exportSnippets(memorySource(recording, "a.wav"), segments, {
    folder,
    mode,
  });
  expect(failed).toEqual([]);
  const samples = clips.map(async ({ file }) => samplesOf(folder.files.get(file) as Uint8Array));
  return { samples: await Promise.all(samples), clips, manifest: manifestOf(folder) };
}

describe("streaming and legacy mode", () => {
  const cases = FORMATS.flatMap((format) =>
    CHANNELS.map((channels) => [format.bitsPerSample, format.encoding, channels, format] as const),
  );
  it.each(cases)(
    "give the same bytes of %d-bit %s with %d channels",
    async (_bits, _name, channels, format) => {
      // An odd number of frames, at an odd rate: 8-bit clips of odd length need padding.
      const recording = noiseRecording(format, channels, 8001, 8011);
      const streaming = await exported(recording, "streaming");
      const legacy = await exported(recording, "legacy");
      expect(streaming.samples).toHaveLength(segments.length);
      for (const [index, samples] of streaming.samples.entries()) {
        expect(samples.length).toBeGreaterThan(0);
        expect(sameBytes(legacy.samples[index] as Uint8Array, samples)).toBe(true);
      }
      const timesOf = ({ clips }: typeof legacy) =>
        clips.map(({ file, start, end }) => ({ file, start, end }));
      expect(timesOf(legacy)).toEqual(timesOf(streaming));
      expect(legacy.manifest.source).toEqual(streaming.manifest.source);
    },
  );
});

describe("USE_STREAMING_SNIPPET_EXPORT", () => {
  it.each([
    [undefined, "streaming"],
    ["", "streaming"],
    ["true", "streaming"],
    ["1", "streaming"],
    ["garbage", "streaming"],
    ["false", "legacy"],
    ["False", "legacy"],
    [" FALSE ", "legacy"],
    ["0", "legacy"],
    ["no", "legacy"],
    ["off", "legacy"],
  ])("%j means %s", (setting, mode) => {
    vi.stubEnv("USE_STREAMING_SNIPPET_EXPORT", setting);
    expect(chooseMode(undefined)).toBe(mode);
  });

  it("gives way to the option", () => {
    vi.stubEnv("USE_STREAMING_SNIPPET_EXPORT", "false");
    expect(chooseMode("streaming")).toBe("streaming");
    vi.stubEnv("USE_STREAMING_SNIPPET_EXPORT", "true");
    expect(chooseMode("legacy")).toBe("legacy");
  });

  it("decides how an export reads: legacy reads the whole recording at once", async () => {
    const recording = memorySource(noiseRecording({ encoding: "pcm", bitsPerSample: 16 }, 1, 8000));
    const reads: number[] = [];
    const watched = {
      ...recording,
      read: (offset: number, into: Uint8Array) => {
        reads.push(into.length);
        return recording.read(offset, into);
      },
    };
    await exportSnippets(watched, segments, { folder: memoryFolder() });
    expect(Math.max(...reads)).toBeLessThan(recording.size);
    vi.stubEnv("USE_STREAMING_SNIPPET_EXPORT", "false");
    await exportSnippets(watched, segments, { folder: memoryFolder() });
    expect(Math.max(...reads)).toBe(recording.size);
  });
});

describe("legacy mode", () => {
  it("refuses a recording whose audio it would not find, instead of giving clips without any", async () => {
    const recording = noiseRecording({ encoding: "pcm", bitsPerSample: 16 }, 1, 8000);
    // A data size of zero, as a recorder that was cut off leaves it.
    new DataView(recording.buffer).setUint32(40, 0, true);
    const folder = memoryFolder();
    const legacy = exportSnippets(memorySource(recording, "a.wav"), segments, { folder, mode: "legacy" });
    const error = await failure(legacy);
    expect(error.code).toBe("snippets/legacy-unreadable");
    expect(error.message).toBe(
      "legacy mode finds 0 bytes of audio in a.wav, where there are 16000; use the streaming mode",
    );
    expect([...folder.files.keys()]).toEqual([]);
    expect((await exported(recording, "streaming")).clips).toHaveLength(segments.length);
  });
});
