import { readFile, writeFile } from "node:fs/promises";
import { describe, expect, it } from "vitest";
import { memorySource } from "../../src/stream/memory-source.ts";
import { encodeWav } from "../../src/wav/encode-wav.ts";
import { openWav } from "../../src/wav/open-wav.ts";
import { bytesAt } from "../helpers/pattern.ts";
import { tempFolder } from "../helpers/temp-folder.ts";
import { FORMATS, interleaved, readPlanes, samplePlanes, sampleSource } from "../helpers/wav-samples.ts";
import { haveTools, output } from "../helpers/wav-tool.ts";

/** Odd, so that 8 and 24 bits need padding. */
const FRAMES = 301;

describe("what others write is read by us:", () => {
  /** What comes out of a program that was handed our samples as bare doubles. */
  async function foreign(
    channels: number,
    name: string,
    frames: number,
    make: (raw: string, path: string) => Promise<unknown>,
  ) {
    const folder = await tempFolder();
    const raw = folder.file("samples.f64");
    await writeFile(raw, new Uint8Array(Float64Array.from(interleaved(channels, frames)).buffer));
    const path = folder.file(name);
    await make(raw, path);
    return openWav(memorySource(new Uint8Array(await readFile(path))));
  }

  const cases = FORMATS.flatMap((sample) => [1, 2, 6].map((channels) => ({ sample, channels })));

  it.skipIf(!haveTools("sox")).each(cases)(
    "sox, $sample, $channels channels",
    async ({ sample, channels }) => {
      const encoding =
        sample.encoding === "float" ? "floating-point" : sample.bitsPerSample === 8 ? "unsigned" : "signed";
      const wav = await foreign(channels, "theirs.wav", FRAMES, (raw, path) =>
        output(
          "sox",
          ...["-D", "-t", "f64", "-L", "-r", "8000", "-c", String(channels), raw],
          ...["-e", encoding, "-b", String(sample.bitsPerSample), path],
        ),
      );
      expect(wav).toMatchObject({ format: sample, channels, warnings: [] });
      expect(await readPlanes(wav)).toEqual(samplePlanes(channels, FRAMES));
    },
  );

  const codecs = ["pcm_u8", "pcm_s16le", "pcm_s24le", "pcm_s32le", "pcm_f32le", "pcm_f64le"];
  const ffmpegCases = cases.flatMap((one) => [
    { ...one, rf64: "never", container: "RIFF" },
    { ...one, rf64: "always", container: "RF64" },
  ]);
  it.skipIf(!haveTools("ffmpeg")).each(ffmpegCases)(
    "ffmpeg, $container, $sample, $channels channels",
    async ({ sample, channels, rf64, container }) => {
      // In ds64, ffmpeg 5.1 counts the padding byte as audio; an even number of frames needs none.
      const frames = container === "RF64" ? FRAMES + 1 : FRAMES;
      const wav = await foreign(channels, "theirs.wav", frames, (raw, path) =>
        output(
          "ffmpeg",
          ...["-v", "error", "-f", "f64le", "-ar", "8000", "-ac", String(channels), "-i", raw],
          ...["-c:a", codecs[FORMATS.indexOf(sample)]!, "-rf64", rf64, path],
        ),
      );
      expect(wav).toMatchObject({ container, format: sample, channels, warnings: [] });
      expect(await readPlanes(wav)).toEqual(samplePlanes(channels, frames));
    },
  );

  const options = ["-pcmu8", "-pcm16", "-pcm24", "-pcm32", "-float32", "-float64"];
  const sndfileCases = FORMATS.flatMap((sample) =>
    ["theirs.wav", "theirs.wavex", "theirs.rf64"].map((name) => ({ sample, name })),
  );
  it.skipIf(!haveTools("sndfile-convert")).each(sndfileCases)(
    "libsndfile, $name, $sample",
    async ({ sample, name }) => {
      const wav = await foreign(2, name, FRAMES, async (raw, path) => {
        // From floats to integers libsndfile scales by 0x7F...; among integers, and among floats, it is exact.
        const source = encodeWav(sampleSource(2, FRAMES), FORMATS[sample.encoding === "pcm" ? 3 : 5]!);
        await writeFile(`${raw}.wav`, await bytesAt(source, 0, source.size));
        await output("sndfile-convert", options[FORMATS.indexOf(sample)]!, `${raw}.wav`, path);
      });
      expect(wav).toMatchObject({ format: sample, warnings: [] });
      expect(await readPlanes(wav)).toEqual(samplePlanes(2, FRAMES));
    },
  );
});
