import { readFile } from "node:fs/promises";
import { afterAll, describe, expect, test } from "vitest";
import type { ByteSource } from "../../src/stream/byte-source.ts";
import { memorySource } from "../../src/stream/memory-source.ts";
import { PacketGrid } from "../../src/transcode/decode/packet-grid.ts";
import { type PcmStream, skipTo } from "../../src/transcode/decode/pcm-decoder.ts";
import { likelyPlace, seekRule } from "../../src/transcode/decode/seek-rule.ts";
import { startDecoder } from "../../src/transcode/decode/start-decoder.ts";
import { Engine } from "../../src/transcode/engine/engine.ts";
import { openMedia } from "../../src/transcode/node/index.ts";
import { nodePlatform } from "../../src/transcode/node/platform.ts";
import { probeMedia } from "../../src/transcode/probe/probe-media.ts";
import { nativeFfmpeg } from "../helpers/native-media.ts";
import { tempFolder } from "../helpers/temp-folder.ts";
import { haveTools } from "../helpers/wav-tool.ts";

const SECONDS = 140;
const BLOCK = 4;

/** AAC without the noise that decoders make up for what was left out: it depends on all that they heard. */
const ENCODINGS = {
  "a.mka": [44_100, ["-c:a", "aac", "-aac_pns", "0"]],
  "pns.mka": [44_100, ["-c:a", "aac"]],
  "a.webm": [48_000, ["-c:a", "libopus"]],
  "vorbis.webm": [44_100, ["-c:a", "libvorbis"]],
} as const;

/** The frame where a packet of AAC is missing, or late. */
const BREAK = 4000 * 1024;

const engine = new Engine(nodePlatform, 3);
afterAll(() => engine.close());

const made = new Map<string, Promise<ByteSource>>();

/** A file in which no second sounds like another: a sweep in noise. Made once. */
function sweep(name: keyof typeof ENCODINGS): Promise<ByteSource> {
  const known = made.get(name) ?? encoded(name);
  made.set(name, known);
  return known;
}

async function encoded(name: keyof typeof ENCODINGS): Promise<ByteSource> {
  const [rate, args] = ENCODINGS[name];
  const path = (await tempFolder()).file(name);
  const sound = `aevalsrc=0.3*sin(2*PI*(300+9*t)*t)+0.05*random(0):s=${rate}:d=${SECONDS}`;
  const run = nativeFfmpeg(["-f", "lavfi", "-i", sound, ...args, path]);
  if (run.code !== 0) throw new Error(run.log.join("\n"));
  return memorySource(await readFile(path), name);
}

/** The same packets in another file. */
async function copied(source: ByteSource, name: string, args: readonly string[] = []): Promise<ByteSource> {
  const path = (await tempFolder()).file(name);
  const bytes = new Uint8Array(source.size);
  await source.read(0, bytes);
  const run = nativeFfmpeg(["-i", "-", "-c", "copy", ...args, path], bytes);
  if (run.code !== 0) throw new Error(run.log.join("\n"));
  return memorySource(await readFile(path), name);
}

interface Opened {
  readonly stream: Omit<PcmStream, "seeks">;
  readonly seeks: PcmStream["seeks"];
  /** All of it, in one go. */
  readonly whole: Uint8Array;
}

async function opened(source: ByteSource): Promise<Opened> {
  const probed = await probeMedia(engine, source, {});
  const { sampleRate = 0 } = probed.facts.audio;
  const stream = {
    ...{ source, track: probed.track, sampleRate, channels: 1 },
    ...{ layout: "mono", filters: [], skipsAfterSeek: false },
    ...{ encoding: "f32le" as const, aheadBytes: 64 * 1024, converges: true, strict: false },
  };
  const decoder = await startDecoder(engine, { ...stream, seeks: "never" }, 0);
  const room = new Uint8Array((SECONDS + 10) * sampleRate * BLOCK);
  const whole = room.subarray(0, await decoder.read(room));
  expect(whole.length).toBeGreaterThan((SECONDS - 10) * sampleRate * BLOCK);
  return { stream, seeks: seekRule(engine, source, probed, false), whole };
}

/** Reads half a second; says where its decoder began, in seconds, and whether the samples are those of the whole. */
async function readAt({ stream, seeks, whole }: Opened, second: number) {
  const { sampleRate } = stream;
  const from = Math.round(second * sampleRate);
  const decoder = await startDecoder(engine, { ...stream, seeks }, from);
  const begin = decoder.position / sampleRate;
  await skipTo(decoder, { ...stream, seeks }, from);
  const bytes = new Uint8Array(0.5 * sampleRate * BLOCK);
  const count = await decoder.read(bytes);
  decoder.stop();
  const expected = whole.subarray(from * BLOCK, from * BLOCK + bytes.length);
  return { begin, isSame: Buffer.compare(bytes.subarray(0, count), expected) === 0 };
}

