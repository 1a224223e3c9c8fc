import { execFileSync } from "node:child_process";
import { describe, expect, it } from "vitest";
import { limiter } from "../../../src/dsp/dynamics/limiter.ts";
import { type BiquadDesign, biquad } from "../../../src/dsp/filter/biquad.ts";
import { biquadFilter } from "../../../src/dsp/filter/biquad-filter.ts";
import { truePeakMeter } from "../../../src/dsp/metering/true-peak-meter.ts";
import { restlessNoise } from "../../helpers/noise.ts";
import { processed } from "../../helpers/processed.ts";
import { differenceInDecibels } from "../../helpers/sound-difference.ts";
import { haveTools } from "../../helpers/wav-tool.ts";

const RATE = 44_100;

/** Raw mono float samples, through a program and back. */
function through(tool: string, args: readonly string[], sound: Float32Array): Buffer {
  return execFileSync(tool, args, { input: Buffer.from(sound.buffer), maxBuffer: 2 ** 26, stdio: "pipe" });
}

describe.runIf(haveTools("sox"))("a biquad, and SoX", () => {
  const [sound = new Float32Array()] = restlessNoise(1, 8000, 0.1);
  const frequency = 1234;
  const cases: readonly (readonly [readonly string[], BiquadDesign])[] = [
    [["lowpass", "1234", "0.9q"], { type: "lowpass", frequency, q: 0.9 }],
    [["highpass", "1234", "2q"], { type: "highpass", frequency, q: 2 }],
    [["bandpass", "1234", "1.5q"], { type: "bandpass", frequency, q: 1.5 }],
    [["bandpass", "-c", "1234", "3q"], { type: "bandpass-skirt", frequency, q: 3 }],
    [["bandpass", "1234", "1.5o"], { type: "bandpass", frequency, bandwidth: 1.5 }],
    [["bandreject", "1234", "3q"], { type: "notch", frequency, q: 3 }],
    [["allpass", "1234", "0.7q"], { type: "allpass", frequency, q: 0.7 }],
    [["equalizer", "1234", "1.2q", "7"], { type: "peaking", frequency, q: 1.2, gain: 7 }],
    [["equalizer", "1234", "2o", "-9"], { type: "peaking", frequency, bandwidth: 2, gain: -9 }],
    [["bass", "6", "1234", "0.5s"], { type: "lowshelf", frequency, gain: 6, slope: 0.5 }],
    [["treble", "-8", "1234", "0.8s"], { type: "highshelf", frequency, gain: -8, slope: 0.8 }],
    [["treble", "5", "1234", "0.6q"], { type: "highshelf", frequency, gain: 5, q: 0.6 }],
  ];
  const raw = ["-t", "f32", "-r", `${RATE}`, "-c", "1", "-"];

  it.each(cases)("%j are the same, sample by sample", (effect, design) => {
    const bytes = through("sox", ["-D", ...raw, ...raw, ...effect], sound);
    const theirs = new Float32Array(Uint8Array.from(bytes).buffer);
    const ours = processed(biquadFilter({ channels: 1, sections: [biquad(design, RATE)] }), [sound]);
    expect(theirs).toHaveLength(sound.length);
    // SoX counts in steps of 2^-31, and rounds at its output.
    expect(differenceInDecibels(ours, [theirs])).toBeLessThan(-135);
  });
});

describe.runIf(haveTools("ffmpeg"))("true peaks, and ffmpeg's ebur128", () => {
  /** dBTP, as ffmpeg prints it, to a tenth. */
  function theirLevel(sound: Float32Array): number {
    const input = ["-f", "f32le", "-ar", `${RATE}`, "-ac", "1", "-i", "-"];
    const filter = [
      "-filter:a",
      "ebur128=peak=true:metadata=1,ametadata=print:key=lavfi.r128.true_peaks_ch0:file=-",
    ];
    const text = through(
      "ffmpeg",
      ["-v", "error", ...input, ...filter, "-f", "null", "/dev/null"],
      sound,
    ).toString();
    const peaks = [...text.matchAll(/true_peaks_ch0=([-\d.]+)/g)].map(([, value]) => Number(value));
    return 20 * Math.log10(Math.max(...peaks));
  }

  /** Noise with little above 16 kHz, where filters differ. */
  function sound(seed: number, peak: number): Float32Array {
    const sections = [12_000, 12_000, 14_000].map((frequency) =>
      biquad({ type: "lowpass", frequency }, RATE),
    );
    return (
      processed(biquadFilter({ channels: 1, sections }), restlessNoise(1, RATE, peak, seed))[0] ??
      new Float32Array()
    );
  }

  it.each([1, 2, 3])("agree within 0.2 dB on noise %i", (seed) => {
    const noise = sound(seed, 0.7);
    const meter = truePeakMeter({ sampleRate: RATE, channels: 1 });
    meter.add([noise]);
    expect(Math.abs(theirLevel(noise) - meter.level)).toBeLessThan(0.2);
  });

  it("are below the ceiling after a limiter", () => {
    const [result = new Float32Array()] = processed(limiter({ sampleRate: RATE, channels: 1 }), [
      sound(4, 4),
    ]);
    expect(theirLevel(sound(4, 4))).toBeGreaterThan(3);
    expect(theirLevel(result)).toBeLessThan(-0.99);
    expect(theirLevel(result)).toBeGreaterThan(-1.3);
  });
});
