import { describe, expect, it } from "vitest";
import { memoryFile } from "../../../src/stream/memory-file.ts";
import { memorySource } from "../../../src/stream/memory-source.ts";
import { editWav } from "../../../src/wav/edit/edit-wav.ts";
import { findRepairs } from "../../../src/wav/edit/find-repairs.ts";
import { repairedWav, repairWav } from "../../../src/wav/edit/repair-wav.ts";
import { openWav } from "../../../src/wav/open-wav.ts";
import { failure } from "../../helpers/failure.ts";
import { bytesAt, pattern } from "../../helpers/pattern.ts";
import { ascii, chunk, ds64, formatBody, joined, u32, wavBytes } from "../../helpers/wav-chunks.ts";
import { crashes, journaled } from "./journal.ts";
import { CONTAINERS, holding, recording } from "./recordings.ts";

const UNKNOWN = 0xffff_ffff;
const format = chunk("fmt ", formatBody({ bits: 8 }));
const data = chunk("data", pattern(20));

/** Repairs a copy, twice, and gives it. */
async function repaired(bytes: Uint8Array): Promise<Uint8Array> {
  const planned = await findRepairs(memorySource(bytes));
  const file = memoryFile(bytes);
  expect(await repairWav(file)).toEqual(planned);
  const once = file.bytes().slice();
  const again = journaled(file);
  expect(await repairWav(again.file)).toEqual([]);
  expect(again.changes).toEqual([]);
  for (const { offset, actual } of planned) {
    expect(actual).toEqual(bytes.subarray(offset, offset + actual.length));
  }
  return once;
}

describe.each(CONTAINERS)("repairing %s", (container) => {
  it("leaves a file alone that is right", async () => {
    const bytes = await recording(container);
    expect(await repaired(bytes)).toEqual(bytes);
  });

  it("gives a recording that was cut off anywhere behind the header of its audio", async () => {
    const bytes = await recording(container);
    const whole = await holding(bytes);
    const { data: audio } = await openWav(memorySource(bytes));
    for (let length = audio.offset; length <= bytes.length; length++) {
      const cut = bytes.subarray(0, length);
      const before = await holding(cut);
      const after = await holding(await repaired(cut));
      expect(after.audio).toBe(before.audio);
      expect(after.metadata).toBe(whole.metadata);
      expect(after.warnings.filter((code) => code !== "wav/partial-frame")).toEqual([]);
      if ((length - audio.offset) % 3 === 0) expect(after.warnings).toEqual([]);
    }
  });

  it("gives all frames of a recorder that was cut off before it filled its sizes in", async () => {
    const bytes = await recording(container);
    const { data: audio, chunks } = await openWav(memorySource(bytes));
    const header = chunks.find(({ bodyOffset }) => bodyOffset === audio.offset)!.offset;
    const sizes =
      container === "W64"
        ? [16, header + 16]
        : [4, header + 4, ...(chunks[0]?.id === "ds64" ? [20, 28] : [])];
    for (const fill of [0, 0xff]) {
      // A recorder pads at the end, when it knows the size.
      const live = bytes.slice(0, audio.offset + audio.size);
      // The body of ds64 begins at 20; its sizes and those of Wave64 have 64 bits.
      for (const at of sizes)
        live.fill(fill, at, at + (container === "W64" || at === 20 || at === 28 ? 8 : 4));
      if (container === "W64" && fill === 0xff) continue;
      const after = await holding(await repaired(live));
      expect(after.audio).toBe((await holding(bytes)).audio);
      expect(after.warnings).toEqual([]);
    }
  });

  it("finishes what an edit left undone", async () => {
    const before = await recording(container);
    const journal = journaled(memoryFile(before));
    await editWav(journal.file, (metadata) => ({ ...metadata, info: { INAM: "Dusk" } }));
    let count = 0;
    for await (const bytes of crashes(before, journal.changes)) {
      if (count++ % 5 !== 0) continue;
      const crashed = await holding(bytes);
      const after = await holding(await repaired(bytes));
      expect(after).toMatchObject({ audio: crashed.audio, metadata: crashed.metadata, warnings: [] });
      expect(after.ids.filter((id) => /^junx$/i.test(id))).toEqual([]);
    }
  });
});

