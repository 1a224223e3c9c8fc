import type { Folder } from "../../stream/folder.ts";
import { readText, writeText } from "../../stream/text.ts";
import { clipId } from "./clip-name.ts";
import { beginJournal, findJournals, type Journal, type JournalContents, readJournals } from "./journal.ts";
import {
  MANIFEST_NAME,
  type Manifest,
  type ManifestClip,
  type ManifestFailure,
  type ManifestHead,
  readManifest,
  type WrittenFile,
  writeManifest,
} from "./manifest.ts";
import { emptyManifest, endedManifest, highestId, withEntries, writtenFiles } from "./manifest-merge.ts";

const LOCK_NAME = ".longwave-export.lock";
const NEXT_ID_NAME = ".longwave-export.next";

/** The manifest is not rewritten more often than this, in milliseconds, so that short runs write it twice. */
const PUBLISH_PAUSE_MS = 100;

/**
 * The manifest is rewritten when the entries that it lacks come to this part of it. All its writings together then
 * cost a fixed multiple of the last one, however many clips there are.
 */
const PUBLISH_SHARE = 1 / 8;

export interface SessionOptions {
  /** Keeps the clips that the manifest lists already, and numbers on from them. */
  readonly append: boolean;
  /** Waits until the manifest is on the disk whenever it is written. */
  readonly durable: boolean;
  /** Numbers to take at once, because so many segments will come. */
  readonly expected: number;
  /** Ends the waits for the lock, but for that of `end`. */
  readonly signal: AbortSignal | undefined;
}

/** Entries that the manifest on disk lacks. */
interface Entries {
  readonly clips: ManifestClip[];
  readonly failed: ManifestFailure[];
  /** Their length as text. */
  letters: number;
}

/** How a run ends. */
export interface SessionEnd {
  readonly aborted: boolean;
  readonly cleanStaleClips: boolean;
  /** What the manifest says when there were no segments. */
  readonly placeholderMessage: string;
}

/**
 * One run's part in the export into a folder. A run that begins while others work there joins them: numbers are given
 * out under a lock, and the manifest, written under the same lock, holds the clips of all.
 */
export class ExportSession {
  readonly #folder: Folder;
  readonly #head: ManifestHead;
  readonly #options: SessionOptions;
  readonly #journal: Journal;
  /** Files that were planned and did not become complete clips, as far as is known yet. */
  readonly #unaccounted = new Map<string, WrittenFile>();
  #unpublished: Entries = { clips: [], failed: [], letters: 0 };
  #publishedLetters = 0;
  #publishedAt = 0;
  /** Numbers that this run has and has not given out. */
  #claimed = { next: 1, end: 1 };
  #publishing: Promise<void> | undefined;
  #publishTimer: ReturnType<typeof setTimeout> | undefined;
  #isEnding = false;

  private constructor(folder: Folder, head: ManifestHead, options: SessionOptions, journal: Journal) {
    this.#folder = folder;
    this.#head = head;
    this.#options = options;
    this.#journal = journal;
  }

