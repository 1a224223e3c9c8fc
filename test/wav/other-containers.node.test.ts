import { readFile, writeFile } from "node:fs/promises";
import { describe, expect, it } from "vitest";
import { memorySource } from "../../src/stream/memory-source.ts";
import { clipWav } from "../../src/wav/clip-wav.ts";
import { encodeWav } from "../../src/wav/encode-wav.ts";
import { openWav } from "../../src/wav/open-wav.ts";
import type { Wav } from "../../src/wav/wav.ts";
import { bytesAt } from "../helpers/pattern.ts";
import { tempFolder } from "../helpers/temp-folder.ts";
import { interleaved, readPlanes, samplePlanes, sampleSource } from "../helpers/wav-samples.ts";
import { haveTools, output, type Tool } from "../helpers/wav-tool.ts";

/** A multiple of eight, so that nobody has to pad. */
const FRAMES = 304;

/** What a program makes of our samples: a file by its name, or by options. */
async function theirs(tool: Tool, name: string, ...options: readonly string[]): Promise<Wav> {
  const folder = await tempFolder();
  const path = folder.file(name);
  if (tool === "sndfile-convert") {
    // Among integers it is exact; what it makes of floats it scales.
    const ours = encodeWav(sampleSource(2, FRAMES), { encoding: "pcm", bitsPerSample: 32 });
    const from = folder.file("ours.wav");
    await writeFile(from, await bytesAt(ours, 0, ours.size));
    await output(tool, ...options, from, path);
  } else {
    const raw = folder.file("samples.f64");
    await writeFile(raw, new Uint8Array(Float64Array.from(interleaved(2, FRAMES)).buffer));
    const input =
      tool === "sox"
        ? ["-D", "-t", "f64", "-L", "-r", "8000", "-c", "2", raw]
        : ["-v", "error", "-f", "f64le", "-ar", "8000", "-ac", "2", "-i", raw];
    await output(tool, ...input, ...options, path);
  }
  return openWav(memorySource(new Uint8Array(await readFile(path))));
}

interface Foreign {
  readonly tool: Tool;
  readonly container: Wav["container"];
  readonly name: string;
  readonly options: readonly string[];
}

function rifx(tool: Tool, ...options: readonly string[]): Foreign {
  return { tool, container: "RIFX", name: "a.wav", options };
}

function wave64(tool: Tool, ...options: readonly string[]): Foreign {
  return { tool, container: "W64", name: "a.w64", options };
}

/** Containers other than RIFF that these programs write, and what they are told to. */
const FILES: readonly Foreign[] = [
  // Of 24 bits, SoX 14.4 writes an extensible format whose numbers are little-endian.
  ...["-b8", "-b16", "-b32"].map((bits) => rifx("sox", "-B", bits)),
  ...["-b32", "-b64"].map((bits) => rifx("sox", "-B", bits, "-e", "floating-point")),
  ...["-pcm16", "-pcm24", "-pcm32"].map((bits) => rifx("sndfile-convert", "-endian=big", bits)),
  ...["-pcmu8", "-pcm16", "-pcm24", "-pcm32", "-float32", "-float64"].map((bits) =>
    wave64("sndfile-convert", bits),
  ),
  ...["pcm_u8", "pcm_s16le", "pcm_s24le", "pcm_s32le", "pcm_f32le", "pcm_f64le"].map((codec) =>
    wave64("ffmpeg", "-c:a", codec),
  ),
];

describe.each(FILES)("$tool writes a $container with $options,", ({ tool, container, name, options }) => {
  it.skipIf(!haveTools(tool))("which has our samples, as have its clips in the same container", async () => {
    const wav = await theirs(tool, name, ...options);
    expect(wav).toMatchObject({ container, channels: 2, sampleRate: 8000, frames: FRAMES, warnings: [] });
    expect(await readPlanes(wav)).toEqual(samplePlanes(2, FRAMES));
    const clip = await openWav(clipWav(wav, 3, 200, { container }), { strict: true });
    expect(clip.format).toEqual(wav.format);
    expect(await readPlanes(clip)).toEqual(samplePlanes(2, 197, 3));
  });
});

describe("companded samples of others", () => {
  const laws = ["alaw", "mulaw"] as const;
  const writers = [
    ["sox", "RIFF", "a.wav", { alaw: ["-e", "a-law"], mulaw: ["-e", "u-law"] }],
    ["ffmpeg", "RIFF", "a.wav", { alaw: ["-c:a", "pcm_alaw"], mulaw: ["-c:a", "pcm_mulaw"] }],
    ["ffmpeg", "W64", "a.w64", { alaw: ["-c:a", "pcm_alaw"], mulaw: ["-c:a", "pcm_mulaw"] }],
    ["sndfile-convert", "W64", "a.w64", { alaw: ["-alaw"], mulaw: ["-ulaw"] }],
    ["sndfile-convert", "RIFX", "a.wav", { alaw: ["-endian=big", "-alaw"], mulaw: ["-endian=big", "-ulaw"] }],
  ] as const;

  for (const [tool, container, name, options] of writers) {
    it.skipIf(!haveTools(tool)).each(laws)(
      `of ${tool} in a ${container} are the nearest of %s`,
      async (law) => {
        const wav = await theirs(tool, name, ...options[law]);
        expect(wav).toMatchObject({ container, frames: FRAMES, format: { encoding: law }, warnings: [] });
        const planes = await readPlanes(wav);
        samplePlanes(2, FRAMES).forEach((plane, channel) => {
          // The widest steps, next to full scale, are 1/32 (ITU-T G.711, tables 1 and 2). Of the lowest sample of all,
          // libsndfile 1.2 makes the highest.
          const distances = plane.map((sample, at) =>
            sample === -1 ? 0 : Math.abs(sample - planes[channel]![at]!),
          );
          const furthest = Math.max(...distances);
          expect(furthest).toBeLessThanOrEqual(1 / 32);
        });
      },
    );
  }
});