describe("repairing", () => {
  it.each<[string, Uint8Array]>([
    ["sizes of 0", wavBytes([format, chunk("data", pattern(21), { size: 0, padding: [] })], { size: 0 })],
    [
      "sizes of 0xFFFFFFFF",
      wavBytes([format, chunk("data", pattern(20), { size: UNKNOWN })], { size: UNKNOWN }),
    ],
    ["the size of an empty file", wavBytes([format, chunk("data", pattern(20), { size: 0 })], { size: 36 })],
    ["a file size that is too large", wavBytes([format, data], { size: 5000 })],
    ["a file size that ends within the audio", wavBytes([format, data], { size: 38 })],
    ["a chunk that hides the audio", wavBytes([format, chunk("LIST", ascii("INFO"), { size: 5000 }), data])],
    [
      "a last chunk past the end",
      wavBytes([format, data, chunk("note", ascii("abc"), { size: 50, padding: [] })]),
    ],
    ["missing padding at the end", wavBytes([format, chunk("data", pattern(21), { padding: [] })])],
    [
      "RF64 without ds64",
      wavBytes([format, chunk("data", pattern(20), { size: UNKNOWN })], { magic: "RF64", size: UNKNOWN }),
    ],
    [
      "RF64 whose ds64 is too short",
      wavBytes([chunk("ds64", new Uint8Array(16)), format, data], { magic: "RF64" }),
    ],
    [
      "ds64 of zeros",
      wavBytes([ds64(0, 0), format, chunk("data", pattern(20), { size: UNKNOWN })], {
        magic: "RF64",
        size: UNKNOWN,
      }),
    ],
    ["a wrong number of frames", wavBytes([format, chunk("fact", u32(7)), data])],
    [
      "a wrong number of frames in ds64",
      wavBytes(
        [ds64(104, 20), format, chunk("fact", u32(UNKNOWN)), chunk("data", pattern(20), { size: UNKNOWN })],
        { magic: "BW64", size: UNKNOWN },
      ),
    ],
  ])("puts %s right", async (_, bytes) => {
    const before = await holding(bytes);
    expect(before.warnings).not.toEqual([]);
    const after = await repaired(bytes);
    expect(await holding(after)).toMatchObject({ audio: before.audio, warnings: [] });
    await openWav(memorySource(after), { strict: true });
  });

  it("says what it changes, where, and how", async () => {
    const bytes = wavBytes([format, chunk("data", pattern(20), { size: 0 })], { size: 0 });
    expect(await repairWav(memoryFile(bytes))).toEqual([
      {
        what: 'the size of the "data" chunk',
        offset: 40,
        actual: u32(0),
        actualValue: 0,
        expected: u32(20),
        expectedValue: 20,
      },
      {
        what: "the size of the file",
        offset: 4,
        actual: u32(0),
        actualValue: 0,
        expected: u32(56),
        expectedValue: 56,
      },
    ]);
  });

  it("says of an RF64 that becomes a RIFF its identifier and its size", async () => {
    const bytes = wavBytes([format, data], { magic: "RF64", size: UNKNOWN });
    expect(await findRepairs(memorySource(bytes))).toMatchObject([
      { what: "the container", offset: 0, actualValue: "RF64", expectedValue: "RIFF" },
      { what: "the size of the file", offset: 4, actualValue: UNKNOWN, expectedValue: 56 },
    ]);
  });

  it("says numbers of big-endian files and of 64 bits as they are meant", async () => {
    const big = (await recording("RIFX")).slice();
    big.fill(0, 4, 8);
    expect(await findRepairs(memorySource(big))).toMatchObject([
      { offset: 4, actualValue: 0, expectedValue: big.length - 8 },
    ]);
    const long = (await recording("W64")).slice();
    long.fill(0, 16, 24);
    expect(await findRepairs(memorySource(long))).toMatchObject([
      { offset: 16, actualValue: 0, expectedValue: long.length },
    ]);
  });

  it("says no value of bytes that are missing at the end", async () => {
    const bytes = wavBytes([format, chunk("data", pattern(21), { padding: [] })]);
    const [padding] = await findRepairs(memorySource(bytes));
    expect(padding).toEqual({
      what: "padding",
      offset: 65,
      actual: new Uint8Array(0),
      expected: new Uint8Array(1),
    });
  });

  it("lets padding that is not counted be", async () => {
    const bytes = wavBytes([format, chunk("data", pattern(21))], { size: 57 });
    expect(await repaired(bytes)).toEqual(bytes);
  });

  it("lets bytes of others behind the end be", async () => {
    const bytes = joined(wavBytes([format, data]), ascii("TAG of somebody"));
    expect(await repaired(bytes)).toEqual(bytes);
    const broken = joined(wavBytes([format, data], { size: 0 }), ascii("TAG"));
    expect((await repaired(broken)).subarray(-3)).toEqual(ascii("TAG"));
  });

  it("lets a wrong size in the head of RF64 be, for nobody looks at it", async () => {
    const bytes = wavBytes([ds64(92, 20), format, data], { magic: "RF64", size: 0 });
    expect(await repaired(bytes)).toEqual(bytes);
  });
});

