import { readFile, writeFile } from "node:fs/promises";
import { describe, expect, test } from "vitest";
import type { LongwaveError } from "../../../src/stream/error.ts";
import { memorySource } from "../../../src/stream/memory-source.ts";
import { declaredFrames } from "../../../src/transcode/probe/declared-frames.ts";
import { DecodeErrors } from "../../../src/transcode/probe/decode-errors.ts";
import { mp3EarlyEnd, shorterThanDeclared } from "../../../src/transcode/probe/early-end.ts";
import { mediaFacts } from "../../../src/transcode/probe/media-facts.ts";
import { mediaFailure } from "../../../src/transcode/probe/media-failure.ts";
import { readMp3Header } from "../../../src/transcode/probe/mp3-header.ts";
import { oggEarlyEnd } from "../../../src/transcode/probe/ogg-end.ts";
import { corrupted, garbage, truncated } from "../../helpers/broken-media.ts";
import { decodedFrames, makeMedia, nativeFfmpeg, probeMedia } from "../../helpers/native-media.ts";
import { tempFolder } from "../../helpers/temp-folder.ts";
import { haveTools } from "../../helpers/wav-tool.ts";

/** What is said of a file: the code of an error, or those of warnings, each once. */
async function verdict(name: string, bytes: Uint8Array): Promise<string[]> {
  const path = (await tempFolder()).file(name);
  await writeFile(path, bytes);
  const run = nativeFfmpeg(["-abort_on", "empty_output", "-i", path, "-map", "0:a:0", "-f", "u8", "-"]);
  const report = probeMedia(path);
  if (bytes.length > 0 && report.format !== undefined) {
    try {
      mediaFacts(report);
    } catch (error) {
      // What the report shows to be no recording, the decoder may not notice, or tell less well.
      return [(error as LongwaveError).code];
    }
  }
  if (run.code !== 0) return [mediaFailure({ log: run.log, exitCode: run.code, size: bytes.length }).code];
  const { audio, container } = mediaFacts(report);
  const source = memorySource(bytes);
  const mp3 = container === "mp3" ? await readMp3Header(source) : undefined;
  const said = declaredFrames(report, audio, { mp3 });
  const errors = new DecodeErrors();
  for (const line of run.log) errors.add(line);
  const warnings = [
    errors.warning,
    mp3 === undefined ? undefined : mp3EarlyEnd(mp3, bytes.length),
    container === "ogg" || container === "opus" ? await oggEarlyEnd(source) : undefined,
    said === "scan" ? undefined : shorterThanDeclared(said, decodedFrames(path), audio),
  ];
  return [...new Set(warnings.flatMap((warning) => warning?.code ?? []))];
}

async function made(name: string, args: readonly string[]): Promise<Uint8Array> {
  const path = (await tempFolder()).file(name);
  makeMedia(path, 48_000, 3, ["-ac", "2", ...args]);
  return new Uint8Array(await readFile(path));
}

const KINDS = [
  ["a.mp3", "libmp3lame"],
  ["a.flac", "flac"],
  ["a.ogg", "libvorbis"],
  ["a.opus", "libopus"],
  ["a.mka", "aac"],
  ["a.webm", "libopus"],
  ["a.wv", "wavpack"],
] as const;

describe.runIf(haveTools("ffmpeg", "ffprobe"))("of what ffmpeg says", () => {
  test.each(KINDS)(
    "%s of %s that is whole gives no warning; truncated or corrupt, it gives one",
    async (name, codec) => {
      const bytes = await made(name, ["-c:a", codec]);
      expect(await verdict(name, bytes)).toEqual([]);
      for (const part of [0.4, 0.9]) {
        const codes = await verdict(name, truncated(bytes, part));
        // Of an Ogg file with nothing but headers left, there is nothing to decode.
        expect(codes.join(), `${part}`).toMatch(/media\/(shorter-than-declared|truncated)/);
      }
      expect(await verdict(name, corrupted(bytes))).not.toEqual([]);
    },
  );

  test("an m4a that is truncated fails where its index is at the end, and warns where it comes first", async () => {
    const last = await made("a.m4a", ["-c:a", "aac"]);
    expect(await verdict("a.m4a", last)).toEqual([]);
    expect(await verdict("a.m4a", truncated(last, 0.6))).toEqual(["media/truncated"]);
    expect(await verdict("a.m4a", corrupted(last))).toContain("media/decode-errors");
    const first = await made("a.m4a", ["-c:a", "aac", "-movflags", "faststart"]);
    expect(await verdict("a.m4a", first)).toEqual([]);
    expect(await verdict("a.m4a", truncated(first, 0.6))).toContain("media/shorter-than-declared");
  });

  test("a wav that ends within a frame warns", async () => {
    const bytes = await made("a.wav", ["-c:a", "pcm_s16le"]);
    expect(await verdict("a.wav", bytes)).toEqual([]);
    expect(await verdict("a.wav", bytes.subarray(0, 400_001))).toContain("media/decode-errors");
  });

  test.each(["mp3", "m4a", "flac", "ogg", "wav", "mkv"])(
    "nothing in a file called .%s is empty",
    async (ending) => {
      expect(await verdict(`a.${ending}`, new Uint8Array(0))).toEqual(["media/empty"]);
    },
  );

  test.each(["mp3", "m4a", "flac", "ogg", "wav", "mkv", "bin"])(
    "garbage called .%s is no media",
    async (ending) => {
      expect(await verdict(`a.${ending}`, garbage(50_000))).toEqual(["media/not-media"]);
    },
  );

  test.each(["txt", "mp3", "wav"])("a text called .%s is no media", async (ending) => {
    const text = new TextEncoder().encode("This is a text, and a rather long one.\n".repeat(400));
    expect(await verdict(`a.${ending}`, text)).toEqual(["media/not-media"]);
  });

  test("a picture and a film without sound have no sound", async () => {
    const folder = await tempFolder();
    for (const [name, args] of [
      ["a.jpg", ["-frames:v", "1"]],
      ["a.mp4", ["-c:v", "mpeg4"]],
    ] as const) {
      const path = folder.file(name);
      nativeFfmpeg(["-f", "lavfi", "-i", "testsrc=d=1:s=64x64", ...args, path]);
      expect(await verdict(name, new Uint8Array(await readFile(path)))).toEqual(["media/no-audio"]);
    }
  });

  test("an encoding that nobody knows is not supported", async () => {
    const bytes = await made("a.mka", ["-c:a", "aac"]);
    bytes.set(new TextEncoder().encode("A_XXX"), Buffer.from(bytes).indexOf("A_AAC"));
    expect(await verdict("a.mka", bytes)).toEqual(["media/unsupported-encoding"]);
  });

  test("an index at the end of a pipe needs seeking", async () => {
    // Longer than what ffmpeg keeps of a pipe, 32 KiB or what it read ahead to learn of the streams.
    const path = (await tempFolder()).file("long.m4a");
    makeMedia(path, 48_000, 60, ["-ac", "2", "-c:a", "alac"]);
    const run = nativeFfmpeg(["-i", "pipe:0", "-f", "u8", "-"], new Uint8Array(await readFile(path)));
    expect(mediaFailure({ log: run.log, exitCode: run.code, seekable: false }).code).toBe(
      "media/needs-seeking",
    );
  });
});
