import { LongwaveError } from "../stream/error.ts";

/**
 * Holds what is to be read against what is read: callers without types give paths, or sound, which has no bytes.
 *
 * @throws LongwaveError `options/invalid`
 */
export function checkSource(source: unknown): void {
  const { read, size, sampleRate } = Object(source) as Readonly<Record<string, unknown>>;
  if (typeof read === "function" && typeof size === "number" && size >= 0) return;
  const isSound = typeof read === "function" && sampleRate !== undefined;
  const shown = typeof source === "string" ? JSON.stringify(source) : String(source);
  const actual = isSound ? "sound, which encodeMedia takes" : shown;
  throw new LongwaveError(
    "options/invalid",
    `expected a source of bytes, as fileSource, blobSource and httpSource give, got ${actual}`,
    { option: "source", actual: source },
  );
}
