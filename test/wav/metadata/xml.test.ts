import fc from "fast-check";
import { describe, expect, it } from "vitest";
import wavefile from "wavefile";
import { encodeText } from "../../../src/wav/metadata/text.ts";
import { readXml, writeXml } from "../../../src/wav/metadata/xml.ts";
import { bodyContext, bytesOf, chunkBody, strictContext, thrownBy } from "../../helpers/metadata-body.ts";

const DOCUMENT = '<?xml version="1.0"?><BWFXML><NOTE>5 € für Ü</NOTE></BWFXML>';
const UTF_8 = encodeText(DOCUMENT, "utf-8");
const UTF_16LE = encodeText(DOCUMENT, "utf-16le");
const UTF_16BE = encodeText(DOCUMENT, "utf-16be");

describe("a document", () => {
  it.each([
    ["UTF-8", UTF_8],
    ["UTF-8 with its mark", bytesOf([0xef, 0xbb, 0xbf], UTF_8)],
    ["UTF-16, little-endian, with its mark", bytesOf([0xff, 0xfe], UTF_16LE)],
    ["UTF-16, big-endian, with its mark", bytesOf([0xfe, 0xff], UTF_16BE)],
    ["UTF-16, little-endian, by its looks", UTF_16LE],
    ["UTF-16, big-endian, by its looks", UTF_16BE],
    ["UTF-8 with NULs behind it", bytesOf(UTF_8, [0, 0, 0])],
    ["UTF-16 with NULs and half a character behind it", bytesOf(UTF_16LE, [0, 0, 0])],
  ])("in %s is that text", (_, body) => {
    expect(readXml(body, strictContext())).toBe(DOCUMENT);
  });

  it.each([
    ["Windows-1252", [0x80], "€"],
    ["windows-1252", [0x80], "€"],
    ["ISO-8859-1", [0xe9], "é"],
    ["Shift_JIS", [0x93, 0xfa], "日"],
    ["UTF-8", [0xc3, 0xa9], "é"],
    ["UTF-8", [0xe9], "é"],
  ])(
    "that declares %s is read as such, and as such things are where that is not true",
    (name, bytes, text) => {
      const declaration = `<?xml version='1.0' encoding='${name}' ?>`;
      expect(readXml(bytesOf(declaration, bytes), strictContext())).toBe(declaration + text);
    },
  );

  it.each(["EBCDIC-DE", "UTF-16", "constructor"])(
    "that declares %s and is not that is read all the same",
    (name) => {
      const context = bodyContext();
      const document = `<?xml version="1.0" encoding="${name}"?><a/>`;
      expect(readXml(bytesOf(document), context)).toBe(document);
      expect(context.warnings).toMatchObject([{ code: "wav/bad-metadata", offset: 100, actual: name }]);
    },
  );

  it("of entities that grow without end is as long as its bytes", () => {
    const bomb = '<!DOCTYPE a [<!ENTITY a "&b;&b;"><!ENTITY b "&a;&a;">]><a>&a;</a>';
    expect(readXml(bytesOf(bomb), strictContext())).toBe(bomb);
  });

  it("may be no document, and empty", () => {
    expect(readXml(bytesOf(), strictContext())).toBe("");
    expect(readXml(bytesOf([0, 0]), strictContext())).toBe("");
    expect(readXml(bytesOf("a\0b\0"), strictContext())).toBe("a\0b");
    fc.assert(fc.property(fc.uint8Array(), (bytes) => typeof readXml(bytes, bodyContext()) === "string"));
  });

  it("comes back as it was written, unless it begins with a mark", () => {
    const text = fc.string({ unit: "binary" }).filter((any) => !/^\ufeff|\0/.test(any));
    fc.assert(fc.property(text, (any) => readXml(writeXml(any), strictContext()) === any));
    expect(writeXml(DOCUMENT)).toEqual(UTF_8);
  });

  it.each([
    ['<?xml version="1.0" encoding="UTF-16"?><a/>', '<?xml version="1.0" encoding="UTF-8"?><a/>'],
    [
      "\n<?xml version='1.0' encoding = 'latin1' standalone='yes'?>",
      "\n<?xml version='1.0' encoding = 'UTF-8' standalone='yes'?>",
    ],
    ['<?xml version="1.0" encoding="utf-8"?>', '<?xml version="1.0" encoding="utf-8"?>'],
    ['<a encoding="UTF-16"/>', '<a encoding="UTF-16"/>'],
    ['<?xml version="1.0"?><a encoding="UTF-16"/>', '<?xml version="1.0"?><a encoding="UTF-16"/>'],
  ])("%s declares UTF-8 when it is written, if it declares anything", (document, written) => {
    expect(readXml(writeXml(document), strictContext())).toBe(written);
  });

  it("with a NUL in it is refused", () => {
    expect(thrownBy(() => writeXml("<a>\0</a>")).code).toBe("wav/bad-text");
  });
});

describe("the wavefile package and we agree about documents:", () => {
  it("we read what it writes, and write the same", () => {
    const file = new wavefile.WaveFile();
    file.fromScratch(1, 8000, "16", [1, 2]);
    file.setiXML(DOCUMENT);
    const body = chunkBody(file.toBuffer(), "iXML");
    expect(readXml(body, strictContext())).toBe(DOCUMENT);
    expect(body.subarray(0, UTF_8.length)).toEqual(writeXml(DOCUMENT));
  });
});
