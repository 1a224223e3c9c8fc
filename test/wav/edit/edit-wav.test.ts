import { describe, expect, it } from "vitest";
import type { ByteSource } from "../../../src/stream/byte-source.ts";
import type { EditableFile } from "../../../src/stream/editable-file.ts";
import { memoryFile } from "../../../src/stream/memory-file.ts";
import { memorySource } from "../../../src/stream/memory-source.ts";
import { editWav } from "../../../src/wav/edit/edit-wav.ts";
import type { ChangeMetadata } from "../../../src/wav/edit/metadata-change.ts";
import { withMetadata } from "../../../src/wav/edit/with-metadata.ts";
import { metadataChunk } from "../../../src/wav/metadata/metadata-chunk.ts";
import { readMetadata } from "../../../src/wav/metadata/read-metadata.ts";
import { openWav } from "../../../src/wav/open-wav.ts";
import { failure, failureCode, rejection } from "../../helpers/failure.ts";
import { pattern } from "../../helpers/pattern.ts";
import { ascii, chunk, ds64, formatBody, joined, u32, wavBytes } from "../../helpers/wav-chunks.ts";
import { virtualSource } from "../../helpers/wav-sources.ts";
import { journaled } from "./journal.ts";
import { CONTAINERS, holding, METADATA, metadataText, recording } from "./recordings.ts";

const titled =
  (title: string): ChangeMetadata =>
  (metadata) => ({ ...metadata, info: { ...metadata.info, INAM: title } });

const format = chunk("fmt ", formatBody({ bits: 8 }));
const data = chunk("data", pattern(20));
const info = chunk("LIST", joined(ascii("INFO"), chunk("INAM", ascii("Dawn\0"))));

