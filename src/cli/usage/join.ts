import type { Command } from "commander";
import { join } from "../join.ts";
import type { CommandContext } from "./command-context.ts";
import { metadataOption, SOURCE_HELP, withCommonOptions } from "./shared-options.ts";

/** The arguments of `longwave join`. */
export function addJoin(root: Command, { signal }: CommandContext): void {
  const command = root
    .command("join")
    .description("Joins recordings of one format, one after another.")
    .usage("<source...> -o <file> [options]")
    .argument("<source...>", `${SOURCE_HELP}, in order`)
    .requiredOption("-o, --output <file>", "the joined file, .w64, .rf64 or .bw64 too; - for standard output")
    .addOption(metadataOption("what it keeps of the first file's tags and markers"))
    .option("--cues", "write a cue point with the file's name where each part begins");
  withCommonOptions(command)
    .addHelpText(
      "after",
      `
Examples:
  longwave join part1.wav part2.wav part3.wav -o whole.wav
  longwave join clips/*.wav -o - | sox -t wav - speech.flac`,
    )
    .action((sources: string[], options) =>
      join(sources, { ...options, headers: options.header ?? [], signal }),
    );
}
