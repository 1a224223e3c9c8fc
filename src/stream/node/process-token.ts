import { readFileSync } from "node:fs";
import { hostname } from "node:os";

/**
 * Names a process in a form that is safe in file names: host, process number, and when the process started, because
 * numbers are used again (in a container that is restarted, often the very same one).
 */
const host: string =
  hostname()
    .replace(/[^A-Za-z0-9]/g, "")
    .slice(0, 24) || "host";
let own: string | undefined;

/** The token of this process. */
export function processToken(): string {
  own ??= `${host}-${process.pid}-${startTime(process.pid) ?? "0"}`;
  return own;
}

/** What a token looks like, as a part of a larger expression. */
export const TOKEN_PATTERN = "[A-Za-z0-9]+-\\d+-\\d+";

/**
 * Whether the process of a token still runs. One of another host counts as gone: a folder belongs to the processes of
 * one machine at a time, and a restarted container has another host name.
 */
export function isProcessAlive(token: string): boolean {
  if (token === processToken()) return true;
  const [tokenHost, pid, started] = token.split("-");
  if (tokenHost !== host || !pid) return false;
  try {
    process.kill(Number(pid), 0);
  } catch (error) {
    // EPERM: it runs, under another user.
    if ((error as NodeJS.ErrnoException).code !== "EPERM") return false;
  }
  const current = startTime(Number(pid));
  return current === undefined || (current !== DEAD && (started === "0" || current === started));
}

/** In place of the start time of a process that ended, whose parent has not taken note yet (or never will). */
const DEAD = "dead";

/** When a process started, in clock ticks since the boot (proc(5), fields 3 and 22 of stat); only Linux tells. */
function startTime(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "latin1");
    // The second field is the command in parentheses, and may hold spaces and parentheses itself.
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    return fields[0] === "Z" || fields[0] === "X" ? DEAD : fields[19];
  } catch {
    return undefined;
  }
}
