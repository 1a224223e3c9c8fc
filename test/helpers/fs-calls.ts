import fs from "node:fs";
import { syncBuiltinESMExports } from "node:module";
import { onTestFinished } from "vitest";

/**
 * Notes which files are synced and renamed from now on, in order: `"sync /a/b"`, `"rename /a/b"`. Until the test is
 * over everybody's calls go through here, for `import * as fs` shares its functions with the module's default export.
 */
export function noteFsCalls(): string[] {
  const calls: string[] = [];
  const { fsync, rename } = fs;
  const noted = {
    fsync: (fd: number, done: fs.NoParamCallback) => {
      calls.push(`sync ${fs.readlinkSync(`/proc/self/fd/${fd}`)}`);
      fsync(fd, done);
    },
    rename: (from: fs.PathLike, to: fs.PathLike, done: fs.NoParamCallback) => {
      calls.push(`rename ${from}`);
      rename(from, to, done);
    },
  };
  Object.assign(fs, noted);
  syncBuiltinESMExports();
  onTestFinished(() => {
    Object.assign(fs, { fsync, rename });
    syncBuiltinESMExports();
  });
  return calls;
}
