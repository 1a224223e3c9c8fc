import { LongwaveError } from "../../stream/error.ts";
import { globalWebAudio, type WebAudio } from "../web-audio/web-audio.ts";

/**
 * The Web Audio that is there (of a page that has Node, as in Electron), or else that of the package
 * `node-web-audio-api`, which is loaded when this is first called.
 *
 * @internal
 * @throws LongwaveError `audio/no-web-audio` when the package is not installed, or does not load on this machine
 */
export async function nodeWebAudio(
  load: () => Promise<WebAudio> = async () => await import("node-web-audio-api"),
): Promise<WebAudio> {
  const found = globalWebAudio();
  if (found) return found;
  try {
    const { AudioBuffer, OfflineAudioContext } = await load();
    return { AudioBuffer, OfflineAudioContext, onTaken: weigh };
  } catch (cause) {
    throw new LongwaveError("audio/no-web-audio", adviceOn(cause), { cause });
  }
}

/** The most that is weighed at once, in bytes. */
const MOST_WEIGHT = 2 ** 28;

/**
 * V8 does not see the memory that the package takes, and would not collect what is left of windows until there are
 * gigabytes of it. It does see memory of its own of the same size, which costs next to nothing, for nobody touches it.
 */
function weigh(bytes: number): void {
  new ArrayBuffer(Math.min(bytes, MOST_WEIGHT));
}

function adviceOn(cause: unknown): string {
  const { code, message } = cause as { readonly code?: unknown; readonly message?: unknown };
  return code === "ERR_MODULE_NOT_FOUND" || code === "MODULE_NOT_FOUND"
    ? "Node has no Web Audio of its own: npm install node-web-audio-api"
    : `the package node-web-audio-api does not load here: ${message}`;
}
