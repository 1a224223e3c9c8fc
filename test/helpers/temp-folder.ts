import { mkdtemp, readdir, realpath, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";

/** A directory of the test's own, gone when the test is over. */
export interface TempFolder {
  readonly path: string;
  /** The path of a file in it. */
  file(name: string): string;
  /** What lies in it, hidden files too, sorted. */
  names(): Promise<string[]>;
}

/** Makes one, in the system's temporary directory. */
export async function tempFolder(): Promise<TempFolder> {
  const path = await realpath(await mkdtemp(join(tmpdir(), "longwave-test-")));
  onTestFinished(() => rm(path, { recursive: true, force: true }));
  return {
    path,
    file: (name) => join(path, name),
    names: async () => (await readdir(path)).sort(),
  };
}
