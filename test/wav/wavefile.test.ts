import { describe, expect, it } from "vitest";
import wavefile from "wavefile";
import { memorySource } from "../../src/stream/memory-source.ts";
import { encodeWav } from "../../src/wav/encode-wav.ts";
import { openWav } from "../../src/wav/open-wav.ts";
import { bytesAt } from "../helpers/pattern.ts";
import { FORMATS, nameOf, readPlanes, samplePlanes, sampleSource } from "../helpers/wav-samples.ts";

/** Even, for the package takes the padding byte behind an odd number of 8-bit samples for one more. */
const FRAMES = 98;

/** Its own names of the formats, and the integer that stands for full scale in its samples. */
const THEIRS = [
  ["8", 128],
  ["16", 2 ** 15],
  ["24", 2 ** 23],
  ["32", 2 ** 31],
  ["32f", 1],
  ["64", 1],
] as const;

const cases = FORMATS.flatMap((sample, index) =>
  [1, 2, 3, 8].map((channels) => {
    const [depth, scale] = THEIRS[index]!;
    return { name: `${nameOf(sample)}, ${channels} channels`, sample, channels, depth, scale };
  }),
);

// The package takes floats of the extensible form, which more than two channels have, for integers.
const readable = cases.filter(
  ({ sample, channels }) => !(sample.encoding === "float" && sample.bitsPerSample === 32 && channels > 2),
);

/** The samples of the recording as the package has them. */
function theirSamples({ channels, depth, scale }: (typeof cases)[number]): Float64Array[] {
  // 8-bit samples are unsigned around 128, with it as in the file.
  const offset = depth === "8" ? 128 : 0;
  return samplePlanes(channels, FRAMES).map((plane) =>
    Float64Array.from(plane, (value) => value * scale + offset),
  );
}

describe("the wavefile package and we agree:", () => {
  it.each(readable)("it reads our samples, $name", async (given) => {
    const { sample, channels, depth } = given;
    const file = encodeWav(sampleSource(channels, FRAMES), sample);
    const wav = new wavefile.WaveFile(await bytesAt(file, 0, file.size));
    expect(wav.bitDepth).toBe(depth);
    const samples: unknown = wav.getSamples(false, Float64Array);
    expect(channels === 1 ? [samples] : samples).toEqual(theirSamples(given));
  });

  it.each(cases)("we read its samples, $name", async (given) => {
    const { sample, channels, depth } = given;
    const theirs = theirSamples(given);
    const file = new wavefile.WaveFile();
    file.fromScratch(channels, 8000, depth, channels === 1 ? theirs[0]! : theirs);
    const wav = await openWav(memorySource(file.toBuffer()));
    expect(wav).toMatchObject({ format: sample, channels, frames: FRAMES, warnings: [] });
    expect(await readPlanes(wav)).toEqual(samplePlanes(channels, FRAMES));
  });

  it.each(cases)("we read its samples out of a RIFX, $name", async (given) => {
    const { sample, channels, depth } = given;
    const theirs = theirSamples(given);
    const file = new wavefile.WaveFile();
    file.fromScratch(channels, 8000, depth, channels === 1 ? theirs[0]! : theirs);
    file.toRIFX();
    const wav = await openWav(memorySource(file.toBuffer()));
    expect(wav).toMatchObject({ container: "RIFX", format: sample, frames: FRAMES, warnings: [] });
    expect(await readPlanes(wav)).toEqual(samplePlanes(channels, FRAMES));
  });

  const others = (["RIFX", "RF64"] as const).flatMap((container) =>
    cases.filter(({ channels }) => channels <= 2).map((given) => ({ ...given, container })),
  );

  it.each(others)("it reads our samples in a $container, $name", async (given) => {
    const { container, sample, channels, depth } = given;
    const file = encodeWav(sampleSource(channels, FRAMES), sample, { container });
    const wav = new wavefile.WaveFile(await bytesAt(file, 0, file.size));
    expect([wav.container, wav.bitDepth]).toEqual([container, depth]);
    const samples: unknown = wav.getSamples(false, Float64Array);
    expect(channels === 1 ? [samples] : samples).toEqual(theirSamples(given));
  });

  it.each(["alaw", "mulaw"] as const)(
    "it decodes the codes of our %s to the same samples",
    async (encoding) => {
      const file = encodeWav(sampleSource(1, FRAMES), { encoding, bitsPerSample: 8 });
      const wav = new wavefile.WaveFile(await bytesAt(file, 0, file.size));
      if (encoding === "alaw") wav.fromALaw();
      else wav.fromMuLaw();
      const [ours] = await readPlanes(await openWav(file));
      expect(Array.from(wav.getSamples(false, Float64Array) as unknown as Float64Array)).toEqual(
        Array.from(ours!, (sample) => sample * 2 ** 15),
      );
    },
  );
});
