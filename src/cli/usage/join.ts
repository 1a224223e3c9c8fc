import { type Command, Option } from "commander";
import { FADE_CURVES } from "../../dsp/level/fade-curve.ts";
import { computes, join } from "../join.ts";
import { seconds } from "../option-value.ts";
import { UsageError } from "../usage-error.ts";
import type { CommandContext } from "./command-context.ts";
import { withFormatOptions } from "./format-options.ts";
import { metadataOption, SOURCE_HELP, withCommonOptions } from "./shared-options.ts";

/** The arguments of `longwave join`. */
export function addJoin(root: Command, { signal }: CommandContext): void {
  const command = root
    .command("join")
    .description("Joins recordings, one after another or with crossfades.")
    .usage("<source...> -o <file> [options]")
    .argument("<source...>", `${SOURCE_HELP}, in order`)
    .requiredOption("-o, --output <file>", "the joined file, .w64, .rf64 or .bw64 too; - for standard output")
    .addOption(metadataOption("what it keeps of the first file's tags and markers"))
    .option("--cues", "write a cue point with the file's name where each part begins")
    .option("--crossfade <time>", "blend neighbours over so long: 1s, 250ms", seconds)
    .addOption(new Option("--curve <curve>", "of the crossfades (default: equal-power)").choices(FADE_CURVES))
    .optionsGroup("Recordings of different formats:")
    .option("--convert", "convert them to the format of the first one");
  withFormatOptions(command).optionsGroup("Options:");
  withCommonOptions(command)
    .addHelpText(
      "after",
      `
--rate, --channels and --bits convert all of them to another format than the
first one's, and --convert need not be said.

Examples:
  longwave join part1.wav part2.wav part3.wav -o whole.wav
  longwave join intro.wav talk.wav outro.wav --crossfade 1.5s -o episode.wav
  longwave join phone.wav studio.wav --convert -o whole.wav
  longwave join clips/*.wav -o - | sox -t wav - speech.flac`,
    )
    .action((sources: string[], options) => {
      if (options.curve !== undefined && options.crossfade === undefined)
        throw new UsageError("--curve needs --crossfade");
      const idle = ["mix", "quality", "dither"].find((name) => options[name] !== undefined);
      if (idle !== undefined && !computes(options))
        throw new UsageError(`--${idle} needs --convert, --rate, --channels, --bits or --crossfade`);
      return join(sources, { ...options, headers: options.header ?? [], signal });
    });
}
