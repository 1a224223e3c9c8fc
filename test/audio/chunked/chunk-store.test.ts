import { describe, expect, it } from "vitest";
import { processChunked } from "../../../src/audio/chunked/process-chunked.ts";
import { firFilter } from "../../../src/dsp/filter/fir-filter.ts";
import { framesOf, sourceOf } from "../../helpers/audio-sources.ts";
import { noiseAt } from "../../helpers/noise.ts";
import { settled } from "../../helpers/settled.ts";

/** Chunks of 1000 frames, of which it is noted which are begun, and that end when they are told to. */
function slowChunks({ frames = 20_000, readAhead = 0, overlap = 0, maxBytes = 12_000 } = {}) {
  const begun: number[] = [];
  const ended: number[] = [];
  let release: () => void = () => {};
  let gate: Promise<void> | undefined;
  const source = sourceOf({ frames }, noiseAt);
  const slow: typeof source = {
    ...source,
    async read(start, planes, signal) {
      await gate;
      signal?.throwIfAborted();
      return source.read(start, planes, signal);
    },
  };
  const audio = processChunked(
    slow,
    ({ frame }) => {
      begun.push(frame / 1000);
      const filter = firFilter({ channels: 1, coefficients: [1] });
      return {
        ...filter,
        process(planes) {
          filter.process(planes);
          ended.push(frame / 1000);
        },
      };
    },
    { chunk: 1, first: 1, overlap, context: 0, readAhead, maxBytes },
  );
  return {
    audio,
    begun,
    ended,
    hold() {
      gate = new Promise((resolve) => {
        release = resolve;
      });
    },
    letGo: () => release(),
  };
}

