import { Command } from "commander";
import { print, printError } from "./standard-streams.ts";
import type { CommandContext } from "./usage/command-context.ts";
import { addConvert } from "./usage/convert.ts";
import { addCut } from "./usage/cut.ts";
import { addInfo } from "./usage/info.ts";
import { addJoin } from "./usage/join.ts";
import { addPeaks } from "./usage/peaks.ts";
import { addRepair } from "./usage/repair.ts";
import { addScan } from "./usage/scan.ts";
import { addSplit } from "./usage/split.ts";
import { addTag } from "./usage/tag.ts";

/** What the program is, and does beside its output. */
export interface ProgramContext extends CommandContext {
  readonly version: string;
}

/** In the order of the help. */
const COMMANDS = [
  addInfo,
  addScan,
  addCut,
  addJoin,
  addSplit,
  addConvert,
  addPeaks,
  addTag,
  addRepair,
] as const;

/** The command-line program. */
export function program({ version, ...context }: ProgramContext): Command {
  const root = new Command("longwave")
    .description(
      "Cuts, joins, converts, measures, draws and tags recordings of any length, without loading them. What is not WAV takes the package @ffmpeg/core.",
    )
    .version(version, "-V, --version", "show the version")
    .helpOption("-h, --help", "show this help")
    .helpCommand("help [command]", "show the help of a command")
    // Errors are told in one place, in the form that all errors have.
    .configureOutput({ writeOut: print, writeErr: printError, outputError: () => {} })
    .exitOverride();
  for (const add of COMMANDS) add(root, context);
  root.addHelpText(
    "after",
    `
Examples:
  longwave info session.wav
  longwave scan session.wav
  longwave cut session.wav --from 1:02:00 --to 1:02:30 -o clip.wav
  longwave cut session.wav --segments who-spoke.json --out clips
  longwave join part1.wav part2.wav -o whole.wav
  longwave split session.wav --silence -40dB --min 0.5s --out clips
  longwave convert session.wav speech.wav --rate 16000 --channels mono
  longwave peaks session.wav -o session.dat
  longwave tag session.wav --set INFO:INAM="Interview" --cue 12.5:start

Exit codes: 0 done, 1 failed (or some segments or files did), 2 wrong usage,
130 interrupted.`,
  );
  return root;
}
