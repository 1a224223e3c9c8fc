import { spawn, spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { describe, expect, it, onTestFinished } from "vitest";
import { isProcessAlive, processToken, TOKEN_PATTERN } from "../../src/stream/node/process-token.ts";

/** The token of another process of this host. */
function tokenOf(pid: number, started: string): string {
  return processToken().replace(/-\d+-\d+$/, `-${pid}-${started}`);
}

/** Fields 3 and 22 of /proc/PID/stat: the state, and when it started. */
function statOf(pid: number): { state: string; started: string } {
  const stat = readFileSync(`/proc/${pid}/stat`, "latin1");
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return { state: fields[0] ?? "", started: fields[19] ?? "" };
}

describe("a process token", () => {
  it("is safe in a file name and says which process it is", () => {
    expect(processToken()).toMatch(new RegExp(`^${TOKEN_PATTERN}$`));
    expect(processToken().split("-").slice(1)).toEqual([String(process.pid), statOf(process.pid).started]);
    expect(processToken()).toBe(processToken());
  });

  it("of this process is alive", () => {
    expect(isProcessAlive(processToken())).toBe(true);
  });

  it("of another process is alive until that ends", async () => {
    const child = spawn("sleep", ["60"]);
    onTestFinished(() => void child.kill("SIGKILL"));
    const pid = child.pid ?? 0;
    const token = tokenOf(pid, statOf(pid).started);
    expect(isProcessAlive(token)).toBe(true);
    const ended = new Promise((resolve) => child.on("exit", resolve));
    child.kill("SIGKILL");
    await ended;
    expect(isProcessAlive(token)).toBe(false);
  });

  it("of a process that was killed, and whose parent does not care, is dead", async () => {
    // The shell starts a child, then becomes a program that never asks after it. Before that, it might.
    const parent = spawn("sh", ["-c", "sleep 60 & echo $!; exec sleep 60"]);
    onTestFinished(() => void parent.kill("SIGKILL"));
    const pid = Number(await new Promise((resolve) => parent.stdout.once("data", resolve)));
    const isShell = () => !readFileSync(`/proc/${parent.pid}/cmdline`, "latin1").startsWith("sleep");
    while (isShell()) await new Promise((resolve) => setTimeout(resolve, 5));
    process.kill(pid, "SIGKILL");
    while (statOf(pid).state !== "Z") await new Promise((resolve) => setTimeout(resolve, 5));
    expect(isProcessAlive(tokenOf(pid, statOf(pid).started))).toBe(false);
    expect(isProcessAlive(tokenOf(pid, "0"))).toBe(false);
  });

  it("of a number that another process has by now is dead", () => {
    const { started } = statOf(process.pid);
    expect(isProcessAlive(tokenOf(process.pid, String(Number(started) + 1)))).toBe(false);
  });

  it("of a process that could not tell when it started is alive as long as the number is", () => {
    expect(isProcessAlive(tokenOf(process.pid, "0"))).toBe(true);
    const { pid } = spawnSync("true");
    expect(isProcessAlive(tokenOf(pid, "0"))).toBe(false);
  });

  it("of another host is dead", () => {
    expect(isProcessAlive(`elsewhere-${process.pid}-${statOf(process.pid).started}`)).toBe(false);
  });

  it.each(["", "-", "x", "a-b-c", `${processToken().split("-")[0]}-x-1`])(
    "that is none, %j, is dead",
    (token) => {
      expect(isProcessAlive(token)).toBe(false);
    },
  );
});
