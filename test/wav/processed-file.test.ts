import { expect, it } from "vitest";
import { processChunked } from "../../src/audio/chunked/process-chunked.ts";
import { clip } from "../../src/audio/clip.ts";
import { process as processed } from "../../src/audio/process.ts";
import { compressor } from "../../src/dsp/dynamics/compressor.ts";
import { limiter } from "../../src/dsp/dynamics/limiter.ts";
import { biquad } from "../../src/dsp/filter/biquad.ts";
import { biquadFilter } from "../../src/dsp/filter/biquad-filter.ts";
import type { Processor } from "../../src/dsp/processor.ts";
import { processorChain } from "../../src/dsp/processor-chain.ts";
import type { ByteSource } from "../../src/stream/byte-source.ts";
import { encodeWav } from "../../src/wav/encode-wav.ts";
import { openWav } from "../../src/wav/open-wav.ts";
import { framesOf, sourceOf, type WatchedSource } from "../helpers/audio-sources.ts";
import { noiseAt } from "../helpers/noise.ts";
import { bytesAt, joined, sameBytes } from "../helpers/pattern.ts";
import { differenceInDecibels } from "../helpers/sound-difference.ts";

const RATE = 44_100;
const FORMAT = { sampleRate: RATE, channels: 2 };
const PCM = { encoding: "pcm", bitsPerSample: 16 } as const;
const MIB = 2 ** 20;
const BYTES_PER_FRAME = 4;

/** A recording of which nothing is stored: beats in noise, for the compressor to work on, each frame by its place. */
const recording = (hours: number): WatchedSource =>
  sourceOf({ ...FORMAT, frames: hours * 3600 * RATE }, (frame, channel) => {
    const beat = (frame % 20_000) / 20_000;
    return (
      (1 - beat) ** 4 * Math.sin(frame * (0.02 + 0.01 * channel)) + 0.1 * noiseAt(frame % 100_003, channel)
    );
  });

const effect = (): Processor =>
  processorChain([
    biquadFilter({
      channels: 2,
      sections: [
        biquad({ type: "highpass", frequency: 60 }, RATE),
        biquad({ type: "peaking", frequency: 900, gain: -5, q: 2 }, RATE),
        biquad({ type: "highshelf", frequency: 5000, gain: 4 }, RATE),
      ],
    }),
    compressor({ ...FORMAT, threshold: -20, ratio: 4, makeup: 6 }),
    limiter({ ...FORMAT, ceiling: -3 }),
  ]);

/** What a server would have: the file, of which nothing is computed yet. Its last MiB crosses a seam. */
const processedFile = (source: WatchedSource): ByteSource =>
  encodeWav(processChunked(source, effect, { chunk: 10 }), PCM);

/** The first frame that was read of a source, and the one behind the last. */
const extent = ({ reads }: WatchedSource): { readonly from: number; readonly to: number } => ({
  from: Math.min(...reads.map(({ start }) => start)),
  to: Math.max(...reads.map(({ start, length }) => start + length)),
});

it.each([
  [4, "RIFF"],
  [24, "RF64"],
])(
  "of %i hours that are processed, the end can be had first, and costs the end",
  async (hours, container) => {
    const source = recording(hours);
    const file = processedFile(source);
    expect(file.size).toBeGreaterThan(hours * 3600 * RATE * BYTES_PER_FRAME);
    const last = await bytesAt(file, file.size - MIB, MIB);
    expect(last).toHaveLength(MIB);
    // 6 s that were asked for, the chunk that they begin in, and the 5 s of context that it hears.
    expect(extent(source).from).toBeGreaterThanOrEqual(source.frames - (6 + 10 + 5) * RATE);

    const twin = processedFile(recording(hours));
    const pieces: Uint8Array[] = [];
    for (let at = twin.size - 3 * MIB; at < twin.size; at += pieces.at(-1)!.length) {
      pieces.push(await bytesAt(twin, at, 300_001));
    }
    expect(sameBytes(joined(...pieces).subarray(-MIB), last)).toBe(true);

    source.reads.length = 0;
    const first = await bytesAt(file, 0, 65_536);
    expect(String.fromCharCode(...first.subarray(0, 4))).toBe(container);
    // The first chunk of a second, the next one ahead of the reader, and what they share with those behind them.
    expect(extent(source)).toMatchObject({ from: 0 });
    expect(extent(source).to).toBeLessThanOrEqual(5 * RATE);
  },
);

it("the end of a processed file is within -90 dBFS of what the effect makes of the last minute", async () => {
  const source = recording(4);
  const { frames } = source;
  const minute = processed(clip(source, frames - 60 * RATE), effect);
  const wanted = await framesOf(minute, 50 * RATE, 60 * RATE);
  const wav = await openWav(processedFile(source));
  expect(wav.frames).toBe(frames);
  const heard = await framesOf(wav, frames - 10 * RATE, frames);
  expect(differenceInDecibels(heard, await framesOf(source, frames - 10 * RATE, frames))).toBeGreaterThan(
    -20,
  );
  expect(differenceInDecibels(heard, wanted)).toBeLessThan(-90);
});
