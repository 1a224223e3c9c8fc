import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { expect } from "vitest";
import type { Manifest } from "../../src/jobs/snippets/manifest.ts";
import type { MemoryFolder } from "../../src/stream/memory-folder.ts";
import { countingSamples, samplesOf } from "./export-recording.ts";
import { framesIn } from "./export-segments.ts";
import { sameBytes } from "./pattern.ts";

/** The manifest of a directory, which must be there. */
export function manifestIn(path: string): Manifest {
  return JSON.parse(readFileSync(join(path, "manifest.json"), "utf8"));
}

/** The manifest of a folder in memory, which must be there. */
export function manifestOf(folder: MemoryFolder): Manifest {
  const bytes = folder.files.get("manifest.json");
  if (!bytes) return expect.fail("there is no manifest.json");
  return JSON.parse(new TextDecoder().decode(bytes));
}

/** What exporters leave behind while they work: hidden files. */
export function hiddenIn(names: Iterable<string>): string[] {
  return [...names].filter((name) => name.startsWith("."));
}

/** Asserts that what the manifest lists, if it is there yet, lies complete beside it. */
export function expectHonestManifest(path: string): Manifest | undefined {
  if (!existsSync(join(path, "manifest.json"))) return undefined;
  const manifest = manifestIn(path);
  expect(manifest.total_clips).toBe(manifest.clips.length);
  for (const { file, bytes } of manifest.clips) {
    const { size } = statSync(join(path, file), { throwIfNoEntry: false }) ?? {};
    if (size !== bytes) expect.fail(`the manifest lists ${file} with ${bytes} bytes, it has ${size}`);
  }
  return manifest;
}

/** Asserts that every file named as a clip holds exactly the frames that `textOf` gives for it. */
export async function expectWholeClips(path: string, textOf: (file: string) => string): Promise<number> {
  const files = readdirSync(path).filter((name) => name.startsWith("segment_"));
  for (const file of files) {
    const { from, to } = framesIn(textOf(file));
    const samples = await samplesOf(readFileSync(join(path, file)));
    if (!sameBytes(samples, countingSamples(from, to))) {
      expect.fail(`${file} does not hold the frames ${from} to ${to}`);
    }
  }
  return files.length;
}

/** Looks at a manifest again and again. */
export interface ManifestWatch {
  /** How often it was there. */
  readonly looks: number;
  /** The numbers of clips that it has listed. */
  readonly counts: ReadonlySet<number>;
  /** Throws what was wrong with it. */
  stop(): Promise<void>;
}

/** Looks at a directory's manifest again and again, and keeps what is wrong with it. */
export function watchManifest(path: string): ManifestWatch {
  let looks = 0;
  let isOver = false;
  const counts = new Set<number>();
  const watching = (async () => {
    while (!isOver) {
      const manifest = expectHonestManifest(path);
      if (manifest) {
        looks++;
        counts.add(manifest.total_clips);
      }
      await new Promise((resolve) => setTimeout(resolve, 3));
    }
  })();
  // Told of by `stop`.
  watching.catch(() => {});
  return {
    counts,
    get looks() {
      return looks;
    },
    async stop() {
      isOver = true;
      await watching;
    },
  };
}
