import { afterAll, describe, expect, test } from "vitest";
import { LongwaveError } from "../../../src/stream/error.ts";
import { memorySink } from "../../../src/stream/memory-sink.ts";
import { transcoder } from "../../../src/transcode/node/index.ts";
import type { OpenMediaOptions } from "../../../src/transcode/open-media.ts";
import { framesOf } from "../../helpers/audio-sources.ts";
import { corrupted, garbage, truncated } from "../../helpers/broken-media.ts";
import { noiseFrom } from "../../helpers/noise.ts";
import { madeMedia, named } from "./made-media.ts";
import { KINDS } from "./media-kinds.ts";
import { largestDifference, testSound } from "./test-sound.ts";

/** Kinds whose packets are copied to a file of the same kind. */
const COPIED = ["mp3", "flac", "m4a", "opus", "ogg"] as const;

/** What came of reading a file: codes of warnings, or that of an error, and the samples. */
interface Verdict {
  readonly codes: readonly string[];
  readonly isRefused: boolean;
  readonly planes: readonly Float32Array[];
}

/** Claims of kinds of files, by their names in KINDS: what is wrong with them is told, and is an error where strict. */
export function claimFaultsAreTold(ids: readonly string[]): void {
  const { openMedia, transcode, close } = transcoder();
  afterAll(() => close());

  const files = new Map<string, Promise<Uint8Array>>();

  /** Two seconds of a kind, made once. */
  function made(id: string): Promise<Uint8Array> {
    const kind = KINDS[id]!;
    const known = files.get(id);
    const file = known ?? madeMedia(kind, testSound(kind.sampleRate, 1, 2 * kind.sampleRate));
    files.set(id, file);
    return file;
  }

  /** Opens and reads all of it. An error that is none of ours is thrown. */
  async function verdict(bytes: Uint8Array, name: string, options: OpenMediaOptions = {}): Promise<Verdict> {
    try {
      const media = await openMedia(named(bytes, name), options);
      try {
        const planes = await framesOf(media);
        return { codes: media.warnings.map(({ code }) => code), isRefused: false, planes };
      } finally {
        await media.close();
      }
    } catch (error) {
      if (!(error instanceof LongwaveError)) throw error;
      expect(error.message).not.toBe("");
      return { codes: [error.code], isRefused: true, planes: [] };
    }
  }

  /** The same, of turning it into a WAV file. */
  async function converted(
    bytes: Uint8Array,
    name: string,
    strict = false,
  ): Promise<Omit<Verdict, "planes">> {
    try {
      const { warnings } = await transcode(named(bytes, name), memorySink(), {
        format: "flac",
        copy: "never",
        strict,
      });
      return { codes: warnings.map(({ code }) => code), isRefused: false };
    } catch (error) {
      if (!(error instanceof LongwaveError)) throw error;
      return { codes: [error.code], isRefused: true };
    }
  }

  async function framesOfWhole(bytes: Uint8Array, name: string): Promise<number> {
    const { planes } = await verdict(bytes, name);
    return planes[0]?.length ?? 0;
  }

  describe.each(ids.map((id) => [id, KINDS[id]!] as const))("%s", (id, { name }) => {
    test("that is whole has no warning", async () => {
      const bytes = await made(id);
      expect(await verdict(bytes, name, { strict: true })).toMatchObject({ codes: [], isRefused: false });
      expect(await converted(bytes, name, true)).toEqual({ codes: [], isRefused: false });
    });

    test.each([0, 0.02, 0.3, 0.6, 0.95])(
      "of which %f is there says so, and is an error where strict",
      async (part) => {
        const bytes = truncated(await made(id), part);
        // A stream of packets without a head declares nothing: the end of the file is its end.
        const declaresNothing = id === "adts" && part > 0;
        const read = await verdict(bytes, name);
        const written = await converted(bytes, name);
        for (const { codes } of [read, written]) {
          if (part === 0) expect(codes).toEqual(["media/empty"]);
          else if (!declaresNothing) expect(codes.join()).toMatch(/media\/\S/);
        }
        if (declaresNothing) return;
        expect(await verdict(bytes, name, { strict: true })).toMatchObject({ isRefused: true });
        expect(await converted(bytes, name, true)).toMatchObject({ isRefused: true });
      },
    );

    test("that has other bytes in the middle says so, and is an error where strict", async () => {
      const bytes = corrupted(await made(id));
      // PCM has no check and no structure: any bytes are samples.
      if (id === "wav") return;
      for (const result of [await verdict(bytes, name), await converted(bytes, name)]) {
        expect(result.codes.join()).toMatch(/media\/\S/);
      }
      expect(await verdict(bytes, name, { strict: true })).toMatchObject({ isRefused: true });
      expect(await converted(bytes, name, true)).toMatchObject({ isRefused: true });
    });

    test("is refused where the file holds something else by that name", async () => {
      const text = new TextEncoder().encode(
        "This is no recording at all, but a rather long text.\n".repeat(300),
      );
      for (const bytes of [garbage(30_000), text, new Uint8Array(20_000)]) {
        const { isRefused, codes } = await verdict(bytes, name);
        expect({ isRefused, codes }).toMatchObject({ isRefused: true });
        expect(codes.join()).toMatch(/^media\/(not-media|corrupt|truncated|no-audio|failed)$/);
      }
    });

    test("with a few other bytes anywhere gives a typed error, a warning, or as much sound", async () => {
      const bytes = await made(id);
      const whole = await framesOfWhole(bytes, name);
      const next = noiseFrom(Number.parseInt(Buffer.from(id).toString("hex").slice(0, 6), 16));
      const pick = (below: number) => Math.floor(((next() + 1) / 2) * below);
      for (let round = 0; round < 6; round++) {
        const mutant = bytes.slice();
        // Every other time in the head, where the structure is.
        const reach = round % 2 === 0 ? Math.min(600, mutant.length) : mutant.length;
        for (let n = 0; n <= pick(4); n++) mutant[pick(reach)] = pick(256);
        const { codes, isRefused, planes } = await verdict(mutant, name);
        if (isRefused || codes.length > 0) continue;
        // What is not noticed may sound different, but nothing of it may be missing.
        expect(planes[0]?.length).toBeGreaterThan(0.85 * whole);
      }
    });
  });

  test.each(COPIED.filter((format) => ids.includes(format)))(
    "packets of a %s that is cut off are not copied without a word",
    async (format) => {
      const kind = KINDS[format]!;
      // Long enough for Vorbis to be copied.
      const bytes = await madeMedia(kind, testSound(kind.sampleRate, 1, 12 * kind.sampleRate));
      const source = named(truncated(bytes, 0.6), kind.name);
      const codes = await transcode(source, memorySink(), { format, copy: "always" }).then(
        ({ warnings }) => warnings.map(({ code }) => code),
        (error: LongwaveError) => [error.code],
      );
      expect(codes.join()).toMatch(/media\/(shorter-than-declared|decode-errors|truncated)/);
      const strict = transcode(source, memorySink(), { format, copy: "always", strict: true });
      await expect(strict).rejects.toBeInstanceOf(LongwaveError);
    },
  );

  if (!ids.includes("flac")) return;
  test("a window before the place that is broken is what it was", async () => {
    const bytes = await made("flac");
    const media = await openMedia(named(corrupted(bytes), "a.flac"));
    const whole = await openMedia(named(bytes, "a.flac"));
    const [got, expected] = [await framesOf(media, 100, 20_000), await framesOf(whole, 100, 20_000)];
    expect(largestDifference(got, expected)).toBe(0);
    await Promise.all([media.close(), whole.close()]);
  });
}