describe.each(CONTAINERS)("editing %s", (container) => {
  it("gives the metadata that was asked for, in a file without an oddity", async () => {
    const file = memoryFile(await recording(container));
    const before = await holding(file.bytes());
    expect(await editWav(file, titled("Dawn over the reed beds"))).toEqual({ place: "end" });
    const after = await holding(file.bytes());
    expect(after.audio).toBe(before.audio);
    expect(after.warnings).toEqual([]);
    expect(after.metadata).toBe(
      metadataText({ ...METADATA, info: { INAM: "Dawn over the reed beds", IART: "A. Nightingale" } }),
    );
    await openWav(memorySource(file.bytes()), { strict: true });
  });

  it("writes nothing where the audio is", async () => {
    const file = memoryFile(await recording(container));
    const { data: audio } = await openWav(file);
    for (let edit = 0; edit < 10; edit++) {
      const journal = journaled(file);
      await editWav(journal.file, titled("x".repeat(edit * 17)));
      for (const change of journal.changes) {
        if (change.kind === "write") {
          const end = change.offset + change.bytes.length;
          if (end > audio.offset && change.offset < audio.offset + audio.size) {
            expect.fail(`wrote ${change.bytes.length} bytes at ${change.offset}`);
          }
        }
        if (change.kind === "truncate") expect(change.size).toBeGreaterThanOrEqual(audio.offset + audio.size);
      }
    }
  });

  it("writes nothing at all where nothing changes", async () => {
    const file = memoryFile(await recording(container));
    const journal = journaled(file);
    const same: ChangeMetadata = ({ info: title, ...metadata }) => ({ ...metadata, info: { ...title } });
    expect(await editWav(journal.file, same)).toEqual({ place: "nowhere" });
    expect(journal.changes).toEqual([]);
  });

  it("takes the room that there is", async () => {
    const room = metadataChunk(container === "W64" ? "junk" : "JUNK", new Uint8Array(400));
    const file = memoryFile(await recording(container, { ...METADATA, others: [room] }));
    const { size } = file;
    expect(await editWav(file, titled("Dusk"), { append: false })).toEqual({ place: "slack" });
    expect(file.size).toBe(size);
    expect((await holding(file.bytes())).metadata).toContain("Dusk");
  });

  it("does not let the file grow where it may not", async () => {
    const before = await recording(container);
    const journal = journaled(memoryFile(before));
    const error = await failure(editWav(journal.file, titled("x".repeat(5000)), { append: false }));
    expect(error.code).toBe("wav/no-room");
    expect(error.message).toContain("no filler is large enough, and the file may not grow");
    expect(journal.changes).toEqual([]);
  });

  it("stops growing when it is edited again and again", async () => {
    const file = memoryFile(await recording(container));
    const sizes: number[] = [];
    for (let edit = 0; edit < 200; edit++) {
      await editWav(file, (metadata) => ({
        ...titled("x".repeat((edit * 37) % 200))(metadata),
        ...(edit % 3 === 0 && { ixml: `<BWFXML>${"y".repeat((edit * 53) % 300)}</BWFXML>` }),
      }));
      sizes.push(file.size);
    }
    expect(sizes[199]).toBe(sizes[99]);
    // The file, room for new metadata beside old, and what one byte of a size adds.
    expect(file.size).toBeLessThan(4000);
    const { warnings, ids } = await holding(file.bytes());
    expect(warnings).toEqual([]);
    // Fillers do not pile up either.
    expect(ids.length).toBeLessThan(16);
  });

  it("keeps what it does not know byte by byte, where it is", async () => {
    const file = memoryFile(await recording(container));
    const find = async () => (await openWav(file)).metadata.find(({ id }) => id === "zzzz");
    const before = await find();
    await editWav(file, titled("Dusk"));
    const after = await find();
    expect(after?.found).toEqual(before?.found);
    expect(after?.bytes).toEqual(pattern(13));
  });

  it("adds and removes chunks that it does not know", async () => {
    const file = memoryFile(await recording(container));
    const added = [metadataChunk("yyyy", pattern(7, 2)), metadataChunk("LIST", ascii("abcd1"))];
    await editWav(file, (metadata) => ({ ...metadata, others: added }));
    expect((await holding(file.bytes())).metadata).toBe(metadataText({ ...METADATA, others: added }));
    await editWav(file, () => ({}));
    expect((await holding(file.bytes())).metadata).toBe(metadataText({}));
  });

  it("leaves the old file when the signal is aborted before the new chunks count", async () => {
    const before = await recording(container);
    const file = memoryFile(before);
    const reason = new Error("no more");
    const cancel = new AbortController();
    const body: ByteSource = {
      size: 200_000,
      async read(offset, into) {
        if (offset > 0) cancel.abort(reason);
        return Math.min(into.length, 200_000 - offset);
      },
    };
    const change: ChangeMetadata = (metadata) => ({ ...metadata, others: [{ id: "long", body }] });
    expect(await rejection(editWav(file, change, { signal: cancel.signal }))).toBe(reason);
    expect(file.bytes()).toEqual(before);
  });

  it("leaves the old file when a body ends early", async () => {
    const before = await recording(container);
    const file = memoryFile(before);
    const body: ByteSource = { size: 100, read: async () => 0 };
    const change: ChangeMetadata = (metadata) => ({ ...metadata, others: [{ id: "none", body }] });
    expect(await failureCode(editWav(file, change))).toBe("stream/unexpected-end");
    expect(file.bytes()).toEqual(before);
  });

  it.each(["data", "fmt ", "fact", "ds64", "abc", "abcde", "\0\0\0\0"])(
    "refuses to add a chunk %j",
    async (id) => {
      const before = await recording(container);
      const file = memoryFile(before);
      const change: ChangeMetadata = () => ({ others: [metadataChunk(id, pattern(8))] });
      expect(await failureCode(editWav(file, change))).toBe("wav/bad-metadata");
      expect(file.bytes()).toEqual(before);
    },
  );
});

describe("a GUID of Wave64 that stands for no letters", () => {
  const id = "{01234567-89ab-cdef-0123-456789abcdef}";
  const change: ChangeMetadata = () => ({ others: [metadataChunk(id, pattern(8))] });

  it("is the name of a chunk there", async () => {
    const file = memoryFile(await recording("W64"));
    await editWav(file, change);
    expect((await openWav(file)).metadata).toMatchObject([{ id, bytes: pattern(8) }]);
  });

  it("is none elsewhere", async () => {
    expect(await failureCode(editWav(memoryFile(await recording("RIFF")), change))).toBe("wav/bad-metadata");
  });
});

