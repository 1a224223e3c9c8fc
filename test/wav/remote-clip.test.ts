import { afterEach, expect, test } from "vitest";
import { cachedSource, clipWav, copy, httpSource, memorySink, openWav } from "../../src/index.ts";
import { type RangeServer, rangeServer, virtualBytes, virtualEntity } from "../helpers/range-server.ts";

const DATA_BYTES = 4_000_000_000;
const BLOCK_ALIGN = 4;
const SAMPLE_RATE = 44_100;

let server: RangeServer | undefined;

afterEach(async () => {
  await server?.close();
  server = undefined;
});

/** A recording of 4 GB on a server, in the usual layout: a header of 44 bytes, then audio to the end. */
async function serveRecording(): Promise<RangeServer> {
  const header = new Uint8Array(44);
  const view = new DataView(header.buffer);
  const write = (offset: number, text: string) => header.set(new TextEncoder().encode(text), offset);
  write(0, "RIFF");
  view.setUint32(4, 36 + DATA_BYTES, true);
  write(8, "WAVEfmt ");
  view.setUint32(16, 16, true);
  view.setUint16(20, 1, true);
  view.setUint16(22, 2, true);
  view.setUint32(24, SAMPLE_RATE, true);
  view.setUint32(28, SAMPLE_RATE * BLOCK_ALIGN, true);
  view.setUint16(32, BLOCK_ALIGN, true);
  view.setUint16(34, 16, true);
  write(36, "data");
  view.setUint32(40, DATA_BYTES, true);
  const entity = virtualEntity(44 + DATA_BYTES);
  const fillAudio = entity.fill;
  entity.fill = (offset, into) => {
    fillAudio(offset, into);
    if (offset < header.length) into.set(header.subarray(offset, offset + into.length));
  };
  server = await rangeServer(entity);
  return server;
}

test.each([["cached", cachedSource] as const, ["bare", <T>(source: T): T => source] as const])(
  "opening a 4 GB recording on a server (%s) and cutting 10 s takes 2 requests and the clip's bytes + 64 KiB",
  async (_, wrap) => {
    const remote = await serveRecording();
    const wav = await openWav(wrap(await httpSource(remote.url)));
    const from = 2 * 3600 * SAMPLE_RATE;
    const clip = clipWav(wav, from, from + 10 * SAMPLE_RATE);
    const sink = memorySink();
    await copy(clip, sink);
    const start = 44 + from * BLOCK_ALIGN;
    const expected = virtualBytes(start, 10 * SAMPLE_RATE * BLOCK_ALIGN);
    expect(Buffer.compare(sink.bytes().subarray(44), expected)).toBe(0);
    expect(remote.requests.length).toBeLessThanOrEqual(2);
    expect(remote.bytesMoved).toBeLessThanOrEqual(clip.size + 64 * 1024);
  },
);

test("read in one piece instead of copied, the clip takes no more", async () => {
  const remote = await serveRecording();
  const wav = await openWav(cachedSource(await httpSource(remote.url)));
  const clip = clipWav(wav, 1_000_000, 1_000_000 + 10 * SAMPLE_RATE);
  expect(await clip.read(0, new Uint8Array(clip.size))).toBe(clip.size);
  expect(remote.requests.length).toBeLessThanOrEqual(2);
  expect(remote.bytesMoved).toBeLessThanOrEqual(clip.size + 64 * 1024);
});
