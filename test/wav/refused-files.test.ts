import { describe, expect, it } from "vitest";
import { memorySource } from "../../src/stream/memory-source.ts";
import { openWav } from "../../src/wav/open-wav.ts";
import { failure } from "../helpers/failure.ts";
import { ascii, chunk, extensibleBody, formatBody, guid, joined, wavBytes } from "../helpers/wav-chunks.ts";

async function refusal(bytes: Uint8Array, name?: string): Promise<[code: string, message: string]> {
  const error = await failure(openWav(memorySource(bytes, name)));
  return [error.code, error.message];
}

describe("what is no WAV file is refused by what it looks like", () => {
  const rest = new Uint8Array(32);
  const named = (text: string) => joined(ascii(text), rest);
  it.each([
    ["nothing", new Uint8Array(0), "an empty file"],
    ["eleven bytes", ascii("RIFF1234WAV"), "only 11 bytes"],
    ["a tagged MP3", named("ID3\x04"), "an MP3 file with an ID3 tag"],
    ["a bare MP3", joined(Uint8Array.of(0xff, 0xfb, 0x90, 0x64), rest), "an MP3 file"],
    ["FLAC", named("fLaC\0\0\0\x22"), "a FLAC file"],
    ["Ogg", named("OggS\0"), "an Ogg file"],
    ["AIFF", named("FORM\0\0\0\0AIFF"), "an AIFF file"],
    ["the letters of Wave64 alone", named("riff\x2e\x91\xcf\x11    wave"), '"riff" and "    "'],
    ["RIFF in small letters", named("riff1234wave"), '"riff" and "wave"'],
    ["M4A", named("\0\0\0\x20ftypM4A "), "an MP4 or M4A file"],
    ["WebM", named("\x1aE\xdf\xa3"), "a Matroska or WebM file"],
    ["HTML", named("<!DOCTYPE html>"), "a web page"],
    ["HTML in lower case", named("<!doctype html>"), "a web page"],
    ["HTML in upper case", named("<HTML><HEAD>"), "a web page"],
    ["text", ascii("hello, this is a text"), '"hell" and "his "'],
    ["zeros", new Uint8Array(64), '"\\u0000\\u0000\\u0000\\u0000" and "\\u0000\\u0000\\u0000\\u0000"'],
    ["a RIFF of another kind", named("RIFF1234AVI "), '"RIFF" and "AVI "'],
  ])("%s", async (_, bytes, looks) => {
    expect(await refusal(bytes, "take 1.wav")).toEqual([
      "wav/not-wav",
      `take 1.wav is no WAV file: expected RIFF, RIFX, RF64 or BW64 with "WAVE", or Sony Wave64, in its first bytes, got ${looks}`,
    ]);
  });

  it("and a source without a name is called the source", async () => {
    expect((await refusal(new Uint8Array(0)))[1]).toMatch(/^the source is no WAV file: /);
  });
});

describe("what lacks a part is refused with what it has", () => {
  const format = chunk("fmt ", formatBody());
  const data = chunk("data", new Uint8Array(4));
  const list = chunk("LIST", ascii("INFO"));
  it.each([
    ["no format", [list, data], "fmt", 'has no "fmt " chunk; it has "LIST", "data"'],
    ["no audio", [format, list], "data", 'has no "data" chunk; it has "fmt ", "LIST"'],
    ["no chunks", [], "fmt", 'has no "fmt " chunk; it has no chunks at all'],
    [
      "many chunks",
      [...Array.from({ length: 14 }, () => list)],
      "fmt",
      `has no "fmt " chunk; it has ${Array.from({ length: 12 }, () => '"LIST"').join(", ")}`,
    ],
  ])("%s", async (_, chunks, missing, words) => {
    expect(await refusal(wavBytes(chunks), "a.wav")).toEqual([`wav/no-${missing}-chunk`, `a.wav ${words}`]);
  });
});

