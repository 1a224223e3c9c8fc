import fc from "fast-check";
import { expect, test } from "vitest";
import { PacketCount, type PacketCountOptions } from "../../../src/transcode/probe/packet-count.ts";

const HEAD =
  "#software: Lavf59.27.100\n#tb 0: 1/90000\n#media_type 0: audio\n#codec_id 0: ac3\n#sample_rate 0: 44100\n";

function counted(text: string, options: PacketCountOptions = { sampleRate: 44_100 }): number {
  const count = new PacketCount(options);
  count.add(new TextEncoder().encode(text));
  return count.end().frames;
}

test("each duration is rounded to whole frames, so that nothing adds up", () => {
  // 1536 frames are 3134.69 ticks.
  const lines = Array.from(
    { length: 1000 },
    (_, i) => `0, ${i * 3134}, ${i * 3134}, 3134, 417, 0x87b1c9a1\n`,
  );
  expect(counted(HEAD + lines.join(""))).toBe(1_536_000);
});

test("what lies before time zero is not counted", () => {
  const lines = "0, -1024, -1024, 1024, 337, 0x9cf4a2d3, F=0x5, S=1, 10\n0, 0, 0, 1024, 337, 0x9cf4a2d3\n";
  expect(counted(`#tb 0: 1/44100\n${lines}`)).toBe(1024);
});

test("a time that is not known is none before zero", () => {
  const line = "0, -9223372036854775808, -9223372036854775808, 1024, 9, 0x9cf4a2d3\n";
  expect(counted(`#tb 0: 1/44100\n${line}`)).toBe(1024);
});

test("a coarse time base counts packets where these are alike, of the size that the durations are closest to", () => {
  const lines =
    "0, 0, 0, 23, 337, 0x9cf4a2d3\n0, 23, 23, 23, 337, 0x9cf4a2d3\n0, 46, 46, 24, 3, 0x9cf4a2d3\n";
  const text = `#tb 0: 1/1000\n${lines}`;
  expect(counted(text)).toBe(Math.round(0.07 * 44_100));
  expect(counted(text, { sampleRate: 44_100, packetFrames: 1024 })).toBe(3072);
  expect(counted(text, { sampleRate: 88_200, packetFrames: 1024 })).toBe(6144);
});

test("the text may be cut anywhere, and its last line need not end", () => {
  const lines = [3134, 3135, 1, 0, 90_000].map(
    (ticks, i) => `0,${i},      ${i},  ${ticks},   417, 0x87b1c9a1`,
  );
  const bytes = new TextEncoder().encode(HEAD + lines.join("\n"));
  const whole = counted(HEAD + lines.join("\n"));
  expect(whole).toBe(1536 + 1536 + 0 + 0 + 44_100);
  fc.assert(
    fc.property(fc.array(fc.nat({ max: bytes.length })), (cuts) => {
      const count = new PacketCount({ sampleRate: 44_100 });
      const places = [0, ...cuts.sort((a, b) => a - b), bytes.length];
      for (const [i, place] of places.entries()) count.add(bytes.subarray(places[i - 1] ?? 0, place));
      expect(count.end()).toEqual({ packets: 5, frames: whole });
    }),
  );
});

test("a line without end is not kept", () => {
  const count = new PacketCount({ sampleRate: 44_100 });
  count.add(new TextEncoder().encode(HEAD));
  for (let i = 0; i < 1000; i++) count.add(new Uint8Array(100_000).fill(0x31));
  count.add(new TextEncoder().encode("\n0, 0, 0, 90000, 1, 0x00000000\n"));
  expect(count.total).toEqual({ packets: 1, frames: 44_100 });
});

test("a text without packets is no sound", () => {
  expect(counted("")).toBe(0);
  expect(counted(HEAD)).toBe(0);
});
