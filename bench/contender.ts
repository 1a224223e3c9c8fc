import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";

/** What a run tells beside the time from its start to its end. */
export interface RunFigures {
  /** Milliseconds of its work, without the start of the process, where it says so. */
  readonly innerMs?: number;
  /** Milliseconds of all processors. */
  readonly cpuMs?: number;
  readonly peakBytes?: number;
}

/** A whole process, to be timed from its start to its end. */
export interface Contender {
  readonly name: string;
  /** How many times it is run; slow ones fewer times. */
  readonly rounds: number;
  /** Why it cannot be run here, where it cannot. */
  readonly missing?: string;
  /** Seconds of audio that a run goes through, where that is what it does. */
  readonly audioSeconds?: number;
  /** Runs it once. */
  run(): RunFigures;
  /** Makes all as it was before the first run. */
  prepare(): void;
}

/** How a contender is run. */
export interface ContenderOptions {
  readonly rounds: number;
  /** Where files may be written. */
  readonly folder: string;
  readonly audioSeconds?: number;
  /** A program that must be there. */
  readonly needs?: string;
  /** It prints `innerMs` or `peakRssBytes`, as JSON. */
  readonly tells?: boolean;
  prepare?(): void;
  /** Throws when a run has not done what it should. */
  check?(): void;
}

/** A contender that is a program with arguments. GNU time, where it is installed, says what it took. */
export function contender(
  name: string,
  program: string,
  args: readonly string[],
  {
    rounds,
    folder,
    audioSeconds,
    needs,
    tells = false,
    prepare = () => {},
    check = () => {},
  }: ContenderOptions,
): Contender {
  const report = join(folder, "time.txt");
  return {
    name,
    rounds,
    ...(audioSeconds !== undefined && { audioSeconds }),
    ...(needs && !isInstalled(needs) && { missing: `${needs} is not installed` }),
    prepare,
    run() {
      const [first, rest] = HAS_TIME
        ? [TIME, ["-q", "-f", "%M %U %S", "-o", report, program, ...args]]
        : [program, args];
      const result = spawnSync(first, rest, { encoding: "utf8", stdio: ["ignore", "pipe", "inherit"] });
      if (result.status !== 0) throw new Error(`${name} ended with ${result.status ?? result.signal}`);
      check();
      const { innerMs, peakRssBytes } = tells ? JSON.parse(result.stdout) : {};
      return {
        ...(HAS_TIME && readReport(report)),
        ...(innerMs !== undefined && { innerMs }),
        ...(peakRssBytes !== undefined && { peakBytes: peakRssBytes }),
      };
    },
  };
}

/** A contender that is a script of this folder, over the library as it is published. */
export function ownScript(
  name: string,
  script: string,
  args: readonly string[],
  options: ContenderOptions,
): Contender {
  // What V8 lets its young generation grow to would be measured otherwise, and not what the library takes (docs/effects.md).
  const flags = ["--max-semi-space-size=4"];
  return contender(name, process.execPath, [...flags, join("bench", script), ...args], {
    ...options,
    tells: true,
  });
}

/** Whether there is a program of that name. */
export function isInstalled(program: string): boolean {
  return spawnSync(program, ["--version"], { stdio: "ignore" }).error === undefined;
}

const TIME = "/usr/bin/time";
const HAS_TIME = /GNU/.test(spawnSync(TIME, ["--version"], { encoding: "utf8" }).output?.join("") ?? "");

function readReport(path: string): RunFigures {
  const [kibibytes = 0, user = 0, system = 0] = readFileSync(path, "utf8").trim().split(" ").map(Number);
  return { peakBytes: kibibytes * 1024, cpuMs: (user + system) * 1000 };
}
