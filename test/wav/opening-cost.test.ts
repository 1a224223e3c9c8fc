import { describe, expect, it } from "vitest";
import { memorySource } from "../../src/stream/memory-source.ts";
import { openWav } from "../../src/wav/open-wav.ts";
import { ascii, chunk, formatBody, joined, plainWav, wavBytes } from "../helpers/wav-chunks.ts";
import { CONTAINER_NAMES, containerBytes, formatSpec } from "../helpers/wav-containers.ts";
import { recorded } from "../helpers/wav-sources.ts";

const audio = new Uint8Array(1_000_000);
const format = chunk("fmt ", formatBody());

/** Opens a file and tells what that took. */
async function opened(bytes: Uint8Array) {
  const recording = recorded(memorySource(bytes));
  const wav = await openWav(recording.source);
  return { wav, asked: recording.asked, bytes: recording.bytes() };
}

describe("opening reads", () => {
  it("4 KiB once where the audio is the last chunk", async () => {
    expect((await opened(plainWav(audio))).asked).toEqual([[0, 4096]]);
  });

  it.each(CONTAINER_NAMES)("4 KiB once in a %s", async (container) => {
    const specs = [formatSpec(container), { id: "data", body: audio }];
    expect((await opened(containerBytes(container, specs))).asked).toEqual([[0, 4096]]);
  });

  it("one window more where a chunk follows the audio", async () => {
    const bytes = wavBytes([format, chunk("data", audio), chunk("LIST", new Uint8Array(100))]);
    expect((await opened(bytes)).asked).toEqual([
      [0, 4096],
      [1_000_044, 1_000_152],
    ]);
  });

  it("nothing of a large chunk that no clip would have to change", async () => {
    const bytes = wavBytes([chunk("xtra", new Uint8Array(500_000)), format, chunk("data", audio)]);
    expect((await opened(bytes)).asked).toEqual([
      [0, 4096],
      [500_020, 504_116],
    ]);
  });

  it("a large chunk that a clip would have to change, and little beside it", async () => {
    const bytes = wavBytes([chunk("bext", new Uint8Array(500_000)), format, chunk("data", audio)]);
    const { asked } = await opened(bytes);
    expect(asked.slice(0, 2)).toEqual([
      [0, 4096],
      [20, 500_020],
    ]);
    const rest = asked.slice(2).reduce((sum, [from, to]) => sum + to - from, 0);
    expect(rest).toBeLessThanOrEqual(16 * 1024);
  });

  it("a thousand small chunks through a few windows", async () => {
    const many = Array.from({ length: 1000 }, () => chunk("junk", new Uint8Array(92)));
    const { wav, asked, bytes } = await opened(wavBytes([...many, format, chunk("data", audio)]));
    expect(wav.chunks).toHaveLength(1002);
    // 100,000 bytes of chunks, through windows of 4, 8, 16, 32 and 64 KiB.
    expect(asked.length).toBeLessThanOrEqual(5);
    expect(bytes).toBeLessThanOrEqual(124 * 1024 + 100);
  });

  it("no more of metadata than 64 KiB and what has positions, however many chunks there are", async () => {
    const many = Array.from({ length: 300 }, () => chunk("note", new Uint8Array(2000)));
    const { wav } = await opened(wavBytes([format, chunk("data", audio), ...many]));
    const kept = wav.metadata.filter(({ bytes }) => bytes);
    expect(kept.length).toBeGreaterThan(0);
    expect(kept.length * 2000).toBeLessThanOrEqual(64 * 1024);
    expect(wav.metadata).toHaveLength(300);
  });
});

describe("a file of 100,000 chunks", () => {
  const one = chunk("note", ascii("x"));
  const many = new Uint8Array(100_000 * one.length);
  for (let index = 0; index < 100_000; index++) many.set(one, index * one.length);
  const bytes = wavBytes([format, joined(many), chunk("data", audio)]);

  it("is opened with few reads, none of a byte twice", async () => {
    const { wav, asked, bytes: read } = await opened(bytes);
    expect(wav.chunks).toHaveLength(100_002);
    expect(wav.warnings).toEqual([]);
    expect(asked.length).toBeLessThanOrEqual(12);
    // Half a header may be read again where a window ends within it.
    expect(read).toBeLessThanOrEqual(bytes.length + 32 * asked.length);
    for (const [from, to] of asked) expect(to - from).toBeLessThanOrEqual(2 ** 20);
  });
});

describe("bytes that are no chunk", () => {
  it("cost a look at a megabyte of them, however many there are", async () => {
    const garbage = new Uint8Array(5_000_000).fill(0x07);
    const { wav, bytes } = await opened(wavBytes([format, chunk("data", audio), garbage]));
    expect(wav.warnings.map(({ code }) => code)).toEqual(["wav/no-chunk"]);
    expect(bytes).toBeLessThanOrEqual(2.2 * 2 ** 20);
  });
});
