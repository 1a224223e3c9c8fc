import type { Coefficients, WavFormat } from "../format.ts";
import type { BlockDecoder } from "./block-decoder.ts";
import { framesIn } from "./block-size.ts";

/** Without a pair that a block asks for, the first one counts; without any, the last sample alone. */
const PLAIN: Coefficients = [256, 0];

/** How a code changes the step, in 1/256 (the document of {@link msDecoder}, "AdaptationTable"). */
const ADAPTATION: Int32Array = Int32Array.from([
  230, 230, 230, 230, 307, 409, 512, 614, 768, 614, 512, 409, 307, 230, 230, 230,
]);

const SMALLEST_STEP = 16;

/** Up to here a step times any adaptation has 32 bits; it is hundreds of times louder than full scale. */
const LARGEST_STEP = Math.floor((2 ** 31 - 1) / 768);

/** Bytes of a channel's part of the header: a predictor, a step of two bytes, and the first two samples. */
const HEADER_BYTES = 7;
const HEADER_FRAMES = 2;

/**
 * The decoder of Microsoft ADPCM (format tag 0x0002; Microsoft, "New Multimedia Data Types and Data Techniques", 3.0,
 * "Microsoft ADPCM"). A block has the header's fields, each for all channels in turn, then codes of four bits, the
 * upper half of a byte first, one for each channel in turn. It is little-endian in RIFX files too.
 *
 * A predictor that there is no pair of coefficients for counts as the first one.
 */
export function msDecoder({
  channels,
  coefficients = [],
}: Pick<WavFormat, "channels" | "coefficients">): BlockDecoder {
  const decoder: BlockDecoder = {
    hasMemory: false,
    decode(block, planes, at, skip, count) {
      const end = Math.min(skip + count, framesIn(block.length, "ms-adpcm", channels));
      const view = new DataView(block.buffer, block.byteOffset, block.byteLength);
      for (let channel = 0; channel < channels && skip < end; channel++) {
        const plane = planes[channel];
        const pair = coefficients[view.getUint8(channel)] ?? coefficients[0] ?? PLAIN;
        if (plane) decodeChannel(view, channel, channels, pair, plane, at, skip, end);
      }
    },
    copy: () => decoder,
  };
  return decoder;
}

/** Decodes the frames of a block from `skip` to before `end`, for one channel. */
function decodeChannel(
  view: DataView,
  channel: number,
  channels: number,
  [lastWeight, beforeLastWeight]: Coefficients,
  plane: Float32Array,
  at: number,
  skip: number,
  end: number,
): void {
  let step = view.getInt16(channels + 2 * channel, true);
  let last = view.getInt16(3 * channels + 2 * channel, true);
  let beforeLast = view.getInt16(5 * channels + 2 * channel, true);
  if (skip === 0) plane[at] = beforeLast / 0x8000;
  if (skip <= 1 && end > 1) plane[at + 1 - skip] = last / 0x8000;
  // The position of a code, counted in halves of a byte.
  let half = 2 * HEADER_BYTES * channels + channel;
  for (let frame = HEADER_FRAMES; frame < end; frame++, half += channels) {
    const byte = view.getUint8(half >> 1);
    const code = half & 1 ? byte & 15 : byte >> 4;
    const predicted = (Math.imul(last, lastWeight) + Math.imul(beforeLast, beforeLastWeight)) >> 8;
    // The code counts from -8 to 7.
    let sample = predicted + Math.imul(step, (code ^ 8) - 8);
    if (sample > 0x7fff) sample = 0x7fff;
    else if (sample < -0x8000) sample = -0x8000;
    beforeLast = last;
    last = sample;
    step = Math.imul(step, ADAPTATION[code] ?? 0) >> 8;
    if (step < SMALLEST_STEP) step = SMALLEST_STEP;
    else if (step > LARGEST_STEP) step = LARGEST_STEP;
    if (frame >= skip) plane[at + frame - skip] = sample / 0x8000;
  }
}
