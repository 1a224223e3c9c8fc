import { checkChoiceOption } from "../../stream/choice-option.ts";
import { LongwaveError, optionError } from "../../stream/error.ts";
import type { Folder } from "../../stream/folder.ts";
import { type ClipEncoding, checkClipEncoding } from "./clip-encoding.ts";
import { type ClipJob, clipJob, placeOrError } from "./clip-job.ts";
import type { ClipNames } from "./clip-name.ts";
import { type ClipWriter, type ClipWriterOptions, clipWriter } from "./clip-writer.ts";
import { type ClipMetadata, type Cutter, encodingCutter, streamingCutter } from "./cutter.ts";
import { ExportSession } from "./export-session.ts";
import { exportedRecording, type SnippetRecording } from "./exported-recording.ts";
import { MANIFEST_NAME, type ManifestClip, type ManifestFailure } from "./manifest.ts";
import { chooseMode, type ExportMode } from "./mode.ts";
import { type ExportProgress, exportClock } from "./progress.ts";
import { recordingName } from "./recording-name.ts";
import type { Segment } from "./segment.ts";

/** How snippets are exported. */
export interface SnippetExportOptions {
  /** Where clips and manifest go. */
  readonly folder: Folder;
  /** What the manifest calls the session; the recording's name unless told otherwise. */
  readonly session?: string;
  /**
   * `"streaming"` cuts by byte range; `"legacy"` loads the whole recording with the package `wavefile`. Unless told
   * otherwise the environment variable USE_STREAMING_SNIPPET_EXPORT decides, which is true when it is not set.
   */
  readonly mode?: ExportMode;
  /** Clips that are written at the same time; 4 unless told otherwise, 2 of a `Media`. The result is the same with any number. */
  readonly concurrency?: number;
  /** The time limit of one clip in milliseconds; 30000 unless told otherwise. */
  readonly timeoutMs?: number;
  /** Removes clips of earlier exports into this folder that this one did not write again; off unless told otherwise. */
  readonly cleanStaleClips?: boolean;
  /** Keeps the clips that the folder's manifest lists, and numbers on from them; off unless told otherwise. */
  readonly append?: boolean;
  /**
   * Waits for every clip until it is on the disk, so that a power cut cannot take what the manifest lists. Off unless
   * told otherwise: the export takes about one and a half times as long. A killed process leaves no half-written clip
   * either way.
   */
  readonly durable?: boolean;
  /** Whether each clip keeps the recording's metadata, moved along (`"keep"`, unless told otherwise), or has none. */
  readonly metadata?: ClipMetadata;
  /** What clips are called: `"speaker"` for `segment_0001_Ada.wav`, `"number"` for `segment_0001.wav`. Default `"speaker"`. */
  readonly clipNames?: ClipNames;
  /**
   * Writes clips of another format than WAV, with samples of the recording as its `read` gives them. What they keep of its
   * metadata is then the encoder's business. Not together with the legacy mode.
   */
  readonly encoding?: ClipEncoding;
  /** What the manifest says when there were no segments. */
  readonly placeholderMessage?: string;
  /** Ends the export: clips under way are given up, those that are complete stay and are listed. */
  readonly signal?: AbortSignal;
  /** Called after each segment. When it throws, the export is given up. */
  readonly onProgress?: (progress: ExportProgress) => void;
}

/** What became of a segment. */
export type SnippetOutcome = ManifestClip | ManifestFailure;

/** What an export did. */
export interface SnippetExport {
  /** By number. */
  readonly clips: readonly ManifestClip[];
  /** The segments that gave no clip, by number. */
  readonly failed: readonly ManifestFailure[];
  /** Bytes of all clips. */
  readonly bytes: number;
  /** From the opening of the export to its end. */
  readonly elapsedMs: number;
  /** The manifest's file name within the folder. */
  readonly manifest: string;
}

/** An export that takes its segments one at a time, as a live transcriber produces them. */
export interface SnippetExporter {
  /**
   * Cuts one segment. Calls may overlap; numbers are given in the order of the calls. A segment that fails gives an
   * outcome of status `"failed"`; the promise is rejected only when the export was ended or aborted, or when no number
   * could be had (the disk is full). It need not be listened to: `close` is rejected then too.
   */
  add(segment: Segment): Promise<SnippetOutcome>;
  /** The same for several, whose numbers follow each other. */
  addAll(segments: readonly Segment[]): Promise<SnippetOutcome[]>;
  /** Writes the manifest now, with every clip that is complete; otherwise it follows the clips at a distance. */
  flush(): Promise<void>;
  /** Waits for the segments under way, ends the manifest, and tells what was done. The source stays open. */
  close(): Promise<SnippetExport>;
  /** Gives up what is under way and ends the manifest with the status `"aborted"`. Complete clips stay. */
  abort(reason?: unknown): Promise<void>;
}

