import { describe, expect, it } from "vitest";
import { processChunked } from "../../src/audio/chunked/process-chunked.ts";
import { planesSource } from "../../src/audio/planes-source.ts";
import type { WebAudio } from "../../src/audio/web-audio/web-audio.ts";
import type { webAudioProcessor as WebAudioProcessor } from "../../src/audio/web-audio/web-audio-processor.ts";
import { type CompressorOptions, compressor } from "../../src/dsp/dynamics/compressor.ts";
import { type BiquadDesign, biquad } from "../../src/dsp/filter/biquad.ts";
import { biquadFilter } from "../../src/dsp/filter/biquad-filter.ts";
import { channelMatrix } from "../../src/dsp/level/channel-matrix.ts";
import { framesOf } from "./audio-sources.ts";
import { restlessNoise } from "./noise.ts";
import { processed } from "./processed.ts";
import { sine } from "./sine.ts";
import { differenceInDecibels } from "./sound-difference.ts";

const RATE = 48_000;

/** A BiquadFilterNode, and what it is called here. */
interface Twins {
  readonly type: BiquadFilterType;
  readonly frequency: number;
  readonly Q?: number;
  readonly gain?: number;
  readonly design: BiquadDesign;
}

/** Of a low-pass and a high-pass, `Q` is in dB (Web Audio API 1.1, section 1.13.5). */
const fromDecibels = (Q: number): number => 10 ** (Q / 20);

const FILTERS: readonly Twins[] = [80, 1234, 15_000].flatMap((frequency) => [
  ...([-3, 0, 9] as const).flatMap((Q): Twins[] => [
    { type: "lowpass", frequency, Q, design: { type: "lowpass", frequency, q: fromDecibels(Q) } },
    { type: "highpass", frequency, Q, design: { type: "highpass", frequency, q: fromDecibels(Q) } },
  ]),
  ...([0.5, 4] as const).flatMap((Q): Twins[] => [
    { type: "bandpass", frequency, Q, design: { type: "bandpass", frequency, q: Q } },
    { type: "notch", frequency, Q, design: { type: "notch", frequency, q: Q } },
    { type: "allpass", frequency, Q, design: { type: "allpass", frequency, q: Q } },
    { type: "peaking", frequency, Q, gain: 7, design: { type: "peaking", frequency, q: Q, gain: 7 } },
    { type: "peaking", frequency, Q, gain: -9, design: { type: "peaking", frequency, q: Q, gain: -9 } },
  ]),
  ...([6, -8] as const).flatMap((gain): Twins[] => [
    { type: "lowshelf", frequency, gain, design: { type: "lowshelf", frequency, gain, slope: 1 } },
    { type: "highshelf", frequency, gain, design: { type: "highshelf", frequency, gain, slope: 1 } },
  ]),
]);

/** Layouts that loudspeakers are known for, each mixed to each. */
const MIXES = [1, 2, 4, 6].flatMap((from) => [1, 2, 4, 6].map((to) => [from, to] as const));

