import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Cart, readCart, writeCart } from "../../../src/wav/metadata/cart.ts";
import {
  BIG_ENDIAN,
  bodyContext,
  bytesOf,
  LITTLE_ENDIAN,
  strictContext,
  thrownBy,
} from "../../helpers/metadata-body.ts";

const text = (maxLength: number) => fc.string({ unit: "grapheme-ascii", minLength: 1, maxLength });
const CART: fc.Arbitrary<Cart> = fc.record(
  {
    version: text(4),
    title: text(64),
    artist: text(64),
    cutId: text(64),
    clientId: text(64),
    category: text(64),
    classification: text(64),
    outCue: text(64),
    startDate: text(10),
    startTime: text(8),
    endDate: text(10),
    endTime: text(8),
    producerAppId: text(64),
    producerAppVersion: text(64),
    userDefined: text(64),
    levelReference: fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }),
    postTimers: fc.array(
      fc.record({ usage: fc.stringMatching(/^[ -~]{4}$/), frame: fc.integer({ min: 0, max: 2 ** 32 - 1 }) }),
      { maxLength: 8 },
    ),
    reserved: fc.uint8Array({ minLength: 276, maxLength: 276 }).filter((bytes) => bytes.some(Boolean)),
    url: text(1024),
    tagText: text(3000),
  },
  { requiredKeys: ["version", "levelReference", "postTimers"] },
);

/** Bytes at their places in a body of 2048, zero elsewhere. */
function bodyWith(parts: Readonly<Record<number, Uint8Array>>): Uint8Array {
  const body = new Uint8Array(2048);
  for (const [at, bytes] of Object.entries(parts)) body.set(bytes, Number(at));
  return body;
}

describe("the cart chunk", () => {
  it("comes back as it was written, in both byte orders", () => {
    fc.assert(
      fc.property(CART, fc.constantFrom(LITTLE_ENDIAN, BIG_ENDIAN), (cart, layout) => {
        const body = writeCart(cart, layout);
        expect(readCart(body, strictContext(layout))).toEqual(cart);
      }),
    );
  });

  it("has its fields where AES46 has them", () => {
    const cart: Cart = {
      version: "0101",
      title: "T",
      artist: "A",
      cutId: "C1",
      clientId: "C2",
      category: "C3",
      classification: "C4",
      outCue: "bye",
      startDate: "2024-05-17",
      startTime: "10:05:00",
      endDate: "2024-05-18",
      endTime: "10:05:01",
      producerAppId: "P",
      producerAppVersion: "V",
      userDefined: "U",
      levelReference: -32768,
      postTimers: [
        { usage: "SEC1", frame: 0xffff_fffe },
        { usage: "EODs", frame: 0 },
      ],
      url: "http://example.com/",
      tagText: "a\r\nb\r\n",
    };
    const body = bytesOf(
      bodyWith({
        0: bytesOf("0101T"),
        68: bytesOf("A"),
        132: bytesOf("C1"),
        196: bytesOf("C2"),
        260: bytesOf("C3"),
        324: bytesOf("C4"),
        388: bytesOf("bye"),
        452: bytesOf("2024-05-1710:05:002024-05-1810:05:01P"),
        552: bytesOf("V"),
        616: bytesOf("U"),
        680: bytesOf([0x00, 0x80, 0xff, 0xff], "SEC1", [0xfe, 0xff, 0xff, 0xff], "EODs"),
        1024: bytesOf("http://example.com/"),
      }),
      "a\r\nb\r\n",
    );
    expect(readCart(body, strictContext())).toEqual(cart);
    expect(writeCart(cart, LITTLE_ENDIAN)).toEqual(body);
  });

  it("leaves timers out that are not set, wherever they stand", () => {
    const body = bodyWith({ 692: bytesOf("MRK ", [5, 0, 0, 0]), 740: bytesOf([0, 0, 0, 0, 9, 0, 0, 0]) });
    expect(readCart(body, strictContext())?.postTimers).toEqual([
      { usage: "MRK ", frame: 5 },
      { usage: "\0\0\0\0", frame: 9 },
    ]);
  });

  it("is of the version of the standard where none is given", () => {
    expect(writeCart({ postTimers: [] }, LITTLE_ENDIAN).subarray(0, 4)).toEqual(bytesOf("0101"));
  });

  it("that is too short gives the fields that are there", () => {
    const cart = {
      version: "0101",
      title: "T",
      levelReference: 1,
      postTimers: [{ usage: "MRK ", frame: 5 }],
    };
    const body = writeCart(cart, LITTLE_ENDIAN);
    const context = bodyContext();
    expect(readCart(body.subarray(0, 692), context)).toEqual(cart);
    expect(context.warnings).toMatchObject([{ actual: 692, expected: 2048 }]);
    expect(readCart(body.subarray(0, 691), bodyContext())).toEqual({ ...cart, postTimers: [] });
    expect(readCart(body.subarray(0, 683), bodyContext())).toEqual({
      version: "0101",
      title: "T",
      postTimers: [],
    });
    expect(readCart(bytesOf(), bodyContext())).toBeUndefined();
  });

  it.each<Partial<Cart>>([
    { title: "x".repeat(65) },
    { version: "00101" },
    { postTimers: Array.from({ length: 9 }, () => ({ usage: "MRK ", frame: 0 })) },
    { postTimers: [{ usage: "MRK", frame: 0 }] },
    { postTimers: [{ usage: "MRK ", frame: 2 ** 32 }] },
    { levelReference: 2 ** 31 },
    { reserved: new Uint8Array(277) },
  ])("has no room for what does not fit, case %#", (cart) => {
    const write = () => writeCart({ postTimers: [], ...cart }, LITTLE_ENDIAN);
    expect(thrownBy(write).code).toBe("wav/bad-metadata");
  });
});
