import { readFile, writeFile } from "node:fs/promises";
import { describe, expect, test } from "vitest";
import { memorySource } from "../../../src/stream/memory-source.ts";
import { mp3Frames, readMp3Header } from "../../../src/transcode/probe/mp3-header.ts";
import { decodedFramesOfAll, nativeFfmpeg, noiseInput } from "../../helpers/native-media.ts";
import { tempFolder } from "../../helpers/temp-folder.ts";
import { haveTools } from "../../helpers/wav-tool.ts";

/** The bytes of an mp3 that the installed ffmpeg makes; each kind is made once. */
async function mp3(args: readonly string[], sampleRate = 44_100, seconds = 1.237): Promise<Uint8Array> {
  const kind = [sampleRate, seconds, ...args].join(" ");
  const known = made.get(kind);
  if (known) return known.slice();
  const [bytes = new Uint8Array(0)] = await mp3s([args], sampleRate, seconds);
  made.set(kind, bytes);
  return bytes.slice();
}

const made = new Map<string, Uint8Array>();

/** Several kinds of one sound, in one run. */
async function mp3s(
  kinds: readonly (readonly string[])[],
  sampleRate: number,
  seconds: number,
): Promise<Uint8Array[]> {
  const folder = await tempFolder();
  const paths = kinds.map((_, index) => folder.file(`${index}.mp3`));
  const outputs = kinds.flatMap((args, index) => ["-c:a", "libmp3lame", ...args, paths[index] ?? ""]);
  const run = nativeFfmpeg([...noiseInput(sampleRate, seconds), ...outputs]);
  expect(run).toMatchObject({ code: 0, log: [] });
  return Promise.all(paths.map(async (path) => new Uint8Array(await readFile(path))));
}

/** What the header says of the frames, and what ffmpeg decodes. */
async function saidAndDecoded(bytes: Uint8Array): Promise<[number | undefined, number]> {
  return (await allSaidAndDecoded([bytes]))[0] as [number | undefined, number];
}

async function allSaidAndDecoded(all: readonly Uint8Array[]): Promise<[number | undefined, number][]> {
  const folder = await tempFolder();
  const paths = all.map((_, index) => folder.file(`${index}.mp3`));
  await Promise.all(all.map((bytes, index) => writeFile(paths[index] ?? "", bytes)));
  const decoded = decodedFramesOfAll(paths);
  return Promise.all(
    all.map(async (bytes, index) => {
      const header = await readMp3Header(memorySource(bytes));
      return [header === undefined ? undefined : mp3Frames(header), decoded[index] ?? -1];
    }),
  );
}

function trust(bytes: Uint8Array): Promise<string | undefined> {
  return readMp3Header(memorySource(bytes)).then((header) => header?.trust);
}

function joined(...parts: readonly (Uint8Array | string)[]): Uint8Array {
  return new Uint8Array(Buffer.concat(parts.map((part) => Buffer.from(part as Uint8Array))));
}

/** Where the bytes of a text begin. */
function find(bytes: Uint8Array, text: string): number {
  const at = Buffer.from(bytes).indexOf(text);
  expect(at).toBeGreaterThan(0);
  return at;
}

/** The same mp3 with other numbers of LAME's, which stand 21 bytes behind its name. */
function withGaps(bytes: Uint8Array, delay: number, padding: number): Uint8Array {
  const changed = bytes.slice();
  const at = find(bytes, "Lavc") + 21;
  changed.set([delay >> 4, ((delay & 15) << 4) | (padding >> 8), padding & 255], at);
  return changed;
}

const CONSTANT = ["-b:a", "64k"];

