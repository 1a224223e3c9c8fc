import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { beforeAll, describe, expect, test } from "vitest";

interface Bytes {
  readonly anew: number;
  readonly block: number;
  readonly frame: number;
}

const KINDS = [
  "activityDetector",
  "biquadFilter",
  "compressor",
  "compressor, RMS and look-ahead",
  "dcBlocker",
  "firFilter",
  "gainEnvelope",
  "gate",
  "levelMeter",
  "limiter",
  "loudnessMeter",
  "polarity",
  "processorChain",
  "quantizer",
  "quantizer with noise shaping",
  "resampler",
  "silenceDetector",
  "truePeakMeter",
  "waveformPeaks",
];

/**
 * Those of which V8 compiles more anew than others, in some processes and not in others: up to 750 bytes. The blocks of the
 * resampler are closures; the loops of the other three stand by themselves.
 */
const COMPILED_ANEW = [
  "compressor, RMS and look-ahead",
  "loudnessMeter",
  "quantizer with noise shaping",
  "resampler",
];

let bytes: Readonly<Record<string, Bytes>>;

beforeAll(async () => {
  const script = fileURLToPath(new URL("../helpers/child-heap.ts", import.meta.url));
  // Nothing is compiled in the background, so that it does not matter how busy the machine is.
  const options = ["--expose-gc", "--no-concurrent-recompilation"];
  const room = ["--min-semi-space-size=64", "--max-semi-space-size=64"];
  const { stdout } = await promisify(execFile)(process.execPath, [
    ...options,
    ...room,
    "--import",
    "tsx",
    script,
  ]);
  bytes = JSON.parse(stdout);
}, 120_000);

// A number that is put on the heap takes 12 bytes or more: one for each frame would be 1536 per block of 128.
describe.each(KINDS)("%s", (kind) => {
  test("takes next to nothing of the heap for a block of 128 frames", () => {
    expect(bytes[kind]?.block).toBeLessThan(200);
  });

  test("takes next to nothing of the heap for a frame in large blocks", () => {
    expect(bytes[kind]?.frame).toBeLessThan(1);
  });
});

// Loops that were closures took from 208 (silenceDetector) and 630 (gainEnvelope) to 3255 (loudnessMeter): numbers are on the
// heap until V8 has compiled such a loop anew. That of activityDetector is not seen in this way.
test.each(KINDS)("%s finds its loops compiled where it is made anew", (kind) => {
  expect(bytes[kind]?.anew).toBeLessThan(COMPILED_ANEW.includes(kind) ? 1200 : 200);
});

test("nothing is left out", () => {
  expect(Object.keys(bytes)).toEqual(KINDS);
});
