import type { ByteSink } from "../../stream/byte-sink.ts";
import type { Folder } from "../../stream/folder.ts";
import { readText } from "../../stream/text.ts";
import {
  hasId,
  isManifestClip,
  isWrittenFile,
  type ManifestClip,
  type ManifestFailure,
  type WrittenFile,
} from "./manifest.ts";

/**
 * What one run has done, a line for each step, in a hidden file beside the clips while the run lives. The manifest is
 * written now and then; the journal is written always, so that what a killed run has done is known.
 */
export interface Journal {
  readonly name: string;
  /** Notes files before they are written: any of them may exist from now on. */
  plan(files: readonly WrittenFile[]): Promise<void>;
  /** Notes a clip that lies complete under its name. */
  clip(clip: ManifestClip): Promise<void>;
  failure(failure: ManifestFailure): Promise<void>;
  /** Closes it and removes its file. */
  remove(): Promise<void>;
  /** Closes it, but leaves its file for the next run, as a killed process would: this run could not end well. */
  giveUp(): Promise<void>;
}

/** What a run did, or several. */
export interface JournalContents {
  readonly planned: readonly WrittenFile[];
  readonly clips: readonly ManifestClip[];
  readonly failed: readonly ManifestFailure[];
}

const PREFIX = ".longwave-export-";
const SUFFIX = ".jsonl";

/** Journals of runs that are over although their process, which is this one, still lives. */
const givenUp = new Set<string>();

/** Begins the journal of a run. */
export async function beginJournal(folder: Folder): Promise<Journal> {
  // Not a counter: two workers of one process would count alike.
  const name = `${PREFIX}${folder.owner}.${Math.random().toString(36).slice(2)}${SUFFIX}`;
  const sink: ByteSink = await folder.append(name);
  const encoder = new TextEncoder();
  // One write at a time; each line is one write, so a killed process leaves whole lines and at most one part of one.
  let last: Promise<void> = Promise.resolve();
  // A full disk may leave a part of a line too; the next one must not become the rest of it.
  let lineBreak = "";
  const note = (line: object): Promise<void> => {
    const written = last.then(() => sink.write(encoder.encode(`${lineBreak}${JSON.stringify(line)}\n`)));
    last = written.then(
      () => {
        lineBreak = "";
      },
      () => {
        lineBreak = "\n";
      },
    );
    return written;
  };
  return {
    name,
    plan: (planned) => note({ planned }),
    clip: (clip) => note({ clip }),
    failure: (failed) => note({ failed }),
    async remove() {
      await last;
      await sink.close();
      await folder.remove(name);
    },
    async giveUp() {
      givenUp.add(name);
      await last;
      await sink.close();
    },
  };
}

/** The journals in a folder, of runs that live and of runs that died. */
export function findJournals(
  folder: Folder,
  names: readonly string[],
): { readonly live: readonly string[]; readonly dead: readonly string[] } {
  const journals = names.filter((name) => name.startsWith(PREFIX) && name.endsWith(SUFFIX));
  const isLive = (name: string) =>
    !givenUp.has(name) && folder.isAlive(name.slice(PREFIX.length).split(".")[0] ?? "");
  return { live: journals.filter(isLive), dead: journals.filter((name) => !isLive(name)) };
}

/** Reads journals, one after another. Lines that were cut off, or that no exporter writes, are left out. */
export async function readJournals(folder: Folder, names: readonly string[]): Promise<JournalContents> {
  const contents = {
    planned: [] as WrittenFile[],
    clips: [] as ManifestClip[],
    failed: [] as ManifestFailure[],
  };
  for (const name of names) {
    const text = (await readText(folder, name)) ?? "";
    for (const line of text.split("\n")) {
      const note = parseLine(line);
      if (Array.isArray(note?.["planned"])) {
        // One by one: a call takes no hundred thousand arguments.
        for (const file of note["planned"]) if (isWrittenFile(file)) contents.planned.push(file);
      }
      if (isManifestClip(note?.["clip"])) contents.clips.push(note?.["clip"] as ManifestClip);
      if (hasId(note?.["failed"])) contents.failed.push(note?.["failed"] as ManifestFailure);
    }
  }
  return contents;
}

function parseLine(line: string): Record<string, unknown> | undefined {
  try {
    return JSON.parse(line) ?? undefined;
  } catch {
    return undefined;
  }
}
