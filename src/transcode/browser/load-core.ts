import { LongwaveError } from "../../stream/error.ts";
import { CORE_VERSION } from "../engine/core-version.ts";
import type { LoadedCore } from "../engine/platform.ts";
import type { CoreUrls } from "../transcoder.ts";

const PACKAGE = "@ffmpeg/core";

/** What is known by its name alone is in the page's import map, or nowhere. */
const WHAT_TO_DO = `npm install ${PACKAGE}@${CORE_VERSION}, serve ffmpeg-core.js and ffmpeg-core.wasm of its dist/esm, and pass transcoder({ core: { scriptUrl, wasmUrl } })`;

/**
 * Loads the package from where the page has it, and compiles it.
 *
 * @throws LongwaveError `media/not-installed`
 */
export async function loadCore(urls: CoreUrls = {}): Promise<LoadedCore> {
  const script = urls.scriptUrl === undefined ? resolveName() : absolute(urls.scriptUrl);
  const wasm =
    urls.wasmUrl === undefined ? script.replace(/\.js(?=$|[?#])/, ".wasm") : absolute(urls.wasmUrl);
  try {
    const response = await fetch(wasm);
    if (!response.ok) throw new Error(`the server answered ${response.status}`);
    return { module: await compile(response), script };
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new LongwaveError(
      "media/not-installed",
      `cannot load the WebAssembly of ${PACKAGE} from ${wasm}: ${reason}. To have it: ${WHAT_TO_DO}`,
      { cause },
    );
  }
}

async function compile(response: Response): Promise<WebAssembly.Module> {
  const type = response.headers.get("content-type") ?? "";
  // Compiled while it arrives, which takes servers that know the type.
  if (type.startsWith("application/wasm")) return WebAssembly.compileStreaming(response);
  return WebAssembly.compile(await response.arrayBuffer());
}

/** The page's own base, not that of this module: these are the page's files. */
function absolute(url: string | URL): string {
  return new URL(url, globalThis.document?.baseURI ?? globalThis.location?.href).href;
}

function resolveName(): string {
  try {
    // Not an import: bundlers would look for a package that need not be there.
    return import.meta.resolve(PACKAGE);
  } catch (cause) {
    throw new LongwaveError(
      "media/not-installed",
      `what is not WAV is read and written through ffmpeg, which is a package of its own, and the page does not say where it is: ${WHAT_TO_DO}`,
      { cause },
    );
  }
}
