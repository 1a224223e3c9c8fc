import type { WavFormat } from "../format.ts";
import type { BlockDecoder } from "./block-decoder.ts";
import { framesIn } from "./block-size.ts";

/**
 * The size of a difference, by step index (IMA Digital Audio Focus and Technical Working Groups, "Recommended Practices for
 * Enhancing Digital Audio Compatibility in Multimedia Systems", 3.00, 1992).
 */
const STEPS: readonly number[] = [
  7, 8, 9, 10, 11, 12, 13, 14, 16, 17, 19, 21, 23, 25, 28, 31, 34, 37, 41, 45, 50, 55, 60, 66, 73, 80, 88, 97,
  107, 118, 130, 143, 157, 173, 190, 209, 230, 253, 279, 307, 337, 371, 408, 449, 494, 544, 598, 658, 724,
  796, 876, 963, 1060, 1166, 1282, 1411, 1552, 1707, 1878, 2066, 2272, 2499, 2749, 3024, 3327, 3660, 4026,
  4428, 4871, 5358, 5894, 6484, 7132, 7845, 8630, 9493, 10442, 11487, 12635, 13899, 15289, 16818, 18500,
  20350, 22385, 24623, 27086, 29794, 32767,
];

/** How a code changes the step index, by its lower three bits (the same document). */
const INDEX_CHANGES: readonly number[] = [-1, -1, -1, -1, 2, 4, 6, 8];

const LAST_INDEX = STEPS.length - 1;

/** What a code adds to the sample, at `16 * step index + code`. */
const DIFFERENCES: Int32Array = Int32Array.from({ length: 16 * STEPS.length }, (_, at) => {
  const step = STEPS[at >> 4] ?? 0;
  // Each part is cut off to an integer by itself, as the decoder of the document does it.
  const size = (step >> 3) + (at & 4 ? step : 0) + (at & 2 ? step >> 1 : 0) + (at & 1 ? step >> 2 : 0);
  return at & 8 ? -size : size;
});

/** The step index after a code, times 16: where the row of the next code begins. */
const NEXT_ROWS: Int32Array = Int32Array.from({ length: 16 * STEPS.length }, (_, at) => {
  const index = (at >> 4) + (INDEX_CHANGES[at & 7] ?? 0);
  return 16 * Math.min(Math.max(index, 0), LAST_INDEX);
});

/** Bytes of a channel's header, which has the first sample, and of a group, which has the next eight. */
const HEADER_BYTES = 4;
const GROUP_BYTES = 4;
const GROUP_FRAMES = 8;

/**
 * The decoder of IMA ADPCM, also called DVI ADPCM (format tag 0x0011; Microsoft, "New Multimedia Data Types and Data
 * Techniques", 3.0, "DVI ADPCM Wave Type"). A block has a header for each channel, then four bytes of each in turn.
 * It is little-endian in RIFX files too.
 */
export function imaDecoder({ channels }: Pick<WavFormat, "channels">): BlockDecoder {
  const decoder: BlockDecoder = {
    hasMemory: false,
    decode(block, planes, at, skip, count) {
      const end = Math.min(skip + count, framesIn(block.length, "ima-adpcm", channels));
      const view = new DataView(block.buffer, block.byteOffset, block.byteLength);
      for (let channel = 0; channel < channels && skip < end; channel++) {
        const plane = planes[channel];
        if (plane) decodeChannel(view, channel, channels, plane, at, skip, end);
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
  plane: Float32Array,
  at: number,
  skip: number,
  end: number,
): void {
  const header = channel * HEADER_BYTES;
  let sample = view.getInt16(header, true);
  let row = 16 * Math.min(view.getUint8(header + 2), LAST_INDEX);
  if (skip === 0) plane[at] = sample / 0x8000;
  let offset = channels * HEADER_BYTES + channel * GROUP_BYTES;
  for (let first = 1; first < end; first += GROUP_FRAMES, offset += channels * GROUP_BYTES) {
    // A byte's lower half comes first, so a little-endian number has the eight codes from its lowest bits up.
    let codes = view.getInt32(offset, true);
    const groupEnd = Math.min(first + GROUP_FRAMES, end);
    for (let frame = first; frame < groupEnd; frame++, codes >>= 4) {
      const entry = row + (codes & 15);
      sample += DIFFERENCES[entry] ?? 0;
      if (sample > 0x7fff) sample = 0x7fff;
      else if (sample < -0x8000) sample = -0x8000;
      row = NEXT_ROWS[entry] ?? 0;
      if (frame >= skip) plane[at + frame - skip] = sample / 0x8000;
    }
  }
}
