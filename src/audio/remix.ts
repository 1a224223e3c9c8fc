import { type ChannelMatrix, type ChannelRule, channelMatrix } from "../dsp/level/channel-matrix.ts";
import { remixPlanes } from "../dsp/level/remix.ts";
import { planesWithin } from "../dsp/planes.ts";
import { optionError } from "../stream/error.ts";
import type { AudioSource } from "./audio-source.ts";
import { framesToRead } from "./frames-to-read.ts";
import { sparePlanes } from "./spare-planes.ts";

/**
 * A source with other channels: so many of them, mixed by a rule, or as a matrix says.
 *
 * @param to a number of channels, or for each of them the finite gains with which those of the source are added
 * @param rule `"speakers"` unless told otherwise; it means nothing beside a matrix
 * @throws LongwaveError `audio/no-channel-rule`, `options/invalid`
 */
export function remix(
  source: AudioSource,
  to: number | ChannelMatrix,
  rule: ChannelRule = "speakers",
): AudioSource {
  const { sampleRate, frames } = source;
  const matrix = typeof to === "number" ? channelMatrix(source.channels, to, rule) : to;
  if (matrix.length === 0 || matrix.some((row) => row.length !== source.channels)) {
    throw optionError("to", `rows of ${source.channels} gains, one or more`, JSON.stringify(matrix));
  }
  for (const [row, gains] of matrix.entries()) {
    const column = gains.findIndex((gain) => !Number.isFinite(gain));
    if (column >= 0) throw optionError(`to[${row}][${column}]`, "a finite number", gains[column]);
  }
  const channels = matrix.length;
  const spare = sparePlanes(source.channels);
  return {
    sampleRate,
    channels,
    frames,
    async read(start, planes, signal) {
      const count = framesToRead({ channels, frames }, start, planes);
      const heard = spare.take(count);
      const read = await source.read(start, planesWithin(heard, 0, count), signal);
      remixPlanes(matrix, planesWithin(heard, 0, read), planesWithin(planes, 0, read));
      spare.giveBack(heard);
      return read;
    },
  };
}
