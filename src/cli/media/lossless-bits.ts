import { FORMATS } from "../../transcode/plan/output-format.ts";
import type { OutputFormat } from "../../transcode/transcode-options.ts";
import type { Recording } from "../recording.ts";

/**
 * Bits that the samples of a recording take where nothing is to be lost; `undefined` for formats that keep no
 * samples.
 */
export function losslessBits({ format: source }: Recording, format: OutputFormat): 16 | 24 | undefined {
  if (!FORMATS[format].isLossless) return undefined;
  return source.encoding === "float" || source.bitsPerSample > 16 ? 24 : 16;
}
