import { describe, expect, it } from "vitest";
import { companderDecoder, companderEncoder } from "../../../src/wav/codec/companding.ts";
import { CODES, decoded, encoded, type Law } from "./companded.ts";

/** The decision values of ITU-T G.711, tables 1a and 2a, of positive samples: steps double from segment to segment. */
const DECISIONS: Readonly<Record<Law, { readonly fullScale: number; readonly values: readonly number[] }>> = {
  alaw: {
    fullScale: 4096,
    values: Array.from({ length: 128 }, (_, index) => {
      const segment = index >> 4;
      return segment === 0 ? 2 * index : 2 ** segment * (16 + (index & 15));
    }),
  },
  mulaw: {
    fullScale: 8192,
    values: Array.from({ length: 128 }, (_, index) => {
      // 0, 1, 3, 5 … 31, 35, 39 … 95, 103 …
      const segment = index >> 4;
      return index === 0 ? 0 : 2 ** (segment + 1) * (16 + (index & 15) + 0.5) - 33 - 2 ** segment;
    }),
  },
};

/** The bytes of positive samples, from the smallest up. */
const POSITIVE: Readonly<Record<Law, (index: number) => number>> = {
  alaw: (index) => (index | 0x80) ^ 0x55,
  mulaw: (index) => 0xff - index,
};

describe.each(["alaw", "mulaw"] as const)("%s", (law) => {
  const { fullScale, values } = DECISIONS[law];

  it("gives back every byte, but for the second silence of µ-law", () => {
    const expected = CODES.map((code) => (law === "mulaw" && code === 0x7f ? 0xff : code));
    expect(encoded(law, decoded(law, CODES))).toEqual(expected);
  });

  it("changes the code at the decision values of the standard", () => {
    values.forEach((value, index) => {
      const sample = value / fullScale;
      const code = POSITIVE[law](index);
      expect([...encoded(law, [sample, -sample])]).toEqual([code, index === 0 ? code : code ^ 0x80]);
      if (index > 0) expect([...encoded(law, [sample - 2 ** -24])]).toEqual([POSITIVE[law](index - 1)]);
    });
  });

  it("clips what is louder than full scale, and makes silence of what is no number", () => {
    const [loudest, lowest, silence] = encoded(law, [1, -1, 0]);
    for (const loud of [1.001, 5, 1e30, Number.POSITIVE_INFINITY]) {
      expect([...encoded(law, [loud, -loud])]).toEqual([loudest, lowest]);
    }
    expect([...encoded(law, [-0, Number.NaN])]).toEqual([silence, silence]);
  });

  it("interleaves channels, from the index that it is given", () => {
    const bytes = CODES.filter((code) => code !== 0x7f).subarray(0, 252);
    const planes = Array.from({ length: 3 }, () => new Float32Array(86));
    companderDecoder({ encoding: law, channels: 3 })(bytes, planes, 2);
    const all = decoded(law, bytes);
    planes.forEach((plane, channel) => {
      expect([...plane]).toEqual([0, 0, ...all.filter((_, index) => index % 3 === channel)]);
    });
    const back = new Uint8Array(bytes.length);
    companderEncoder({ encoding: law, channels: 3 })(planes, 2, back);
    expect(back).toEqual(bytes);
  });
});

it("says which encodings have no law", () => {
  expect(() => companderDecoder({ encoding: "pcm", channels: 1 })).toThrow("no law for pcm");
});
