import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { memorySource } from "../../../src/stream/memory-source.ts";
import { readBext } from "../../../src/wav/metadata/bext.ts";
import { carryChunks } from "../../../src/wav/metadata/carry.ts";
import { readCart } from "../../../src/wav/metadata/cart.ts";
import { type MetadataChunk, metadataChunk } from "../../../src/wav/metadata/metadata-chunk.ts";
import { readSampler, type SamplerLoop, writeSampler } from "../../../src/wav/metadata/smpl.ts";
import type { Span } from "../../../src/wav/metadata/span.ts";
import { cueChunks } from "../../helpers/cue-chunks.ts";
import { arbitraryCues } from "../../helpers/cue-values.ts";
import { bodyContext, LITTLE_ENDIAN } from "../../helpers/metadata-body.ts";
import { ascii, joined, u32, u64 } from "../../helpers/wav-chunks.ts";

const FRAMES = 1000;

/** What is left of a chunk. */
function carryOne(given: MetadataChunk, span: Omit<Span, "frames">, littleEndian = true) {
  const carried = carryChunks([given], { ...span, frames: FRAMES }, { littleEndian });
  expect(carried.length).toBeLessThanOrEqual(1);
  return carried[0];
}

const frame = fc.nat({ max: FRAMES + 50 });
const spans: fc.Arbitrary<Span> = fc
  .tuple(fc.nat({ max: FRAMES }), fc.nat({ max: FRAMES }))
  .map(([a, b]) => ({ from: Math.min(a, b), to: Math.max(a, b), frames: FRAMES }));
const parts = spans.filter(({ from, to }) => from > 0 || to < FRAMES);

/** A bext body with a time reference, of a version, with loudness fields that are set. */
function bextBody(timeReference: bigint, version: number, littleEndian = true): Uint8Array {
  const body = new Uint8Array(602);
  const view = new DataView(body.buffer);
  body.set(ascii("a description"));
  view.setUint32(338, Number(timeReference % 2n ** 32n), littleEndian);
  view.setUint32(342, Number(timeReference / 2n ** 32n), littleEndian);
  view.setUint16(346, version, littleEndian);
  for (let offset = 412; offset < 422; offset += 2) view.setInt16(offset, -2300, littleEndian);
  return body;
}

function cartBody(timers: ReadonlyArray<readonly [usage: string, frame: number]>): Uint8Array {
  const body = new Uint8Array(2048);
  body.set(ascii("0101A title"));
  timers.forEach(([usage, at], index) => {
    body.set(joined(ascii(usage), u32(at)), 684 + 8 * index);
  });
  return body;
}

describe("a span that is the whole recording", () => {
  it("leaves all chunks as they are", () => {
    const chunks = ["cue ", "smpl", "PEAK", "acid", "bext"].map((id) => metadataChunk(id, ascii("whatever")));
    expect(carryChunks(chunks, { from: 0, to: FRAMES, frames: FRAMES }, LITTLE_ENDIAN)).toBe(chunks);
  });
});

describe("a part of a recording", () => {
  const part = { from: 100, to: 600 };

  it("keeps what has no positions, as the same objects", () => {
    const info = metadataChunk("LIST", ascii("INFOINAM"));
    const unknown = { id: "what", body: memorySource(ascii("not in memory")) };
    const inst = metadataChunk("inst", new Uint8Array(7));
    const named = metadataChunk("constructor".slice(0, 4), new Uint8Array(1));
    const chunks = [info, unknown, inst, named];
    const carried = carryChunks(chunks, { ...part, frames: FRAMES }, LITTLE_ENDIAN);
    expect(carried).toHaveLength(4);
    carried.forEach((chunk, index) => void expect(chunk).toBe(chunks[index]));
  });

  it.each(["PEAK", "MD5 ", "levl", "plst", "acid", "strc", "r64m"])(
    "loses its %s, which holds no longer",
    (id) => {
      expect(carryOne(metadataChunk(id, new Uint8Array(24)), part)).toBeUndefined();
    },
  );

  it("loses a list of waves", () => {
    expect(carryOne(metadataChunk("LIST", ascii("wavldata")), part)).toBeUndefined();
  });

  it.each(["cue ", "smpl", "bext", "cart"])("loses a %s that is not in memory", (id) => {
    expect(carryOne({ id, body: memorySource(new Uint8Array(2048)) }, part)).toBeUndefined();
  });

  it.each(["cue ", "smpl"])("loses a %s that is cut off", (id) => {
    expect(carryOne(metadataChunk(id, new Uint8Array(3)), part)).toBeUndefined();
  });

  it("keeps a chunk of which nothing moves as the same object", () => {
    const chunks = [
      ...cueChunks({ points: [{ id: 3, frame: 5, label: "a" }] }),
      metadataChunk("smpl", new Uint8Array(36)),
    ];
    const carried = carryChunks(chunks, { from: 0, to: 10, frames: FRAMES }, LITTLE_ENDIAN);
    expect(carried).toHaveLength(3);
    carried.forEach((chunk, index) => void expect(chunk).toBe(chunks[index]));
  });
});

