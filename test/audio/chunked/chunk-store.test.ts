import { describe, expect, it } from "vitest";
import { processChunked } from "../../../src/audio/chunked/process-chunked.ts";
import { firFilter } from "../../../src/dsp/filter/fir-filter.ts";
import { nextTask } from "../../../src/stream/wait.ts";
import { framesOf, sourceOf } from "../../helpers/audio-sources.ts";
import { noiseAt } from "../../helpers/noise.ts";

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

const settle = async () => {
  for (let turn = 0; turn < 5; turn++) await nextTask();
};

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
    await settle();
    expect(begun).toEqual([7]);
    await framesOf(audio, 7100, 7200);
    await settle();
    expect(begun).toEqual([7, 8, 9]);
  });

  it("are computed ahead of several who read in sequence", async () => {
    const { audio, begun } = slowChunks({ readAhead: 1, maxBytes: 60_000 });
    for (const at of [3000, 8000, 3100, 8100]) {
      await framesOf(audio, at, at + 100);
      await settle();
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
    await settle();
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

  it("are computed ahead only when the chunk before this one is needed no more", async () => {
    const { audio, begun } = slowChunks({ readAhead: 1, overlap: 0.5, maxBytes: 60_000 });
    await framesOf(audio, 7600, 7700);
    for (const at of [7700, 7900, 8100]) {
      await framesOf(audio, at, at + 200);
      await settle();
    }
    expect(begun).toEqual([7, 8]);
    await framesOf(audio, 8300, 8500);
    await settle();
    expect(begun).toEqual([7, 8, 9]);
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
    await settle();
    controller.abort(new Error("no time"));
    await expect(read).rejects.toThrow("no time");
    letGo();
    await settle();
    expect([begun, ended]).toEqual([[5], []]);
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
