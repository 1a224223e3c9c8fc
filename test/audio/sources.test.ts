import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { AudioSource } from "../../src/audio/audio-source.ts";
import { generatorSource } from "../../src/audio/generator-source.ts";
import { planesSource } from "../../src/audio/planes-source.ts";
import { failureCode, rejection } from "../helpers/failure.ts";
import { readPlanes, sampleAt, samplePlanes } from "../helpers/wav-samples.ts";

const KINDS: [string, (channels: number, frames: number) => AudioSource][] = [
  ["planesSource", (channels, frames) => planesSource(samplePlanes(channels, frames), 8000)],
  [
    "generatorSource",
    (channels, frames) =>
      generatorSource({ sampleRate: 8000, channels, frames }, (start, planes) => {
        planes.forEach((plane, channel) => {
          plane.forEach((_, at) => {
            plane[at] = sampleAt(start + at, channel);
          });
        });
      }),
  ],
];

describe.each(KINDS)("%s", (_, make) => {
  it("gives any window, short at the end alone, and leaves what lies behind as it is", async () => {
    const source = make(2, 50);
    expect(source).toMatchObject({ sampleRate: 8000, channels: 2, frames: 50 });
    await fc.assert(
      fc.asyncProperty(fc.nat(70), fc.nat(70), async (start, length) => {
        const planes = [new Float32Array(length).fill(9), new Float32Array(length).fill(9)];
        const expected = planes.map((plane) => plane.slice());
        const count = Math.max(0, Math.min(length, 50 - start));
        samplePlanes(2, count, start).forEach((plane, channel) => {
          expected[channel]!.set(plane);
        });
        expect(await source.read(start, planes)).toBe(count);
        expect(planes).toEqual(expected);
      }),
    );
  });

  it.each([-1, 0.5, Number.NaN, 2 ** 53])("refuses to read from frame %d on", async (start) => {
    expect(await failureCode(make(1, 5).read(start, samplePlanes(1, 1)))).toBe("audio/bad-start");
  });

  it("refuses planes that are not its channels, or not of one length", async () => {
    const source = make(2, 5);
    for (const planes of [
      [],
      samplePlanes(1, 3),
      samplePlanes(3, 3),
      [new Float32Array(2), new Float32Array(3)],
    ]) {
      expect(await failureCode(source.read(0, planes))).toBe("audio/bad-planes");
    }
  });

  it("reads nothing for whoever has given up", async () => {
    const planes = samplePlanes(1, 3, 7);
    expect(await rejection(make(1, 5).read(0, planes, AbortSignal.abort("enough")))).toBe("enough");
    expect(planes).toEqual(samplePlanes(1, 3, 7));
  });
});

describe("planesSource", () => {
  it("copies nothing", async () => {
    const planes = samplePlanes(1, 10);
    const source = planesSource(planes, 8000);
    planes[0]!.fill(0.25);
    expect(await readPlanes(source)).toEqual(planes);
  });

  it("refuses planes of several lengths, no planes, and what is no sample rate", () => {
    expect(() => planesSource([new Float32Array(2), new Float32Array(3)], 8000)).toThrow(
      "expected 2 planes of one length, got 2 with lengths 2, 3",
    );
    expect(() => planesSource([], 8000)).toThrow("expected 1 planes of one length, got 0 with lengths none");
    expect(() => planesSource(samplePlanes(1, 3), 0)).toThrow(
      "sampleRate, when provided, must be an integer of at least 1, got 0",
    );
  });
});

describe("generatorSource", () => {
  it("is asked for nothing that is beyond its end, however long it is", async () => {
    const asked: number[][] = [];
    const frames = 2 ** 45;
    const source = generatorSource({ sampleRate: 8000, channels: 1, frames }, async (start, planes) => {
      asked.push([start, planes[0]!.length]);
    });
    expect(await source.read(frames - 3, [new Float32Array(10)])).toBe(3);
    expect(await source.read(frames, [new Float32Array(10)])).toBe(0);
    expect(asked).toEqual([[frames - 3, 3]]);
  });

  it("fails as what fills it fails", async () => {
    const source = generatorSource({ sampleRate: 8000, channels: 1, frames: 5 }, async () => {
      throw "broken";
    });
    expect(await rejection(source.read(0, samplePlanes(1, 1)))).toBe("broken");
  });

  it.each([
    [{ sampleRate: 0, channels: 1, frames: 5 }, "options.sampleRate"],
    [{ sampleRate: 8000, channels: 0, frames: 5 }, "options.channels"],
    [{ sampleRate: 8000, channels: 1, frames: -1 }, "options.frames"],
  ])("refuses %j", (options, name) => {
    expect(() => generatorSource(options, () => {})).toThrow(name);
  });
});
