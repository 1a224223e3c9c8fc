/** One line of what ffmpeg logs with `-loglevel level+…`. */
export interface LogLine {
  /** `undefined` for what is printed past the log, as advice and progress are. */
  readonly level?: "panic" | "fatal" | "error" | "warning" | "info" | "verbose" | "debug";
  /** Which part of ffmpeg speaks, for example `"mp3float"`. */
  readonly part?: string;
  readonly text: string;
}

/** `[mp3float @ 0x55d3] `, as often as parts speak for each other; then the level. */
const PREFIXED: RegExp =
  /^((?:\[[^\]]+ @ (?:0x)?[0-9a-f]+\] )*)(?:\[(panic|fatal|error|warning|info|verbose|debug)\] )?(.*)$/s;

/**
 * Takes a line of the log apart, and leaves out of it the addresses, which differ between runs and say nothing.
 */
export function readLogLine(line: string): LogLine {
  const [, prefixes = "", level, text = line] = PREFIXED.exec(line.trimEnd()) ?? [];
  const part = /\[([^\]]+) @ [^\]]*\] $/.exec(prefixes)?.[1];
  return {
    text,
    ...(level === undefined ? {} : { level: level as NonNullable<LogLine["level"]> }),
    ...(part === undefined ? {} : { part }),
  };
}

/** What is wrong by this line, as one would write it to a person. */
export function plainLogLine({ part, text }: LogLine): string {
  return part === undefined ? text : `${part}: ${text}`;
}

/** Whether something went wrong by this line. */
export function isErrorLine({ level }: LogLine): boolean {
  return level === "error" || level === "fatal" || level === "panic";
}