describe("a second chunk of a kind", () => {
  it("does not come before the one that is changed", async () => {
    const bext = (text: string) => chunk("bext", joined(ascii(text.padEnd(602, "\0"))));
    const file = memoryFile(wavBytes([format, bext("First"), bext("Second"), data]));
    await editWav(file, (metadata) => ({ ...metadata, bext: { ...metadata.bext, description: "Dusk" } }));
    const { bext: changed, others } = await readMetadata(await openWav(file));
    expect(changed?.description).toBe("Dusk");
    expect(others).toMatchObject([{ id: "bext", bytes: bext("Second").subarray(8) }]);
  });

  it("is one with the first where it holds texts", async () => {
    const second = chunk("LIST", joined(ascii("INFO"), chunk("IART", ascii("Second"))));
    const file = memoryFile(wavBytes([format, info, second, data]));
    await editWav(file, (metadata) => ({ ...metadata, info: { ...metadata.info, INAM: "Dusk" } }));
    const { info: texts, others } = await readMetadata(await openWav(file));
    expect(texts).toEqual({ INAM: "Dusk", IART: "Second" });
    expect(others).toBeUndefined();
  });
});

describe("texts that the change leaves as they are", () => {
  it("keep the bytes that they have, in an encoding that nobody has declared", async () => {
    const latin = Uint8Array.of(0x4b, 0xf6, 0x6c, 0x6e, 0);
    const list = joined(ascii("INFO"), chunk("IART", latin), chunk("INAM", ascii("Dawn\0")));
    const file = memoryFile(wavBytes([format, chunk("LIST", list), data]));
    for (const title of ["Dusk", "Düsk"]) {
      await editWav(file, (metadata) => ({ ...metadata, info: { ...metadata.info, INAM: title } }));
      const [{ bytes } = { bytes: undefined }] = (await openWav(file)).metadata;
      expect(bytes?.subarray(12, 17)).toEqual(latin);
    }
  });
});

describe("what is no metadata", () => {
  it.each([
    ["nothing", () => undefined],
    ["a name that no kind has", () => ({ INFO: {} })],
  ])("is refused: %s", async (_, change) => {
    const bytes = await recording("RIFF");
    const file = memoryFile(bytes);
    expect(await failureCode(editWav(file, change as never))).toBe("options/invalid");
    expect(file.bytes()).toEqual(bytes);
  });
});

describe("odd sizes", () => {
  const odd = chunk("odd ", ascii("abc"));

  it.each([
    [
      "a last chunk without its padding",
      wavBytes([format, data, chunk("odd ", ascii("abc"), { padding: [] })]),
    ],
    ["padding that the size of the file does not count", wavBytes([format, data, odd], { size: 67 })],
    ["padding that is counted and not there", wavBytes([format, data, odd], { size: 68 }).subarray(0, -1)],
    ["audio without its padding", wavBytes([format, chunk("data", pattern(21), { padding: [] })])],
  ])("%s is no obstacle", async (_, bytes) => {
    const file = memoryFile(bytes);
    const before = await holding(bytes);
    for (const title of ["Dawn", "x".repeat(300), "Dusk", "y".repeat(700)]) {
      await editWav(file, titled(title));
      const { audio, metadata, warnings } = await holding(file.bytes());
      expect(audio).toBe(before.audio);
      expect(metadata).toContain(title);
      expect(warnings).toEqual([]);
    }
  });
});

describe("a file that has to be repaired first", () => {
  it.each([
    ["wav/riff-size", wavBytes([format, data], { size: 0 })],
    ["wav/riff-size", wavBytes([format, data], { size: 9999 })],
    ["wav/data-size-zero", wavBytes([format, chunk("data", pattern(20), { size: 0 })])],
    ["wav/size-unknown", wavBytes([format, chunk("data", pattern(20), { size: 0xffff_ffff })])],
    ["wav/truncated", wavBytes([format, chunk("data", pattern(20), { size: 50 })])],
    ["wav/no-ds64", wavBytes([format, data], { magic: "RF64" })],
    ["wav/no-chunk", wavBytes([format, new Uint8Array(12), data])],
    ["wav/no-padding", wavBytes([format, chunk("LIST", ascii("odd"), { padding: [] }), data])],
    ["wav/leading-bytes", joined(ascii("ID3\x04\0\0\0\0\0\0"), wavBytes([format, data]))],
  ])("is refused with %s", async (code, bytes) => {
    const journal = journaled(memoryFile(bytes));
    const error = await failure(editWav(journal.file, titled("Dusk")));
    expect(error).toMatchObject({ code: "wav/needs-repair", details: { actual: code } });
    expect(journal.changes).toEqual([]);
  });
});