/** What Web Audio says of our filters, our compressor and our mixing. */
export function describeOpinions(
  kind: string,
  face: {
    readonly webAudioProcessor: typeof WebAudioProcessor;
    readonly webAudio: () => WebAudio | Promise<WebAudio>;
    /** How near its biquads come to exact ones, in dB beside full scale. */
    readonly biquadPrecision: number;
  },
): void {
  const { webAudioProcessor, webAudio, biquadPrecision } = face;

  describe(`biquads, and BiquadFilterNode ${kind}`, () => {
    const sound = restlessNoise(2, RATE * 0.6, 0.1);

    it.each(FILTERS)(
      "$type of $frequency Hz, Q $Q, $gain dB are the same, sample by sample",
      async (twins) => {
        const { type, frequency, Q, gain, design } = twins;
        const make = webAudioProcessor((context, input) => {
          const filter = context.createBiquadFilter();
          filter.type = type;
          filter.frequency.value = frequency;
          if (Q !== undefined) filter.Q.value = Q;
          if (gain !== undefined) filter.gain.value = gain;
          return input.connect(filter);
        });
        // In chunks, each of which Web Audio begins anew, against ours without a seam.
        const chunks = { chunk: 0.25, first: 0.1, overlap: 0.05, context: 0.25 };
        const theirs = await framesOf(processChunked(planesSource(sound, RATE), make, chunks));
        const ours = processed(biquadFilter({ channels: 2, sections: [biquad(design, RATE)] }), sound);
        expect(differenceInDecibels(theirs, sound)).toBeGreaterThan(-60);
        expect(differenceInDecibels(theirs, ours)).toBeLessThan(biquadPrecision);
      },
    );
  });

  /**
   * The two differ in what they do over time (Web Audio looks ahead by 6 ms and has a release that adapts itself), in where
   * a knee lies (above the threshold there, around it here), and in that Web Audio makes up for the gain by itself. What
   * they have in common is what becomes of a steady level without a knee, beside what becomes of the threshold.
   */
  describe(`the compressor, and DynamicsCompressorNode ${kind}`, () => {
    const levelOf = (plane: Float32Array): number => {
      const settled = plane.subarray(RATE);
      return (
        10 * Math.log10((2 * settled.reduce((sum, sample) => sum + sample * sample, 0)) / settled.length)
      );
    };

    async function levels(
      options: Pick<CompressorOptions, "threshold" | "ratio">,
      level: number,
    ): Promise<{ readonly theirs: number; readonly ours: number }> {
      const { threshold = 0, ratio = 1 } = options;
      const tone = sine(1000, RATE, 1.5 * RATE).map((sample) => sample * 10 ** (level / 20));
      const theirs = tone.slice();
      const make = webAudioProcessor((context, input) => {
        const node = context.createDynamicsCompressor();
        node.threshold.value = threshold;
        node.ratio.value = ratio;
        node.knee.value = 0;
        node.attack.value = 0.001;
        node.release.value = 1;
        return input.connect(node);
      });
      await make({ frame: 0, sampleRate: RATE, channels: 1 }).render([theirs]);
      const format = { sampleRate: RATE, channels: 1 };
      const ours = compressor({ ...format, ...options, knee: 0, attack: 0.001, release: 1 });
      return { theirs: levelOf(theirs), ours: levelOf(processed(ours, [tone])[0]!) };
    }

    it.each([
      { threshold: -20, ratio: 2 },
      { threshold: -30, ratio: 4 },
      { threshold: -24, ratio: 12 },
    ])("have the same slopes below and above $threshold dB at $ratio to 1", async (options) => {
      const at = await levels(options, options.threshold);
      for (const over of [-12, 6, 12, 18]) {
        const { theirs, ours } = await levels(options, options.threshold + over);
        const expected = over < 0 ? over : over / options.ratio;
        expect(Math.abs(ours - at.ours - expected)).toBeLessThan(0.15);
        expect(Math.abs(theirs - at.theirs - (ours - at.ours))).toBeLessThan(0.15);
      }
      // What is made up for: 0.6 of the gain that full scale loses (Web Audio API 1.1, section 1.19.4).
      const madeUp = -0.6 * options.threshold * (1 - 1 / options.ratio);
      expect(Math.abs(at.theirs - at.ours - madeUp)).toBeLessThan(0.15);
    });
  });

  describe(`the rule speakers, and the mixing of Web Audio ${kind}`, () => {
    it.each(MIXES)("make of %i channels %i in the same way", async (from, to) => {
      const { OfflineAudioContext } = await webAudio();
      const context = new OfflineAudioContext({ numberOfChannels: to, length: from, sampleRate: RATE });
      const buffer = context.createBuffer(from, from, RATE);
      for (let channel = 0; channel < from; channel++) {
        // Each channel has a frame of its own.
        buffer.copyToChannel(
          Float32Array.from({ length: from }, (_, n) => (n === channel ? 1 : 0)),
          channel,
        );
      }
      const node = context.createBufferSource();
      node.buffer = buffer;
      node.connect(context.destination);
      node.start();
      const rendered = await context.startRendering();
      channelMatrix(from, to, "speakers").forEach((row, channel) => {
        const theirs = new Float32Array(from);
        rendered.copyFromChannel(theirs, channel);
        row.forEach((gain, input) => {
          expect(theirs[input]).toBeCloseTo(gain, 5);
        });
      });
    });
  });
}
