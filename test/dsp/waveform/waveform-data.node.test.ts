import { createRequire } from "node:module";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { coarserWaveform, type Waveform } from "../../../src/dsp/waveform/waveform.ts";
import { writeWaveformDat } from "../../../src/dsp/waveform/waveform-dat.ts";
import { writeWaveformJson } from "../../../src/dsp/waveform/waveform-json.ts";
import { waveformPeaks } from "../../../src/dsp/waveform/waveform-peaks.ts";
import { anyWaveform } from "../../helpers/any-waveform.ts";

/** What is used here of waveform-data.js, which peaks.js reads waveforms with. */
interface TheirWaveform {
  readonly sample_rate: number;
  readonly scale: number;
  readonly channels: number;
  readonly bits: number;
  readonly length: number;
  channel(index: number): { min_array(): number[]; max_array(): number[] };
  resample(options: { readonly scale: number }): TheirWaveform;
}

interface TheirReader {
  create(data: ArrayBuffer | object): TheirWaveform;
}

const reader = theirReader();

function theirReader(): TheirReader | undefined {
  try {
    return createRequire(import.meta.url)("waveform-data") as TheirReader;
  } catch {
    // biome-ignore lint/suspicious/noConsole: a comparison that was not made must not look like one that passed
    console.warn("NOT TESTED against waveform-data.js: not installed");
    return undefined;
  }
}

function told(theirs: TheirWaveform): Waveform {
  const values: number[] = [];
  const channels = Array.from({ length: theirs.channels }, (_, i) => theirs.channel(i));
  const least = channels.map((channel) => channel.min_array());
  const most = channels.map((channel) => channel.max_array());
  for (let pixel = 0; pixel < theirs.length; pixel++) {
    for (const [i] of channels.entries())
      values.push(least[i]?.[pixel] ?? Number.NaN, most[i]?.[pixel] ?? Number.NaN);
  }
  return {
    sampleRate: theirs.sample_rate,
    samplesPerPixel: theirs.scale,
    channels: theirs.channels,
    bits: theirs.bits === 8 ? 8 : 16,
    length: theirs.length,
    values: theirs.bits === 8 ? Int8Array.from(values) : Int16Array.from(values),
  };
}

describe.runIf(reader !== undefined)("waveform-data.js", () => {
  const { create } = reader ?? { create: () => expect.fail("it is not installed") };

  test("reads what is written, as .dat and as JSON", () => {
    fc.assert(
      fc.property(anyWaveform, (waveform) => {
        expect(told(create(writeWaveformDat(waveform).buffer))).toEqual(waveform);
        expect(told(create(JSON.parse(writeWaveformJson(waveform)) as object))).toEqual(waveform);
      }),
      { numRuns: 50 },
    );
  });

  test("makes the same of it at a coarser resolution", () => {
    const peaks = waveformPeaks({ sampleRate: 8000, channels: 2, samplesPerPixel: 16, show: "split" });
    const left = Float32Array.from({ length: 10_007 }, (_, i) => Math.sin(i * i * 0.001));
    const right = Float32Array.from(left, (sample, i) => sample * Math.cos(i));
    peaks.add([left, right]);
    const waveform = peaks.waveform();
    const theirs = create(writeWaveformDat(waveform).buffer);
    for (const factor of [2, 3, 8, 100]) {
      expect(coarserWaveform(waveform, factor)).toEqual(told(theirs.resample({ scale: 16 * factor })));
    }
  });
});
