import fc from "fast-check";
import { describe, expect, it } from "vitest";
import wavefile from "wavefile";
import { INFO_NAMES, readInfo, writeInfo } from "../../../src/wav/metadata/info.ts";
import {
  BIG_ENDIAN,
  bodyContext,
  bytesOf,
  chunkBody,
  LITTLE_ENDIAN,
  strictContext,
  thrownBy,
} from "../../helpers/metadata-body.ts";

const TEXT = fc.string({ unit: "binary" }).map((text) => text.replaceAll("\0", ""));
/** Without names that are whole numbers, which stand first in an object. */
const INFO = fc.dictionary(fc.stringMatching(/^[A-Z][ -~]{3}$/), TEXT, { minKeys: 1, maxKeys: 8 });

describe("the texts about a recording", () => {
  it("come back as they were written, in their order, in both byte orders", () => {
    fc.assert(
      fc.property(INFO, fc.constantFrom(LITTLE_ENDIAN, BIG_ENDIAN), (info, layout) => {
        const read = readInfo([{ body: writeInfo(info, layout), offset: 0 }], strictContext(layout));
        expect(Object.entries(read ?? {})).toEqual(Object.entries(info));
      }),
    );
  });

  it("are ended by NULs and padded to even sizes", () => {
    const body = bytesOf("INFOINAM", [4, 0, 0, 0], "abc\0IART", [3, 0, 0, 0], "de\0\0");
    expect(readInfo([{ body, offset: 0 }], strictContext())).toEqual({ INAM: "abc", IART: "de" });
    expect(writeInfo({ INAM: "abc", IART: "de" }, LITTLE_ENDIAN)).toEqual(body);
  });

  it("need no NUL to be read", () => {
    const body = bytesOf("INFOINAM", [3, 0, 0, 0], "abc\0IART", [2, 0, 0, 0], "de");
    expect(readInfo([{ body, offset: 0 }], strictContext())).toEqual({ INAM: "abc", IART: "de" });
  });

  it("of one identifier are all kept, each once", () => {
    const artist = (name: string) => bytesOf("IART", [name.length, 0, 0, 0], name);
    const body = bytesOf("INFO", artist("me"), artist("us"), artist("me"));
    expect(readInfo([{ body, offset: 0 }], strictContext())).toEqual({ IART: "me; us" });
  });

  it("whose names are whole numbers come first", () => {
    const body = writeInfo({ INAM: "a", "2000": "b", "1000": "c" }, LITTLE_ENDIAN);
    expect(Object.keys(readInfo([{ body, offset: 0 }], strictContext()) ?? {})).toEqual([
      "1000",
      "2000",
      "INAM",
    ]);
  });

  it("are none where the list is empty, or is no list of chunks", () => {
    expect(readInfo([{ body: bytesOf("INFO"), offset: 0 }], strictContext())).toBeUndefined();
    expect(readInfo([{ body: bytesOf("INFO", [1, 2, 3]), offset: 0 }], bodyContext())).toBeUndefined();
  });

  it("are in the encoding that the caller knows", () => {
    const body = bytesOf("INFOINAM", [5, 0, 0, 0], [0x93, 0xfa, 0x96, 0x7b, 0, 0]);
    const layout = { littleEndian: true, encoding: "shift_jis" } as const;
    expect(readInfo([{ body, offset: 0 }], strictContext(layout))).toEqual({ INAM: "日本" });
    expect(writeInfo({ INAM: "日本" }, layout)).toEqual(body);
  });

  it("have names for people, four characters each", () => {
    expect(INFO_NAMES).toMatchObject({ INAM: "title", IART: "artist" });
    for (const id of Object.keys(INFO_NAMES)) expect(id).toMatch(/^I[A-Z]{3}$/);
  });

  it("are refused under a name that is no identifier", () => {
    expect(thrownBy(() => writeInfo({ title: "x" }, LITTLE_ENDIAN)).code).toBe("wav/bad-metadata");
  });
});

describe("the wavefile package and we agree about texts:", () => {
  const info = { INAM: "A title", IART: "somebody", ICMT: "odd" };

  it("we read what it writes", () => {
    const file = new wavefile.WaveFile();
    file.fromScratch(1, 8000, "16", [1, 2]);
    for (const [id, text] of Object.entries(info)) file.setTag(id, text);
    const body = chunkBody(file.toBuffer(), "INFO");
    expect(readInfo([{ body, offset: 0 }], strictContext())).toEqual(info);
    expect(writeInfo(info, LITTLE_ENDIAN)).toEqual(body);
  });

  it("it reads what we write", () => {
    const list = writeInfo(info, LITTLE_ENDIAN);
    const empty = new wavefile.WaveFile();
    empty.fromScratch(1, 8000, "16", [1, 2]);
    const file = new wavefile.WaveFile(bytesOf(empty.toBuffer(), "LIST", [list.length, 0, 0, 0], list));
    expect(file.listTags()).toEqual(info);
  });
});
