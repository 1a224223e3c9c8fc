import { Command, Option } from "commander";
import { TEXT_ENCODINGS } from "../wav/metadata/text.ts";
import { cut } from "./cut.ts";
import { cutSegments } from "./cut-segments.ts";
import { join } from "./join.ts";
import { count, header, positive, several, time } from "./option-value.ts";
import { print, printError } from "./standard-streams.ts";
import { UsageError } from "./usage-error.ts";

/** What the program does beside its output. */
export interface ProgramContext {
  readonly version: string;
  /** Aborted by Ctrl-C. */
  readonly signal: AbortSignal;
  /** Called when a command did a part of its work only. */
  readonly fail: () => void;
}

const SOURCE_HELP = "path or http(s) URL of a WAV file";

/** The command-line program. */
export function program({ version, signal, fail }: ProgramContext): Command {
  const root = new Command("longwave")
    .description("Cuts, joins, tags and inspects WAV recordings of any length, without loading them.")
    .version(version, "-V, --version", "show the version")
    .helpOption("-h, --help", "show this help")
    .helpCommand("help [command]", "show the help of a command")
    // Errors are told in one place, in the form that all errors have.
    .configureOutput({ writeOut: print, writeErr: printError, outputError: () => {} })
    .exitOverride();
  addInfo(root, signal);
  addCut(root, signal, fail);
  addJoin(root, signal);
  addTag(root, signal, fail);
  addRepair(root, signal);
  root.addHelpText(
    "after",
    `
Examples:
  longwave info session.wav
  longwave cut session.wav --from 1:02:00 --to 1:02:30 -o clip.wav
  longwave cut session.wav --segments who-spoke.json --out clips
  longwave join part1.wav part2.wav -o whole.wav
  longwave tag session.wav --set INFO:INAM="Interview" --cue 12.5:start

Exit codes: 0 done, 1 failed (or some segments or files did), 2 wrong usage,
130 interrupted.`,
  );
  return root;
}

function addInfo(root: Command, signal: AbortSignal): void {
  const command = root
    .command("info")
    .description("Shows what a recording is: format, length, chunks, metadata, oddities.")
    .usage("<source> [options]")
    .argument("<source>", SOURCE_HELP)
    .option("--strict", "treat oddities of the file as errors")
    .addOption(encodingOption());
  withCommonOptions(command)
    .addHelpText(
      "after",
      `
Examples:
  longwave info session.wav
  longwave info https://example.org/session.wav --json`,
    )
    .action(async (source: string, options) => {
      const { info } = await import("./info.ts");
      await info(source, { ...options, headers: options.header ?? [], signal });
    });
}

function addCut(root: Command, signal: AbortSignal, fail: () => void): void {
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
    .option("-o, --output <file>", "the clip's file, .w64, .rf64 or .bw64 too; - for standard output")
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
    .option("--timeout <seconds>", "time limit of one clip (default: 30)", positive)
    .option("--clean", "remove clips of earlier runs that this one does not write")
    .option("--append", "keep what the manifest lists, and number on from it")
    .option("--durable", "wait for the disk after each clip, against power cuts")
    .optionsGroup("Options:")
    .addOption(metadataOption("what the clips keep of tags and markers"));
  withCommonOptions(command)
    .addHelpText(
      "after",
      `
Times in a list are seconds (CSV: or h:mm:ss.mmm), never milliseconds.

Examples:
  longwave cut session.wav --from 90 --to 1:45.5 -o clip.wav
  longwave cut session.wav --from 10 --to 20 -o - | aplay
  longwave cut session.wav --segments whisperx.json --out clips --clean
  longwave cut https://example.org/a.wav --segments a.srt --out clips --json`,
    )
    .action(async (source: string, options) => {
      const common = { ...options, headers: options.header ?? [], signal };
      if (options.segments !== undefined) {
        if (options.out === undefined)
          throw new UsageError("--segments needs --out, the folder for the clips");
        refuse(options, ["from", "to", "output"], "--segments");
        if (!(await cutSegments(source, common))) fail();
        return;
      }
      if (options.output === undefined)
        throw new UsageError("expected -o FILE for one clip, or --segments FILE --out DIR");
      refuse(options, SEGMENTS_ONLY, "-o");
      await cut(source, common);
    });
}

