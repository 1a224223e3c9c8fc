import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readBext, writeBext } from "../../../src/wav/metadata/bext.ts";
import { inByteOrder } from "../../../src/wav/metadata/byte-order.ts";
import { readCart, writeCart } from "../../../src/wav/metadata/cart.ts";
import { type Conversion, convertChunks } from "../../../src/wav/metadata/conversion.ts";
import { type MetadataChunk, metadataChunk } from "../../../src/wav/metadata/metadata-chunk.ts";
import { readMetadata } from "../../../src/wav/metadata/read-metadata.ts";
import { readSampler, type SamplerLoop, writeSampler } from "../../../src/wav/metadata/smpl.ts";
import { writeMetadata } from "../../../src/wav/metadata/write-metadata.ts";
import { cueChunks, cuesOf } from "../../helpers/cue-chunks.ts";
import { arbitraryCues } from "../../helpers/cue-values.ts";
import { bodyContext, LITTLE_ENDIAN } from "../../helpers/metadata-body.ts";
import { ascii, joined } from "../../helpers/wav-chunks.ts";

const SAME: Conversion = {
  scale: { from: 48_000, to: 48_000 },
  computes: false,
  rounds: false,
  mixes: false,
};
const TO_16K: Conversion = { ...SAME, scale: { from: 48_000, to: 16_000 }, computes: true };

function convertOne(chunk: MetadataChunk, conversion: Conversion, littleEndian = true) {
  const converted = convertChunks([chunk], conversion, littleEndian);
  expect(converted.length).toBeLessThanOrEqual(1);
  return converted[0];
}

const ids = (chunks: readonly MetadataChunk[]) => chunks.map(({ id, listType }) => listType ?? id);

const named = (id: string) => metadataChunk(id, ascii("whatever"), true);

describe("what a conversion keeps", () => {
  const chunks = ["PEAK", "MD5 ", "levl", "chna", "axml", "plst", "r64m", "strc", "acid", "inst", "abcd"].map(
    named,
  );

  it("is all but what is said of the bytes of samples, where no sample has another value", () => {
    const kept = convertChunks(chunks, SAME, true);
    expect(ids(kept)).toEqual(["PEAK", "chna", "axml", "plst", "r64m", "strc", "acid", "inst", "abcd"]);
    expect(chunks).toEqual(expect.arrayContaining([...kept]));
  });

  it.each(["computes", "rounds"] as const)("is no peak of samples that have other values: %s", (change) => {
    const kept = ids(convertChunks(chunks, { ...SAME, [change]: true }, true));
    expect(kept).toEqual(["chna", "axml", "plst", "r64m", "strc", "acid", "inst", "abcd"]);
  });

  it("is nothing of channels that were mixed", () => {
    const kept = ids(convertChunks(chunks, { ...SAME, mixes: true }, true));
    expect(kept).toEqual(["plst", "r64m", "strc", "acid", "inst", "abcd"]);
  });

  it("is no position that cannot be scaled", () => {
    const kept = ids(convertChunks(chunks, TO_16K, true));
    expect(kept).toEqual(["chna", "axml", "acid", "inst", "abcd"]);
  });

  it("is no position that is not in memory", () => {
    const { bytes: _, ...unread } = named("bext");
    expect(convertChunks([unread], TO_16K, true)).toEqual([]);
    expect(convertChunks([unread], SAME, true)).toEqual([unread]);
  });
});

