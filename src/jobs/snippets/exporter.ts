import { abortableWait } from "../../stream/abortable-wait.ts";
import type { ByteSource } from "../../stream/byte-source.ts";
import { copy, DEFAULT_BLOCK_BYTES } from "../../stream/copy.ts";
import { LongwaveError, optionError } from "../../stream/error.ts";
import type { Folder } from "../../stream/folder.ts";
import { openWav } from "../../wav/open-wav.ts";
import { type BufferPool, bufferPool } from "./buffer-pool.ts";
import { clipName } from "./clip-name.ts";
import { type Cutter, streamingCutter } from "./cutter.ts";
import { beginDeadline } from "./deadline.ts";
import { ExportSession } from "./export-session.ts";
import { MANIFEST_NAME, type ManifestClip, type ManifestFailure } from "./manifest.ts";
import { chooseMode, type ExportMode } from "./mode.ts";
import { type ExportProgress, exportClock } from "./progress.ts";
import { type PlacedSegment, placeSegment, type Segment, UNKNOWN_SPEAKER } from "./segment.ts";

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
  /** Clips that are written at the same time; 4 unless told otherwise. The result is the same with any number. */
  readonly concurrency?: number;
  /** The time limit of one clip in milliseconds; 30000 unless told otherwise. */
  readonly timeoutMs?: number;
  /** Removes clips of earlier exports into this folder that this one did not write again; off unless told otherwise. */
  readonly cleanStaleClips?: boolean;
  /** Keeps the clips that the folder's manifest lists, and numbers on from them; off unless told otherwise. */
  readonly append?: boolean;
  /**
   * Waits for every clip until it is on the disk, so that a power cut cannot take what the manifest lists. Off unless
   * told otherwise: it makes the export about half as fast. A killed process leaves no half-written clip either way.
   */
  readonly durable?: boolean;
  /** What the manifest says when there were no segments. */
  readonly placeholderMessage?: string;
  /** Ends the export: clips under way are given up, those that are complete stay and are listed. */
  readonly signal?: AbortSignal;
  /** Called after each segment. */
  readonly onProgress?: (progress: ExportProgress) => void;
}

/** What became of a segment. */
export type SnippetOutcome = ManifestClip | ManifestFailure;

/** What an export did. */
export interface SnippetExport {
  /** By number. */
  readonly clips: readonly ManifestClip[];
  readonly failed: readonly ManifestFailure[];
  /** Bytes of all clips. */
  readonly bytes: number;
  readonly elapsedMs: number;
  /** The manifest's file name within the folder. */
  readonly manifest: string;
}

/** An export that takes its segments one at a time, as a live transcriber produces them. */
export interface SnippetExporter {
  /**
   * Cuts one segment. Calls may overlap; numbers are given in the order of the calls. A segment that fails gives an
   * outcome of status `"failed"`; the promise is rejected only when the export was ended or aborted.
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

/** A segment on its way to becoming a clip. */
interface Job {
  readonly id: number;
  readonly segment: Segment;
  /** Where it lies, or why it lies nowhere. */
  readonly placed: PlacedSegment | LongwaveError;
  readonly file: string;
  readonly bytes: number;
}

/** How long a clip that was given up may take to remove its unfinished file. */
const TIDYING_MS = 2_000;

const DEFAULT_PLACEHOLDER = "no segments: there was nothing to export";

/**
 * Begins an export of snippets out of a recording.
 *
 * @param source the recording, a WAV file
 * @throws LongwaveError `options/invalid`, `snippets/foreign-manifest`, `file/…`, and what `openWav` throws
 */
export async function openSnippetExporter(
  source: ByteSource,
  options: SnippetExportOptions,
): Promise<SnippetExporter> {
  const { folder, signal, concurrency = 4, timeoutMs = 30_000, append = false, durable = false } = options;
  if (!Number.isInteger(concurrency) || concurrency < 1 || concurrency > 64) {
    throw optionError("options.concurrency", "an integer from 1 to 64", concurrency);
  }
  // setTimeout takes 31 bits.
  if (!(timeoutMs > 0 && timeoutMs < 2 ** 31)) {
    throw optionError("options.timeoutMs", "a positive number of milliseconds below 2^31", timeoutMs);
  }
  const mode = chooseMode(options.mode);
  signal?.throwIfAborted();
  const wav = await openWav(source, signal ? { signal } : {});
  const cutter =
    mode === "streaming"
      ? streamingCutter(wav)
      : await (await import("./legacy-cutter.ts")).legacyCutter(wav, signal);
  const name = source.name ?? "recording.wav";
  const head = {
    session: options.session ?? name.replace(/\.[^.]*$/, ""),
    source: { name, size: source.size, format: cutter.format },
    created: new Date().toISOString(),
  };
  const session = await ExportSession.begin(folder, head, { append, durable });
  return new Exporter(cutter, session, bufferPool(concurrency, 2 * DEFAULT_BLOCK_BYTES), {
    ...options,
    timeoutMs,
    durable,
  });
}

class Exporter implements SnippetExporter {
  readonly #cutter: Cutter;
  readonly #session: ExportSession;
  readonly #buffers: BufferPool;
  readonly #options: SnippetExportOptions & { readonly timeoutMs: number; readonly durable: boolean };
  readonly #clock = exportClock();
  readonly #stop = new AbortController();
  readonly #underWay = new Set<Promise<unknown>>();
  readonly #outcomes: SnippetOutcome[] = [];
  #reserving: Promise<unknown> = Promise.resolve();
  #segments = 0;
  #ended: "closed" | "aborted" | undefined;