describe("an encoding that is not read is refused by tag and name", () => {
  const READ = "pcm, ms-adpcm, float, alaw, mulaw, ima-adpcm, gsm";
  it.each([
    [0x0010, "0x0010", "OKI ADPCM"],
    [0x0040, "0x0040", "G.721 ADPCM"],
    [0x0050, "0x0050", "MPEG audio"],
    [0x0055, "0x0055", "MP3"],
    [0x00ff, "0x00ff", "AAC"],
    [0x0161, "0x0161", "Windows Media Audio 2"],
    [0x2000, "0x2000", "AC-3"],
    [0x1234, "0x1234", "an unknown encoding"],
    [0x0000, "0x0000", "an unknown encoding"],
  ])("%i", async (tag, hex, name) => {
    const message = `the audio is encoded as ${name} (format tag ${hex} at offset 20), which takes a transcoder; read without one are ${READ}`;
    const data = chunk("data", new Uint8Array(4));
    const plain = wavBytes([chunk("fmt ", formatBody({ tag, bits: 4 })), data]);
    expect(await refusal(plain)).toEqual(["wav/unsupported-encoding", message]);
    const digits = [tag & 0xff, tag >> 8].map((byte) => byte.toString(16).padStart(2, "0")).join("");
    const subtype = guid(`${digits}000000001000800000aa00389b71`);
    const extensible = wavBytes([chunk("fmt ", extensibleBody({ bits: 4, subtype })), data]);
    expect(await refusal(extensible)).toEqual(["wav/unsupported-encoding", message]);
  });

  it("and an unknown GUID as people write GUIDs", async () => {
    const subtype = guid("00112233445566778899aabbccddeeff");
    const bytes = wavBytes([chunk("fmt ", extensibleBody({ subtype })), chunk("data", new Uint8Array(4))]);
    expect(await refusal(bytes)).toEqual([
      "wav/unsupported-encoding",
      "the fmt chunk at offset 20 names an unknown subformat: {33221100-5544-7766-8899-aabbccddeeff}",
    ]);
  });
});

describe("a format that cannot be is refused with what was expected", () => {
  it.each([
    ["zero channels", formatBody({ channels: 0 }), "channels at offset 22: expected 1 or more, got 0"],
    ["zero rate", formatBody({ sampleRate: 0 }), "sample rate at offset 24: expected 1 Hz or more, got 0"],
    ["0 bits", formatBody({ bits: 0 }), "bits per sample at offset 34: expected 1 to 64 bits, got 0"],
    ["65 bits", formatBody({ bits: 65 }), "bits per sample at offset 34: expected 1 to 64 bits, got 65"],
    [
      "24-bit floats",
      formatBody({ tag: 3, bits: 24 }),
      "bits per sample at offset 34: expected 16, 32 or 64 bits, got 24",
    ],
    [
      "too many bytes a frame",
      formatBody({ channels: 65535, blockAlign: 2 }),
      "bytes per frame at offset 32: expected at most 65535, got 131070",
    ],
    [
      "ADPCM of 5 bits",
      formatBody({ tag: 0x11, bits: 5, blockAlign: 256 }),
      "bits per sample of ADPCM at offset 34: expected 4, got 5",
    ],
    [
      "ADPCM blocks without room for their headers",
      formatBody({ tag: 0x11, bits: 4, channels: 2, blockAlign: 7 }),
      "bytes per block at offset 32: expected room for the headers of 2 channels, got 7",
    ],
    [
      "GSM of two channels",
      formatBody({ tag: 0x31, bits: 0, channels: 2, blockAlign: 65 }),
      "channels of GSM 6.10 at offset 22: expected 1, got 2",
    ],
    [
      "14 bytes",
      formatBody().subarray(0, 14),
      "bytes of the fmt chunk at offset 20: expected 16 or more, got 14",
    ],
    [
      "an extensible format of 18 bytes",
      extensibleBody().subarray(0, 18),
      "bytes of an extensible fmt chunk at offset 20: expected 40 or more, got 18",
    ],
  ])("%s", async (_, body, message) => {
    const bytes = wavBytes([chunk("fmt ", body), chunk("data", new Uint8Array(4))]);
    expect(await refusal(bytes)).toEqual(["wav/bad-format", message]);
  });
});