describe.runIf(haveTools("ffmpeg"))("beside ffmpeg", () => {
  test.each([8000, 11_025, 12_000, 16_000, 22_050, 24_000, 32_000, 44_100, 48_000])(
    "an mp3 of %i Hz says how many frames ffmpeg decodes, in mono and in stereo",
    async (sampleRate) => {
      const modes = [
        ["-b:a", "32k"],
        ["-q:a", "4"],
        ["-abr", "1", "-b:a", "48k"],
      ];
      const kinds = ["1", "2"].flatMap((channels) => modes.map((mode) => ["-ac", channels, ...mode]));
      const found = await allSaidAndDecoded(await mp3s(kinds, sampleRate, 1.237));
      const frames = Math.round(1.237 * sampleRate);
      expect(found).toEqual(kinds.map(() => [frames, frames]));
    },
  );

  test("the first frame has the rate, the channels and the bit rate that were asked for", async () => {
    const header = await readMp3Header(memorySource(await mp3([...CONSTANT, "-ac", "2"], 24_000)));
    expect(header?.first).toMatchObject({ version: 2, sampleRate: 24_000, channels: 2, samples: 576 });
    expect(header?.info).toMatchObject({ kind: "Info" });
    const variable = await readMp3Header(memorySource(await mp3(["-q:a", "2"])));
    expect(variable?.info).toMatchObject({ kind: "Xing" });
  });

  test.each([
    [0, 0],
    [0, 4095],
    [576, 528],
    [576, 529],
    [576, 530],
    [4095, 1700],
    [1105, 2300],
  ])("a delay of %i and a padding of %i are cut off as ffmpeg does", async (delay, padding) => {
    const bytes = withGaps(await mp3(CONSTANT), delay, padding);
    const [said, decoded] = await saidAndDecoded(bytes);
    expect(said).toBe(decoded);
  });

  test("the numbers of an encoder that is not LAME are left alone, as ffmpeg does", async () => {
    const bytes = await mp3(CONSTANT);
    bytes.set([0x47, 0x4f, 0x47, 0x4f], find(bytes, "Lavc"));
    const [said, decoded] = await saidAndDecoded(bytes);
    expect(said).toBe(decoded);
    expect((said ?? 0) % 1152).toBe(0);
  });

  test("an mp3 without a header is not trusted with a length", async () => {
    const bytes = await mp3([...CONSTANT, "-write_xing", "0", "-id3v2_version", "0"]);
    const header = await readMp3Header(memorySource(bytes));
    expect(header).toMatchObject({ offset: 0, trust: "unknown" });
    expect(header?.info).toBeUndefined();
  });

  test("tags in front, two of them, and tags behind change nothing", async () => {
    const plain = await mp3([...CONSTANT, "-id3v2_version", "0"]);
    const tagged = await mp3([...CONSTANT, "-metadata", "title=A", "-write_id3v1", "1"]);
    const tag = tagged.subarray(0, (await readMp3Header(memorySource(tagged)))?.offset);
    expect(tag.length).toBeGreaterThan(10);
    const ape = joined("APETAGEX", new Uint8Array(24));
    const files = [tagged, joined(tag, tag, plain), joined(plain, ape), joined(plain, new Uint8Array(50))];
    const frames = Math.round(1.237 * 44_100);
    expect(await allSaidAndDecoded(files)).toEqual(files.map(() => [frames, frames]));
  });

  test("a truncated mp3 is not trusted, by however little it was cut", async () => {
    const bytes = await mp3([...CONSTANT, "-ac", "2"]);
    for (const length of [bytes.length - 1, bytes.length - 300, 3000]) {
      expect(await trust(bytes.subarray(0, length))).toBe("truncated");
    }
    expect(await trust(bytes)).toBe("complete");
  });

  test("an mp3 that another was appended to is not trusted", async () => {
    const bytes = await mp3(CONSTANT);
    const raw = await mp3([...CONSTANT, "-write_xing", "0", "-id3v2_version", "0"], 44_100, 0.1);
    expect(await trust(joined(bytes, raw))).toBe("continued");
    expect(await trust(joined(bytes, "some other bytes"))).toBe("continued");
  });

  test("a header behind other bytes is decoded as silence, so it is not believed", async () => {
    const bytes = joined(new Uint8Array(777), await mp3([...CONSTANT, "-id3v2_version", "0"]));
    const header = await readMp3Header(memorySource(bytes));
    expect(header).toMatchObject({ offset: 777, trust: "unknown" });
  });

  test("an mp3 is found as far behind its tags as ffmpeg looks, and no farther", async () => {
    const plain = await mp3([...CONSTANT, "-id3v2_version", "0"]);
    const far = await readMp3Header(memorySource(joined(new Uint8Array(65_535), plain)));
    expect(far?.offset).toBe(65_535);
    expect(await readMp3Header(memorySource(joined(new Uint8Array(65_536), plain)))).toBeUndefined();
  });
});

/** A frame of 128 kbit/s at 44.1 kHz: 417 bytes, whose sound is not looked at. */
function frame(): Uint8Array {
  const bytes = new Uint8Array(417);
  bytes.set([0xff, 0xfb, 0x90, 0x00]);
  return bytes;
}

test("Fraunhofer's header is read, and not relied on", async () => {
  const head = frame();
  head.set(joined("VBRI", Uint8Array.of(0, 1, 0, 0, 0, 0, 0, 0, 4, 0xe3, 0, 0, 0, 2)), 36);
  const header = await readMp3Header(memorySource(joined(head, frame(), frame())));
  expect(header?.info).toEqual({ kind: "VBRI", bytes: 1251, packets: 2 });
  expect(header?.trust).toBe("unknown");
  expect(header && mp3Frames(header)).toBeUndefined();
});

test("bytes that only look like a frame are no mp3", async () => {
  expect(await readMp3Header(memorySource(new Uint8Array(0)))).toBeUndefined();
  expect(await readMp3Header(memorySource(new Uint8Array(5000).fill(0xff)))).toBeUndefined();
  expect(await readMp3Header(memorySource(joined(frame(), new Uint8Array(1000))))).toBeUndefined();
});

test("a single frame that is the whole file is an mp3", async () => {
  expect(await readMp3Header(memorySource(frame()))).toMatchObject({ offset: 0, trust: "unknown" });
});
