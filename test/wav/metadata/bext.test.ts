import fc from "fast-check";
import { describe, expect, it } from "vitest";
import wavefile from "wavefile";
import { type BroadcastExtension, readBext, writeBext } from "../../../src/wav/metadata/bext.ts";
import {
  BIG_ENDIAN,
  bodyContext,
  bytesOf,
  chunkBody,
  LITTLE_ENDIAN,
  strictContext,
  thrownBy,
} from "../../helpers/metadata-body.ts";

/** A body of these bytes at these places, zero elsewhere. */
function bodyWith(...parts: ReadonlyArray<readonly [at: number, bytes: Uint8Array]>): Uint8Array {
  const body = new Uint8Array(602);
  for (const [at, bytes] of parts) body.set(bytes, at);
  return body;
}

const ascii = (maxLength: number) => fc.string({ unit: "grapheme-ascii", minLength: 1, maxLength });
const hundredths = fc.integer({ min: -0x8000, max: 0x7ffe }).map((value) => value / 100);
const umid = fc
  .tuple(fc.constantFrom(32, 64), fc.infiniteStream(fc.integer({ min: 1, max: 255 })))
  .map(([bytes, values]) =>
    Array.from(values.take(bytes), (byte) => byte.toString(16).padStart(2, "0").toUpperCase()).join(""),
  );

const TEXTS = {
  description: ascii(256),
  originator: ascii(32),
  originatorReference: ascii(32),
  originationDate: ascii(10),
  originationTime: ascii(8),
  codingHistory: ascii(500),
  timeReference: fc.maxSafeNat(),
};
const LOUDNESS = {
  loudness: hundredths,
  loudnessRange: hundredths,
  maxTruePeak: hundredths,
  maxMomentaryLoudness: hundredths,
  maxShortTermLoudness: hundredths,
};
const required = { requiredKeys: ["version", "timeReference"] as ("version" | "timeReference")[] };
const BEXT: fc.Arbitrary<BroadcastExtension> = fc.oneof(
  fc.record({ ...TEXTS, version: fc.constant(0) }, required),
  fc.record({ ...TEXTS, umid, version: fc.constant(1) }, required),
  fc.record({ ...TEXTS, ...LOUDNESS, umid, version: fc.integer({ min: 2, max: 65535 }) }, required),
);

