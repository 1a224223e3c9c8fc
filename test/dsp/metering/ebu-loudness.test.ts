import { describe, expect, test } from "vitest";
import { loudnessMeter } from "../../../src/dsp/metering/loudness-meter.ts";
import { playTones, type Tone } from "../../helpers/tone-program.ts";

const SILENCE = Number.NEGATIVE_INFINITY;

/** LU, of all loudness in EBU Tech 3341, Table 1. */
const TOLERANCE = 0.1;
/** LU, of loudness ranges in EBU Tech 3342, Table 1. */
const RANGE_TOLERANCE = 1;

function tone(seconds: number, level: number | readonly number[]): Tone {
  return { seconds, level };
}

function times(count: number, tones: readonly Tone[]): Tone[] {
  return Array.from({ length: count }, () => tones).flat();
}

function measured(sampleRate: number, tones: readonly Tone[], channels = 2) {
  const meter = loudnessMeter({ sampleRate, channels });
  playTones(meter, { sampleRate, channels }, tones);
  return meter;
}

function expectLoudness(actual: number, expected: number): void {
  expect(Math.abs(actual - expected), `${actual} LUFS for ${expected}`).toBeLessThanOrEqual(TOLERANCE);
}

const SEGMENTS = Array.from({ length: 20 }, (_, i) => i);

describe.each([48_000, 44_100])("EBU Tech 3341, Table 1, at %i Hz", (sampleRate) => {
  test.each([
    [1, -23],
    [2, -33],
  ])("test case %i: M, S and I of a steady tone are %i LUFS", (_, level) => {
    const { momentary, shortTerm, integrated } = measured(sampleRate, [tone(20, level)]);
    for (const loudness of [momentary, shortTerm, integrated]) expectLoudness(loudness, level);
  });

  test.each<[number, readonly Tone[]]>([
    [3, [tone(10, -36), tone(60, -23), tone(10, -36)]],
    [4, [tone(10, -72), tone(10, -36), tone(60, -23), tone(10, -36), tone(10, -72)]],
    [5, [tone(20, -26), tone(20.1, -20), tone(20, -26)]],
  ])("test case %i: I is -23 LUFS, by the gates", (_, tones) => {
    expectLoudness(measured(sampleRate, tones).integrated, -23);
  });

  test("test case 6: I of 5.0 is -23 LUFS", () => {
    expectLoudness(measured(sampleRate, [tone(20, [-28, -28, -24, -30, -30])], 5).integrated, -23);
  });

  test("test case 9: S of a tone that goes up and down within 3 s stays at -23 LUFS", () => {
    const series: number[] = [];
    const meter = loudnessMeter({
      sampleRate,
      channels: 2,
      onMeasure: (frame, _, shortTerm) => frame >= 3 * sampleRate && series.push(shortTerm),
    });
    playTones(meter, { sampleRate, channels: 2 }, times(5, [tone(1.34, -20), tone(1.66, -30)]));
    expect(series).toHaveLength(10 * (15 - 3) + 1);
    for (const shortTerm of series) expectLoudness(shortTerm, -23);
    expectLoudness(meter.maxShortTerm, -23);
  });

  test("test case 10: max S of a tone of 3 s is -23 LUFS, wherever it begins", () => {
    for (const i of SEGMENTS) {
      const tones = [tone(0.15 * i, SILENCE), tone(3, -23), tone(1, SILENCE)];
      expectLoudness(measured(sampleRate, tones).maxShortTerm, -23);
    }
  });

  test("test case 11: max S of ever louder tones of 3 s goes from -38 to -19 LUFS", () => {
    const meter = loudnessMeter({ sampleRate, channels: 2 });
    for (const i of SEGMENTS) {
      const tones = [tone(0.15 * i, SILENCE), tone(3, i - 38), tone(3 - 0.15 * i, SILENCE)];
      playTones(meter, { sampleRate, channels: 2 }, tones);
      expectLoudness(meter.maxShortTerm, i - 38);
    }
  });

  test("test case 12: M of a tone that goes up and down within 400 ms stays at -23 LUFS", () => {
    const series: number[] = [];
    const meter = loudnessMeter({
      sampleRate,
      channels: 2,
      onMeasure: (frame, momentary) => frame >= sampleRate && series.push(momentary),
    });
    playTones(meter, { sampleRate, channels: 2 }, times(25, [tone(0.18, -20), tone(0.22, -30)]));
    expect(series).toHaveLength(10 * (10 - 1) + 1);
    for (const momentary of series) expectLoudness(momentary, -23);
    expectLoudness(meter.maxMomentary, -23);
  });

  test("test case 13: max M of a tone of 400 ms is -23 LUFS, wherever it begins", () => {
    for (const i of SEGMENTS) {
      const tones = [tone(0.02 * i, SILENCE), tone(0.4, -23), tone(1, SILENCE)];
      expectLoudness(measured(sampleRate, tones).maxMomentary, -23);
    }
  });

  test("test case 14: max M of ever louder tones of 400 ms goes from -38 to -19 LUFS", () => {
    const meter = loudnessMeter({ sampleRate, channels: 2 });
    for (const i of SEGMENTS) {
      const tones = [tone(0.02 * i, SILENCE), tone(0.4, i - 38), tone(0.4 - 0.02 * i, SILENCE)];
      playTones(meter, { sampleRate, channels: 2 }, tones);
      expectLoudness(meter.maxMomentary, i - 38);
    }
  });
});

describe.each([48_000, 44_100])("EBU Tech 3342, Table 1, at %i Hz", (sampleRate) => {
  test.each<[number, number, readonly number[]]>([
    [1, 10, [-20, -30]],
    [2, 5, [-20, -15]],
    [3, 20, [-40, -20]],
    [4, 15, [-50, -35, -20, -35, -50]],
  ])("test case %i: the loudness range is %i LU", (_, expected, levels) => {
    const { range } = measured(
      sampleRate,
      levels.map((level) => tone(20, level)),
    );
    expect(Math.abs(range - expected), `${range} LU`).toBeLessThanOrEqual(RANGE_TOLERANCE);
  });
});