function addJoin(root: Command, signal: AbortSignal): void {
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

function addTag(root: Command, signal: AbortSignal, fail: () => void): void {
  const command = root
    .command("tag")
    .description("Changes tags and markers, in place unless told otherwise. The audio stays as it is.")
    .usage("<file...> [options]")
    .argument("<file...>", "the WAV files; with -o one, which may be a URL")
    .optionsGroup("What to change:")
    .option("--set <field=value>", "give a field a value; may be repeated, as all of these", several)
    .option("--remove <field>", "remove a field, or a whole such as INFO, bext, cues, all", several)
    .option("--cue <time[:label]>", "add a cue point", several)
    .option("--region <from-to[:label]>", "add a region", several)
    .option("--clear-cues", "remove the cue points and regions that there are")
    .addOption(encodingOption())
    .optionsGroup("Where:")
    .option("-o, --output <file>", "write a new file; - for standard output")
    .option("--rewrite", "replace the file by a new one, when it is complete")
    .option("--dry-run", "show what would be changed, and change nothing")
    .optionsGroup("Options:");
  withCommonOptions(command)
    .addHelpText(
      "after",
      `
Fields: INFO:INAM (or INFO:title) and its like; bext:description,
bext:originator, bext:timeReference and its like; cart:title and its like;
id3:TIT2 and its like; ixml=@FILE, axml=@FILE. A field that is not known is
an error that lists those that are. Times are seconds or h:mm:ss.mmm.

Examples:
  longwave tag take.wav --set INFO:INAM="The interview" --set INFO:IART=Ada
  longwave tag take.wav --cue 12.5:question --region 12.5-15:answer
  longwave tag take.wav --set bext:timeReference=10:05:00 --remove INFO:ICMT
  longwave tag *.wav --set INFO:ICOP="2026 Ada" --dry-run`,
    )
    .action(async (files: string[], options) => {
      const { tag } = await import("./tag.ts");
      if (!(await tag(files, { ...options, headers: options.header ?? [], signal }))) fail();
    });
}

function addRepair(root: Command, signal: AbortSignal): void {
  const command = root
    .command("repair")
    .description("Puts the sizes in a header right, after a recorder was cut off.")
    .usage("<file> [options]")
    .argument("<file>", "the WAV file; with -o or --dry-run also a URL")
    .option("-o, --output <file>", "write a new file; - for standard output")
    .option("--data-to-end", "take all bytes behind the audio as audio too, whatever its size says")
    .option("--dry-run", "show what is wrong, and change nothing");
  withCommonOptions(command)
    .addHelpText(
      "after",
      `
Examples:
  longwave repair crashed.wav --dry-run
  longwave repair crashed.wav
  longwave repair crashed.wav -o whole.wav`,
    )
    .action(async (file: string, options) => {
      const { repair } = await import("./repair.ts");
      await repair(file, { ...options, headers: options.header ?? [], signal });
    });
}

function metadataOption(description: string): Option {
  return new Option("--metadata <which>", `${description} (default: keep)`).choices(["keep", "none"]);
}

function encodingOption(): Option {
  return new Option(
    "--encoding <name>",
    "of texts that do not say it themselves (default: UTF-8, or else read as Windows-1252)",
  ).choices(TEXT_ENCODINGS.filter((name) => name !== "auto"));
}

function withCommonOptions(command: Command): Command {
  return command
    .option("-H, --header <line>", 'a request header for URLs, "Name: value"; may be repeated', header)
    .option("--json", "print one JSON document and nothing else")
    .option("-q, --quiet", "print nothing but errors");
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

/** An option that would have no effect is a mistake of the caller's that they want to know of. */
function refuse(options: Record<string, unknown>, names: readonly string[], beside: string): void {
  const given = names.find((name) => options[name] !== undefined);
  if (given === undefined) return;
  const flag = given.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
  throw new UsageError(`--${flag} has no meaning together with ${beside}`);
}
