import { afterAll, expect, test } from "vitest";
import { memorySink } from "../../src/stream/memory-sink.ts";
import { transcoder } from "../../src/transcode/node/index.ts";
import type { OutputFormat } from "../../src/transcode/transcode-options.ts";
import { steadySound } from "../helpers/transcode-sound.ts";
import { named } from "./support/made-media.ts";

const { encodeMedia, openMedia, transcode, close } = transcoder();
afterAll(() => close());

const SECONDS = 12;
const [FROM, TO] = [7.777, 9.5];

async function encoded(format: OutputFormat): Promise<Uint8Array<ArrayBuffer>> {
  const sink = memorySink();
  await encodeMedia(steadySound(SECONDS, 48_000, 1), sink, { format });
  return sink.bytes();
}

// Packets of Vorbis, which differ, are no longer than 43 ms at 48 kHz.
test.each(["mp3", "m4a", "opus", "ogg", "mka"] as const)(
  "a part of %s that is copied has what was asked for, and no more than a packet beside it",
  async (format) => {
    const sink = memorySink();
    const options = { format, from: FROM, to: TO, copy: "always" } as const;
    const result = await transcode(named(await encoded(format), `whole.${format}`), sink, options);
    expect(result.copied).toBe(true);
    expect(result.duration).toBeCloseTo(TO - FROM, 9);
    const part = await openMedia(named(sink.bytes(), `part.${format}`));
    const plane = new Float32Array(part.frames);
    expect(await part.read(0, [plane])).toBe(part.frames);
    await part.close();
    expect(Math.abs(part.frames / part.sampleRate - (TO - FROM))).toBeLessThan(0.06);
  },
);

test("a part of a flac file is not copied: what says where it lies in the whole would be wrong", async () => {
  const source = named(await encoded("flac"), "whole.flac");
  const part = { format: "flac", from: FROM, to: TO } as const;
  const copied = transcode(source, memorySink(), { ...part, copy: "always" });
  await expect(copied).rejects.toMatchObject({ code: "media/cannot-copy" });
  const sink = memorySink();
  expect(await transcode(source, sink, part)).toMatchObject({ copied: false });
  expect((await openMedia(named(sink.bytes(), "part.flac"))).frames).toBe(Math.round((TO - FROM) * 48_000));
});
