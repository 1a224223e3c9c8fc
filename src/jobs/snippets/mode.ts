import { optionError } from "../../stream/error.ts";

/** How clips are made: by byte range, or out of the whole file in memory. */
export type ExportMode = "streaming" | "legacy";

/** Turns the streaming mode off where it says so: "false", "0", "no" or "off". */
const ENVIRONMENT_NAME = "USE_STREAMING_SNIPPET_EXPORT";

/**
 * The mode to export in: the caller's, else what the environment says, else streaming.
 *
 * @throws LongwaveError `options/invalid`
 */
export function chooseMode(mode: ExportMode | undefined): ExportMode {
  if (mode === "streaming" || mode === "legacy") return mode;
  if (mode !== undefined) throw optionError("options.mode", '"streaming" or "legacy"', mode);
  const { process } = globalThis as { process?: { env?: Record<string, string | undefined> } };
  const setting = process?.env?.[ENVIRONMENT_NAME]?.trim().toLowerCase();
  return setting && ["false", "0", "no", "off"].includes(setting) ? "legacy" : "streaming";
}
