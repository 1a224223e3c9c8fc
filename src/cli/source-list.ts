import { existsSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { isUrl } from "./open-source.ts";

/** A recording that is to be converted with others. */
export interface SourceToConvert {
  /** A path or a URL. */
  readonly path: string;
  /** Bytes, where that is known without opening it; else as if it had one. */
  readonly size: number;
}

/** What recordings are called, and films with sound. */
const RECORDING =
  /\.(?:aac|ac3|aif|aiff|amr|ape|au|avi|bw64|caf|dts|eac3|flac|flv|m4a|m4b|m4v|mka|mkv|mov|mp2|mp3|mp4|mpc|oga|ogg|opus|rf64|spx|tta|w64|wav|wave|webm|wma|wv)$/i;

/**
 * Numbers in names count as numbers: `track2` comes before `track10`. (`Intl` would load 7 MB of language
 * data.)
 */
function byName(one: string, other: string): number {
  const padded = (name: string) => name.replace(/\d+/g, (digits) => digits.padStart(20, "0"));
  const [a, b] = [padded(one), padded(other)];
  return a < b ? -1 : a > b ? 1 : 0;
}

/**
 * The recordings that arguments name: themselves, all of a folder, all that a pattern with `*`, `?` or `[…]`
 * matches. Each once, in order.
 */
export function sourcesOf(args: readonly string[]): SourceToConvert[] {
  const paths = args.flatMap((argument) => {
    if (isUrl(argument)) return [argument];
    if (existsSync(argument)) return isFolder(argument) ? recordingsIn(argument) : [argument];
    // What matches nothing is told of by whoever opens it.
    return /[*?[]/.test(argument) ? matches(argument) : [argument];
  });
  return [...new Set(paths)].map((path) => ({ path, size: sizeOf(path) }));
}

function recordingsIn(folder: string): string[] {
  return readdirSync(folder)
    .filter((name) => RECORDING.test(name) && !name.startsWith("."))
    .sort(byName)
    .map((name) => join(folder, name))
    .filter((path) => !isFolder(path));
}

/** Files that a pattern names; with a folder in it, the recordings of the folder. */
function matches(pattern: string): string[] {
  const [root = "", ...parts] = pattern.split(/(?<=[/\\])/);
  let found = [/[*?[]/.test(root) ? "" : root];
  for (const part of /[*?[]/.test(root) ? [root, ...parts] : parts) {
    const [, name = "", slash = ""] = /^(.*?)([/\\]?)$/s.exec(part) ?? [];
    found = found.flatMap((base) => {
      if (!/[*?[]/.test(name)) return existsSync(base + name) ? [base + name + slash] : [];
      return namesIn(base || ".")
        .filter(
          (candidate) =>
            matcher(name).test(candidate) && (!candidate.startsWith(".") || name.startsWith(".")),
        )
        .sort(byName)
        .map((candidate) => base + candidate + slash)
        .filter((path) => slash === "" || isFolder(path));
    });
  }
  return found.flatMap((path) => (isFolder(path) ? recordingsIn(path) : [path]));
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

/** A part of a pattern as shells understand it. */
function matcher(part: string): RegExp {
  const source = part.replace(/\[(!?)([^\]]+)\]|[\s\S]/g, (found, not?: string, set?: string) => {
    if (set !== undefined) return `[${not ? "^" : ""}${set.replace(/[\\^[\]]/g, "\\$&")}]`;
    if (found === "*") return ".*";
    if (found === "?") return ".";
    return found.replace(/[.+^${}()|\\/[\]]/g, "\\$&");
  });
  return new RegExp(`^${source}$`, "su");
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}

function sizeOf(path: string): number {
  return (isUrl(path) ? undefined : statSync(path, { throwIfNoEntry: false })?.size) || 1;
}