describe("the broadcast extension", () => {
  it("comes back as it was written, in all versions and both byte orders", () => {
    fc.assert(
      fc.property(BEXT, fc.constantFrom(LITTLE_ENDIAN, BIG_ENDIAN), (value, layout) => {
        const body = writeBext(value, layout);
        expect(readBext(body, strictContext(layout))).toEqual(value);
        expect(writeBext(value, layout)).toEqual(body);
      }),
    );
  });

  it("of any bytes of 602 and more is written as it was read, but for what follows a NUL", () => {
    const bytes = fc.uint8Array({ minLength: 602, maxLength: 700 });
    fc.assert(
      fc.property(bytes, fc.constantFrom(0, 1, 2, 3), (body, version) => {
        body.set([version, 0], 346);
        // Over 2^53 - 1 there is no time.
        body.set([0, 0], 344);
        const layout = { littleEndian: true, encoding: "windows-1252" } as const;
        const read = readBext(body, strictContext(layout));
        const again = writeBext(read ?? {}, layout);
        expect(again.subarray(338, 602)).toEqual(body.subarray(338, 602));
        expect(readBext(again, strictContext(layout))).toEqual(read);
      }),
    );
  });

  it("has its fields where EBU Tech 3285 has them", () => {
    const value: BroadcastExtension = {
      description: "D",
      originator: "O",
      originatorReference: "R",
      originationDate: "2024-05-17",
      originationTime: "10:05:00",
      timeReference: 2 ** 32 * 3 + 4,
      version: 2,
      umid: "AB".repeat(64),
      loudness: -23,
      loudnessRange: 7.05,
      maxTruePeak: -1.01,
      maxMomentaryLoudness: -18.3,
      reserved: bytesOf(new Uint8Array(179), [9]),
      codingHistory: "A=PCM,F=48000,W=24,M=stereo\r\n",
    };
    const body = bodyWith(
      [0, bytesOf("D")],
      [256, bytesOf("O")],
      [288, bytesOf("R")],
      [320, bytesOf("2024-05-1710:05:00")],
      [338, bytesOf([4, 0, 0, 0, 3, 0, 0, 0, 2, 0])],
      [348, new Uint8Array(64).fill(0xab)],
      // -2300, 705, -101, -1830, not set
      [412, bytesOf([0x04, 0xf7, 0xc1, 0x02, 0x9b, 0xff, 0xda, 0xf8, 0xff, 0x7f])],
      [601, bytesOf([9])],
    );
    const whole = bytesOf(body, "A=PCM,F=48000,W=24,M=stereo\r\n");
    expect(readBext(whole, strictContext())).toEqual(value);
    expect(writeBext(value, LITTLE_ENDIAN)).toEqual(whole);
  });

  it("keeps the order of the halves of its time in big-endian files", () => {
    const body = writeBext({ timeReference: 2 ** 32 * 3 + 4 }, BIG_ENDIAN);
    expect([...body.subarray(338, 346)]).toEqual([0, 0, 0, 4, 0, 0, 0, 3]);
  });

  it.each<[number, BroadcastExtension]>([
    [0, { description: "x" }],
    [1, { umid: "01".repeat(32) }],
    [2, { umid: "01".repeat(32), maxTruePeak: -1 }],
    [7, { version: 7 }],
  ])("is written as version %i where its fields need that or the caller asks for it", (version, value) => {
    expect(readBext(writeBext(value, LITTLE_ENDIAN), strictContext())).toMatchObject({ version });
  });

  it("takes what stands in the place of fields that its version does not have for unused bytes", () => {
    const body = bodyWith([346, bytesOf([1, 0])], [412, bytesOf([0x04, 0xf7])]);
    const reserved = bytesOf([0x04, 0xf7], new Uint8Array(188));
    expect(readBext(body, strictContext())).toEqual({ version: 1, timeReference: 0, reserved });
  });

  it("has loudness of 0, which is not the same as none", () => {
    const body = bodyWith([346, bytesOf([2, 0])], [412, bytesOf([0xff, 0x7f])]);
    expect(readBext(body, strictContext())).toEqual({
      version: 2,
      timeReference: 0,
      loudnessRange: 0,
      maxTruePeak: 0,
      maxMomentaryLoudness: 0,
      maxShortTermLoudness: 0,
    });
  });

  it("that is too short gives the fields that are there", () => {
    const whole = writeBext(
      {
        description: "A".repeat(256),
        originationTime: "10:05:00",
        timeReference: 7,
        loudness: -1,
        maxTruePeak: -2,
      },
      LITTLE_ENDIAN,
    );
    const cutTo = (length: number) => {
      const context = bodyContext();
      return { value: readBext(whole.subarray(0, length), context), warnings: context.warnings.length };
    };
    expect(cutTo(100)).toEqual({ value: { description: "A".repeat(100) }, warnings: 1 });
    expect(cutTo(333).value).toMatchObject({ originationTime: "10:" });
    expect(cutTo(345).value).not.toHaveProperty("timeReference");
    expect(cutTo(347).value).toMatchObject({ timeReference: 7 });
    expect(cutTo(347).value).not.toHaveProperty("version");
    expect(cutTo(417).value).toMatchObject({ version: 2, loudness: -1 });
    expect(cutTo(417).value).not.toHaveProperty("maxTruePeak");
    expect(cutTo(0)).toEqual({ value: undefined, warnings: 1 });
  });

  it("has no time where the number is beyond 2^53 - 1", () => {
    const context = bodyContext();
    const body = bodyWith([338, new Uint8Array(8).fill(0xff)]);
    expect(readBext(body, context)).toEqual({ version: 0 });
    expect(context.warnings).toMatchObject([{ code: "wav/bad-metadata", offset: 438 }]);
  });

  it.each<[BroadcastExtension, string]>([
    [{ originator: "x".repeat(33) }, "originator has room for 32 bytes, the text takes 33 in utf-8"],
    [{ description: "é".repeat(129) }, "description has room for 256 bytes, the text takes 258 in utf-8"],
    [{ umid: "00" }, 'umid must be 64 or 128 hexadecimal digits, got "00"'],
    [{ reserved: new Uint8Array(255) }, "reserved has room for 254 bytes in this version, got 255"],
  ])("has no room for more than its fields hold, %#", (value, message) => {
    const error = thrownBy(() => writeBext(value, LITTLE_ENDIAN));
    expect(error).toMatchObject({ code: "wav/bad-metadata", message });
  });

  it.each<BroadcastExtension>([
    { loudness: 400 },
    { loudness: 327.67 },
    { loudness: Number.NaN },
    { timeReference: -1 },
    { timeReference: 2 ** 53 },
    { timeReference: 0.5 },
    { version: 65536 },
    { version: 1, loudness: -23 },
    { version: 0, umid: "01".repeat(32) },
  ])("has no room for what does not fit, case %#", (value) => {
    expect(thrownBy(() => writeBext(value, LITTLE_ENDIAN)).code).toBe("wav/bad-metadata");
  });
});

describe("the wavefile package and we agree about the broadcast extension:", () => {
  it("we read what it writes, and write the same", () => {
    const file = new wavefile.WaveFile();
    file.fromScratch(1, 8000, "16", [1, 2]);
    const fields = {
      description: "words",
      originator: "me",
      originatorReference: "R1",
      originationDate: "2024-05-17",
      originationTime: "10:05:00",
      timeReference: [4, 3],
      version: 2,
      loudnessValue: 63236,
      loudnessRange: 705,
      maxTruePeakLevel: 65435,
      maxMomentaryLoudness: 0x7fff,
      maxShortTermLoudness: 0x7fff,
      codingHistory: "A=PCM\r\n",
    };
    Object.assign(file.bext, fields);
    const body = chunkBody(file.toBuffer(), "bext").subarray(0, 602 + fields.codingHistory.length);
    const value = readBext(body, strictContext());
    expect(value).toEqual({
      description: "words",
      originator: "me",
      originatorReference: "R1",
      originationDate: "2024-05-17",
      originationTime: "10:05:00",
      timeReference: 3 * 2 ** 32 + 4,
      version: 2,
      loudness: -23,
      loudnessRange: 7.05,
      maxTruePeak: -1.01,
      codingHistory: "A=PCM\r\n",
    });
    expect(writeBext(value ?? {}, LITTLE_ENDIAN)).toEqual(body);
  });
});
