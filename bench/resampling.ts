/** Conversion of the sample rate: how long it takes, and how good it is beside SoX and ffmpeg. `npx tsx bench/resampling.ts` */
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { ResampleQuality } from "../src/dsp/resample/resample-quality.ts";
import { RESAMPLE_QUALITIES } from "../src/dsp/resample/resample-quality.ts";
import { resampler } from "../src/dsp/resample/resampler.ts";

type Rates = readonly [from: number, to: number];

const SPEED_RATES: readonly Rates[] = [
  [44100, 16000],
  [48000, 16000],
  [44100, 48000],
  [48000, 44100],
  [96000, 44100],
  [44100, 44101],
  [8000, 192000],
  [192000, 8000],
];
const QUALITY_RATES: readonly Rates[] = [
  [44100, 16000],
  [48000, 44100],
  [44100, 48000],
  [16000, 44100],
];
const ROUNDS = 5;
/** Seconds of audio per tone and per round. */
const TONE_SECONDS = 1.5;
const SPEED_SECONDS = 20;
/** Amplitude of the tones: SoX clips what rounding takes beyond full scale. */
const LOUD = 0.5;

/** Changes the rate of bare 32-bit floats of one channel. */
interface Converter {
  readonly name: string;
  convert(input: Float32Array, rates: Rates): Float32Array;
}

const folder = mkdtempSync(join(tmpdir(), "longwave-bench-"));
const inputPath = join(folder, "in.f32");
const outputPath = join(folder, "out.f32");

try {
  measureSpeed();
  measureQuality();
} finally {
  rmSync(folder, { recursive: true });
}

function measureSpeed(): void {
  console.log("speed, one channel, best of rounds in turns\n");
  console.log("from     to       quality     ns per output frame   times real time   set up, ms");
  const cases = SPEED_RATES.flatMap((rates) => RESAMPLE_QUALITIES.map((quality) => ({ rates, quality })));
  const best = new Map(cases.map((one) => [one, { run: Infinity, setUp: Infinity }]));
  for (let round = 0; round < ROUNDS; round++) {
    for (const [{ rates, quality }, times] of best) {
      const [from, to] = rates;
      const input = noise(4096);
      const begun = performance.now();
      const machine = resampler({ from, to, channels: 1, quality });
      const made = performance.now();
      for (let taken = 0; taken < from * SPEED_SECONDS; taken += input.length)
        machine.push([input], () => {});
      times.run = Math.min(times.run, performance.now() - made);
      times.setUp = Math.min(times.setUp, made - begun);
    }
  }
  for (const [{ rates, quality }, { run, setUp }] of best) {
    const perFrame = (run * 1e6) / (rates[1] * SPEED_SECONDS);
    const columns = [
      String(rates[0]).padEnd(9),
      String(rates[1]).padEnd(9),
      quality.padEnd(12),
      perFrame.toFixed(1).padStart(10),
      ((SPEED_SECONDS * 1000) / run).toFixed(0).padStart(22),
      setUp.toFixed(1).padStart(17),
    ];
    console.log(columns.join(""));
  }
}

function measureQuality(): void {
  const converters = [
    ...RESAMPLE_QUALITIES.map(own),
    sox("-h"),
    sox("-v"),
    ffmpeg("swr", "resampler=swr"),
    ffmpeg("soxr 28", "resampler=soxr:precision=28"),
  ];
  for (const rates of QUALITY_RATES) {
    const [from, to] = rates;
    const lower = Math.min(from, to) / 2;
    const parts = (least: number, most: number, count: number) =>
      Array.from({ length: count }, (_, i) => (least + ((most - least) * i) / (count - 1)) * lower);
    console.log(`\n${from} to ${to} Hz; dB`);
    console.log(
      "                      level at parts of the lower Nyquist         worst ripple   worst other   worst alias",
    );
    console.log(
      "                      0.90     0.95     0.98     1.00             to 0.9         in pass band  above 1.0",
    );
    for (const { name, convert } of converters) {
      const hear = (frequency: number) => heardTone(convert(tone(frequency, from), rates), frequency, to);
      const levels = [0.9, 0.95, 0.98, 0.9999].map((part) =>
        hear(part * lower)
          .level.toFixed(3)
          .padStart(9),
      );
      const pass = parts(0.01, 0.9, 14).map(hear);
      const ripple = Math.max(...pass.map(({ level }) => Math.abs(level)));
      const other = Math.max(...pass.map(({ residue }) => residue));
      const above = from > to ? parts(1.0, Math.min(from / 2 / lower, 3) * 0.99, 14).map(hear) : [];
      const alias = above.length > 0 ? Math.max(...above.map(({ total }) => total)).toFixed(1) : "-";
      const columns = [
        name.padEnd(18),
        ...levels,
        ripple.toFixed(5).padStart(18),
        other.toFixed(1).padStart(14),
        alias.padStart(14),
      ];
      console.log(columns.join(""));
    }
  }
}

