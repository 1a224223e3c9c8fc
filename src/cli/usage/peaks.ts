import { type Command, Option } from "commander";
import { wholeNumber, zoom } from "../option-value.ts";
import type { CommandContext } from "./command-context.ts";
import { SOURCE_HELP, withCommonOptions, withMediaOptions } from "./shared-options.ts";

/** The arguments of `longwave peaks`. */
export function addPeaks(root: Command, { signal }: CommandContext): void {
  const command = root
    .command("peaks")
    .description("Writes the waveform of a recording as audiowaveform does, for players that draw it.")
    .usage("<source> -o <file> [options]")
    .argument("<source>", SOURCE_HELP)
    .requiredOption("-o, --output <file>", "the waveform's file, .dat or .json; - for standard output")
    .addOption(
      new Option(
        "--output-format <format>",
        "where the name does not tell (default: dat for standard output)",
      ).choices(["dat", "json"]),
    )
    .optionsGroup("How fine:")
    .addOption(
      new Option("-z, --zoom <n>", "frames per pixel, 2 or more (default: 256)")
        .argParser(zoom)
        .conflicts(["pixelsPerSecond", "width"]),
    )
    .addOption(
      new Option("--pixels-per-second <n>", "instead of --zoom").argParser(wholeNumber).conflicts("width"),
    )
    .addOption(new Option("--width <pixels>", "all of it in so many pixels at most").argParser(wholeNumber))
    .addOption(new Option("-b, --bits <n>", "of each value (default: 16)").choices(["8", "16"]))
    .option("--split-channels", "a waveform for each channel instead of one for their mix")
    .optionsGroup("Options:");
  withCommonOptions(withMediaOptions(command))
    .addHelpText(
      "after",
      `
Examples:
  longwave peaks session.wav -o session.dat
  longwave peaks episode.mp3 -o episode.json
  longwave peaks session.wav -o session.json --pixels-per-second 20 --bits 8
  longwave peaks session.wav -o overview.dat --width 1800
  longwave peaks session.wav -o - --zoom 512 | gzip > session.dat.gz`,
    )
    .action(async (source: string, options) => {
      const { peaks } = await import("../peaks.ts");
      const bits = options.bits === "8" ? 8 : 16;
      await peaks(source, { ...options, bits, headers: options.header ?? [], signal });
    });
}
