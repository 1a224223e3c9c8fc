import { type Command, Option } from "commander";
import { FADE_CURVES } from "../../dsp/level/fade-curve.ts";
import { count, decibels, normalizationTarget, seconds, someSeconds, time } from "../option-value.ts";
import { UsageError } from "../usage-error.ts";
import type { CommandContext } from "./command-context.ts";
import { withContentOptions, withEncodingOptions } from "./encoding-options.ts";
import { withFormatOptions, withQualities } from "./format-options.ts";
import { metadataOption, refuse, withCommonOptions, withMediaOptions } from "./shared-options.ts";

/** The arguments of `longwave convert`. */
export function addConvert(root: Command, { signal, fail }: CommandContext): void {
  const command = root
    .command("convert")
    .description("Converts recordings: format, sample rate, channels, bits, level, tags, chapters.")
    .usage(
      "<source> <output> [options]\n       longwave convert <source...> --out <folder> --format <format> [options]",
    )
    .argument(
      "<source...>",
      "path or http(s) URL of a recording, - for standard input; with --out also folders and patterns. Behind it" +
        " the new file: .wav, .mp3, .m4a, .m4b, .flac, .opus, .ogg, .mka, .w64, .rf64, .bw64; - for standard output",
    )
    .optionsGroup("Format (what is left out stays as it is):");
  withEncodingOptions(command, "where the name does not tell: of standard output, or with --out");
  withFormatOptions(command)
    .addOption(
      new Option("--copy <when>", "move what is encoded already as it is (default: auto)").choices([
        "auto",
        "never",
        "always",
      ]),
    )
    .addOption(new Option("--to-format <format>").hideHelp());
  withContentOptions(command.optionsGroup("What it says of itself:"))
    .addOption(metadataOption("what it keeps of tags, markers, chapters and cover"))
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
    .option("--out <folder>", "convert all sources into this folder, with the ending of --format")
    .option("-f, --force", "replace files that are there already")
    .option("--workers <n>", "threads, or files at the same time (default: one for each core)", count)
    .option("--time-limit <time>", "how long each file may take (default: without end)", someSeconds);
  withCommonOptions(withMediaOptions(command))
    .addHelpText(
      "after",
      `
Examples:
  longwave convert session.wav talk.mp3 --bitrate 128k --tag title="A talk"
  longwave convert book.mp3 book.m4b --chapters chapters.txt --cover cover.jpg
  longwave convert talk.m4a speech.wav --rate 16000 --channels mono
  longwave convert recordings --out mp3s --format mp3
  longwave convert 'takes/*.wav' --out flacs --format flac
  longwave convert session.wav podcast.m4a --normalize -16LUFS --fade-out 5s
  curl -s https://example.org/talk.mp3 | longwave convert - talk.opus
  longwave convert session.wav - --bits 16 | flac - -o session.flac

With --out, a file that fails does not end the others; the exit code is 1 then.`,
    )
    .action(async (args: string[], given) => {
      const options = withQualities({ ...given, headers: given.header ?? [], signal });
      checkLevels(options);
      if (options.out !== undefined) {
        refuse(options, ["output"], "--out");
        const { convertAll } = await import("../convert-all.ts");
        const { force = false, toFormat } = options;
        const isDone = await convertAll(args, {
          ...options,
          replace: force,
          ...(toFormat !== undefined && { format: toFormat }),
        });
        if (!isDone) fail();
        return;
      }
      const { output: option, force = false, toFormat, ...rest } = options;
      const [source = "", output, ...more] = args;
      if (more.length > 0 || (output !== undefined && option !== undefined && args.length > 2))
        throw new UsageError(
          `several sources need --out FOLDER and --format, got ${args.length} arguments; longwave join makes one file of them`,
        );
      if (output !== undefined && option !== undefined)
        throw new UsageError("expected the new file's name once, got it as an argument and with -o");
      const name = output ?? option;
      if (name === undefined) throw new UsageError("expected the new file's name behind that of the source");
      const { convert } = await import("../convert.ts");
      const replace = force || option !== undefined;
      const format = toFormat ?? rest.format;
      await convert(source, { ...rest, output: name, replace, ...(format !== undefined && { format }) });
    });
}

/** Refuses levels that contradict each other. */
function checkLevels(options: {
  readonly normalize?: { readonly loudness?: number };
  readonly ceiling?: number;
  readonly fadeCurve?: string;
  readonly fadeIn?: number;
  readonly fadeOut?: number;
}): void {
  const { normalize, ceiling, fadeCurve, fadeIn, fadeOut } = options;
  if (normalize !== undefined) refuse({ ...options }, ["gain"], "--normalize");
  if (normalize?.loudness === undefined && ceiling !== undefined)
    throw new UsageError("--ceiling is for --normalize to a loudness, such as -16LUFS");
  if (ceiling !== undefined && (ceiling > 0 || ceiling < -60))
    throw new UsageError(`--ceiling must lie between -60 and 0 dB, got ${ceiling}`);
  if (fadeCurve !== undefined && fadeIn === undefined && fadeOut === undefined)
    throw new UsageError("--fade-curve needs --fade-in or --fade-out");
}
