import type { ProbedMedia } from "./probe-media.ts";

/**
 * The filters that give the channels of a recording a place where neither its file nor its decoder does, as those of Speex: without a
 * conversion, which would do so in passing, FFmpeg 5.1 takes its guess and what comes out of the decoder for two arrangements, and
 * fails. PCM is what it guesses.
 */
export function layoutFilters({ layout, facts: { audio } }: Pick<ProbedMedia, "layout" | "facts">): string[] {
  const { codec, channels = 0 } = audio;
  if (layout !== undefined || channels > 2 || codec.startsWith("pcm_")) return [];
  return [`aresample=ochl=${channels === 1 ? "mono" : "stereo"}`];
}
