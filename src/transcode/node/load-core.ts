import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { setFlagsFromString } from "node:v8";
import { LongwaveError } from "../../stream/error.ts";
import { CORE_VERSION } from "../engine/core-version.ts";
import type { LoadedCore } from "../engine/platform.ts";

/**
 * Finds the package beside this one, or else where the process was started, and compiles it.
 *
 * @throws LongwaveError `media/not-installed`, `media/core-version`
 */
export async function loadCore(): Promise<LoadedCore> {
  const script = find();
  const folder = dirname(dirname(dirname(script)));
  const { version } = JSON.parse(await readFile(join(folder, "package.json"), "utf8")) as { version: string };
  if (version !== CORE_VERSION) {
    throw new LongwaveError(
      "media/core-version",
      `expected version ${CORE_VERSION} of @ffmpeg/core, got ${version}: npm install @ffmpeg/core@${CORE_VERSION}`,
      { actual: version, expected: CORE_VERSION },
    );
  }
  const bytes = await readFile(script.replace(/\.js$/, ".wasm"));
  const module = compileByNeed(bytes);
  discard(bytes.buffer);
  return { module, script };
}

/**
 * Leaves the validation of each function to its first call, as V8 leaves its compilation: of 32 MB, little is ever called, and
 * validating all takes longer than everything else that is done for the first sample. That is a setting of the process; nothing
 * else of this thread is compiled before it is as it was.
 */
function compileByNeed(bytes: BufferSource): WebAssembly.Module {
  setFlagsFromString("--wasm-lazy-validation");
  try {
    return new WebAssembly.Module(bytes);
  } finally {
    setFlagsFromString("--no-wasm-lazy-validation");
  }
}

/** Frees memory at once, which the garbage collector would leave for as long as little else is made: a message that nobody reads. */
function discard(buffer: ArrayBufferLike): void {
  if (!(buffer instanceof ArrayBuffer)) return;
  const { port1, port2 } = new MessageChannel();
  port1.postMessage(null, [buffer]);
  port1.close();
  port2.close();
}

function find(): string {
  const places = [import.meta.url, pathToFileURL(join(process.cwd(), "package.json"))];
  let cause: unknown;
  for (const place of places) {
    try {
      return createRequire(place).resolve("@ffmpeg/core");
    } catch (error) {
      cause = error;
    }
  }
  throw new LongwaveError(
    "media/not-installed",
    `what is not WAV is read and written through ffmpeg, which is a package of its own: npm install @ffmpeg/core@${CORE_VERSION}`,
    { cause },
  );
}
