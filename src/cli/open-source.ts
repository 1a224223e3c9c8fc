import type { ByteSource } from "../stream/byte-source.ts";
import { cachedSource } from "../stream/cached-source.ts";
import { httpSource } from "../stream/http-source.ts";
import { fileSource } from "../stream/node/index.ts";
import { UsageError } from "./usage-error.ts";

/** How a SOURCE argument is opened. */
export interface OpenSourceOptions {
  /** Request headers for URLs, as `[name, value]`. */
  readonly headers?: ReadonlyArray<readonly [string, string]>;
  readonly signal?: AbortSignal;
}

/** The source that a SOURCE argument names: an http(s) URL, or else a path. */
export async function openSource(argument: string, options: OpenSourceOptions = {}): Promise<ByteSource> {
  if (argument === "-") {
    throw new UsageError("standard input cannot be read by range: save it to a file first");
  }
  if (!isUrl(argument)) {
    // Windows paths have one letter before the colon.
    if (/^[a-z][a-z0-9+.-]+:\/\//i.test(argument)) {
      throw new UsageError(`expected a path or an http(s) URL, got ${argument}`);
    }
    return fileSource(argument);
  }
  const { headers = [], signal } = options;
  const remote = await httpSource(argument, {
    headers: headers.map(([name, value]): [string, string] => [name, value]),
    ...(signal && { signal }),
  });
  return cachedSource(remote);
}

/** Whether a SOURCE argument is an http(s) URL. */
export function isUrl(argument: string): boolean {
  return /^https?:\/\//i.test(argument);
}
