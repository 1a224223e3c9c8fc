import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readList, writeList } from "../../../src/wav/metadata/list.ts";
import {
  BIG_ENDIAN,
  bodyContext,
  bytesOf,
  LITTLE_ENDIAN,
  strictContext,
  thrownBy,
} from "../../helpers/metadata-body.ts";

/** The chunks as identifiers and texts. */
function shown(body: Uint8Array, context = bodyContext()) {
  const chunks = readList(body, context).map(({ id, body }) => [id, String.fromCharCode(...body)]);
  return { chunks, warnings: context.warnings };
}

const ID = fc.stringMatching(/^[ -~]{4}$/);
const SUB_CHUNKS = fc.array(fc.record({ id: ID, body: fc.uint8Array({ maxLength: 20 }) }), { maxLength: 6 });

describe("a list", () => {
  it("of any chunks is read as it was written, in both byte orders", () => {
    fc.assert(
      fc.property(SUB_CHUNKS, fc.constantFrom(LITTLE_ENDIAN, BIG_ENDIAN), (chunks, layout) => {
        const body = writeList("adtl", chunks, layout);
        expect(bytesOf("adtl")).toEqual(body.subarray(0, 4));
        expect(readList(body, strictContext(layout)).map(({ id, body }) => ({ id, body }))).toEqual(chunks);
      }),
    );
  });

  it("tells where in the file each body is", () => {
    const body = bytesOf("INFOIART", [3, 0, 0, 0], "abc\0INAM", [2, 0, 0, 0], "de");
    expect(readList(body, strictContext())).toEqual([
      { id: "IART", offset: 112, body: bytesOf("abc") },
      { id: "INAM", offset: 124, body: bytesOf("de") },
    ]);
    expect(writeList("INFO", readList(body, strictContext()), LITTLE_ENDIAN)).toEqual(body);
  });

  it("may hold nothing, not even its type", () => {
    expect(readList(bytesOf("INFO"), strictContext())).toEqual([]);
    expect(readList(bytesOf("IN"), strictContext())).toEqual([]);
    expect(readList(bytesOf(), strictContext())).toEqual([]);
  });

  it("that ends within a chunk gives as much as is there", () => {
    expect(shown(bytesOf("INFOIART", [9, 0, 0, 0], "abc"))).toEqual({
      chunks: [["IART", "abc"]],
      warnings: [
        {
          code: "wav/bad-metadata",
          message: 'the "IART" chunk in the list claims 9 bytes; the list has 3 more (offset 108)',
          offset: 108,
          actual: 9,
          expected: 3,
        },
      ],
    });
  });

  it("without padding is read, also where a header one byte late looks like one", () => {
    const list = bytesOf("INFOIART", [3, 0, 0, 0], "abcINAM", [40, 0, 0, 0], "d".repeat(40));
    expect(shown(list)).toMatchObject({
      chunks: [
        ["IART", "abc"],
        ["INAM", "d".repeat(40)],
      ],
      warnings: [{ message: "a chunk of odd size in the list has no padding (offset 115)", offset: 115 }],
    });
  });

  it("with padding that is not zero is read", () => {
    const list = bytesOf("INFOIART", [3, 0, 0, 0], "abcxINAM", [2, 0, 0, 0], "de");
    expect(shown(list)).toEqual({
      chunks: [
        ["IART", "abc"],
        ["INAM", "de"],
      ],
      warnings: [],
    });
  });

  it("with more zeros between and behind its chunks than padding takes is read", () => {
    const list = bytesOf("INFOIART", [2, 0, 0, 0], "ab\0\0\0\0INAM", [2, 0, 0, 0], "de\0\0\0\0\0\0\0\0\0");
    expect(shown(list)).toEqual({
      chunks: [
        ["IART", "ab"],
        ["INAM", "de"],
      ],
      warnings: [],
    });
  });

  it("ends where there is no chunk", () => {
    expect(shown(bytesOf("INFOIART", [2, 0, 0, 0], "ab", "\x01\x02\x03\x04\x05\x06\x07\x08"))).toMatchObject({
      chunks: [["IART", "ab"]],
      warnings: [{ message: "8 bytes of the list are no chunk and are passed over (offset 114)" }],
    });
  });

  it("of any bytes is read within them", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 100 }), (bytes) => {
        const total = readList(bytes, bodyContext()).reduce((sum, { body }) => sum + 8 + body.length, 0);
        expect(total).toBeLessThanOrEqual(bytes.length);
      }),
    );
  });

  it.each(["IAR", "IARTS", "IÄRT", "I\nRT"])("has no room for the identifier %j", (id) => {
    const write = () => writeList("INFO", [{ id, body: bytesOf() }], LITTLE_ENDIAN);
    expect(thrownBy(write)).toMatchObject({
      code: "wav/bad-metadata",
      message: `an identifier in a list is four printable ASCII characters, got ${JSON.stringify(id)}`,
    });
  });
});
