import { expect, inject, test } from "vitest";
import { cachedSource, clipWav, copy, httpSource, memorySink, openWav } from "../../src/index.ts";
import { failure } from "../helpers/failure.ts";
import { sameBytes } from "../helpers/pattern.ts";
import { BLOCK_ALIGN, SAMPLE_RATE } from "../helpers/remote-recording.ts";
import { virtualBytes } from "../helpers/virtual-entity.ts";

test.each([["cached", cachedSource] as const, ["bare", <T>(source: T): T => source] as const])(
  "a page cuts 10 s out of a 4 GB recording of another origin (%s)",
  async (_, wrap) => {
    const wav = await openWav(wrap(await httpSource(inject("openRecording"))));
    const from = 2 * 3600 * SAMPLE_RATE;
    const sink = memorySink();
    await copy(clipWav(wav, from, from + 10 * SAMPLE_RATE), sink);
    const expected = virtualBytes(44 + from * BLOCK_ALIGN, 10 * SAMPLE_RATE * BLOCK_ALIGN);
    expect(sameBytes(sink.bytes().subarray(44), expected)).toBe(true);
  },
);

test("a page hears that a server lets no page of another origin read from it", async () => {
  const error = await failure(httpSource(inject("closedRecording"), { retries: 0 }));
  expect(error.code).toBe("http/unreachable");
  expect(error.cause).toBeInstanceOf(TypeError);
});
