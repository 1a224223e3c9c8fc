import { type Command, Option } from "commander";
import { TEXT_ENCODINGS } from "../../wav/metadata/text.ts";
import { header, track } from "../option-value.ts";
import { UsageError } from "../usage-error.ts";

/** What a SOURCE argument is. */
export const SOURCE_HELP = "path or http(s) URL of a recording: WAV, or what ffmpeg reads";

/** The options of commands that read recordings which may be no WAV files. */
export function withMediaOptions(command: Command): Command {
  return command
    .option(
      "--track <n>",
      "which of a file's tracks of sound, from 0 (default: the file's own choice)",
      track,
    )
    .option("--strict", "treat oddities of the file as errors");
}

/** Which metadata a result keeps. */
export function metadataOption(description: string): Option {
  return new Option("--metadata <which>", `${description} (default: keep)`).choices(["keep", "none"]);
}

/** How old texts in a file are encoded. */
export function encodingOption(): Option {
  return new Option(
    "--encoding <name>",
    "of texts that do not say it themselves (default: UTF-8, or else read as Windows-1252)",
  ).choices(TEXT_ENCODINGS.filter((name) => name !== "auto"));
}

/** The options that all commands have. */
export function withCommonOptions(command: Command): Command {
  return command
    .option("-H, --header <line>", 'a request header for URLs, "Name: value"; may be repeated', header)
    .option("--json", "print one JSON document and nothing else")
    .option("-q, --quiet", "print nothing but errors");
}

/** An option that would have no effect is a mistake of the caller's that they want to know of. */
export function refuse(options: Record<string, unknown>, names: readonly string[], beside: string): void {
  const given = names.find((name) => options[name] !== undefined);
  if (given === undefined) return;
  const flag = given.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
  throw new UsageError(`--${flag} has no meaning together with ${beside}`);
}
