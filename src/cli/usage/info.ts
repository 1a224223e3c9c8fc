import type { Command } from "commander";
import type { CommandContext } from "./command-context.ts";
import { encodingOption, SOURCE_HELP, withCommonOptions, withMediaOptions } from "./shared-options.ts";

/** The arguments of `longwave info`. */
export function addInfo(root: Command, { signal }: CommandContext): void {
  const command = root
    .command("info")
    .description("Shows what a recording is: format, length, chunks, metadata, oddities.")
    .usage("<source> [options]")
    .argument("<source>", SOURCE_HELP)
    .addOption(encodingOption());
  withCommonOptions(withMediaOptions(command))
    .addHelpText(
      "after",
      `
Examples:
  longwave info session.wav
  longwave info book.m4b
  longwave info https://example.org/session.wav --json`,
    )
    .action(async (source: string, options) => {
      const { info } = await import("../info.ts");
      await info(source, { ...options, headers: options.header ?? [], signal });
    });
}
