import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { memorySource } from "../../src/stream/memory-source.ts";
import { clipWav } from "../../src/wav/clip-wav.ts";
import { joinWavs } from "../../src/wav/join-wavs.ts";
import { openWav } from "../../src/wav/open-wav.ts";
import type { Wav } from "../../src/wav/wav.ts";
import { bytesAt } from "../helpers/pattern.ts";
import { BLOCK_CODECS, blockBytes, blockFile } from "../helpers/wav-blocks.ts";
import { chunk, formatBody, joined, wavBytes } from "../helpers/wav-chunks.ts";
import { readPlanes } from "../helpers/wav-samples.ts";
import { recorded } from "../helpers/wav-sources.ts";

const BLOCKS = 6;

function cut(planes: readonly Float32Array[], from: number, to: number): Float32Array[] {
  return planes.map((plane) => plane.subarray(from, to));
}

async function audioOf(wav: Wav): Promise<Uint8Array> {
  return bytesAt(wav.source, wav.data.offset, wav.data.size);
}

describe.each(BLOCK_CODECS)("$encoding of $channels channels", (codec) => {
  const { encoding, channels, blockAlign, framesPerBlock } = codec;
  const audio = blockBytes(codec, BLOCKS);
  const frames = BLOCKS * framesPerBlock;
  const isGsm = encoding === "gsm";

  async function opened(bytes: Uint8Array = blockFile(codec, audio, { fact: frames }), name?: string) {
    return openWav(recorded(memorySource(bytes, name)).source);
  }

  it("is opened in strict mode", async () => {
    const wav = await openWav(memorySource(blockFile(codec, audio, { fact: frames })), { strict: true });
    expect(wav).toMatchObject({ frames, declaredFrames: frames });
    expect(wav.format).toMatchObject({ encoding, channels, blockAlign, framesPerBlock });
  });

  it("has samples that are no silence, within full scale", async () => {
    for (const plane of await readPlanes(await opened())) {
      expect(new Set(plane).size).toBeGreaterThan(framesPerBlock / 4);
      expect(plane.every((sample) => sample >= -1 && sample < 1)).toBe(true);
    }
  });

  it("is in any window what it is in the whole, in whatever order windows are read", async () => {
    const whole = await readPlanes(await opened());
    const window = fc.tuple(fc.nat(frames), fc.nat(2 * framesPerBlock));
    const property = fc.asyncProperty(
      fc.array(window, { minLength: 1, maxLength: 6 }),
      fc.boolean(),
      async (windows, atOnce) => {
        const wav = await opened();
        const read = async ([start, length]: [number, number]) => {
          const end = Math.min(frames, start + length);
          expect(await readPlanes(wav, start, end - start)).toEqual(cut(whole, start, end));
        };
        if (atOnce) await Promise.all(windows.map(read));
        else for (const one of windows) await read(one);
      },
    );
    await fc.assert(property, { numRuns: 60 });
  });

  it("is read in pieces that follow each other as in one", async () => {
    const whole = await readPlanes(await opened());
    for (const step of [1, 7, framesPerBlock - 1, framesPerBlock, framesPerBlock + 1]) {
      const wav = await opened();
      for (let start = 0; start < frames; start += step) {
        const end = Math.min(frames, start + step);
        expect(await readPlanes(wav, start, end - start)).toEqual(cut(whole, start, end));
      }
    }
  });

  it("costs a window the blocks that it touches, and those that its decoder has to have heard", async () => {
    const { source, asked } = recorded(memorySource(blockFile(codec, audio, { fact: frames })));
    const wav = await openWav(source);
    asked.length = 0;
    await readPlanes(wav, 4 * framesPerBlock + 3, 5);
    const touched = [wav.data.offset + 4 * blockAlign, wav.data.offset + 5 * blockAlign];
    // What a decoder of GSM has to have heard may be read by itself or with the window.
    const heard = asked.some(([from]) => from < touched[0]!);
    expect(heard).toBe(isGsm);
    expect(asked.at(-1)?.[1]).toBe(touched[1]);
    if (!isGsm) expect(asked).toEqual([touched]);
  });

  it("is clipped where a block begins by copying it, and elsewhere into 16-bit PCM of the same samples", async () => {
    const wav = await opened();
    const whole = await readPlanes(wav);
    for (const from of [0, 1, framesPerBlock - 1, framesPerBlock, 3 * framesPerBlock]) {
      for (const to of [from, from + 1, from + framesPerBlock, frames - 5, frames]) {
        const clip = await openWav(clipWav(wav, from, to), { strict: true });
        const isCopy = isGsm ? from === 0 : from % framesPerBlock === 0;
        expect(clip.frames).toBe(to - from);
        expect(await readPlanes(clip)).toEqual(cut(whole, from, to));
        expect(clip.format).toMatchObject(
          isCopy ? { encoding, framesPerBlock } : { encoding: "pcm", bitsPerSample: 16 },
        );
        if (!isCopy) continue;
        const [first, last] = [from / framesPerBlock, Math.ceil(to / framesPerBlock)];
        expect(await audioOf(clip)).toEqual(audio.subarray(first * blockAlign, last * blockAlign));
        expect(clip.declaredFrames).toBe(to - from);
      }
    }
  });

  it("is in a clip of a clip what it is in the clip", async () => {
    const wav = await opened();
    const property = fc.asyncProperty(
      fc.tuple(fc.nat(frames), fc.nat(frames), fc.nat(frames), fc.nat(frames)),
      async ([a, b, c, d]) => {
        const [from, to] = [Math.min(a, b), Math.max(a, b)];
        const [innerFrom, innerTo] = [Math.min(c, d), Math.max(c, d)].map((at) => at % (to - from + 1)) as [
          number,
          number,
        ];
        const [start, end] = [Math.min(innerFrom, innerTo), Math.max(innerFrom, innerTo)];
        const inner = clipWav(await openWav(clipWav(wav, from, to)), start, end);
        const clip = clipWav(wav, from + start, from + end);
        expect(await readPlanes(await openWav(inner))).toEqual(await readPlanes(await openWav(clip)));
      },
    );
    await fc.assert(property, { numRuns: 30 });
  });

  it("is joined by copying where all but the last part end with a whole block, and else into 16-bit PCM", async () => {
    const wav = await opened();
    const whole = await readPlanes(wav);
    const middle = 2 * framesPerBlock;
    for (const [end, start, isCopy] of [
      [middle, middle, !isGsm],
      [middle - 3, middle - 3, false],
    ] as const) {
      const parts = [await openWav(clipWav(wav, 0, end)), await openWav(clipWav(wav, start))];
      if (parts[0]!.format.encoding !== parts[1]!.format.encoding) {
        expect(() => joinWavs(parts)).toThrow(expect.objectContaining({ code: "wav/different-formats" }));
        continue;
      }
      const join = await openWav(joinWavs(parts), { strict: true });
      expect(join.format.encoding).toBe(isCopy ? encoding : "pcm");
      expect(await readPlanes(join)).toEqual(whole);
    }
    const twice = await openWav(joinWavs([wav, await openWav(clipWav(wav, 0, 7))]), { strict: true });
    expect(twice.format.encoding).toBe(isGsm ? "pcm" : encoding);
    const expected = whole.map((plane) => [...plane, ...plane.subarray(0, 7)]);
    expect((await readPlanes(twice)).map((plane) => [...plane])).toEqual(expected);
    const other = await openWav(joinWavs([await openWav(clipWav(wav, 0, 7)), wav]), { strict: true });
    expect(other).toMatchObject({ frames: frames + 7, format: { encoding: "pcm", bitsPerSample: 16 } });
  });

  it("has as many frames of its last block as its fact chunk says, where that can be", async () => {
    const whole = await readPlanes(await opened());
    for (const fact of [frames - framesPerBlock + 1, frames - 1, frames]) {
      const wav = await opened(blockFile(codec, audio, { fact }));
      expect(wav).toMatchObject({ frames: fact, warnings: [] });
      expect(await readPlanes(wav)).toEqual(cut(whole, 0, fact));
    }
    for (const fact of [0, 1, frames - framesPerBlock, frames + 1, 0xffff_ffff]) {
      const wav = await opened(blockFile(codec, audio, { fact }));
      expect(wav.frames).toBe(frames);
      // In RIFF, no chunk has the frames that 0xFFFFFFFF refers to: it says nothing.
      const codes = fact === 0xffff_ffff ? [] : ["wav/fact-count"];
      expect(wav.warnings.map(({ code }) => code)).toEqual(codes);
    }
  });

  it("has of a last block that was cut off the frames that are there", async () => {
    const whole = await readPlanes(await opened());
    let before = (BLOCKS - 1) * framesPerBlock;
    for (let rest = 0; rest < blockAlign; rest++) {
      const wav = await opened(blockFile(codec, audio.subarray(0, (BLOCKS - 1) * blockAlign + rest)));
      expect(wav.frames).toBeGreaterThanOrEqual(before);
      expect(wav.frames).toBeLessThan(frames);
      before = wav.frames;
      expect(await readPlanes(wav)).toEqual(cut(whole, 0, wav.frames));
    }
  });

  it.each(["RF64", "BW64", "W64"] as const)(
    "is read out of a %s, and written into one",
    async (container) => {
      const whole = await readPlanes(await opened());
      const wav = await openWav(memorySource(blockFile(codec, audio, { container })), { strict: true });
      expect(await readPlanes(wav)).toEqual(whole);
      const clip = await openWav(clipWav(wav, 0, frames - 3, { container }), { strict: true });
      expect(clip).toMatchObject({ container, frames: frames - 3, format: { encoding } });
      expect(await readPlanes(clip)).toEqual(cut(whole, 0, frames - 3));
    },
  );
});

it("IMA ADPCM that says one frame a block is that in a clip, too", async () => {
  const body = joined(formatBody({ tag: 0x11, bits: 4, blockAlign: 8 }), Uint8Array.of(2, 0, 1, 0));
  const file = wavBytes([chunk("fmt ", body), chunk("data", new Uint8Array(80))]);
  const wav = await openWav(memorySource(file));
  expect(wav.frames).toBe(10);
  const clip = await openWav(clipWav(wav, 2, 7), { strict: true });
  expect(clip).toMatchObject({ frames: 5, format: { encoding: "ima-adpcm", framesPerBlock: 1 } });
});