function own(quality: ResampleQuality): Converter {
  return {
    name: `longwave ${quality}`,
    convert(input, [from, to]) {
      const machine = resampler({ from, to, channels: 1, quality });
      const parts: number[] = [];
      const take = ([plane]: readonly Float32Array[]) => {
        for (const value of plane ?? []) parts.push(value);
      };
      machine.push([input], take);
      machine.end(take);
      return Float32Array.from(parts);
    },
  };
}

function sox(flag: string): Converter {
  const raw = ["-t", "f32", "-L", "-c", "1"];
  return {
    name: `sox rate ${flag}`,
    convert: (input, [from, to]) =>
      throughFiles(input, "sox", [
        "-D",
        ...raw,
        "-r",
        `${from}`,
        inputPath,
        ...raw,
        outputPath,
        "rate",
        flag,
        `${to}`,
      ]),
  };
}

function ffmpeg(name: string, options: string): Converter {
  return {
    name: `ffmpeg ${name}`,
    convert: (input, [from, to]) =>
      throughFiles(input, "ffmpeg", [
        ...["-v", "error", "-y", "-f", "f32le", "-ar", `${from}`, "-ac", "1", "-i", inputPath],
        ...["-af", `aresample=${to}:${options}`, "-f", "f32le", outputPath],
      ]),
  };
}

function throughFiles(input: Float32Array, program: string, args: readonly string[]): Float32Array {
  writeFileSync(inputPath, new Uint8Array(input.buffer));
  const { status, error } = spawnSync(program, args, { stdio: ["ignore", "ignore", "inherit"] });
  if (status !== 0) throw error ?? new Error(`${program} ended with ${status}`);
  return new Float32Array(new Uint8Array(readFileSync(outputPath)).buffer);
}

function tone(frequency: number, sampleRate: number): Float32Array {
  return Float32Array.from(
    { length: Math.round(TONE_SECONDS * sampleRate) },
    (_, n) => LOUD * Math.sin((2 * Math.PI * ((frequency * n) % sampleRate)) / sampleRate),
  );
}

function noise(frames: number): Float32Array {
  return Float32Array.from({ length: frames }, (_, n) => Math.sin(n * n * 0.7));
}

/** The level of a tone in the middle of a result, and what there is beside it, found by least squares. */
function heardTone(output: Float32Array, frequency: number, sampleRate: number) {
  const from = Math.floor(output.length * 0.3);
  const middle = output.subarray(from, Math.floor(output.length * 0.7));
  let [ss, cc, sc, ys, yc, yy] = [0, 0, 0, 0, 0, 0];
  const angle = (n: number) => (2 * Math.PI * ((frequency * (from + n)) % sampleRate)) / sampleRate;
  for (const [n, y] of middle.entries()) {
    const [s, c] = [Math.sin(angle(n)), Math.cos(angle(n))];
    ss += s * s;
    cc += c * c;
    sc += s * c;
    ys += y * s;
    yc += y * c;
    yy += y * y;
  }
  const determinant = ss * cc - sc * sc;
  const a = (ys * cc - yc * sc) / determinant;
  const b = (yc * ss - ys * sc) / determinant;
  let rest = 0;
  for (const [n, y] of middle.entries()) rest += (y - a * Math.sin(angle(n)) - b * Math.cos(angle(n))) ** 2;
  const decibels = (power: number) => 10 * Math.log10(power / LOUD ** 2);
  return {
    level: decibels(a * a + b * b),
    /** Both beside the tone that went in. */
    residue: decibels((2 * rest) / middle.length),
    total: decibels((2 * yy) / middle.length),
  };
}
