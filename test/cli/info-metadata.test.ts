import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { WavMetadata } from "../../src/wav/metadata/metadata.ts";
import { longwave } from "../helpers/cli-command.ts";
import { folderWithMetadata } from "../helpers/cli-metadata.ts";
import { scratchFolder } from "../helpers/cli-recording.ts";
import { bytesOf } from "../helpers/metadata-body.ts";
import { ascii, chunk, formatBody, joined, u32, wavBytes } from "../helpers/wav-chunks.ts";

/** What the tables show of some metadata, from the first section on. */
async function shown(metadata: WavMetadata, chunks: readonly Uint8Array[] = []): Promise<string> {
  const cwd = folderWithMetadata(metadata, chunks);
  const { code, stdout, stderr } = await longwave(["info", "take.wav"], { cwd });
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  return stdout.split("\n\n").slice(2).join("\n\n");
}

describe("info shows", () => {
  test("the texts of an INFO list with what their codes stand for", async () => {
    expect(await shown({ info: { INAM: "Interview", ICMT: "one\r\ntwo", IAS1: "English" } })).toBe(`\
INFO
  INAM  title    Interview
  ICMT  comment  one
                 two
  IAS1           English
`);
  });

  test("a broadcast extension, its time reference as a time of day too", async () => {
    const bext = { description: "Zürich", timeReference: 8000 * 36_300, loudness: -23.1 };
    expect(await shown({ bext })).toBe(`\
bext
  description     Zürich
  version         2
  loudness        -23.1 LUFS
  time reference  290400000 frames (10:05:00.000)
`);
  });

  test("cue points and regions with their times", async () => {
    const cues = {
      points: [
        { id: 1, frame: 4000, label: "question" },
        { id: 7, frame: 8000, label: "answer", region: { frames: 2002, purpose: "rgn " } },
      ],
    };
    expect(await shown({ cues })).toBe(`\
cue points
  id  frame      time     until  label
   1   4000  0:00.500            question
   7   8000  0:01.000  0:01.250  answer
`);
  });

  test("what samplers and sequencers read", async () => {
    const sampler = {
      manufacturer: 0,
      product: 0,
      samplePeriod: 125_000,
      unityNote: 60,
      pitchFraction: 2 ** 31,
      smpteFormat: 25,
      smpteOffset: 0x01_02_03_04,
      loops: [{ id: 1, type: "forward", start: 800, end: 1599, fraction: 0, playCount: 0 }],
    } as const;
    const instrument = {
      unshiftedNote: 69,
      fineTune: -5,
      gain: 3,
      lowNote: 0,
      highNote: 127,
      lowVelocity: 1,
      highVelocity: 127,
    };
    const acid = {
      oneShot: false,
      hasRootNote: true,
      stretches: true,
      diskBased: false,
      rootNote: 61,
      beats: 8,
      meter: { numerator: 6, denominator: 8 },
      tempo: 120.5,
    };
    expect(await shown({ sampler, instrument, acid })).toBe(`\
sampler
  unity note     60 (C4) + 50.00 cents
  sample period  125000 ns
  SMPTE offset   01:02:03:04 at 25 frames a second
  loop  type     start   end      from     until  times
     1  forward    800  1599  0:00.100  0:00.200  endless

instrument
  unshifted note  69 (A4)
  low note        0 (C-1)
  high note       127 (G9)
  fine tune       -5 cents
  gain            3 dB
  low velocity    1
  high velocity   127

acid
  type       loop
  tempo      120.50 beats a minute
  beats      8
  meter      6/8
  root note  61 (C#4)
  stretches  yes
`);
  });

  test("radio, peaks, and the tracks of a scene", async () => {
    const cart = { title: "Jingle", postTimers: [{ usage: "SEC1", frame: 8000 }] };
    const peaks = {
      version: 1,
      timestamp: 1_700_000_000,
      channels: [
        { value: 0.5, frame: 4000 },
        { value: 0, frame: 0 },
      ],
    };
    const chna = [{ trackIndex: 1, uid: "ATU_00000001", trackRef: "AT_00031001_01", packRef: "AP_00031001" }];
    expect(await shown({ cart, peaks, chna })).toBe(`\
cart
  version          0101
  title            Jingle
  level reference  0
  timer SEC1       frame 8000 (0:01.000)

peaks
  channel   dBFS  frame      time
        1  -6.02   4000  0:00.500
        2   -inf      0  0:00.000
  found at 2023-11-14T22:13:20.000Z

chna
  track  uid           track format    pack format
      1  ATU_00000001  AT_00031001_01  AP_00031001
`);
  });

  test("an ID3 tag, its pictures by type and size", async () => {
    const picture = bytesOf(0, "image/png\0", 3, "\0", new Uint8Array(1988));
    const frames = [
      { id: "TIT2", kind: "text", values: ["Interview"] },
      { id: "TXXX", kind: "text", description: "MOOD", values: ["calm", "blue"] },
      { id: "COMM", kind: "comment", language: "eng", description: "", text: "hello" },
      { id: "WOAR", kind: "url", url: "https://example.org" },
      { id: "APIC", kind: "raw", bytes: picture },
    ] as const;
    expect(await shown({ id3: { version: 4, frames } })).toBe(`\
ID3v2.4
  TIT2  title    Interview
  TXXX           MOOD: calm; blue
  COMM  comment  hello
  WOAR           https://example.org
  APIC  picture  image/png, 2.0 kB
`);
  });

  test("the first elements of a document, however it is broken into lines", async () => {
    const takes = Array.from({ length: 500 }, (_, index) => `<TAKE>${index}</TAKE>`);
    const ixml = `<?xml version="1.0"?>\n<BWFXML>${takes.join("")}</BWFXML>`;
    const lines = (await shown({ ixml })).split("\n");
    expect(lines.slice(0, 4)).toEqual([
      `iXML, ${ixml.length} characters`,
      "  <BWFXML>",
      "  <TAKE>0</TAKE>",
      "  <TAKE>1</TAKE>",
    ]);
    expect(lines.slice(11)).toEqual(["  … and more; --json has all", ""]);
  });

  test("other chunks, and which ones are fillers", async () => {
    const cwd = folderWithMetadata({}, [chunk("JUNK", new Uint8Array(10)), chunk("mine", ascii("abc"))]);
    const { stdout } = await longwave(["info", "take.wav"], { cwd });
    expect(stdout).toContain("\nJUNK       36    44     10  filler\n");
    expect(stdout).toContain("\n\nother chunks\n  chunk  offset  size\n  mine       54     3\n");
  });

  test("metadata that cannot be right as a warning, which --strict makes an error", async () => {
    const cwd = folderWithMetadata({}, [chunk("smpl", new Uint8Array(4))]);
    const { code, stdout } = await longwave(["info", "take.wav"], { cwd });
    expect(code).toBe(0);
    expect(stdout).toMatch(/\n\n1 warning\n {2}the "smpl" body .* \(wav\/bad-metadata\)\n$/);
    const strict = await longwave(["info", "take.wav", "--strict"], { cwd });
    expect(strict).toMatchObject({ code: 1, stdout: "" });
    expect(strict.stderr).toMatch(/^error: .*\(wav\/bad-metadata\)\n$/);
  });

  test("texts in the encoding that it is told", async () => {
    const list = joined(ascii("INFO"), chunk("INAM", bytesOf(0x93, 0xfa, 0x96, 0x7b, 0)));
    const cwd = folderWithMetadata({}, [chunk("LIST", list)]);
    const { stdout } = await longwave(["info", "take.wav", "--encoding", "shift_jis"], { cwd });
    expect(stdout).toContain("  INAM  title  日本\n");
  });
});