const DEFAULT_PLACEHOLDER = "no segments: there was nothing to export";

/**
 * Begins an export of snippets out of a recording.
 *
 * @param recording a WAV file, opened or not, or what `openMedia` gives
 * @throws LongwaveError `options/invalid`, `snippets/foreign-manifest`, `snippets/legacy-unreadable`, `file/…` (with
 *   `file/locked` when another process holds the folder), and what `openWav` throws
 */
export function openSnippetExporter(
  recording: SnippetRecording,
  options: SnippetExportOptions,
): Promise<SnippetExporter> {
  return beginExport(recording, options, 0);
}

/**
 * `openSnippetExporter` for a list: numbers for so many segments are taken at once.
 *
 * @internal
 */
export async function beginExport(
  recording: SnippetRecording,
  options: SnippetExportOptions,
  expected: number,
): Promise<SnippetExporter> {
  const { folder, signal, timeoutMs = 30_000, append = false, durable = false } = options;
  if (options.concurrency !== undefined) checkConcurrency(options.concurrency);
  // setTimeout takes 31 bits.
  if (!(Number.isFinite(timeoutMs) && timeoutMs > 0 && timeoutMs < 2 ** 31)) {
    throw optionError("options.timeoutMs", "a positive number of milliseconds below 2^31", timeoutMs);
  }
  const { metadata = "keep" } = options;
  if (metadata !== "keep" && metadata !== "none") {
    throw optionError("options.metadata", '"keep" or "none"', metadata);
  }
  checkChoiceOption("clipNames", options.clipNames ?? "speaker", ["speaker", "number"]);
  const { encoding } = options;
  if (encoding) checkClipEncoding(encoding);
  const mode = chooseMode(options.mode === undefined && encoding ? "streaming" : options.mode);
  if (encoding && mode === "legacy") {
    throw optionError("options.mode", '"streaming" beside options.encoding', mode);
  }
  signal?.throwIfAborted();
  const exported = await exportedRecording(recording, signal);
  const { wav } = exported;
  const cutter = encoding
    ? encodingCutter(wav, encoding)
    : mode === "streaming"
      ? streamingCutter(wav, metadata)
      : await (await import("./legacy-cutter.ts")).legacyCutter(wav, metadata, signal);
  const { size, format } = exported;
  const { concurrency = exported.concurrency } = options;
  const { name, session: defaultSession } = recordingName(exported.name);
  const head = {
    session: options.session ?? defaultSession,
    source: { name, size, format },
    created: new Date().toISOString(),
  };
  const session = await ExportSession.begin(folder, head, { append, durable, expected, signal });
  return new Exporter(cutter, session, { folder, concurrency, timeoutMs, durable }, options);
}

function checkConcurrency(count: number): void {
  if (Number.isInteger(count) && count >= 1 && count <= 64) return;
  throw optionError("options.concurrency", "an integer from 1 to 64", count);
}

class Exporter implements SnippetExporter {
  readonly #cutter: Cutter;
  readonly #session: ExportSession;
  readonly #writer: ClipWriter;
  readonly #concurrency: number;
  readonly #options: SnippetExportOptions;
  readonly #clock = exportClock();
  readonly #stop = new AbortController();
  readonly #underWay = new Set<Promise<unknown>>();
  readonly #outcomes: SnippetOutcome[] = [];
  #reserving: Promise<unknown> = Promise.resolve();
  #segments = 0;
  /** Why segments were given no number, the first time that it happened. */
  #refusal: { readonly reason: unknown } | undefined;
  #ending: Promise<SnippetExport> | undefined;
  readonly #letGoOfSignal: () => void;

  constructor(
    cutter: Cutter,
    session: ExportSession,
    writing: ClipWriterOptions,
    options: SnippetExportOptions,
  ) {
    this.#cutter = cutter;
    this.#session = session;
    this.#writer = clipWriter(cutter, writing, this.#stop.signal);
    this.#concurrency = writing.concurrency;
    this.#options = options;
    const { signal } = options;
    const onAbort = (): void => this.#stop.abort(signal?.reason);
    if (signal?.aborted) onAbort();
    else signal?.addEventListener("abort", onAbort);
    this.#letGoOfSignal = () => signal?.removeEventListener("abort", onAbort);
  }

  add(segment: Segment): Promise<SnippetOutcome> {
    const outcome = this.addAll([segment]).then(([only]) => only as SnippetOutcome);
    // Who does not listen hears of it from `close`; it need not bring the process down.
    outcome.catch(() => {});
    return outcome;
  }