describe("what cannot be repaired in place", () => {
  it.each<[string, Uint8Array]>([
    ["bytes before the file", joined(ascii("ID3\x04\0\0\0\0\0\0"), wavBytes([format, data]))],
    ["bytes between the chunks", wavBytes([format, new Uint8Array(16), data])],
    [
      "missing padding between the chunks",
      wavBytes([chunk("LIST", ascii("INFOx"), { padding: [] }), format, data]),
    ],
  ])("%s: is said, and a new file is right", async (_, bytes) => {
    const journal = journaled(memoryFile(bytes));
    const error = await failure(repairWav(journal.file));
    expect(error.code).toBe("wav/not-repairable");
    expect(error.message).toMatch(/^the file cannot be repaired in place: .*\d/);
    expect(error.details).toEqual({
      offset: expect.any(Number),
      actual: expect.stringMatching(/^wav\/(leading-bytes|no-chunk|no-padding)$/),
    });
    expect(journal.changes).toEqual([]);

    const virtual = repairedWav(await openWav(memorySource(bytes)));
    const isNew = await bytesAt(virtual, 0, virtual.size);
    await openWav(memorySource(isNew), { strict: true });
    expect((await holding(isNew)).audio).toBe((await holding(bytes)).audio);
  });
});

describe("a repaired file as a new one", () => {
  it.each(CONTAINERS)("has the audio and the metadata of %s that was cut off", async (container) => {
    const bytes = (await recording(container)).slice(0, -20);
    const virtual = repairedWav(await openWav(memorySource(bytes)));
    const isNew = await bytesAt(virtual, 0, virtual.size);
    const wav = await openWav(memorySource(isNew), { strict: true });
    expect(wav.container).toBe(container);
    const { audio, metadata } = await holding(bytes);
    expect(await holding(isNew)).toMatchObject({ audio, metadata });
  });
});

describe("audio behind sizes that could be true", () => {
  const bytes = joined(
    wavBytes([format, data]),
    pattern(30, 7).map((byte) => byte & 0x1f),
  );

  it("is bytes of somebody's, unless it is asked for", async () => {
    expect(await repairWav(memoryFile(bytes))).toEqual([]);
    const wav = await openWav(memorySource(bytes), { dataToEnd: true });
    expect(wav.frames).toBe(50);
    expect(wav.warnings.map(({ code, message }) => [code, message])).toEqual([
      [
        "wav/size-unknown",
        'the "data" chunk at offset 36 claims 20 bytes; as asked, it is taken as reaching to the end, 50 bytes',
      ],
      ["wav/riff-size", "the file's size field at offset 4 claims 56 bytes after the first 8; there are 86"],
    ]);
  });

  it("is in the repaired file and in the virtual one, when it is", async () => {
    const file = memoryFile(bytes);
    await repairWav(file, { dataToEnd: true });
    const opened = await openWav(memorySource(bytes), { dataToEnd: true });
    for (const source of [file, repairedWav(opened)]) {
      const wav = await openWav(source, { strict: true });
      const plane = new Float32Array(60);
      expect(await wav.read(0, [plane])).toBe(50);
      expect([...plane.subarray(0, 50)]).toEqual([...bytes.subarray(44)].map((byte) => (byte - 128) / 128));
    }
  });
});
