import { unsetLoudness } from "./carry-numbers.ts";
import { convertIxml } from "./ixml-numbers.ts";
import { type MetadataChunk, metadataChunk } from "./metadata-chunk.ts";
import { scaleCues } from "./scale-cues.ts";
import { scaleBext, scaleLoops, scaleTimers } from "./scale-numbers.ts";
import type { TimeScale } from "./time-scale.ts";

/** What a conversion does to a recording. */
export interface Conversion {
  /** Of the sample rate; two equal ones where it stays. */
  readonly scale: TimeScale;
  /** Whether samples were computed: loudness is another. */
  readonly computes: boolean;
  /** Whether the result holds samples with less precision: their values are others, if hardly. */
  readonly rounds: boolean;
  /** Whether the channels are others. */
  readonly mixes: boolean;
  /** Bits of a sample of the result, where these are integers. */
  readonly bits?: number;
}

/** What is said of the bytes that samples are written as, and holds for no others. */
const OF_BYTES = ["MD5 ", "levl", "wavl"];

/** What is said of the values of samples, however these are written. */
const OF_VALUES = ["PEAK"];

/** Which channel is which part of a scene, and the scene. */
const OF_CHANNELS = ["chna", "axml"];

/** Positions that cannot be scaled: of unknown layout, in the order of play, or 64 bits long. */
const OF_FRAMES = ["plst", "strc", "r64m"];

/** The chunks whose positions scale, cue points and their texts apart. */
const SCALERS: Readonly<
  Record<string, (body: Uint8Array, scale: TimeScale, littleEndian: boolean) => Uint8Array | undefined>
> = { bext: scaleBext, smpl: scaleLoops, cart: scaleTimers };

/**
 * What a converted recording keeps of its chunks. Chunks that stay as they are come back as the same objects.
 *
 * At another sample rate, positions are those of the same instants. What cannot be scaled goes, and so does what was said
 * of samples or channels that are others now.
 */
export function convertChunks(
  chunks: readonly MetadataChunk[],
  conversion: Conversion,
  littleEndian: boolean,
): readonly MetadataChunk[] {
  const { scale, computes, rounds, mixes } = conversion;
  const scales = scale.from !== scale.to;
  const gone = [
    ...OF_BYTES,
    ...(computes || rounds || mixes || scales ? OF_VALUES : []),
    ...(mixes ? OF_CHANNELS : []),
    ...(scales ? OF_FRAMES : []),
  ];
  const cues = scales ? scaleCues(chunks, scale, littleEndian) : new Map<MetadataChunk, Uint8Array>();
  return chunks.flatMap((chunk) => {
    const { id, listType, bytes } = chunk;
    if (gone.includes(id) || (listType !== undefined && gone.includes(listType))) return [];
    const isScaled = scales && (id in SCALERS || id === "cue " || listType === "adtl");
    // Positions that are not in memory would be wrong ones.
    if (!bytes) return isScaled ? [] : chunk;
    const scaled = cues.has(chunk)
      ? cues.get(chunk)
      : isScaled
        ? SCALERS[id]?.(bytes, scale, littleEndian)
        : bytes;
    if (!scaled) return [];
    const body = convertedBody(id, scaled, conversion, littleEndian);
    const isSame = body.length === bytes.length && body.every((byte, index) => byte === bytes[index]);
    return isSame ? chunk : metadataChunk(id, body, littleEndian);
  });
}

/** What changes beside positions. */
function convertedBody(
  id: string,
  bytes: Uint8Array,
  conversion: Conversion,
  littleEndian: boolean,
): Uint8Array {
  if (id === "iXML") return convertIxml(bytes, conversion);
  if (id !== "bext" || !conversion.computes) return bytes;
  const body = bytes.slice();
  unsetLoudness(body, littleEndian);
  return body;
}
