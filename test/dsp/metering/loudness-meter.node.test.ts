import { writeFile } from "node:fs/promises";
import { describe, expect, test } from "vitest";
import { loudnessMeter } from "../../../src/dsp/metering/loudness-meter.ts";
import { noiseFrom } from "../../helpers/noise.ts";
import { tempFolder } from "../../helpers/temp-folder.ts";
import { haveTools, output } from "../../helpers/wav-tool.ts";

interface Loudness {
  readonly integrated: number;
  readonly range: number;
  /** Every 100 ms. */
  readonly momentary: readonly number[];
  readonly shortTerm: readonly number[];
}

/** ffmpeg's running sums end in about this, or in NaN, where there is silence after a sound. */
const FFMPEG_SILENCE = -100;

const SECONDS = 40;

/** How loud the channels are beside each other, in 5.1 that for low frequencies too. */
const GAINS = [1, 0.8, 0.5, 0.9, 0.6, 0.7];

/**
 * Chords that fade like plucked strings over a bass, with noise on the beat, in passages from very soft to loud and one of
 * nothing at all.
 */
function music(sampleRate: number): Float32Array {
  const passages = [0.02, 0.1, 0.4, 0.05, 0, 0.8, 0.2, 0.0008];
  const next = noiseFrom(11);
  return Float32Array.from({ length: SECONDS * sampleRate }, (_, i) => {
    const time = i / sampleRate;
    const beat = time % 0.55;
    const root = 110 * 2 ** ((Math.floor(time / 0.55) % 7) / 12);
    const wave = (frequency: number) => Math.sin(2 * Math.PI * frequency * time);
    const chord = (wave(root) + wave(root * 1.5) + 0.3 * wave(root * 29)) / 3;
    const hit = (next() / 2) * Math.exp(-60 * beat);
    const gain = passages[Math.floor((time * passages.length) / SECONDS)]!;
    return gain * (chord * Math.exp(-2 * beat) + 0.4 * wave(55) + hit);
  });
}

/** The music on each channel, by turns from its beginning and from a while later on. */
function onChannels(mono: Float32Array, channels: number): Float32Array[] {
  return Array.from({ length: channels }, (_, channel) => {
    const delay = channel % 2 === 0 ? 0 : 12_345;
    const plane = new Float32Array(mono.length);
    plane.set(mono.subarray(0, mono.length - delay), delay);
    return plane.map((sample) => sample * GAINS[channel]!);
  });
}

async function byFfmpeg(
  planes: readonly Float32Array[],
  sampleRate: number,
  ...before: readonly string[]
): Promise<Loudness> {
  const channels = planes.length;
  const interleaved = new Float32Array(planes[0]!.length * channels);
  planes.forEach((plane, channel) => {
    plane.forEach((sample, frame) => {
      interleaved[frame * channels + channel] = sample;
    });
  });
  const path = (await tempFolder()).file("music.raw");
  await writeFile(path, new Uint8Array(interleaved.buffer));
  const args = `-nostdin -v error -f f32le -ar ${sampleRate} -ac ${channels} -i ${path}`.split(" ");
  const filters = [...before, "ebur128=framelog=verbose:metadata=1", "ametadata=print:file=-"].join(",");
  const text = new TextDecoder().decode(await output("ffmpeg", ...args, "-af", filters, "-f", "null", "-"));
  const values = (name: string) =>
    Array.from(text.matchAll(new RegExp(`lavfi\\.r128\\.${name}=(\\S+)`, "g")), ([, value]) => Number(value));
  return {
    integrated: values("I").at(-1)!,
    range: values("LRA").at(-1)!,
    momentary: values("M"),
    shortTerm: values("S"),
  };
}

function byUs(planes: readonly Float32Array[], sampleRate: number): Loudness & { readonly max: number[] } {
  const momentary: number[] = [];
  const shortTerm: number[] = [];
  const meter = loudnessMeter({
    sampleRate,
    channels: planes.length,
    onMeasure(_, m, s) {
      momentary.push(m);
      shortTerm.push(s);
    },
  });
  meter.add(planes);
  const { integrated, range, maxMomentary, maxShortTerm } = meter;
  return { integrated, range, momentary, shortTerm, max: [maxMomentary, maxShortTerm] };
}

/** The greatest difference between two series, where there is more than silence. */
function difference(ours: readonly number[], theirs: readonly number[]): number {
  const heard = (value: number) => (value > FFMPEG_SILENCE ? value : FFMPEG_SILENCE);
  return Math.max(...ours.map((value, i) => Math.abs(heard(value) - heard(theirs[i]!))));
}

describe.runIf(haveTools("ffmpeg"))("loudness is what ffmpeg's ebur128 measures", () => {
  describe.each([44_100, 48_000])("at %i Hz", (sampleRate) => {
    const mono = music(sampleRate);

    test.each([
      ["mono", 1],
      ["stereo", 2],
      ["5.1", 6],
    ])("of %s", async (_, channels) => {
      const planes = onChannels(mono, channels);
      const theirs = await byFfmpeg(planes, sampleRate);
      const ours = byUs(planes, sampleRate);
      expect(ours.momentary).toHaveLength(SECONDS * 10);
      expect(theirs.momentary).toHaveLength(SECONDS * 10);
      // ffmpeg has the low-frequency filter of 48 kHz with another gain at other rates: 0.004 dB at 44.1 kHz.
      expect(difference(ours.momentary, theirs.momentary)).toBeLessThan(0.01);
      expect(difference(ours.shortTerm, theirs.shortTerm)).toBeLessThan(0.01);
      expect(Math.abs(ours.integrated - theirs.integrated)).toBeLessThan(0.02);
      // ffmpeg takes the percentiles by another rank, which is some tenths of a second of this music.
      expect(Math.abs(ours.range - theirs.range)).toBeLessThan(0.2);
      // Our windows go on by 10 ms, those of ffmpeg by 100 ms.
      const [maxMomentary, maxShortTerm] = ours.max;
      for (const [max, series] of [
        [maxMomentary, theirs.momentary],
        [maxShortTerm, theirs.shortTerm],
      ] as const) {
        const above = max! - Math.max(...series.filter((value) => !Number.isNaN(value)));
        expect(above).toBeGreaterThan(-0.01);
        expect(above).toBeLessThan(0.1);
      }
    });
  });

  // At low rates ffmpeg's own filters are louder, by 0.21 dB at 8 kHz.
  test.each([
    [8000, 0.1],
    [16_000, 0.03],
  ])("of %i Hz, when ffmpeg takes it to 48 kHz first, to within %f LU", async (sampleRate, tolerance) => {
    const planes = [music(sampleRate)];
    const theirs = await byFfmpeg(planes, sampleRate, "aresample=48000");
    expect(Math.abs(byUs(planes, sampleRate).integrated - theirs.integrated)).toBeLessThan(tolerance);
  });
});
