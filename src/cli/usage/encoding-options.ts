import { type Command, Option } from "commander";
import { OUTPUT_FORMATS } from "../../transcode/plan/output-format.ts";
import { bitrate, encodingQuality, tags } from "../option-value.ts";

/** The options of commands that encode: which format, and how well. */
export function withEncodingOptions(command: Command, formatHelp: string): Command {
  return command
    .addOption(new Option("--format <format>", formatHelp).choices(OUTPUT_FORMATS))
    .option("--alac", "an m4a without loss")
    .option("--bitrate <rate>", "of what is encoded with loss: 128k", bitrate)
    .option("--fast", "encode faster, a little larger or less well");
}

/** What a new file says of itself. */
export function withContentOptions(command: Command): Command {
  return command
    .option("--tag <name=value>", "set a tag, or remove it by an empty value; may be repeated", tags)
    .option(
      "--chapters <file>",
      "chapters: ffmetadata, lines of h:mm:ss and a title, labels, CSV, SRT; or none",
    )
    .option("--cover <file>", "a JPEG or PNG picture; or none")
    .option("--no-faststart", "leave the index of an m4a at its end");
}

/** In which format clips are written. */
export function withClipFormatOptions(command: Command): Command {
  return withEncodingOptions(command, "of the clips (default: wav)").option(
    "--quality <quality>",
    "of an encoding, instead of --bitrate: 0 to 1",
    encodingQuality,
  );
}
