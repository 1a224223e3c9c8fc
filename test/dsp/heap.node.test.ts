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

/** Those whose loops stand by themselves, so that one that is made anew finds them compiled. */
const COMPILED = ["biquadFilter", "compressor", "dcBlocker", "firFilter", "polarity", "waveformPeaks"];

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
}, 60_000);

// A number that is put on the heap takes 12 bytes or more: one for each frame would be 1536 per block of 128.
describe.each(KINDS)("%s", (kind) => {
  test("takes next to nothing of the heap for a block of 128 frames", () => {
    expect(bytes[kind]?.block).toBeLessThan(200);
  });

  test("takes next to nothing of the heap for a frame in large blocks", () => {
    expect(bytes[kind]?.frame).toBeLessThan(1);
  });
});

// How soon V8 compiles what is new differs from run to run; a number for each frame would still be seen.
test.each(COMPILED)("%s puts no number for each frame on the heap where it is made anew", (kind) => {
  expect(bytes[kind]?.anew).toBeLessThan(1200);
});

test("nothing is left out", () => {
  expect(Object.keys(bytes)).toEqual(KINDS);
});
