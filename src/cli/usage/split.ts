import type { Command } from "commander";
import { count, level, seconds, someSeconds } from "../option-value.ts";
import type { CommandContext } from "./command-context.ts";
import { withClipFormatOptions } from "./encoding-options.ts";
import { metadataOption, SOURCE_HELP, withCommonOptions, withMediaOptions } from "./shared-options.ts";

/** The arguments of `longwave split`. */
export function addSplit(root: Command, { signal, fail }: CommandContext): void {
  const command = root
    .command("split")
    .description("Cuts a recording at its silences into clips, which are byte ranges of it.")
    .usage("<source> --out <folder> [options]")
    .argument("<source>", SOURCE_HELP)
    .optionsGroup("Where to cut:")
    .option("--silence <level>", "what lies below is silence (default: -40dB; with --adaptive -70dB)", level)
    .option("--min <time>", "the shortest silence that splits (default: 0.5s)", someSeconds)
    .option("--keep <time>", "silence that is kept at both ends of a clip (default: 0.1s)", seconds)
    .option(
      "--shortest <time>",
      "sounds that are shorter, such as clicks, are left out (default: 0.2s)",
      seconds,
    )
    .option("--longest <time>", "clips that would be longer are cut at shorter silences", someSeconds)
    .option("--adaptive", "tell sound from noise by a noise floor that follows the recording")
    .option("--dry-run", "show the parts, and write nothing")
    .optionsGroup("The clips:")
    .option("--out <folder>", "where clips and manifest.json go");
  withClipFormatOptions(command)
    .option("--session <name>", "what the manifest calls the session (default: the source's name)")
    .option("--concurrency <n>", "clips written at the same time (default: 4)", count)
    .option("--timeout <time>", "time limit of one clip (default: none)", someSeconds)
    .option("--clean", "remove clips of earlier runs that this one does not write")
    .option("--append", "keep what the manifest lists, and number on from it")
    .option("--durable", "wait for the disk after each clip, against power cuts")
    .addOption(metadataOption("what the clips keep of tags and markers"))
    .optionsGroup("Options:");
  withCommonOptions(withMediaOptions(command))
    .addHelpText(
      "after",
      `
A recording without such a silence gives one clip. One of nothing but silence
gives none, a note, and exit code 0. The segments of --dry-run --json are a
list for longwave cut --segments.

Examples:
  longwave split session.wav --dry-run
  longwave split session.wav --silence -45dB --min 1s --out clips --clean
  longwave split interview.m4a --out clips --format mp3
  longwave split interview.wav --adaptive --longest 30s --out clips`,
    )
    .action(async (source: string, options) => {
      const { split } = await import("../split.ts");
      const { min = 0.5, keep = 0.1, shortest = 0.2 } = options;
      const all = { ...options, min, keep, shortest, headers: options.header ?? [], signal };
      if (!(await split(source, all))) fail();
    });
}
