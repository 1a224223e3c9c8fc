import { LongwaveError } from "../../stream/error.ts";
import { globalWebAudio, type WebAudio } from "../web-audio.ts";

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
    return await load();
  } catch (cause) {
    throw new LongwaveError("audio/no-web-audio", adviceOn(cause), { cause });
  }
}

function adviceOn(cause: unknown): string {
  const { code, message } = cause as { readonly code?: unknown; readonly message?: unknown };
  return code === "ERR_MODULE_NOT_FOUND" || code === "MODULE_NOT_FOUND"
    ? "Node has no Web Audio of its own: npm install node-web-audio-api"
    : `the package node-web-audio-api does not load here: ${message}`;
}
