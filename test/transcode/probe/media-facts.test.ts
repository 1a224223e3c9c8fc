import { expect, test } from "vitest";
import { LongwaveError } from "../../../src/stream/error.ts";
import { mediaFacts } from "../../../src/transcode/probe/media-facts.ts";
import type { ProbeReport, ProbeStream } from "../../../src/transcode/probe/probe-report.ts";

const SOUND: ProbeStream = {
  index: 0,
  codec_name: "aac",
  codec_type: "audio",
  sample_rate: "44100",
  channels: 2,
  bits_per_sample: 0,
  bit_rate: "128534",
  time_base: "1/44100",
};
const COVER: ProbeStream = {
  index: 1,
  codec_name: "mjpeg",
  codec_type: "video",
  width: 64,
  height: 48,
  disposition: { attached_pic: 1 },
};
const FILM: ProbeStream = { index: 1, codec_name: "h264", codec_type: "video", width: 1920, height: 1080 };

function report(
  format_name: string,
  streams: readonly ProbeStream[],
  tags: Record<string, string> = {},
): ProbeReport {
  return { format: { format_name, tags }, streams };
}

function codeOf(value: ProbeReport, track?: number): string {
  try {
    mediaFacts(value, track);
  } catch (error) {
    expect(error).toBeInstanceOf(LongwaveError);
    return (error as LongwaveError).code;
  }
  return "none";
}

function container(...args: Parameters<typeof report>): string {
  return mediaFacts(report(...args)).container;
}

test("MP4 is called by its brand, and by whether it has a film", () => {
  const name = "mov,mp4,m4a,3gp,3g2,mj2";
  expect(container(name, [SOUND], { major_brand: "M4A " })).toBe("m4a");
  expect(container(name, [SOUND, COVER], { major_brand: "isom" })).toBe("m4a");
  expect(container(name, [SOUND, FILM], { major_brand: "isom" })).toBe("mp4");
  expect(container(name, [SOUND], { major_brand: "M4B " })).toBe("m4b");
  expect(container(name, [SOUND], { major_brand: "qt  " })).toBe("mov");
  expect(container(name, [SOUND])).toBe("mov");
  expect(container(name, [SOUND], { major_brand: "3gp4" })).toBe("3gp");
});

test("Matroska, Ogg and MPEG audio are called by what is in them", () => {
  const opus = { ...SOUND, codec_name: "opus" };
  const vp9 = { ...FILM, codec_name: "vp9" };
  expect(container("matroska,webm", [SOUND])).toBe("mka");
  expect(container("matroska,webm", [SOUND, COVER])).toBe("mka");
  expect(container("matroska,webm", [SOUND, FILM])).toBe("mkv");
  expect(container("matroska,webm", [opus, FILM])).toBe("mkv");
  expect(container("matroska,webm", [opus, vp9])).toBe("webm");
  expect(container("matroska,webm", [opus])).toBe("webm");
  expect(container("ogg", [opus])).toBe("opus");
  expect(container("ogg", [{ ...SOUND, codec_name: "vorbis" }])).toBe("ogg");
  expect(container("mp3", [{ ...SOUND, codec_name: "mp3" }])).toBe("mp3");
  expect(container("mp3", [{ ...SOUND, codec_name: "mp2" }])).toBe("mp2");
  expect(container("asf", [SOUND])).toBe("wma");
  expect(container("wav", [SOUND])).toBe("wav");
});

test("a file's name decides between endings that fit equally, and no others", () => {
  const named = (filename: string, streams: readonly ProbeStream[], format_name = "matroska,webm"): string =>
    mediaFacts({ format: { filename, format_name, tags: { major_brand: "M4A " } }, streams }).container;
  expect(named("a.mka", [{ ...SOUND, codec_name: "opus" }])).toBe("mka");
  expect(named("a.webm", [SOUND])).toBe("mka");
  expect(named("a.M4B", [SOUND], "mov,mp4,m4a,3gp,3g2,mj2")).toBe("m4b");
  expect(named("a.mp3", [SOUND], "wav")).toBe("wav");
});

