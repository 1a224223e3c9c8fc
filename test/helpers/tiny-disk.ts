import { execFileSync } from "node:child_process";
import { onTestFinished } from "vitest";
import { tempFolder } from "./temp-folder.ts";

/**
 * A file system in memory with 256 KiB of room, gone when the test is over.
 *
 * @returns its path, or `undefined` where this user may not mount one
 */
export async function tinyDisk(): Promise<string | undefined> {
  const { path } = await tempFolder();
  try {
    execFileSync("mount", ["-t", "tmpfs", "-o", "size=256k", "tmpfs", path], { stdio: "ignore" });
  } catch {
    return undefined;
  }
  onTestFinished(() => {
    execFileSync("umount", ["-l", path]);
  });
  return path;
}