describe("computed chunks", () => {
  it("are kept, those used last, and the first one always", async () => {
    const { audio, begun } = slowChunks(); // room for three
    for (const chunk of [0, 1, 2, 1, 3, 1, 0, 3, 2]) await framesOf(audio, chunk * 1000, chunk * 1000 + 10);
    expect(begun).toEqual([0, 1, 2, 3, 2]);
  });

  it("are computed once for all who ask at the same time", async () => {
    const { audio, begun } = slowChunks();
    const windows = await Promise.all([0, 100, 200].map((at) => framesOf(audio, 5000 + at, 5100 + at)));
    expect(begun).toEqual([5]);
    expect(windows[1]).toEqual(await framesOf(audio, 5100, 5200));
  });

  it("are computed ahead of one who reads in sequence, and of nobody else", async () => {
    const { audio, begun } = slowChunks({ readAhead: 2, maxBytes: 24_000 });
    await framesOf(audio, 7000, 7100);
    await settled();
    expect(begun).toEqual([7]);
    await framesOf(audio, 7100, 7200);
    await settled();
    expect(begun).toEqual([7, 8, 9]);
  });

  it("are computed ahead of several who read in sequence", async () => {
    const { audio, begun } = slowChunks({ readAhead: 1, maxBytes: 60_000 });
    for (const at of [3000, 8000, 3100, 8100]) {
      await framesOf(audio, at, at + 100);
      await settled();
    }
    expect(begun).toEqual([3, 8, 4, 9]);
  });

  it("that were begun ahead are given up when the reader goes elsewhere", async () => {
    const { audio, begun, ended, hold, letGo } = slowChunks({ readAhead: 1 });
    await framesOf(audio, 5000, 5100);
    hold();
    await framesOf(audio, 5100, 5200);
    const far = framesOf(audio, 15_000, 15_100);
    letGo();
    await far;
    await settled();
    expect(begun).toEqual([5, 6, 15]);
    expect(ended).toEqual([5, 15]);
  });

  it("that were begun ahead are not given up when somebody waits for them", async () => {
    const { audio, begun, ended, hold, letGo } = slowChunks({ readAhead: 1 });
    await framesOf(audio, 5000, 5100);
    hold();
    await framesOf(audio, 5100, 5200);
    const next = framesOf(audio, 6500, 6600);
    const far = framesOf(audio, 15_000, 15_100);
    letGo();
    await Promise.all([next, far]);
    expect([begun, ended]).toEqual([
      [5, 6, 15],
      [5, 6, 15],
    ]);
  });

  it.each([1, 2, 5])("are computed once each for one who reads in sequence, %i ahead", async (readAhead) => {
    const { audio, begun } = slowChunks({ readAhead, overlap: 0.3, maxBytes: 40_000 });
    for (let at = 3000; at < 15_000; at += 170) {
      await framesOf(audio, at, at + 170);
      await settled();
    }
    expect(begun.slice(0, 13)).toEqual([3, 2, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14]);
    expect(new Set(begun).size).toBe(begun.length);
  });

  it("are computed once each for two who read in sequence, in memory for two", async () => {
    const { audio, begun } = slowChunks({ readAhead: 1, overlap: 0.3, maxBytes: 15_600 });
    const listen = async (from: number) => {
      for (let at = from; at < from + 5000; at += 170) {
        await framesOf(audio, at, at + 170);
        await settled();
      }
    };
    await Promise.all([listen(2000), listen(12_000)]);
    expect(begun.length).toBeLessThanOrEqual(2 * 8);
  });

  it("that one of two who wait gives up come for the other", async () => {
    const { audio, begun, hold, letGo } = slowChunks();
    hold();
    const controller = new AbortController();
    const impatient = audio.read(5000, [new Float32Array(10)], controller.signal);
    const patient = framesOf(audio, 5000, 5010);
    controller.abort(new Error("no time"));
    await expect(impatient).rejects.toThrow("no time");
    letGo();
    expect(await patient).toEqual([Float32Array.from({ length: 10 }, (_, n) => noiseAt(5000 + n, 0))]);
    expect(begun).toEqual([5]);
  });

  it("that nobody waits for any more are given up", async () => {
    const { audio, begun, ended, hold, letGo } = slowChunks();
    hold();
    const controller = new AbortController();
    const read = audio.read(5000, [new Float32Array(10)], controller.signal);
    await settled();
    controller.abort(new Error("no time"));
    await expect(read).rejects.toThrow("no time");
    letGo();
    await settled();
    expect([begun, ended]).toEqual([[5], []]);
  });

  it("come for all of many who read at different places, in memory for a few, one after another", async () => {
    const { audio, begun } = slowChunks({ maxBytes: 12_000 });
    const places = Array.from({ length: 15 }, (_, n) => n + 2);
    const windows = await Promise.all(
      places.map((place) => framesOf(audio, place * 1000, place * 1000 + 10)),
    );
    windows.forEach(([plane], n) => {
      expect(plane?.[0]).toBe(Math.fround(noiseAt((places[n] ?? 0) * 1000, 0)));
    });
    expect(begun).toEqual(places);
  });

  it("are computed once a window at most for listeners that read on at several places", async () => {
    const { audio, begun } = slowChunks({ maxBytes: 13_200, readAhead: 1, overlap: 0.1 });
    const listen = async (from: number) => {
      for (let at = from; at < from + 3000; at += 250) {
        const [plane] = await framesOf(audio, at, at + 250);
        expect(plane?.[7]).toBe(Math.fround(noiseAt(at + 7, 0)));
      }
    };
    await Promise.all([2000, 7000, 12_000, 16_000].map(listen));
    expect(begun.length).toBeLessThan(3 * 4 * 12);
  });

  it("whose wait is given up while all memory is in use are not computed", async () => {
    const { audio, begun, hold, letGo } = slowChunks({ maxBytes: 12_000 });
    hold();
    const reads = [5, 6, 7].map((place) => framesOf(audio, place * 1000, place * 1000 + 10));
    const controller = new AbortController();
    const impatient = audio.read(9000, [new Float32Array(10)], controller.signal);
    await settled();
    controller.abort(new Error("no time"));
    await expect(impatient).rejects.toThrow("no time");
    letGo();
    await Promise.all(reads);
    expect([...begun].sort()).toEqual([5, 6, 7]);
  });

  it("that failed are tried again", async () => {
    let failures = 1;
    const source = sourceOf({ frames: 5000 }, noiseAt);
    const frail: typeof source = {
      ...source,
      async read(...args) {
        if (failures-- > 0) throw new Error("a bad sector");
        return source.read(...args);
      },
    };
    const audio = processChunked(frail, () => firFilter({ channels: 1, coefficients: [1] }), {
      first: 1,
      overlap: 0,
    });
    await expect(framesOf(audio, 0, 10)).rejects.toThrow("a bad sector");
    expect(await framesOf(audio, 0, 10)).toEqual(await framesOf(source, 0, 10));
  });
});
