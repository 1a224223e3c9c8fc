import { readFile } from "node:fs/promises";
import type { SampleFormat } from "../../src/wav/format.ts";
import { output } from "./wav-tool.ts";

/** A program's own reading of a file: all samples, a frame's channels side by side, full scale from -1 to 1. */
export type Reader = (path: string, encoding: SampleFormat["encoding"]) => Promise<number[]>;

export type ReaderName = "sox" | "ffmpeg" | "sndfile-convert";

export const READERS: Readonly<Record<ReaderName, Reader>> = {
  sox: async (path) => doubles(await output("sox", path, "-t", "f64", "-L", "-")),
  ffmpeg: async (path) =>
    doubles(await output("ffmpeg", "-v", "error", "-i", path, "-c:a", "pcm_f64le", "-f", "f64le", "-")),
  "sndfile-convert": async (path, encoding) => {
    // It writes by the name's ending, and Sun's format is the plainest that it has: 24 bytes or more, then samples. What
    // it makes floats of it scales by the loudest sample, so integers stay integers.
    const isFloat = encoding === "float";
    await output("sndfile-convert", isFloat ? "-float64" : "-pcm32", path, `${path}.au`);
    const bytes = await readFile(`${path}.au`);
    const samples = bytes.subarray(bytes.readUInt32BE(4));
    if (isFloat) return doubles(samples.swap64());
    return Array.from(new Int32Array(new Uint8Array(samples.swap32()).buffer), (value) => value / 2 ** 31);
  },
};

function doubles(bytes: Uint8Array): number[] {
  return Array.from(new Float64Array(new Uint8Array(bytes).buffer));
}