describe("loops of a part", () => {
  const loop = (start: number, end: number): SamplerLoop => ({
    id: start,
    type: "forward",
    start,
    end,
    fraction: 7,
    playCount: 2,
  });
  const head = {
    manufacturer: 1,
    product: 2,
    samplePeriod: 3,
    unityNote: 4,
    pitchFraction: 5,
    smpteFormat: 0,
    smpteOffset: 0,
  };

  it("are those wholly within it, moved; the rest of the sampler chunk stays", () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(frame, frame)),
        fc.uint8Array({ minLength: 1 }),
        parts,
        fc.boolean(),
        (pairs, data, span, littleEndian) => {
          const loops = pairs.map(([start, end]) => loop(start, end));
          const body = writeSampler({ ...head, loops, data }, { littleEndian });
          const carried = carryOne(metadataChunk("smpl", body), span, littleEndian);
          const expected = loops
            .filter(({ start, end }) => span.from <= start && start <= end && end < span.to)
            .map((given) => ({ ...given, start: given.start - span.from, end: given.end - span.from }));
          const context = bodyContext({ littleEndian });
          expect(readSampler(carried!.bytes!, context)).toEqual({ ...head, loops: expected, data });
          expect(context.warnings).toEqual([]);
        },
      ),
    );
  });

  it("may end with the last frame of it, and not behind it", () => {
    const sampler = writeSampler({ ...head, loops: [loop(100, 199), loop(100, 200)] }, LITTLE_ENDIAN);
    const carried = carryOne(metadataChunk("smpl", sampler), { from: 100, to: 200 });
    expect(readSampler(carried!.bytes!, bodyContext())?.loops).toMatchObject([{ start: 0, end: 99 }]);
  });
});

describe("the time reference of a part", () => {
  it.each([
    [0n, true],
    [2n ** 32n - 1n, true],
    [5_184_000_000n, false],
    [2n ** 32n - 100n, false],
  ])("is %s and its start", (timeReference, littleEndian) => {
    const carried = carryOne(
      metadataChunk("bext", bextBody(timeReference, 1, littleEndian)),
      { from: 100, to: 200 },
      littleEndian,
    );
    expect(carried?.bytes).toEqual(bextBody(timeReference + 100n, 1, littleEndian));
    expect(readBext(carried!.bytes!, bodyContext({ littleEndian }))?.timeReference).toBe(
      Number(timeReference) + 100,
    );
  });

  it("comes with loudness fields that are not set, where there are any", () => {
    const carried = carryOne(metadataChunk("bext", bextBody(5n, 2)), { from: 0, to: 200 });
    const expected = bextBody(5n, 2);
    for (let offset = 412; offset < 422; offset += 2) expected.set([0xff, 0x7f], offset);
    expect(carried?.bytes).toEqual(expected);
  });

  it("that is not there leaves a short chunk as it is", () => {
    const given = metadataChunk("bext", bextBody(5n, 2).slice(0, 345));
    expect(carryOne(given, { from: 100, to: 200 })).toBe(given);
  });

  it("moves in iXML too, and nothing else in it does", () => {
    const document = (high: number, low: number, bwfHigh: number, bwfLow: number) =>
      ascii(
        "<?xml version='1.0'?><BWFXML><NOTE>\xe9 4294967290</NOTE><SPEED>" +
          `<TIMESTAMP_SAMPLES_SINCE_MIDNIGHT_HI>${high}</TIMESTAMP_SAMPLES_SINCE_MIDNIGHT_HI>` +
          `<TIMESTAMP_SAMPLES_SINCE_MIDNIGHT_LO>\r\n ${low} </TIMESTAMP_SAMPLES_SINCE_MIDNIGHT_LO></SPEED>` +
          `<BEXT><BWF_TIME_REFERENCE_LOW>${bwfLow}</BWF_TIME_REFERENCE_LOW>` +
          `<BWF_TIME_REFERENCE_HIGH>${bwfHigh}</BWF_TIME_REFERENCE_HIGH></BEXT></BWFXML>\0`,
      );
    const carried = carryOne(metadataChunk("iXML", document(1, 4_294_967_290, 0, 7)), { from: 100, to: 200 });
    expect(carried?.bytes).toEqual(document(2, 94, 0, 107));
  });

  const low = (digits: string) => `<BWF_TIME_REFERENCE_LOW>${digits}</BWF_TIME_REFERENCE_LOW>`;
  const high = (digits: string) => `<BWF_TIME_REFERENCE_HIGH>${digits}</BWF_TIME_REFERENCE_HIGH>`;
  const sinceMidnight = (digits: string) =>
    `<TIMESTAMP_SAMPLES_SINCE_MIDNIGHT_LO>${digits}</TIMESTAMP_SAMPLES_SINCE_MIDNIGHT_LO>`;

  it.each([
    [
      "in the lower word alone where the upper one does not change",
      low("7") + high("00"),
      low("107") + high("00"),
    ],
    ["without an upper word where none is needed", low("7"), low("107")],
    ["in the pair that is whole", `${high("3")}${sinceMidnight("7")}`, `${high("3")}${sinceMidnight("107")}`],
  ])("moves in iXML %s", (_, before, after) => {
    const carried = carryOne(metadataChunk("iXML", ascii(before)), { from: 100, to: 200 });
    expect(carried?.bytes).toEqual(ascii(after));
  });

  it("does not move in iXML of a part that begins with the recording", () => {
    const given = metadataChunk("iXML", ascii(low("007")));
    expect(carryOne(given, { from: 0, to: 200 })).toBe(given);
  });

  it.each([
    "<BWFXML/>",
    low("soon"),
    "<BWF_TIME_REFERENCE_LOW>99999999999<",
    // An upper word alone says nothing of the lower one.
    high("3"),
    low("") + high("3"),
    `<BWF_TIME_REFERENCE_LOW/>${high("3")}`,
    // The sum needs an upper word.
    low("4294967290"),
    low("4294967290") + high(""),
  ])("that is not in iXML leaves it as it is: %s", (text) => {
    const given = metadataChunk("iXML", ascii(text));
    expect(carryOne(given, { from: 100, to: 200 })).toBe(given);
  });

  it("stays in iXML that is not in memory", () => {
    const given = { id: "iXML", body: memorySource(ascii("<BWFXML/>")) };
    expect(carryOne(given, { from: 100, to: 200 })).toBe(given);
  });
});

