import { optionError } from "./error.ts";

/** A type that is not known by a range of values. */
export type OptionType = "boolean" | "function" | "object" | "list" | "signal" | "url";

/** How it is said, and known. */
const TYPES: Readonly<Record<OptionType, readonly [string, (value: unknown) => boolean]>> = {
  boolean: ["true or false", (value: unknown) => typeof value === "boolean"],
  function: ["a function", (value: unknown) => typeof value === "function"],
  object: ["an object", isObject],
  list: ["a list", Array.isArray],
  // Not by its class: one of another page's frame is as good.
  signal: ["an AbortSignal", (value: unknown) => isObject(value) && "aborted" in value && "onabort" in value],
  url: ["a text or a URL", (value: unknown) => typeof value === "string" || value instanceof URL],
};

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/**
 * Holds an option against its type; `undefined` stands for one that was left out.
 *
 * @param name without `options.`; `""` for the options themselves
 * @throws LongwaveError `options/invalid` where it is of another type
 */
export function checkOptionType(name: string, value: unknown, type: OptionType): void {
  const [requirement, isRight] = TYPES[type];
  if (value === undefined || isRight(value)) return;
  throw optionError(name === "" ? "options" : `options.${name}`, requirement, value);
}
