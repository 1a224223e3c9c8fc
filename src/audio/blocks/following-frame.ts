import { LongwaveError } from "../../stream/error.ts";
import type { AudioBlock } from "./blocks.ts";

/**
 * The frame that the block after this one begins with.
 *
 * @param expected where this one should begin; the first may begin anywhere
 * @throws LongwaveError `audio/bad-block`
 */
export function followingFrame({ frame, planes }: AudioBlock, expected: number | undefined): number {
  if (expected === undefined || frame === expected) return frame + (planes[0]?.length ?? 0);
  throw new LongwaveError(
    "audio/bad-block",
    `expected a block that begins at frame ${expected}, where the last one ended, got one at frame ${frame}`,
    { actual: frame, expected },
  );
}
