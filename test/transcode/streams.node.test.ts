import { afterAll, describe, expect, test } from "vitest";
import { memorySink } from "../../src/stream/memory-sink.ts";
import { transcoder } from "../../src/transcode/node/index.ts";
import { PICTURE } from "../helpers/cli-media.ts";
import { hasNative, madeMedia, named } from "./support/made-media.ts";
import { KINDS } from "./support/media-kinds.ts";
import { testSound } from "./support/test-sound.ts";
import { watchedSink } from "./support/watched-ends.ts";

const { openMedia, transcode, close } = transcoder();
afterAll(() => close());

/** Pieces of uneven lengths, as a network gives them. */
async function* pieces(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  for (let at = 0, n = 1; at < bytes.length; n++) {
    const end = Math.min(bytes.length, at + ((n * 7919) % 60_000) + 1);
    yield bytes.subarray(at, end);
    at = end;
  }
}

describe("a stream that cannot go back", () => {
  test.each(["mp3", "vbr", "flac", "ogg", "opus", "adts", "wav", "mka"])(
    "of %s becomes the same flac as the file does",
    async (id) => {
      const kind = KINDS[id]!;
      if (!hasNative && kind.own === undefined) return;
      const bytes = await madeMedia(kind, testSound(kind.sampleRate, 2, 3 * kind.sampleRate + 5));
      const [streamed, whole] = [memorySink(), memorySink()];
      const result = await transcode(pieces(bytes), streamed, { format: "flac" });
      await transcode(named(bytes, kind.name), whole, { format: "flac", copy: "never" });
      expect(result.warnings).toEqual([]);
      expect(result.duration).toBeCloseTo(3, 1);
      expect(Buffer.compare(await samplesOf(streamed.bytes()), await samplesOf(whole.bytes()))).toBe(0);
    },
  );

  test.each([
    ["alac", 12],
    ["alac", 1],
    ["m4a", 20],
  ])(
    "of %s with its index behind %i s of sound needs seeking, and the sink is aborted",
    async (id, seconds) => {
      const flac = await madeMedia(KINDS["flac"]!, testSound(44_100, 2, seconds * 44_100));
      const made = memorySink();
      await transcode(named(flac, "a.flac"), made, { format: id as "alac" | "m4a", faststart: false });
      const sink = watchedSink();
      await expect(transcode(pieces(made.bytes()), sink, { format: "flac" })).rejects.toMatchObject({
        code: "media/needs-seeking",
      });
      expect(sink.aborted).toMatchObject({ code: "media/needs-seeking" });
    },
  );

  test.each(["opus", "ogg", "flac", "mp3", "m4b", "mka"] as const)(
    "becomes a %s with the tags, chapters and cover that are given",
    async (format) => {
      const bytes = await madeMedia(KINDS["flac"]!, testSound(44_100, 2, 3 * 44_100));
      const chapters = [
        { start: 0, end: 1, title: "One" },
        { start: 1, end: 3, title: "Two = 2" },
      ];
      const cover = { mimeType: "image/png", bytes: new Uint8Array(PICTURE) } as const;
      const sink = memorySink();
      await transcode(pieces(bytes), sink, { format, tags: { title: "a; b" }, chapters, cover });
      const media = await openMedia(named(sink.bytes(), `a.${format}`));
      expect(media.tags["title"]).toBe("a; b");
      expect(media.chapters.map(({ title }) => title)).toEqual(["One", "Two = 2"]);
      expect((await media.cover())?.bytes).toEqual(cover.bytes);
      await media.close();
    },
  );

  test("of an m4a with its index first is read", async () => {
    const first = memorySink();
    const bytes = await madeMedia(KINDS["flac"]!, testSound(44_100, 2, 44_100));
    await transcode(named(bytes, "a.flac"), first, { format: "alac" });
    const sink = memorySink();
    const result = await transcode(pieces(first.bytes()), sink, { format: "wav" });
    expect(result.duration).toBeCloseTo(1, 3);
  });

  test.each([
    ["nothing", new Uint8Array(0)],
    ["a text", new TextEncoder().encode("This is a rather long text, and no sound.\n".repeat(500))],
  ])("of %s is refused with a typed error", async (_, bytes) => {
    const sink = watchedSink();
    await expect(transcode(pieces(bytes), sink, { format: "mp3" })).rejects.toMatchObject({
      code: expect.stringMatching(/^media\//),
    });
    expect(sink.isClosed).toBe(false);
  });
});

/** What a flac file decodes to. */
async function samplesOf(flac: Uint8Array): Promise<Uint8Array> {
  const sink = memorySink();
  await transcode(named(flac, "a.flac"), sink, { format: "wav" });
  return sink.bytes();
}
