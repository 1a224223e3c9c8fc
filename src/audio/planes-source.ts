import { checkPlanes, planesWithin } from "../dsp/planes.ts";
import { optionError } from "../stream/error.ts";
import type { AudioSource } from "./audio-source.ts";
import { framesToRead } from "./frames-to-read.ts";

/**
 * Audio that is in memory, one plane per channel, full scale from -1 to 1. The samples are not copied: whoever changes
 * them changes the source.
 *
 * @param planes one or more, all of one length
 * @param sampleRate in Hz, an integer of 1 or more
 * @throws LongwaveError `audio/bad-planes`, `options/invalid`
 */
export function planesSource(planes: readonly Float32Array[], sampleRate: number): AudioSource {
  const own = [...planes];
  const channels = Math.max(1, own.length);
  const frames = checkPlanes(own, channels);
  if (!Number.isSafeInteger(sampleRate) || sampleRate < 1) {
    throw optionError("sampleRate", "an integer of at least 1", sampleRate);
  }
  return {
    sampleRate,
    channels,
    frames,
    async read(start, into, signal) {
      signal?.throwIfAborted();
      const count = framesToRead({ frames, channels }, start, into);
      planesWithin(own, start, start + count).forEach((plane, channel) => {
        into[channel]?.set(plane);
      });
      return count;
    },
  };
}