describe.runIf(haveTools("ffmpeg"))("with files of ffmpeg", () => {
  test.each(["a.mka", "a.webm", "a.ts", "a.aac"])(
    "a part of %s is what a decoder that heard everything gives, and takes a short way",
    async (name) => {
      const isMade = name === "a.mka" || name === "a.webm";
      const media = await opened(isMade ? await sweep(name) : await copied(await sweep("a.mka"), name));
      expect(media.seeks).toBeInstanceOf(PacketGrid);
      for (const second of [75, 120.123, 138.7]) {
        const { begin, isSame } = await readAt(media, second);
        expect({ second, isSame }).toEqual({ second, isSame: true });
        expect(begin).toBeLessThanOrEqual(second - 2);
        expect(begin).toBeGreaterThan(second - 15);
      }
      expect(await readAt(media, 20)).toEqual({ begin: 0, isSame: true });
    },
  );

  test.each([
    ["gap.mkv", "whole packets are missing", "noise=amount=0:drop='between(n,4000,4010)'"],
    ["jump.mkv", "times jump without a gap in the sound", "setts=ts='TS+if(gte(N,4000),1000,0)'"],
  ])("%s is right before and behind the place where %s", async (name, _, filter) => {
    const media = await opened(await copied(await sweep("a.mka"), name, ["-bsf:a", filter]));
    for (const second of [80, 130]) {
      const { begin, isSame } = await readAt(media, second);
      expect({ second, isSame }).toEqual({ second, isSame: true });
      expect(begin).toBeGreaterThan(60);
      expect(begin).toBeLessThan(BREAK / 44_100);
    }
    // Known by now: a decoder on its way behind the break is not given up for one that would have to begin before it.
    expect(likelyPlace(media.seeks, 130 * 44_100)).toBeLessThan(BREAK);
  });

  test("noise that a decoder makes up lies in its place, though it has other bits", async () => {
    const { stream, seeks, whole } = await opened(await sweep("pns.mka"));
    const from = 139 * 44_100;
    const decoder = await startDecoder(engine, { ...stream, seeks }, from);
    expect(decoder.position).toBeGreaterThan(from / 2);
    await skipTo(decoder, { ...stream, seeks }, from);
    const got = new Float32Array(20_000);
    await decoder.read(new Uint8Array(got.buffer));
    decoder.stop();
    const wanted = new Float32Array(whole.slice(from * BLOCK, from * BLOCK + got.byteLength).buffer);
    const power = wanted.reduce((sum, sample) => sum + sample ** 2, 0);
    const error = wanted.reduce((sum, sample, index) => sum + (sample - (got[index] ?? 0)) ** 2, 0);
    expect(error).toBeLessThan(power / 1000);
  });

  test("Vorbis is decoded from the beginning, because its packets do not tell where they lie", async () => {
    const source = await sweep("vorbis.webm");
    expect(seekRule(engine, source, await probeMedia(engine, source, {}), false)).toBe("never");
  });

  test("where threads share no memory, or any fault is to end it, decoding starts at the beginning", async () => {
    const source = await sweep("a.mka");
    const probed = await probeMedia(engine, source, {});
    expect(seekRule(engine, source, probed, true)).toBe("never");
    const makeScratchFile = () => Promise.reject(new Error("none is wanted"));
    const alone = new Engine({ ...nodePlatform, makeScratchFile }, 1);
    expect(seekRule(alone, source, probed, false)).toBe("never");
    alone.close();
  });

  test("opened media give the same samples in any order", async () => {
    const source = await sweep("a.webm");
    const { whole } = await opened(source);
    const media = await openMedia(source);
    for (const second of [130, 70.5, 131, 2, 100]) {
      const start = second * 48_000;
      const plane = new Float32Array(10_000);
      expect(await media.read(start, [plane])).toBe(plane.length);
      expect(plane.some((sample) => sample !== 0)).toBe(true);
      const expected = whole.subarray(BLOCK * start, BLOCK * (start + plane.length));
      expect(Buffer.compare(new Uint8Array(plane.buffer), expected)).toBe(0);
    }
    await media.close();
  });

  test("a source that fails while packets are looked through fails the read", async () => {
    const source = await sweep("a.mka");
    let isBroken = false;
    const failing: ByteSource = {
      ...source,
      read(offset, into, signal) {
        if (isBroken && offset > 500_000) throw new Error("the line is dead");
        return source.read(offset, into, signal);
      },
    };
    const media = await openMedia(failing);
    isBroken = true;
    await expect(media.read(120 * 44_100, [new Float32Array(100)])).rejects.toThrow("the line is dead");
    isBroken = false;
    expect(await media.read(120 * 44_100, [new Float32Array(100)])).toBe(100);
    await media.close();
  });
});
