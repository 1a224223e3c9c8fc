import { type Command, Option } from "commander";
import { FADE_CURVES } from "../../dsp/level/fade-curve.ts";
import { computes, join } from "../join.ts";
import { seconds } from "../option-value.ts";
import { targetOf } from "../target.ts";
import { UsageError } from "../usage-error.ts";
import type { CommandContext } from "./command-context.ts";
import { withContentOptions, withEncodingOptions } from "./encoding-options.ts";
import { withFormatOptions, withQualities } from "./format-options.ts";
import { metadataOption, SOURCE_HELP, withCommonOptions, withMediaOptions } from "./shared-options.ts";

/** The arguments of `longwave join`. */
export function addJoin(root: Command, { signal }: CommandContext): void {
  const command = root
    .command("join")
    .description("Joins recordings, one after another or with crossfades.")
    .usage("<source...> -o <file> [options]")
    .argument("<source...>", `${SOURCE_HELP}, in order`)
    .requiredOption(
      "-o, --output <file>",
      "the joined file: .wav, .m4b, .mp3, .flac, .w64 …; - for standard output",
    )
    .addOption(metadataOption("what it keeps of the first file's tags and markers"))
    .option("--cues", "write a cue point, or a chapter, with the file's name where each part begins")
    .option("--crossfade <time>", "blend neighbours over so long: 1s, 250ms", seconds)
    .addOption(new Option("--curve <curve>", "of the crossfades (default: equal-power)").choices(FADE_CURVES))
    .optionsGroup("Recordings of different formats:")
    .option("--convert", "convert them to the format of the first one");
  withFormatOptions(command).optionsGroup("Files that are no WAV files:");
  withContentOptions(withEncodingOptions(command, "of standard output")).optionsGroup("Options:");
  withCommonOptions(withMediaOptions(command))
    .addHelpText(
      "after",
      `
--rate, --channels and --bits convert all of them to another format than the
first one's, and --convert need not be said. For files that are no WAV files it
need not be said either.

Examples:
  longwave join part1.wav part2.wav part3.wav -o whole.wav
  longwave join intro.wav talk.wav outro.wav --crossfade 1.5s -o episode.wav
  longwave join phone.wav studio.wav --convert -o whole.wav
  longwave join part*.mp3 --cues --cover cover.jpg -o book.m4b
  longwave join clips/*.wav -o - | sox -t wav - speech.flac`,
    )
    .action((sources: string[], given) => {
      const options = withQualities(given);
      if (options.curve !== undefined && options.crossfade === undefined)
        throw new UsageError("--curve needs --crossfade");
      const idle = ["mix", "quality", "dither"].find((name) => options[name] !== undefined);
      const isEncoded = targetOf(options.output, options) !== "wav";
      if (idle !== undefined && !isEncoded && !computes(options))
        throw new UsageError(`--${idle} needs --convert, --rate, --channels, --bits or --crossfade`);
      return join(sources, { ...options, headers: options.header ?? [], signal });
    });
}