  constructor(
    cutter: Cutter,
    session: ExportSession,
    buffers: BufferPool,
    options: SnippetExportOptions & { readonly timeoutMs: number; readonly durable: boolean },
  ) {
    this.#cutter = cutter;
    this.#session = session;
    this.#buffers = buffers;
    this.#options = options;
    const { signal } = options;
    const onAbort = (): void => this.#stop.abort(signal?.reason);
    if (signal?.aborted) onAbort();
    else signal?.addEventListener("abort", onAbort, { once: true, signal: this.#stop.signal });
  }

  async add(segment: Segment): Promise<SnippetOutcome> {
    const [outcome] = await this.addAll([segment]);
    return outcome as SnippetOutcome;
  }

  addAll(segments: readonly Segment[]): Promise<SnippetOutcome[]> {
    if (this.#ended) {
      return Promise.reject(
        new LongwaveError("snippets/ended", `the export is ${this.#ended}: it takes no more segments`),
      );
    }
    const jobs = this.#reserve(segments);
    const outcomes = jobs.then((reserved) => allOrFirstFailure(reserved.map((job) => this.#export(job))));
    this.#underWay.add(outcomes);
    const done = (): boolean => this.#underWay.delete(outcomes);
    outcomes.then(done, done);
    return outcomes;
  }

  flush(): Promise<void> {
    return this.#session.publish();
  }

  async close(): Promise<SnippetExport> {
    if (this.#ended) throw new LongwaveError("snippets/ended", `the export is ${this.#ended} already`);
    this.#ended = "closed";
    await Promise.allSettled(this.#underWay);
    const aborted = this.#stop.signal.aborted;
    await this.#session.end({
      aborted,
      cleanStaleClips: this.#options.cleanStaleClips ?? false,
      placeholderMessage: this.#options.placeholderMessage ?? DEFAULT_PLACEHOLDER,
    });
    this.#stop.signal.throwIfAborted();
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

  async abort(reason?: unknown): Promise<void> {
    if (this.#ended) return;
    this.#stop.abort(reason ?? new LongwaveError("snippets/aborted", "the export was aborted"));
    // `close` ends the manifest, then tells of the abort, which is no news here.
    await this.close().catch((error) => {
      if (error !== this.#stop.signal.reason) throw error;
    });
  }

  /** Places the segments and takes numbers for them, in the order of the calls. */
  #reserve(segments: readonly Segment[]): Promise<Job[]> {
    const firstIndex = this.#segments;
    this.#segments += segments.length;
    const reserved = this.#reserving.then(async () => {
      this.#stop.signal.throwIfAborted();
      const places = segments.map((segment, index) => this.#place(segment, firstIndex + index));
      let jobs: Job[] = [];
      await this.#session.reserve(segments.length, (firstId) => {
        jobs = places.map((placed, index) => this.#job(firstId + index, segments[index] as Segment, placed));
        return jobs.filter(({ bytes }) => bytes > 0).map(({ file, bytes }) => ({ file, bytes }));
      });
      return jobs;
    });
    this.#reserving = reserved.catch(() => {});
    return reserved;
  }

  #place(segment: Segment, index: number): PlacedSegment | LongwaveError {
    try {
      return placeSegment(segment, index, this.#cutter);
    } catch (error) {
      if (error instanceof LongwaveError) return error;
      throw error;
    }
  }

  #job(id: number, segment: Segment, placed: PlacedSegment | LongwaveError): Job {
    const speaker = placed instanceof LongwaveError ? UNKNOWN_SPEAKER : placed.speaker;
    const bytes =
      placed instanceof LongwaveError ? 0 : this.#cutter.clip(placed.fromFrame, placed.toFrame).size;
    this.#clock.expect(bytes);
    return { id, segment, placed, file: clipName(id, speaker), bytes };
  }

  async #export(job: Job): Promise<SnippetOutcome> {
    const outcome = await this.#cut(job);
    this.#outcomes.push(outcome);
    if (outcome.status === "complete") await this.#session.addClip(outcome);
    else await this.#session.addFailure(outcome);
    this.#clock.done(job.bytes, outcome.status === "complete");
    this.#options.onProgress?.(this.#clock.progress());
    return outcome;
  }

  async #cut(job: Job): Promise<SnippetOutcome> {
    const { placed } = job;
    if (placed instanceof LongwaveError) return failure(job, placed);
    const buffer = await this.#buffers.take();
    const deadline = beginDeadline(this.#options.timeoutMs, this.#stop.signal, `clip ${job.file}`);
    const waiting = abortableWait(deadline.signal);
    const writing = this.#write(job, placed, buffer, deadline.signal);
    try {
      await waiting.for(writing);
      this.#buffers.give(buffer);
      return completeClip(job, placed, this.#cutter.sampleRate);
    } catch (error) {
      // Time to remove the unfinished file. What hangs is left alone, with the buffer that it may still fill.
      await settles(writing, TIDYING_MS);
      this.#buffers.replace();
      this.#stop.signal.throwIfAborted();
      return failure(job, error);
    } finally {
      waiting.release();
      deadline.release();
    }
  }

  async #write(job: Job, placed: PlacedSegment, buffer: Uint8Array, signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    const clip = this.#cutter.clip(placed.fromFrame, placed.toFrame);
    const sink = await this.#options.folder.create(job.file, { durable: this.#options.durable });
    await copy(clip, sink, { signal, buffer });
  }
}

/** Waits for all, also when one fails, so that nothing goes on behind the back of who waits. */
async function allOrFirstFailure<T>(promises: readonly Promise<T>[]): Promise<T[]> {
  await Promise.allSettled(promises);
  return Promise.all(promises);
}

/** Waits until the promise settles either way, or so many milliseconds. */
async function settles(promise: Promise<unknown>, milliseconds: number): Promise<void> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const patience = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, milliseconds);
  });
  await Promise.race([
    promise.then(
      () => {},
      () => {},
    ),
    patience,
  ]);
  clearTimeout(timer);
}