test("streams have what their kind has, and nothing that is not known", () => {
  const flac = {
    ...SOUND,
    codec_name: "flac",
    bit_rate: "N/A",
    bits_per_raw_sample: "24",
    tags: { language: "deu" },
  };
  const text: ProbeStream = {
    index: 2,
    codec_type: "data",
    codec_name: "bin_data",
    tags: { language: "und" },
  };
  const { streams, audio } = mediaFacts(report("matroska,webm", [flac, COVER, text]));
  expect(streams).toEqual([
    {
      index: 0,
      kind: "audio",
      codec: "flac",
      isCover: false,
      sampleRate: 44_100,
      channels: 2,
      bitsPerSample: 24,
      language: "deu",
    },
    { index: 1, kind: "video", codec: "mjpeg", isCover: true, width: 64, height: 48 },
    { index: 2, kind: "other", codec: "bin_data", isCover: false },
  ]);
  expect(audio).toEqual(streams[0]);
});

test("the sound is the track that was asked for, else the default one, else the first", () => {
  const second: ProbeStream = { ...SOUND, index: 2, disposition: { default: 1 } };
  const both = report("matroska,webm", [SOUND, FILM, second]);
  expect(mediaFacts(both).audio.index).toBe(2);
  expect(mediaFacts(both, 0).audio.index).toBe(0);
  expect(mediaFacts(both, 1).audio.index).toBe(2);
  expect(mediaFacts(report("mp3", [SOUND, COVER, { ...second, disposition: {} }])).audio.index).toBe(0);
  expect(codeOf(both, 2)).toBe("media/no-audio");
  expect(codeOf(both, -1)).toBe("media/no-audio");
});

test("tags have one name in all containers, and what a program says of itself is none", () => {
  const tags = {
    ALBUM_ARTIST: "Us",
    title: "Book",
    ENCODER: "Lavf",
    major_brand: "M4A ",
    comment: "",
    TRACKNUMBER: "3/9",
  };
  expect(mediaFacts(report("mp3", [SOUND], tags)).tags).toEqual({
    album_artist: "Us",
    title: "Book",
    track: "3/9",
  });
});

test("a tag by its common name counts before a synonym of it", () => {
  const found = mediaFacts(
    report("mp3", [SOUND], { YEAR: "1999", date: "2024-05-01", albumartist: "Us" }),
  ).tags;
  expect(found).toEqual({ date: "2024-05-01", album_artist: "Us" });
});

test("tags of the stream are those of an Ogg file, and of no other", () => {
  const tagged = { ...SOUND, codec_name: "opus", tags: { TITLE: "Song", encoder: "Lavc", language: "deu" } };
  expect(mediaFacts(report("ogg", [tagged])).tags).toEqual({ title: "Song" });
  expect(mediaFacts(report("matroska,webm", [tagged])).tags).toEqual({});
});

test("chapters have seconds and a title, which may be empty", () => {
  const chapters = [
    { start_time: "1.000000", end_time: "3.334000" },
    { start_time: "0.000000", end_time: "1.000000", tags: { title: "One" } },
    { start_time: "5.000000", end_time: "4.000000", tags: { title: "Back" } },
  ];
  expect(mediaFacts({ ...report("mp3", [SOUND]), chapters }).chapters).toEqual([
    { start: 0, end: 1, title: "One" },
    { start: 1, end: 3.334, title: "" },
    { start: 5, end: 5, title: "Back" },
  ]);
});

test("what is no recording, has no sound or one that is not known is told apart", () => {
  const { codec_name: _, ...unknown } = SOUND;
  expect(codeOf({})).toBe("media/not-media");
  expect(codeOf(report("tty", [{ index: 0, codec_type: "video", codec_name: "ansi" }]))).toBe(
    "media/not-media",
  );
  expect(codeOf(report("mp3", [{ ...SOUND, sample_rate: "0", channels: 0 }]))).toBe("media/not-media");
  expect(codeOf(report("image2", [{ ...FILM, codec_name: "mjpeg" }]))).toBe("media/no-audio");
  expect(codeOf(report("matroska,webm", [unknown]))).toBe("media/unsupported-encoding");
  expect(codeOf(report("mp3", [SOUND]))).toBe("none");
});
