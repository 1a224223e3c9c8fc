import { optionError } from "../../stream/error.ts";
import type { MetadataChunk } from "./metadata-chunk.ts";

/**
 * What a result keeps of the metadata that it could keep: all of it, nothing, or what a function makes of it. The
 * function gets the chunks with their positions moved already, and gives those that are to be written.
 */
export type MetadataOption =
  | "keep"
  | "none"
  | ((chunks: readonly MetadataChunk[]) => readonly MetadataChunk[]);

/**
 * The chunks that an option lets through.
 *
 * @param carry makes the chunks that there are; not called where none are wanted
 */
export function applyMetadataOption(
  option: MetadataOption | undefined,
  carry: () => readonly MetadataChunk[],
): readonly MetadataChunk[] {
  if (option === undefined || option === "keep") return carry();
  if (option === "none") return [];
  if (typeof option === "function") return option(carry());
  throw optionError("options.metadata", '"keep", "none" or a function', option);
}
