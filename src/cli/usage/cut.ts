import { type Command, Option } from "commander";
import { cut } from "../cut.ts";
import { cutSegments } from "../cut-segments.ts";
import { count, someSeconds, time } from "../option-value.ts";
import { UsageError } from "../usage-error.ts";
import type { CommandContext } from "./command-context.ts";
import { withClipFormatOptions } from "./encoding-options.ts";
import {
  metadataOption,
  refuse,
  SOURCE_HELP,
  withCommonOptions,
  withMediaOptions,
} from "./shared-options.ts";

/** The arguments of `longwave cut`. */
export function addCut(root: Command, { signal, fail }: CommandContext): void {
  const command = root
    .command("cut")
    .description("Cuts one clip, or one clip for each segment of a list.")
    .usage(
      "<source> -o <file> [options]\n       longwave cut <source> --segments <file> --out <folder> [options]",
    )
    .argument("<source>", SOURCE_HELP)
    .optionsGroup("One clip:")
    .option("--from <time>", "where the clip begins: seconds or h:mm:ss.mmm (default: the start)", time)
    .option("--to <time>", "where the clip ends (default: the end)", time)
    .option("-o, --output <file>", "the clip's file: .wav, .mp3, .m4a, .flac, .w64 …; - for standard output")
    .option("--copy", "move what is encoded already as it is: cuts at packets, not at frames")
    .optionsGroup("One clip for each segment:")
    .option(
      "--segments <file>",
      "a list of segments: JSON, CSV, SRT, WebVTT, RTTM or Audacity labels; - for standard input",
    )
    .addOption(
      new Option(
        "--segments-format <name>",
        "the list's format, where its name and contents do not tell",
      ).choices(["json", "csv", "srt", "vtt", "rttm", "audacity"]),
    )
    .option("--out <folder>", "where clips and manifest.json go")
    .option("--session <name>", "what the manifest calls the session (default: the source's name)")
    .addOption(
      new Option(
        "--mode <mode>",
        "cut by byte range, or load the whole file (default: streaming, or as USE_STREAMING_SNIPPET_EXPORT says)",
      ).choices(["streaming", "legacy"]),
    )
    .option("--concurrency <n>", "clips written at the same time (default: 4)", count)
    .option("--timeout <time>", "time limit of one clip (default: 30)", someSeconds)
    .option("--clean", "remove clips of earlier runs that this one does not write")
    .option("--append", "keep what the manifest lists, and number on from it")
    .option("--durable", "wait for the disk after each clip, against power cuts")
    .optionsGroup("Clips that are no WAV files:");
  withClipFormatOptions(command)
    .optionsGroup("Options:")
    .addOption(metadataOption("what the clips keep of tags and markers"));
  withCommonOptions(withMediaOptions(command))
    .addHelpText(
      "after",
      `
Times in a list are seconds (CSV: or h:mm:ss.mmm), never milliseconds.

Examples:
  longwave cut session.wav --from 90 --to 1:45.5 -o clip.wav
  longwave cut session.wav --from 10 --to 20 -o - | aplay
  longwave cut talk.mp3 --from 1:00 --to 2:00 -o clip.mp3
  longwave cut session.wav --segments whisperx.json --out clips --clean
  longwave cut talk.m4a --segments a.srt --out clips --format mp3
  longwave cut https://example.org/a.wav --segments a.srt --out clips --json`,
    )
    .action(async (source: string, options) => {
      const common = { ...options, headers: options.header ?? [], signal };
      if (options.segments !== undefined) {
        if (options.out === undefined)
          throw new UsageError("--segments needs --out, the folder for the clips");
        refuse(options, ["from", "to", "output", "copy"], "--segments");
        if (!(await cutSegments(source, common))) fail();
        return;
      }
      if (options.output === undefined)
        throw new UsageError("expected -o FILE for one clip, or --segments FILE --out DIR");
      refuse(options, SEGMENTS_ONLY, "-o");
      await cut(source, common);
    });
}

/** Options of `cut` that mean nothing without --segments. */
const SEGMENTS_ONLY = [
  "out",
  "segmentsFormat",
  "session",
  "mode",
  "concurrency",
  "timeout",
  "clean",
  "append",
  "durable",
];