describe("bytes of others behind the end", () => {
  const tail = ascii("TAGsomething that an edit may not touch");

  it("are not written over", async () => {
    const bytes = joined(wavBytes([format, info, data]), tail);
    const journal = journaled(memoryFile(bytes));
    const error = await failure(editWav(journal.file, titled("Dusk")));
    expect(error.code).toBe("wav/no-room");
    expect(error.message).toContain("bytes that belong to no chunk lie behind the last one, at offset");
    expect(journal.changes).toEqual([]);
  });

  it("stay where they are when there is room within", async () => {
    const bytes = joined(wavBytes([format, chunk("JUNK", new Uint8Array(300)), info, data]), tail);
    const file = memoryFile(bytes);
    expect(await editWav(file, titled("Dusk"))).toEqual({ place: "slack" });
    expect(file.bytes().subarray(-tail.length)).toEqual(tail);
    expect((await holding(file.bytes())).metadata).toContain("Dusk");
  });
});

describe("a size that one byte cannot make larger by what is needed", () => {
  it.each([
    ["in 32 bits, because it is the largest", "RIFF"],
    ["in 64 bits, because it would grow by 4 GiB", "RF64"],
  ])("is no room, %s", async (_, magic) => {
    const size = 2 ** 32 - 16;
    const sizes = magic === "RIFF" ? [] : [ds64(size, size - 72)];
    const audio = chunk("data", new Uint8Array(0), {
      size: magic === "RIFF" ? size - 36 : 0xffff_ffff,
    });
    const head = wavBytes([...sizes, chunk("fmt ", formatBody()), audio], { magic, size });
    const changes: string[] = [];
    const file: EditableFile = {
      ...virtualSource(size + 8, [[0, head]]),
      write: async () => void changes.push("write"),
      truncate: async () => void changes.push("truncate"),
      sync: async () => void changes.push("sync"),
    };
    const error = await failure(editWav(file, titled("x".repeat(300))));
    expect(error.code).toBe("wav/no-room");
    expect(error.message).toContain("cannot grow by so much at once");
    expect(changes).toEqual([]);
  });
});

describe("a mark of an edit", () => {
  const marked = (offset: number, old: number) =>
    chunk("JUNX", joined(ascii("longwave"), u32(offset), u32(0), u32(old), u32(0)));

  it("of somebody else is a chunk like any other", async () => {
    const foreign = chunk("JUNX", ascii("something else"));
    const file = memoryFile(wavBytes([format, foreign, data]));
    expect((await openWav(file)).metadata).toMatchObject([{ id: "JUNX" }]);
    await editWav(file, titled("Dusk"));
    expect((await holding(file.bytes())).ids).toContain("JUNX");
  });

  it("hides no chunk once it has been moved, and goes", async () => {
    const file = memoryFile(wavBytes([format, info, marked(1000, 36), data]));
    expect((await openWav(file)).metadata).toMatchObject([{ id: "LIST" }]);
    await editWav(file, (metadata) => metadata);
    expect((await holding(file.bytes())).ids).toEqual(["fmt ", "LIST", "JUNK", "data"]);
  });

  it("never hides the audio or what describes it", async () => {
    const mark = marked(36, 68);
    const file = memoryFile(wavBytes([format, mark, data]));
    const before = await holding(file.bytes());
    await editWav(file, (metadata) => metadata);
    expect(await holding(file.bytes())).toMatchObject({ audio: before.audio, ids: ["fmt ", "JUNK", "data"] });
  });
});

describe("withMetadata", () => {
  it("leaves the bytes of chunks as they are that the change leaves as they are", async () => {
    const odd = joined(ascii("INFO"), chunk("INAM", ascii("Dawn\0and more")));
    const bytes = wavBytes([format, chunk("LIST", odd), data]);
    const changed = await openWav(
      await withMetadata(await openWav(memorySource(bytes)), (metadata) => ({ ...metadata, ixml: "<a/>" })),
    );
    expect(changed.metadata.map(({ id, bytes: body }) => [id, body])).toEqual([
      ["LIST", odd],
      ["iXML", ascii("<a/>")],
    ]);
  });
});