describe("post timers of a part", () => {
  it("are those within it, moved, and one at its end", () => {
    const given = cartBody([
      ["INT1", 99],
      ["SEG1", 100],
      ["SEG2", 150],
      ["AUDe", 200],
      ["EOD ", 201],
    ]);
    const carried = carryOne(metadataChunk("cart", given), { from: 100, to: 200 });
    expect(carried?.bytes).toEqual(
      cartBody([
        ["SEG1", 0],
        ["SEG2", 50],
        ["AUDe", 100],
      ]),
    );
    expect(readCart(carried!.bytes!, bodyContext())?.postTimers).toHaveLength(3);
  });
});

describe("a part of a part", () => {
  /** Chunks of all kinds that move, with what moves in them. */
  const recordings = fc
    .record({
      cues: arbitraryCues(frame),
      loops: fc.array(fc.tuple(frame, frame)),
      timers: fc.array(frame, { maxLength: 8 }),
      time: fc.bigInt({ min: 0n, max: 2n ** 40n }),
    })
    .map(({ cues, loops, timers, time }) => [
      ...cueChunks(cues),
      metadataChunk(
        "smpl",
        joined(
          new Uint8Array(28),
          u32(loops.length),
          u32(0),
          ...loops.map(([start, end]) => joined(u64(0), u32(start), u32(end), u64(0))),
        ),
      ),
      metadataChunk("cart", cartBody(timers.map((at) => ["SEG1", at]))),
      metadataChunk("bext", bextBody(time, 2)),
      metadataChunk("PEAK", new Uint8Array(16)),
    ]);
  /** A part, and a true part of it. */
  const nested = fc
    .uniqueArray(fc.nat({ max: FRAMES }), { minLength: 4, maxLength: 4 })
    .map((frames) => frames.sort((a, b) => a - b) as [number, number, number, number]);

  it("has what the part has that it is", () => {
    fc.assert(
      fc.property(recordings, nested, (chunks, [from, innerFrom, innerTo, to]) => {
        const outer = carryChunks(chunks, { from, to, frames: FRAMES }, LITTLE_ENDIAN);
        const span = { from: innerFrom - from, to: innerTo - from, frames: to - from };
        const inner = carryChunks(outer, span, LITTLE_ENDIAN);
        const direct = carryChunks(chunks, { from: innerFrom, to: innerTo, frames: FRAMES }, LITTLE_ENDIAN);
        expect(inner.map(({ id, bytes }) => [id, bytes])).toEqual(direct.map(({ id, bytes }) => [id, bytes]));
      }),
    );
  });
});

it("whatever the bytes, carrying throws nothing and makes nothing longer", () => {
  const ids = fc.constantFrom("cue ", "LIST", "smpl", "cart", "bext", "iXML");
  const piece = fc.oneof(
    fc.constantFrom(...["adtl", "labl", "ltxt"].map(ascii)),
    fc.nat({ max: 30 }).map(u32),
    fc.uint8Array({ maxLength: 40 }),
  );
  const chunks = fc.array(
    fc
      .tuple(ids, fc.array(piece))
      .map(([id, pieces]) =>
        metadataChunk(id, joined(id === "LIST" ? ascii("adtl") : new Uint8Array(0), ...pieces)),
      ),
  );
  fc.assert(
    fc.property(chunks, parts, fc.boolean(), (given, span, littleEndian) => {
      const bytes = (list: readonly MetadataChunk[]) => list.reduce((sum, { body }) => sum + body.size, 0);
      const carried = carryChunks(given, span, { littleEndian });
      // A last chunk of a list may have had no padding.
      expect(bytes(carried)).toBeLessThanOrEqual(bytes(given) + given.length);
    }),
  );
});
