import { expect, test } from "vitest";
import { memorySource } from "../../src/stream/memory-source.ts";
import { declaredFrames } from "../../src/transcode/probe/declared-frames.ts";
import { mediaFacts } from "../../src/transcode/probe/media-facts.ts";
import { type Mp4Times, readMp4Times } from "../../src/transcode/probe/mp4-times.ts";

function box(type: string, ...parts: (Uint8Array | number[])[]): Uint8Array {
  const body = parts.flatMap((part) => [...part]);
  return Uint8Array.from([...u32(8 + body.length), ...ascii(type), ...body]);
}

const ascii = (text: string): number[] => [...text].map((letter) => letter.charCodeAt(0));
const u32 = (value: number): number[] => [24, 16, 8, 0].map((bits) => Math.floor(value / 2 ** bits) % 256);
const u64 = (value: number): number[] => [...u32(Math.floor(value / 2 ** 32)), ...u32(value % 2 ** 32)];

const SHORT = { mvhd: [0, 0, 0, 0, ...u32(1), ...u32(2)], isLong: false };
const LONG = { mvhd: [1, 0, 0, 0, ...u64(1), ...u64(2)], isLong: true };

/** An index with one track, of the short and of the long form of its boxes. */
function moov({ mvhd, isLong }: typeof SHORT): Uint8Array {
  const number = isLong ? u64 : u32;
  const dates = [...mvhd];
  return box(
    "moov",
    box("mvhd", dates, u32(1000), number(3333)),
    box(
      "trak",
      box("tkhd", dates, u32(7), u32(0)),
      box("edts", box("elst", [isLong ? 1 : 0, 0, 0, 0], u32(1), number(3333), number(1024), u32(65_536))),
      box("mdia", box("mdhd", dates, u32(44_100), number(148_040))),
    ),
  );
}

const TIMES: Mp4Times = {
  timescale: 1000,
  isFragmented: false,
  tracks: [{ id: 7, timescale: 44_100, duration: 148_040, edits: [{ duration: 3333, mediaTime: 1024 }] }],
};

test.each([SHORT, LONG])(
  "times are read from behind any data, in boxes of 32 and of 64 bits",
  async (form) => {
    const large = Uint8Array.from([...u32(1), ...ascii("mdat"), ...u64(16 + 9000), ...Array(9000).fill(1)]);
    const bytes = Uint8Array.from([...box("ftyp", ascii("M4A ")), ...large, ...moov(form)]);
    expect(await readMp4Times(memorySource(bytes))).toEqual(TIMES);
  },
);

test("an index that is cut off anywhere, or has any byte wrong, is read without a failure", async () => {
  const bytes = moov(SHORT);
  for (let at = 0; at < bytes.length; at++) {
    await readMp4Times(memorySource(bytes.subarray(0, at)));
    for (const value of [0, 1, 127, 255]) {
      const wrong = bytes.slice();
      wrong[at] = value;
      const times = await readMp4Times(memorySource(wrong));
      expect(times?.tracks.length ?? 0).toBeLessThan(2);
    }
  }
});

test("an index in which many boxes are empty ends", async () => {
  const bytes = new Uint8Array(8 * 10_000).map((_, index) => (index % 8 === 3 ? 8 : 65));
  let reads = 0;
  const source = memorySource(bytes);
  const counted = {
    ...source,
    read: (offset: number, into: Uint8Array) => {
      reads++;
      return source.read(offset, into);
    },
  };
  expect(await readMp4Times(counted)).toBeUndefined();
  expect(reads).toBeLessThan(20);
});

/** What is declared where ffprobe says `duration_ts` of an AAC track. */
function declared(duration_ts: number, times: Partial<Mp4Times> | undefined, tags = {}) {
  const stream = {
    ...{ index: 0, id: "0x7", codec_name: "aac", codec_type: "audio" },
    ...{ sample_rate: "44100", channels: 2, time_base: "1/44100", duration_ts },
  };
  const report = { format: { format_name: "mov,mp4,m4a", tags }, streams: [stream] };
  return declaredFrames(report, mediaFacts(report).audio, { mp4: times && { ...TIMES, ...times } });
}

function track(duration: number, mediaTime = 1024) {
  return { tracks: [{ id: 7, timescale: 44_100, duration, edits: [{ duration: 3333, mediaTime }] }] };
}

test("an end in milliseconds becomes one tick later, where packets are whole", () => {
  const whole = track(146 * 1024);
  expect(declared(146_985, whole)).toMatchObject({ frames: 146_985 + 45, exact: false, cutsFilling: true });
  expect(declared(146_985, undefined)).toMatchObject({ frames: 146_985 + 45, exact: false });
});

test("an end in milliseconds never lies behind the last packet", () => {
  expect(declared(147_440, track(145 * 1024))).toMatchObject({ frames: 144 * 1024, exact: false });
  expect(declared(147_456, track(145 * 1024))).toMatchObject({ frames: 144 * 1024, exact: false });
});

test("an end in milliseconds is that of the last packet, where that is shorter than the others", () => {
  expect(declared(146_985, track(148_040))).toEqual({ frames: 147_016, exact: true, of: "sound" });
});

test("an end in ticks of the sound is exact", () => {
  const times = { ...track(146 * 1024), timescale: 88_200 };
  expect(declared(146_985, times)).toEqual({ frames: 146_985, exact: true, of: "sound" });
});

test("what iTunes says counts to the frame, unless it is of another sound", () => {
  const iTunSMPB = ` 00000000 00000400 000001B8 ${(147_016).toString(16).padStart(16, "0")} 00000000`;
  const exact = { frames: 147_016, exact: true, of: "sound" };
  expect(declared(146_985, track(146 * 1024), { iTunSMPB })).toEqual(exact);
  expect(declared(1024 + 147_016 + 440, { tracks: [] }, { iTunSMPB })).toEqual(exact);
  expect(declared(90_000, track(90 * 1024), { iTunSMPB })).toMatchObject({ exact: false, frames: 90_045 });
});
