import type { Command } from "commander";
import type { CommandContext } from "./command-context.ts";
import { withCommonOptions } from "./shared-options.ts";

/** The arguments of `longwave repair`. */
export function addRepair(root: Command, { signal }: CommandContext): void {
  const command = root
    .command("repair")
    .description("Puts the sizes in a header right, after a recorder was cut off.")
    .usage("<file> [options]")
    .argument("<file>", "the WAV file; with -o or --dry-run also a URL")
    .option("-o, --output <file>", "write a new file; - for standard output")
    .option("--data-to-end", "take all bytes behind the audio as audio too, whatever its size says")
    .option("--dry-run", "show what is wrong, and change nothing");
  withCommonOptions(command)
    .addHelpText(
      "after",
      `
Examples:
  longwave repair crashed.wav --dry-run
  longwave repair crashed.wav
  longwave repair crashed.wav -o whole.wav`,
    )
    .action(async (file: string, options) => {
      const { repair } = await import("../repair.ts");
      await repair(file, { ...options, headers: options.header ?? [], signal });
    });
}
