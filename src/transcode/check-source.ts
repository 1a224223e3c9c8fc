import { optionError } from "../stream/error.ts";

/**
 * Holds what is to be read against what is read: callers without types give paths, or sound, which has no bytes.
 *
 * @throws LongwaveError `options/invalid`
 */
export function checkSource(source: unknown): void {
  const { read, size, sampleRate } = Object(source) as Readonly<Record<string, unknown>>;
  if (typeof read === "function" && typeof size === "number" && size >= 0) return;
  const wanted = "a source of bytes, as fileSource, blobSource and httpSource give";
  const isSound = typeof read === "function" && sampleRate !== undefined;
  throw optionError("source", isSound ? `${wanted}, and sound is for encodeMedia` : wanted, source);
}
