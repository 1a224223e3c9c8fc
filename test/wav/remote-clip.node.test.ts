import { afterEach, expect, test } from "vitest";
import { cachedSource, clipWav, copy, httpSource, memorySink, openWav } from "../../src/index.ts";
import { sameBytes } from "../helpers/pattern.ts";
import { type RangeServer, rangeServer } from "../helpers/range-server.ts";
import { BLOCK_ALIGN, remoteRecording, SAMPLE_RATE } from "../helpers/remote-recording.ts";
import { virtualBytes } from "../helpers/virtual-entity.ts";

let server: RangeServer | undefined;

afterEach(async () => {
  await server?.close();
  server = undefined;
});

async function serveRecording(): Promise<RangeServer> {
  server = await rangeServer(remoteRecording());
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
    expect(sameBytes(sink.bytes().subarray(44), expected)).toBe(true);
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
