import { readFile, writeFile } from "node:fs/promises";
import { describe, expect, test } from "vitest";
import { memorySource } from "../../../src/stream/memory-source.ts";
import { declaredFrames } from "../../../src/transcode/probe/declared-frames.ts";
import type { DeclaredFrames } from "../../../src/transcode/probe/declared-length.ts";
import { mediaFacts } from "../../../src/transcode/probe/media-facts.ts";
import { readMp3Header } from "../../../src/transcode/probe/mp3-header.ts";
import { readMp4Times } from "../../../src/transcode/probe/mp4-times.ts";
import { PacketCount } from "../../../src/transcode/probe/packet-count.ts";
import { packetFrames } from "../../../src/transcode/probe/packet-frames.ts";
import { decodedFrames, makeMedia, nativeFfmpeg, probeMedia } from "../../helpers/native-media.ts";
import { tempFolder } from "../../helpers/temp-folder.ts";
import { haveTools } from "../../helpers/wav-tool.ts";

const SECONDS = 3.3337;

async function make(name: string, sampleRate: number, args: readonly string[]): Promise<string> {
  const path = (await tempFolder()).file(name);
  makeMedia(path, sampleRate, SECONDS, ["-ac", "2", ...args]);
  return path;
}

async function declared(path: string): Promise<DeclaredFrames | "scan"> {
  const report = probeMedia(path);
  const source = memorySource(new Uint8Array(await readFile(path)));
  const head = { mp3: await readMp3Header(source), mp4: await readMp4Times(source) };
  return declaredFrames(report, mediaFacts(report).audio, head);
}

/** What the packets say that the installed ffmpeg copies. */
function scanned(path: string): number {
  const { audio } = mediaFacts(probeMedia(path));
  const count = new PacketCount({ sampleRate: audio.sampleRate ?? 0, packetFrames: packetFrames(audio) });
  count.add(nativeFfmpeg(["-i", path, "-map", "0:a:0", "-c", "copy", "-f", "framecrc", "-"]).stdout);
  return count.end().frames;
}

