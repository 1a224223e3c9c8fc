import { type ErrorDetails, LongwaveError } from "../../stream/error.ts";
import { type Chunk, isFiller } from "../chunk.ts";
import { CONTAINERS, type Container } from "../container.ts";
import { DS64_BYTES, DS64_SIZES_BYTES } from "../ds64.ts";
import { SIZES_END } from "../header.ts";
import type { Wav } from "../wav.ts";
import { endOfChunks } from "./placement.ts";

/** What a file has to be for its sizes to be right. */
export interface RightLayout {
  readonly container: Container;
  /** Where the last chunk ends, with its padding. */
  readonly end: number;
  /** The chunk that has the 64-bit sizes, or that has the room for them. */
  readonly ds64: Chunk | undefined;
}

/** @throws LongwaveError `wav/not-repairable` */
export function rightLayout({ source, chunks, container: name, warnings }: Wav): RightLayout {
  const obstacle = warnings.find(
    ({ code, offset }) =>
      code === "wav/leading-bytes" ||
      code === "wav/no-chunk" ||
      (code === "wav/no-padding" && offset < source.size),
  );
  if (obstacle) {
    const { message, offset, code } = obstacle;
    throw notRepairable(message, { offset, actual: code });
  }
  const container = CONTAINERS[name];
  const { padded } = endOfChunks(container, chunks);
  // Wave64 files may end without padding.
  if (name === "W64") return { container, end: Math.min(padded, source.size), ds64: undefined };
  const [first] = chunks;
  if (container.hasDs64 && first?.id === "ds64" && first.size >= DS64_SIZES_BYTES) {
    return { container, end: padded, ds64: first };
  }
  if (padded < SIZES_END) {
    return { container: container.hasDs64 ? CONTAINERS.RIFF : container, end: padded, ds64: undefined };
  }
  if (first && isFiller(first.id) && first.size >= DS64_BYTES && name !== "RIFX") {
    return { container: container.hasDs64 ? container : CONTAINERS.RF64, end: padded, ds64: first };
  }
  const offset = first?.offset ?? container.headBytes;
  const reason = `${padded} bytes take sizes of 64 bits, for which there is no room at offset ${offset}`;
  throw notRepairable(reason, { offset, actual: padded, expected: SIZES_END - 1 });
}

function notRepairable(reason: string, details: ErrorDetails): LongwaveError {
  return new LongwaveError("wav/not-repairable", `the file cannot be repaired in place: ${reason}`, details);
}
