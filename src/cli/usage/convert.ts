import { type Command, Option } from "commander";
import { FADE_CURVES } from "../../dsp/level/fade-curve.ts";
import { decibels, normalizationTarget, seconds, time } from "../option-value.ts";
import { UsageError } from "../usage-error.ts";
import type { CommandContext } from "./command-context.ts";
import { withFormatOptions } from "./format-options.ts";
import { metadataOption, refuse, SOURCE_HELP, withCommonOptions } from "./shared-options.ts";

/** The arguments of `longwave convert`. */
export function addConvert(root: Command, { signal }: CommandContext): void {
  const command = root
    .command("convert")
    .description("Converts a recording: sample rate, channels, bits, container, level.")
    .usage("<source> <output> [options]")
    .argument("<source>", SOURCE_HELP)
    .argument("[output]", "the new file, .w64, .rf64 or .bw64 too; - for standard output")
    .optionsGroup("Format (what is left out stays as it is):");
  withFormatOptions(command)
    .optionsGroup("Part and level:")
    .option("--from <time>", "where it begins: seconds or h:mm:ss.mmm (default: the start)", time)
    .option("--to <time>", "where it ends (default: the end)", time)
    .option("--fade-in <time>", "length of a fade at the beginning: 2s, 250ms", seconds)
    .option("--fade-out <time>", "length of a fade at the end", seconds)
    .addOption(new Option("--fade-curve <curve>", "of the fades (default: linear)").choices(FADE_CURVES))
    .option("--gain <dB>", "change of the level: -3dB", decibels)
    .option(
      "--normalize <level>",
      "loudness or true peak of the result: -16LUFS, -1dBTP",
      normalizationTarget,
    )
    .option("--ceiling <dB>", "true peak that --normalize to a loudness keeps to (default: -1dB)", decibels)
    .optionsGroup("Options:")
    .option(
      "-o, --output <file>",
      "the new file, where it is not named behind the source; replaced if it is there",
    )
    .option("-f, --force", "replace a file that is named behind the source and is there already")
    .addOption(metadataOption("what it keeps of tags and markers"));
  withCommonOptions(command)
    .addHelpText(
      "after",
      `
Examples:
  longwave convert session.wav speech.wav --rate 16000 --channels mono --bits 16
  longwave convert session.wav podcast.wav --normalize -16LUFS --fade-out 5s
  longwave convert session.wav quiet.wav --gain -3dB
  longwave convert session.wav session.w64
  longwave convert session.wav - --bits 16 | flac - -o session.flac`,
    )
    .action(async (source: string, output: string | undefined, options) => {
      const { output: option, force = false, ...rest } = options;
      if (output !== undefined && option !== undefined)
        throw new UsageError("expected the new file's name once, got it as an argument and with -o");
      const name = output ?? option;
      if (name === undefined) throw new UsageError("expected the new file's name behind that of the source");
      if (options.normalize !== undefined) refuse(options, ["gain"], "--normalize");
      if (options.normalize?.loudness === undefined && options.ceiling !== undefined)
        throw new UsageError("--ceiling is for --normalize to a loudness, such as -16LUFS");
      if (options.ceiling !== undefined && (options.ceiling > 0 || options.ceiling < -60))
        throw new UsageError(`--ceiling must lie between -60 and 0 dB, got ${options.ceiling}`);
      if (options.fadeCurve !== undefined && options.fadeIn === undefined && options.fadeOut === undefined)
        throw new UsageError("--fade-curve needs --fade-in or --fade-out");
      const { convert } = await import("../convert.ts");
      const replace = force || option !== undefined;
      await convert(source, { ...rest, output: name, replace, headers: options.header ?? [], signal });
    });
}
