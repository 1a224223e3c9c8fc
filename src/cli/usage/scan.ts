import type { Command } from "commander";
import { level, seconds } from "../option-value.ts";
import type { CommandContext } from "./command-context.ts";
import { SOURCE_HELP, withCommonOptions, withMediaOptions } from "./shared-options.ts";

/** The arguments of `longwave scan`. */
export function addScan(root: Command, { signal, fail }: CommandContext): void {
  const command = root
    .command("scan")
    .description("Measures recordings: loudness, peaks, RMS, DC offset, clipping, silences.")
    .usage("<source...> [options]")
    .argument("<source...>", SOURCE_HELP)
    .option("--silence <level>", "what lies below is silence (default: -60dB)", level)
    .option("--min <time>", "silences that are shorter do not count (default: 0.5s)", seconds);
  withCommonOptions(withMediaOptions(command))
    .addHelpText(
      "after",
      `
Loudness is that of ITU-R BS.1770-5 and EBU R 128. Several sources give one
table; one that cannot be read is named, the others are measured, and the
exit code is 1. --json has all figures, null for minus infinity.

Examples:
  longwave scan session.wav
  longwave scan takes/*.wav
  longwave scan episode.mp3
  longwave scan session.wav --silence -50dB --min 2s
  longwave scan takes/*.wav --json | jq '.sources[] | {source, integrated}'`,
    )
    .action(async (sources: string[], options) => {
      const { scanSources } = await import("../scan.ts");
      const { silence = -60, min = 0.5 } = options;
      const isDone = await scanSources(sources, {
        ...options,
        silence,
        min,
        headers: options.header ?? [],
        signal,
      });
      if (!isDone) fail();
    });
}