function completeClip(job: Job, placed: PlacedSegment, sampleRate: number): ManifestClip {
  const { fromFrame, toFrame, speaker, text, classification } = placed;
  return {
    id: job.id,
    file: job.file,
    speaker,
    start: seconds(fromFrame, sampleRate),
    end: seconds(toFrame, sampleRate),
    status: "complete",
    text,
    classification,
    bytes: job.bytes,
  };
}

function failure({ id, segment, placed }: Job, error: unknown): ManifestFailure {
  const { start, end, start_time, end_time, speaker, text, classification } = segment ?? {};
  const code = error instanceof LongwaveError ? error.code : "snippets/failed";
  const message = error instanceof Error ? error.message : String(error);
  const known = placed instanceof LongwaveError ? undefined : placed;
  return {
    id,
    speaker: known?.speaker ?? String(speaker ?? UNKNOWN_SPEAKER),
    start: finiteOrNull(start ?? start_time),
    end: finiteOrNull(end ?? end_time),
    status: "failed",
    text: String(text ?? ""),
    classification: String(classification ?? ""),
    error: { code, message },
  };
}

/** JSON has no NaN and no infinity. */
function finiteOrNull(value: unknown): number | null {
  return typeof value === "number" && Number.isFinite(value) ? value : null;
}

/** A frame's time, to the microsecond: enough to tell frames apart up to 1 MHz. */
function seconds(frame: number, sampleRate: number): number {
  return Number((frame / sampleRate).toFixed(6));
}
