import { Command, InvalidArgumentError, Option } from "commander";
import { parseTime } from "../audio/time.ts";
import { cut } from "./cut.ts";
import { cutSegments } from "./cut-segments.ts";
import { info } from "./info.ts";
import { join } from "./join.ts";
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
    .description("Cuts, joins and inspects WAV recordings of any length, without loading them.")
    .version(version, "-V, --version", "show the version")
    .helpOption("-h, --help", "show this help")
    .helpCommand("help [command]", "show the help of a command")
    // Errors are told in one place, in the form that all errors have.
    .configureOutput({ writeOut: print, writeErr: printError, outputError: () => {} })
    .exitOverride();
  addInfo(root, signal);
  addCut(root, signal, fail);
  addJoin(root, signal);
  root.addHelpText(
    "after",
    `
Examples:
  longwave info session.wav
  longwave cut session.wav --from 1:02:00 --to 1:02:30 -o clip.wav
  longwave cut session.wav --segments who-spoke.json --out clips
  longwave join part1.wav part2.wav -o whole.wav

Exit codes: 0 done, 1 failed (or some segments did), 2 wrong usage,
130 interrupted.`,
  );
  return root;
}

function addInfo(root: Command, signal: AbortSignal): void {
  const command = root
    .command("info")
    .description("Shows what a recording is: format, length, chunks, oddities.")
    .usage("<source> [options]")
    .argument("<source>", SOURCE_HELP)
    .option("--strict", "treat oddities of the file as errors");
  withCommonOptions(command)
    .addHelpText(
      "after",
      `
Examples:
  longwave info session.wav
  longwave info https://example.org/session.wav --json`,
    )
    .action((source: string, options) => info(source, { ...options, headers: options.header ?? [], signal }));
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
    .option("-o, --output <file>", "the clip's file; - for standard output")
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
    .optionsGroup("Options:");
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
    .requiredOption("-o, --output <file>", "the joined file; - for standard output");
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

function time(text: string): number {
  const seconds = parseTime(text);
  if (Number.isNaN(seconds)) throw new InvalidArgumentError("Expected seconds or h:mm:ss.mmm.");
  return seconds;
}

function count(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1 || value > 64) {
    throw new InvalidArgumentError("Expected an integer from 1 to 64.");
  }
  return value;
}

function positive(text: string): number {
  const value = Number(text);
  if (!(value > 0 && value < 1e6)) throw new InvalidArgumentError("Expected a positive number of seconds.");
  return value;
}

/** A name is a token, a value is visible bytes with blanks between them (RFC 9110 §5.1 and §5.5). */
const HEADER = /^([\w!#$%&'*+.^`|~-]+):[ \t]*([\x21-\x7e\x80-\xff \t]*)$/;

function header(line: string, earlier: [string, string][] = []): [string, string][] {
  const [, name, value] = HEADER.exec(line) ?? [];
  if (name === undefined || value === undefined) throw new InvalidArgumentError('Expected "Name: value".');
  return [...earlier, [name, value.trim()]];
}