test("no text of a file reaches the terminal with a control character in it", async () => {
  const evil = "\x1b]0;title\x07 \x1b[2J \x9b31m \u202egpj.exe \x7f";
  const metadata = {
    info: { INAM: evil },
    cues: { points: [{ id: 1, frame: 0, label: `${evil}\r\n` }] },
    ixml: `<a>${evil}</a>`,
    id3: { version: 4, frames: [{ id: "TIT2", kind: "text", values: [evil] }] },
  } as const;
  const cwd = folderWithMetadata(metadata);
  const table = await longwave(["info", "take.wav"], { cwd });
  expect(table.stdout).toContain(String.raw`\x1b]0;title\x07 \x1b[2J \x9b31m \u202egpj.exe \x7f`);
  const json = await longwave(["info", "take.wav", "--json"], { cwd });
  expect(JSON.parse(json.stdout).metadata.info).toEqual(metadata.info);
  for (const { stdout } of [table, json]) {
    const unseen = [...stdout].filter((character) => /[\p{Cc}\u202e]/u.test(character) && character !== "\n");
    expect(unseen).toEqual([]);
  }
});

test("info --json has all of the metadata, typed, with times in seconds and bytes in base64", async () => {
  const metadata: WavMetadata = {
    info: { INAM: "Interview" },
    bext: { description: "one", version: 0, timeReference: 8000, reserved: Uint8Array.of(1) },
    cues: { points: [{ id: 1, frame: 4000, label: "q", region: { frames: 800, purpose: "rgn " } }] },
    id3: { version: 4, frames: [{ id: "APIC", kind: "raw", bytes: new Uint8Array(5000) }] },
  };
  const cwd = folderWithMetadata(metadata, [chunk("mine", ascii("abc"))]);
  const { stdout } = await longwave(["info", "take.wav", "--json"], { cwd });
  const found = JSON.parse(stdout).metadata;
  expect(found).toMatchObject({
    info: metadata.info,
    cues: {
      points: [
        {
          id: 1,
          frame: 4000,
          time: 0.5,
          label: "q",
          region: { frames: 800, purpose: "rgn ", duration: 0.1 },
        },
      ],
    },
    id3: { version: 4, frames: [{ id: "APIC", kind: "raw", bytes: { size: 5000 } }] },
    others: [{ id: "mine", offset: expect.any(Number), size: 3, base64: "YWJj" }],
  });
  const { reserved, ...bext } = found.bext;
  expect(bext).toEqual({ description: "one", version: 0, timeReference: 8000 });
  // All that the version leaves unused: 254 bytes.
  expect(reserved.size).toBe(254);
  expect(Buffer.from(reserved.base64, "base64")).toEqual(Buffer.from([1, ...new Uint8Array(253)]));
});

test("20,000 chunks and 20,000 cue points are told of in a few lines, and all of them in JSON", async () => {
  const cwd = scratchFolder();
  const count = 20_000;
  const empty = joined(...Array.from({ length: count }, () => chunk("none", new Uint8Array(0))));
  const points = new Uint32Array(1 + 6 * count);
  points[0] = count;
  for (let index = 0; index < count; index++) points[1 + 6 * index] = index;
  const cues = chunk("cue ", new Uint8Array(points.buffer));
  const audio = chunk("data", new Uint8Array(2));
  const file = wavBytes([chunk("fmt ", formatBody()), cues, empty, audio]);
  expect(file.subarray(44, 48)).toEqual(u32(count));
  writeFileSync(join(cwd, "take.wav"), file);
  const table = await longwave(["info", "take.wav"], { cwd });
  expect(table.stdout.split("\n").length).toBeLessThan(160);
  expect(table.stdout).toContain("… 19963 more; --json has all");
  const { stdout } = await longwave(["info", "take.wav", "--json"], { cwd });
  const { chunks, metadata } = JSON.parse(stdout);
  expect([chunks.length, metadata.cues.points.length, metadata.others.length]).toEqual([
    count + 3,
    count,
    count,
  ]);
});