describe.runIf(haveTools("ffmpeg", "ffprobe"))("beside ffmpeg", () => {
  test.each([
    ["a.mp3", "libmp3lame", 48_000],
    ["a.flac", "flac", 44_100],
    ["a.ogg", "libvorbis", 44_100],
    ["flac.ogg", "flac", 44_100],
    ["a.opus", "libopus", 48_000],
    ["a.wav", "pcm_s16le", 44_100],
    ["a.w64", "pcm_s24le", 44_100],
    ["a.aiff", "pcm_s16be", 48_000],
    ["a.caf", "pcm_s16be", 44_100],
    ["a.au", "pcm_s16be", 44_100],
    ["a.mov", "pcm_s16le", 44_100],
    ["alac.m4a", "alac", 44_100],
    ["a.tta", "tta", 44_100],
    ["a.wv", "wavpack", 44_100],
  ])(
    "%s of %s at %i Hz declares the frames that ffmpeg decodes, which are those that went in",
    async (name, codec, rate) => {
      const path = await make(name, rate, ["-c:a", codec]);
      const frames = decodedFrames(path);
      expect(frames).toBe(Math.round(SECONDS * rate));
      expect(await declared(path)).toEqual({ frames, exact: true, of: "sound" });
    },
  );

  test("an m4a whose edit list counts in frames declares what went in", async () => {
    const path = await make("a.m4a", 44_100, ["-c:a", "aac", "-movie_timescale", "44100"]);
    expect(await declared(path)).toEqual({ frames: Math.round(SECONDS * 44_100), exact: true, of: "sound" });
  });

  test("opus beside a cover declares its frames, though the cover's packet comes first", async () => {
    const folder = await tempFolder();
    const path = folder.file("cover.ogg");
    const cover = folder.file("cover.jpg");
    nativeFfmpeg(["-f", "lavfi", "-i", "testsrc=d=1:s=32x32", "-frames:v", "1", cover]);
    const picture = pictureComment(new Uint8Array(await readFile(cover)));
    makeMedia(path, 48_000, SECONDS, ["-c:a", "libopus", "-metadata", `METADATA_BLOCK_PICTURE=${picture}`]);
    const report = probeMedia(path);
    expect(report.packets?.[0]?.stream_index).toBe(1);
    expect(await declared(path)).toEqual({ frames: decodedFrames(path), exact: true, of: "sound" });
  });

  test.each([
    ["aac.mka", "aac", 44_100],
    ["aac.mka", "aac", 48_000],
    ["mp3.mka", "libmp3lame", 44_100],
    ["mp3.mka", "libmp3lame", 48_000],
    ["flac.mka", "flac", 44_100],
    ["vorbis.webm", "libvorbis", 44_100],
    ["opus.webm", "libopus", 48_000],
    ["pcm.mka", "pcm_s16le", 44_100],
    ["ac3.mka", "ac3", 44_100],
    ["a.wma", "wmav2", 44_100],
    ["mp3.avi", "libmp3lame", 44_100],
  ])(
    "%s of %s at %i Hz declares no fewer frames than ffmpeg decodes, and hardly more",
    async (name, codec, rate) => {
      const path = await make(name, rate, ["-c:a", codec]);
      const frames = decodedFrames(path);
      const said = (await declared(path)) as DeclaredFrames;
      expect(said).toMatchObject({ exact: false, of: "sound" });
      expect(said.frames).toBeGreaterThanOrEqual(frames);
      expect(said.frames - frames).toBeLessThan(0.1 * rate);
    },
  );

  test.each([
    ["a.aac", "aac", 44_100],
    ["a.aac", "aac", 48_000],
    ["a.ac3", "ac3", 44_100],
    ["a.eac3", "eac3", 44_100],
    ["a.mp2", "mp2", 44_100],
    ["a.ts", "aac", 44_100],
    ["gsm.wav", "adpcm_ms", 44_100],
    ["xing.mp3", "libmp3lame", 44_100],
  ])("%s of %s at %i Hz is counted by its packets, to the frame", async (name, codec, rate) => {
    const path = await make(name, rate, [
      "-c:a",
      codec,
      ...(name === "xing.mp3" ? ["-write_xing", "0"] : []),
    ]);
    expect(await declared(path)).toBe("scan");
    expect(scanned(path)).toBe(decodedFrames(path));
  });

  test("a flac that was written to a pipe does not know its length, and is counted", async () => {
    const path = (await tempFolder()).file("piped.flac");
    const made = await make("a.wav", 44_100, ["-c:a", "pcm_s16le"]);
    await writeFile(path, nativeFfmpeg(["-i", made, "-f", "flac", "-"]).stdout);
    expect(await declared(path)).toBe("scan");
    expect(scanned(path)).toBe(Math.round(SECONDS * 44_100));
  });

  test.each([
    ["a.opus", "libopus", 48_000],
    ["a.ogg", "libvorbis", 44_100],
    ["alac.m4a", "alac", 44_100],
  ])("packets of %s before time zero are not counted", async (name, codec, rate) => {
    const path = await make(name, rate, ["-c:a", codec]);
    expect(scanned(path)).toBe(decodedFrames(path));
  });

  test("packets of an m4a are counted to where its edit list ends, behind which ffmpeg decodes the filling", async () => {
    const path = await make("a.m4a", 44_100, ["-c:a", "aac", "-movie_timescale", "44100"]);
    expect(scanned(path)).toBe(Math.round(SECONDS * 44_100));
    expect(decodedFrames(path)).toBeGreaterThan(scanned(path));
  });
});

/** A JPEG as FLAC and Ogg keep it (RFC 9639 §8.8), in base64. */
function pictureComment(jpeg: Uint8Array): string {
  const mime = Buffer.from("image/jpeg");
  const head = Buffer.alloc(8);
  head.writeUInt32BE(3, 0);
  head.writeUInt32BE(mime.length, 4);
  const tail = Buffer.alloc(24);
  tail.writeUInt32BE(jpeg.length, 20);
  return Buffer.concat([head, mime, tail, jpeg]).toString("base64");
}