  /**
   * Begins, or joins those who export into the folder now. What died in it is tidied away.
   *
   * @throws LongwaveError `snippets/foreign-manifest`, `file/locked`, and what the folder throws
   */
  static begin(folder: Folder, head: ManifestHead, options: SessionOptions): Promise<ExportSession> {
    const begin = async (): Promise<ExportSession> => {
      await folder.sweep();
      const { live, dead } = findJournals(folder, await folder.list());
      const earlier = await loadManifest(folder);
      const leftBehind = await readJournals(folder, dead);
      // From here on a crash loses nothing: the old journals go only when what they say is in the manifest.
      const journal = await beginJournal(folder);
      try {
        const session = new ExportSession(folder, head, options, journal);
        const goesOn = live.length > 0 || options.append;
        const base = (goesOn && earlier) || emptyManifest(head);
        const manifest = withEntries(
          { ...base, status: "in_progress", stale_clips: writtenFiles(earlier) },
          goesOn ? leftBehind : { ...leftBehind, clips: [], failed: [] },
        );
        await session.#write(manifest);
        const firstId = live.length === 0 ? highestId(manifest) + 1 : await session.#nextId();
        session.#claimed = { next: firstId, end: firstId + options.expected };
        await writeNextId(folder, session.#claimed.end);
        for (const name of dead) await folder.remove(name);
        return session;
      } catch (error) {
        await journal.remove().catch(() => journal.giveUp());
        throw error;
      }
    };
    return folder.exclusive(LOCK_NAME, begin, options.signal);
  }

  /**
   * Takes the next `count` numbers for this run, and notes the files that will carry them.
   *
   * @param plan the files, given the first of the numbers
   * @returns the first of the numbers
   */
  async reserve(count: number, plan: (firstId: number) => readonly WrittenFile[]): Promise<number> {
    const firstId = await this.#claim(count);
    const planned = plan(firstId);
    await this.#journal.plan(planned);
    for (const written of planned) this.#unaccounted.set(written.file, written);
    return firstId;
  }

  /** Takes `count` numbers out of those that this run has, or new ones under the lock. */
  async #claim(count: number): Promise<number> {
    const { next, end } = this.#claimed;
    if (next + count <= end) {
      this.#claimed = { next: next + count, end };
      return next;
    }
    const claim = async (): Promise<number> => {
      const firstId = await this.#nextId();
      await writeNextId(this.#folder, firstId + count);
      return firstId;
    };
    return this.#folder.exclusive(LOCK_NAME, claim, this.#options.signal);
  }

  /** Takes note of a clip that lies complete under its name. */
  async addClip(clip: ManifestClip): Promise<void> {
    this.#unaccounted.delete(clip.file);
    this.#unpublished.clips.push(clip);
    await this.#noted(this.#journal.clip(clip), clip);
  }

  /** Takes note of a segment that gave no clip. */
  async addFailure(failure: ManifestFailure): Promise<void> {
    this.#unpublished.failed.push(failure);
    await this.#noted(this.#journal.failure(failure), failure);
  }

  /** Writes the manifest now, with all that is complete. */
  publish(): Promise<void> {
    return this.#folder.exclusive(LOCK_NAME, () => this.#writeMerged((merged) => merged));
  }

  /** Ends this run's part. The last one to leave gives the manifest its final status and removes what is stale. */
  async end(end: SessionEnd): Promise<void> {
    this.#isEnding = true;
    clearTimeout(this.#publishTimer);
    try {
      await this.#publishing;
      await this.#folder.exclusive(LOCK_NAME, () => this.#end(end));
    } catch (error) {
      // The next run finds it as if this one had been killed, and does not wait for it.
      await this.#journal.giveUp().catch(() => {});
      throw error;
    }
  }

  async #end(end: SessionEnd): Promise<void> {
    // Whoever died while this run worked here takes part in its result.
    await this.#folder.sweep();
    const names = await this.#folder.list();
    const { live, dead } = findJournals(this.#folder, names);
    const isLast = live.every((name) => name === this.#journal.name);
    const leftBehind = await readJournals(this.#folder, dead);
    await this.#writeMerged(async (merged) => {
      const others = withEntries(merged, leftBehind);
      const planned = [...this.#unaccounted.values()];
      const all = withEntries(others, { planned, clips: [], failed: [] });
      if (!isLast) return all;
      const stale = await this.#stillThere(all.stale_clips, names);
      const cleans = end.cleanStaleClips && !end.aborted;
      if (cleans) for (const { file } of stale) await this.#folder.remove(file);
      return endedManifest({ ...all, stale_clips: cleans ? [] : stale }, end);
    });
    for (const name of dead) await this.#folder.remove(name);
    await this.#journal.remove();
    if (isLast) await this.#folder.remove(NEXT_ID_NAME);
  }

  /** Waits for the line in the journal, and rewrites the manifest when enough has come together. */
  async #noted(written: Promise<void>, entry: object): Promise<void> {
    // The journal is for a crash; when the disk is full the manifest, which is written later, is what counts.
    await written.catch(() => {});
    this.#unpublished.letters += JSON.stringify(entry).length;
    this.#publishWhenDue();
  }

  /**
   * Rewrites the manifest when it lacks enough, now or when its pause is over. Nobody waits for that: the next clip need
   * not stand still, and a failure shows again when the run ends.
   */
  #publishWhenDue(): void {
    const isDue = this.#unpublished.letters >= Math.max(1, this.#publishedLetters * PUBLISH_SHARE);
    if (!isDue || this.#publishing || this.#isEnding) return;
    const pause = this.#publishedAt + PUBLISH_PAUSE_MS - Date.now();
    if (pause > 0) {
      this.#publishTimer ??= setTimeout(() => {
        this.#publishTimer = undefined;
        this.#publishWhenDue();
      }, pause);
      return;
    }
    clearTimeout(this.#publishTimer);
    this.#publishTimer = undefined;
    this.#publishing = this.publish()
      .catch(() => {})
      .finally(() => {
        this.#publishing = undefined;
        this.#publishWhenDue();
      });
  }

  /**
   * Writes the manifest that is on the disk, which may hold the clips of others, with this run's own entries. Goes
   * under the lock.
   */
  async #writeMerged(finish: (merged: Manifest) => Manifest | Promise<Manifest>): Promise<void> {
    const taken = this.#unpublished;
    this.#unpublished = { clips: [], failed: [], letters: 0 };
    try {
      // Somebody may have removed it; the journals have all that was done.
      const base =
        (await loadManifest(this.#folder)) ??
        withEntries(emptyManifest(this.#head), await this.#allJournals());
      await this.#write(await finish(withEntries(base, { ...taken, planned: [] })));
    } catch (error) {
      const since = this.#unpublished;
      this.#unpublished = {
        clips: [...taken.clips, ...since.clips],
        failed: [...taken.failed, ...since.failed],
        letters: taken.letters + since.letters,
      };
      throw error;
    }
  }

  async #write(manifest: Manifest): Promise<void> {
    const text = writeManifest(manifest);
    await writeText(this.#folder, MANIFEST_NAME, text, { durable: this.#options.durable });
    this.#publishedLetters = text.length;
    this.#publishedAt = Date.now();
  }

  /** The next number that nobody has. Goes under the lock. */
  async #nextId(): Promise<number> {
    const next = Number(await readText(this.#folder, NEXT_ID_NAME));
    if (Number.isSafeInteger(next) && next > 0) return next;
    // Somebody removed the file; a number given twice would be a clip overwritten.
    const journals = await this.#allJournals();
    const earlier = (await loadManifest(this.#folder)) ?? emptyManifest(this.#head);
    const planned = journals.planned.reduce((highest, { file }) => Math.max(highest, clipId(file)), 0);
    return Math.max(highestId(earlier), highestId(journals), planned) + 1;
  }

  /** What all runs noted that work here, or died here since this one began. */
  async #allJournals(): Promise<JournalContents> {
    const { live, dead } = findJournals(this.#folder, await this.#folder.list());
    return readJournals(this.#folder, [...live, ...dead]);
  }

  /** Of the files that were written once, those that are still what was written. */
  async #stillThere(files: readonly WrittenFile[], names: readonly string[]): Promise<WrittenFile[]> {
    const present = new Set(names);
    const same: WrittenFile[] = [];
    for (const { file, bytes } of files) {
      if (!present.has(file)) continue;
      const source = await this.#folder.open(file);
      if (source?.size === bytes) same.push({ file, bytes });
      await source?.close?.();
    }
    return same;
  }
}

/** The number matters only while processes work here, so it need not outlast a power cut. */
function writeNextId(folder: Folder, id: number): Promise<void> {
  return writeText(folder, NEXT_ID_NAME, String(id), { durable: false });
}

async function loadManifest(folder: Folder): Promise<Manifest | undefined> {
  const text = await readText(folder, MANIFEST_NAME);
  return text === undefined ? undefined : readManifest(text, folder.name);
}