  addAll(segments: readonly Segment[]): Promise<SnippetOutcome[]> {
    if (this.#ending) return Promise.reject(this.#endedError(": it takes no more segments"));
    // As they are now: a live transcriber may go on changing the object of its last segment.
    const given = segments.map((segment) => ({ ...segment }));
    const outcomes = this.#reserve(given).then((jobs) => this.#exportAll(jobs));
    this.#underWay.add(outcomes);
    const done = (): boolean => this.#underWay.delete(outcomes);
    outcomes.then(done, done);
    return outcomes;
  }

  flush(): Promise<void> {
    return this.#session.publish();
  }

  async close(): Promise<SnippetExport> {
    if (this.#ending) throw this.#endedError(" already");
    this.#ending = this.#end();
    return this.#ending;
  }

  async abort(reason?: unknown): Promise<void> {
    this.#stop.abort(reason ?? new LongwaveError("snippets/aborted", "the export was aborted"));
    // Who closed it hears what became of it.
    if (this.#ending) return void (await this.#ending.catch(() => {}));
    this.#ending = this.#end();
    // That it was aborted is no news here.
    await this.#ending.catch((error) => {
      if (error !== this.#stop.signal.reason) throw error;
    });
  }

  #endedError(what: string): LongwaveError {
    const state = this.#stop.signal.aborted ? "aborted" : "closed";
    return new LongwaveError("snippets/ended", `the export is ${state}${what}`);
  }

  async #end(): Promise<SnippetExport> {
    await Promise.allSettled(this.#underWay);
    this.#letGoOfSignal();
    // What aborts it from here on comes too late: every clip is there.
    const { aborted, reason } = this.#stop.signal;
    await this.#session.end({
      aborted: aborted || this.#refusal !== undefined,
      cleanStaleClips: this.#options.cleanStaleClips ?? false,
      placeholderMessage: this.#options.placeholderMessage ?? DEFAULT_PLACEHOLDER,
    });
    if (aborted) throw reason;
    if (this.#refusal) throw this.#refusal.reason;
    const outcomes = this.#outcomes.sort((one, other) => one.id - other.id);
    const clips = outcomes.filter((outcome) => outcome.status === "complete");
    return {
      clips,
      failed: outcomes.filter((outcome) => outcome.status === "failed"),
      bytes: clips.reduce((sum, clip) => sum + clip.bytes, 0),
      elapsedMs: this.#clock.elapsedMs(),
      manifest: MANIFEST_NAME,
    };
  }

  /** Places the segments and takes numbers for them, in the order of the calls. */
  #reserve(segments: readonly Segment[]): Promise<ClipJob[]> {
    const firstIndex = this.#segments;
    this.#segments += segments.length;
    const reserved = this.#reserving.then(async () => {
      this.#stop.signal.throwIfAborted();
      const cutter = this.#cutter;
      const { clipNames = "speaker" } = this.#options;
      const places = segments.map((segment, index) => placeOrError(segment, firstIndex + index, cutter));
      let jobs: ClipJob[] = [];
      await this.#session.reserve(segments.length, (firstId) => {
        jobs = places.map((placed, index) =>
          clipJob(firstId + index, segments[index] as Segment, placed, cutter, clipNames),
        );
        // What was planned is known again by its size; of the others those are known that were written.
        return jobs.flatMap(({ file, bytes = 0 }) => (bytes > 0 ? [{ file, bytes }] : []));
      });
      for (const { weight } of jobs) this.#clock.expect(weight);
      return jobs;
    });
    this.#reserving = reserved.catch((reason) => {
      this.#refusal ??= { reason };
    });
    return reserved;
  }

  /** Exports in the order of the numbers, as many at a time as are written at a time. */
  async #exportAll(jobs: readonly ClipJob[]): Promise<SnippetOutcome[]> {
    const outcomes: SnippetOutcome[] = [];
    const rest = jobs.entries();
    const work = async (): Promise<void> => {
      for (const [index, job] of rest) outcomes[index] = await this.#export(job);
    };
    const workers = Array.from({ length: Math.min(this.#concurrency, jobs.length) }, work);
    // All of them, also when one fails, so that nothing goes on behind the back of who waits.
    await Promise.allSettled(workers);
    await Promise.all(workers);
    return outcomes;
  }

  async #export(job: ClipJob): Promise<SnippetOutcome> {
    const outcome = await this.#writer.write(job);
    this.#outcomes.push(outcome);
    if (outcome.status === "complete") await this.#session.addClip(outcome);
    else await this.#session.addFailure(outcome);
    const isComplete = outcome.status === "complete";
    this.#clock.done(job.weight, isComplete, isComplete ? outcome.bytes : 0);
    this.#options.onProgress?.(this.#clock.progress());
    return outcome;
  }
}
