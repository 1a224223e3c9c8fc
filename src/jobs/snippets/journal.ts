import type { ByteSink } from "../../stream/byte-sink.ts";
import type { Folder } from "../../stream/folder.ts";
import { readText } from "../../stream/text.ts";
import type { ManifestClip, ManifestFailure, WrittenFile } from "./manifest.ts";

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
}

/** What a journal says. */
export interface JournalContents {
  readonly planned: readonly WrittenFile[];
  readonly clips: readonly ManifestClip[];
  readonly failed: readonly ManifestFailure[];
}

const PREFIX = ".longwave-export-";
const SUFFIX = ".jsonl";

let counter = 0;

/** Begins the journal of a run. */
export async function beginJournal(folder: Folder): Promise<Journal> {
  counter++;
  const name = `${PREFIX}${folder.owner}.${counter}${SUFFIX}`;
  const sink: ByteSink = await folder.append(name);
  const encoder = new TextEncoder();
  // One write at a time; each line is one write, so a killed process leaves whole lines and at most one part of one.
  let last: Promise<void> = Promise.resolve();
  const note = (line: object): Promise<void> => {
    const written = last.then(() => sink.write(encoder.encode(`${JSON.stringify(line)}\n`)));
    last = written.catch(() => {});
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
  };
}

/** The journals in a folder, of runs that live and of runs that died. */
export function findJournals(
  folder: Folder,
  names: readonly string[],
): { readonly live: readonly string[]; readonly dead: readonly string[] } {
  const journals = names.filter((name) => name.startsWith(PREFIX) && name.endsWith(SUFFIX));
  const isLive = (name: string) => folder.isAlive(name.slice(PREFIX.length).split(".")[0] ?? "");
  return { live: journals.filter(isLive), dead: journals.filter((name) => !isLive(name)) };
}

/** Reads a journal; a last line that was cut off is left out. */
export async function readJournal(folder: Folder, name: string): Promise<JournalContents> {
  const contents = {
    planned: [] as WrittenFile[],
    clips: [] as ManifestClip[],
    failed: [] as ManifestFailure[],
  };
  const text = (await readText(folder, name)) ?? "";
  const wholeLines = text.slice(0, text.lastIndexOf("\n") + 1);
  for (const line of wholeLines.split("\n")) {
    if (line === "") continue;
    const note = JSON.parse(line);
    if (note.planned) contents.planned.push(...note.planned);
    if (note.clip) contents.clips.push(note.clip);
    if (note.failed) contents.failed.push(note.failed);
  }
  return contents;
}
