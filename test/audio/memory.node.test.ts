import { expect, test } from "vitest";
import { startChild } from "../helpers/child.ts";

const MIB = 2 ** 20;

/** The most memory of a process of its own, in bytes, and how many frames came out. */
async function gone(
  way: string,
  seconds: number,
): Promise<{ readonly bytes: number; readonly frames: number }> {
  const child = startChild("child-audio", way, `${seconds}`);
  const result = JSON.parse(await child.line());
  await child.ended();
  return result;
}

// Two runs of one process differ by up to 8 MB.
test.each([
  { way: "process", from: 60, to: 1200, rate: 16_000, bound: 16 },
  { way: "scan", from: 60, to: 1200, rate: 16_000, bound: 16 },
  { way: "resample", from: 60, to: 2400, rate: 8000, bound: 16 },
  { way: "processChunked", from: 60, to: 3000, rate: 16_000, bound: 24 },
])("$way takes no more memory for $to s than for $from s, but for $bound MiB", async ({ way, ...of }) => {
  const short = await gone(way, of.from);
  const long = await gone(way, of.to);
  expect([short.frames, long.frames]).toEqual([of.from * of.rate, of.to * of.rate]);
  // What came out, if it were all there at once.
  expect(long.frames * 4).toBeGreaterThan((3 / 2) * of.bound * MIB);
  expect(long.bytes - short.bytes).toBeLessThan(of.bound * MIB);
});