describe("at another sample rate", () => {
  it("cue points and the ends of regions are at the same instants", () => {
    const frame = fc.nat({ max: 1_000_000 });
    fc.assert(
      fc.property(arbitraryCues(frame), fc.boolean(), ({ points }, littleEndian) => {
        const conversion = { ...TO_16K, scale: { from: 44_100, to: 48_000 } };
        const chunks = cueChunks({ points }, littleEndian);
        const scaled = (at: number) => Math.round((at * 480) / 441);
        const expected = points.map(({ position: _, blockStart: __, region, ...point }) => ({
          ...point,
          frame: scaled(point.frame),
          ...(region && {
            region: { ...region, frames: scaled(point.frame + region.frames) - scaled(point.frame) },
          }),
        }));
        const converted = convertChunks(chunks, conversion, littleEndian);
        expect(cuesOf(converted, littleEndian)?.points).toEqual(expected);
      }),
    );
  });

  it("a cue point that has no room in 32 bits goes", () => {
    const chunks = cueChunks({
      points: [
        { id: 1, frame: 2 ** 31 },
        { id: 2, frame: 5 },
      ],
    });
    const up = { ...TO_16K, scale: { from: 1, to: 2 } };
    expect(cuesOf(convertChunks(chunks, up, true))?.points).toEqual([{ id: 2, frame: 10 }]);
  });

  it("the time reference is of the same time of day, past 32 bits too", () => {
    const timeReference = 192_000 * 86_400 - 7;
    const body = writeBext({ timeReference, loudness: -23 }, LITTLE_ENDIAN);
    const scale = { from: 192_000, to: 96_000 };
    const converted = convertOne(metadataChunk("bext", body, true), { ...TO_16K, scale });
    const bext = readBext(converted?.bytes ?? body, bodyContext());
    expect(bext?.timeReference).toBe(96_000 * 86_400 - 3);
    expect(bext?.loudness).toBeUndefined();
  });

  it("loops have as many periods, and the sampler's period is that of the rate", () => {
    const loop: SamplerLoop = { id: 1, type: "forward", start: 480, end: 959, fraction: 7, playCount: 0 };
    const head = { manufacturer: 0, product: 0, unityNote: 60, pitchFraction: 0, smpteFormat: 0 };
    const sampler = { ...head, samplePeriod: 20_833, smpteOffset: 0, loops: [loop], data: ascii("more") };
    const chunk = metadataChunk("smpl", writeSampler(sampler, LITTLE_ENDIAN), true);
    const converted = convertOne(chunk, TO_16K);
    expect(readSampler(converted?.bytes ?? ascii(""), bodyContext())).toEqual({
      ...sampler,
      samplePeriod: 62_500,
      loops: [{ ...loop, start: 160, end: 319, fraction: 0 }],
    });
  });

  it("post timers move", () => {
    const cart = { version: "0101", postTimers: [{ usage: "EOD ", frame: 30 }] };
    const chunk = metadataChunk("cart", writeCart(cart, LITTLE_ENDIAN), true);
    const converted = convertOne(chunk, TO_16K);
    expect(readCart(converted?.bytes ?? ascii(""), bodyContext())?.postTimers).toEqual([
      { usage: "EOD ", frame: 10 },
    ]);
  });

  it("iXML has the times, rates and bits of the result, and all else byte by byte", () => {
    const text = (low: number, high: number, rate: number, bits: number, sync: number) =>
      `<BWFXML>\xff<SPEED><FILE_SAMPLE_RATE>${rate}</FILE_SAMPLE_RATE><AUDIO_BIT_DEPTH>${bits}</AUDIO_BIT_DEPTH>` +
      `<TIMESTAMP_SAMPLES_SINCE_MIDNIGHT_HI>${high}</TIMESTAMP_SAMPLES_SINCE_MIDNIGHT_HI>` +
      `<TIMESTAMP_SAMPLES_SINCE_MIDNIGHT_LO>${low}</TIMESTAMP_SAMPLES_SINCE_MIDNIGHT_LO></SPEED>` +
      `<SYNC_POINT><SYNC_POINT_LOW>${sync}</SYNC_POINT_LOW><SYNC_POINT_HIGH>0</SYNC_POINT_HIGH></SYNC_POINT>`;
    const before = text(2, 1, 48_000, 24, 9);
    const converted = convertOne(metadataChunk("iXML", ascii(before), true), { ...TO_16K, bits: 16 });
    const low = Math.round((2 ** 32 + 2) / 3);
    expect(converted?.bytes).toEqual(ascii(text(low, 0, 16_000, 16, 3)));
  });
});

it("mixing takes the list of tracks out of iXML", () => {
  const text = "<BWFXML><TRACK_LIST><TRACK>1</TRACK></TRACK_LIST>\n<NOTE>x</NOTE></BWFXML>";
  const converted = convertOne(metadataChunk("iXML", ascii(text), true), { ...SAME, mixes: true });
  expect(converted?.bytes).toEqual(ascii("<BWFXML><NOTE>x</NOTE></BWFXML>"));
});

it("loudness stays where no sample was computed", () => {
  const chunk = metadataChunk("bext", writeBext({ loudness: -23 }, LITTLE_ENDIAN), true);
  expect(convertOne(chunk, SAME)).toBe(chunk);
});

it("in another byte order there is all that is understood, and nothing else", async () => {
  const metadata = { info: { INAM: "Title" }, cues: { points: [{ id: 1, frame: 300, label: "a" }] } };
  const big = [...writeMetadata(metadata, { bigEndian: true }), metadataChunk("abcd", joined(ascii("x")))];
  const little = await inByteOrder(big, { from: "big", to: "little" });
  expect(await readMetadata({ metadata: little, format: {} })).toEqual(metadata);
  expect(await inByteOrder(big, { from: "big", to: "big" })).toBe(big);
});
