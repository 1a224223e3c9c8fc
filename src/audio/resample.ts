import { newPlanes, planesWithin } from "../dsp/planes.ts";
import { type ResampleBlocks, resampleBlocks } from "../dsp/resample/resample-blocks.ts";
import { RESAMPLE_QUALITIES, type ResampleQuality } from "../dsp/resample/resample-quality.ts";
import { checkSampleRates, resampledFrames } from "../dsp/resample/resampler.ts";
import { checkChoiceOption } from "../stream/choice-option.ts";
import type { AudioSource } from "./audio-source.ts";
import { framesToRead } from "./frames-to-read.ts";
import { readFrames } from "./read-frames.ts";

/** How `resample` computes. */
export interface ResampleOptions {
  /** As of `ResamplerOptions`; `"high"` unless told otherwise. */
  readonly quality?: ResampleQuality;
}

/** Readers that go on where they ended, side by side, without computing anything twice. */
const MOST_IDLE = 2;

/** The block that was computed last, and the input that it was made of. */
interface Work {
  /** -1 before the first. */
  block: number;
  readonly output: readonly Float32Array[];
  /** Input frame that is first in `window`; NaN while that is not filled. */
  start: number;
  readonly window: readonly Float32Array[];
}

/**
 * The same audio at another sample rate, computed where somebody reads it. Frame 0 is of the same instant; the length
 * is that of `resampledFrames`. Any part is the same to the bit however it is read, and the same as what `resampler`
 * gives. Reading on where the last reading ended computes each block once and reads the input once; reading elsewhere
 * costs a block, which is up to about a second of audio.
 *
 * At the same rate it is the source itself.
 *
 * @param sampleRate in Hz, an integer, at most 256 times lower or higher
 * @throws LongwaveError `options/invalid`; on reading `audio/unexpected-end` when the source has fewer frames than it
 *   says
 */
export function resample(
  source: AudioSource,
  sampleRate: number,
  { quality = "high" }: ResampleOptions = {},
): AudioSource {
  checkSampleRates(source.sampleRate, sampleRate, "source.sampleRate", "options.sampleRate");
  checkChoiceOption("quality", quality, RESAMPLE_QUALITIES);
  if (source.sampleRate === sampleRate) return source;
  const { channels } = source;
  const frames = resampledFrames(source.frames, source.sampleRate, sampleRate);
  const blocks = resampleBlocks(source.sampleRate, sampleRate, quality);
  const { blockFrames } = blocks;
  const idle: Work[] = [];

  function takeWork(block: number): Work {
    const here = idle.findIndex((work) => work.block === block);
    const before = idle.findIndex((work) => work.block === block - 1);
    const [work] = idle.splice(here >= 0 ? here : Math.max(before, 0), 1);
    return work ?? newWork(channels, blocks);
  }

  return {
    sampleRate,
    channels,
    frames,
    async read(start, planes, signal) {
      const count = framesToRead({ channels, frames }, start, planes);
      if (count === 0) return 0;
      const work = takeWork(Math.floor(start / blockFrames));
      try {
        for (let done = 0; done < count; ) {
          signal?.throwIfAborted();
          const block = Math.floor((start + done) / blockFrames);
          if (work.block !== block) await computeBlock(source, blocks, work, block, signal);
          const from = start + done - block * blockFrames;
          const to = Math.min(blockFrames, from + count - done);
          for (const [channel, plane] of planesWithin(work.output, from, to).entries()) {
            planes[channel]?.set(plane, done);
          }
          done += to - from;
        }
      } finally {
        idle.push(work);
        if (idle.length > MOST_IDLE) idle.shift();
      }
      return count;
    },
  };
}

function newWork(channels: number, { blockFrames, windowFrames }: ResampleBlocks): Work {
  return {
    block: -1,
    output: newPlanes(channels, blockFrames),
    start: Number.NaN,
    window: newPlanes(channels, windowFrames),
  };
}

/** Makes a block the one that `work` holds. Of the input, only what is not there from the block before is read. */
async function computeBlock(
  source: AudioSource,
  { windowFrames, windowStart, render }: ResampleBlocks,
  work: Work,
  block: number,
  signal: AbortSignal | undefined,
): Promise<void> {
  const { output, window } = work;
  const start = windowStart(block);
  const shift = start - work.start;
  const kept = shift >= 0 && shift < windowFrames ? windowFrames - shift : 0;
  // Until all of it is there, a reading that failed must not leave what looks like a window, or a block.
  work.block = -1;
  work.start = Number.NaN;
  for (const plane of window) {
    if (kept > 0) plane.copyWithin(0, shift);
    plane.fill(0, kept);
  }
  const from = Math.max(start + kept, 0);
  const to = Math.min(start + windowFrames, source.frames);
  if (from < to) await readFrames(source, from, planesWithin(window, from - start, to - start), signal);
  work.start = start;
  window.forEach((plane, channel) => {
    const into = output[channel];
    if (into) render(block, plane, into);
  });
  work.block = block;
}
