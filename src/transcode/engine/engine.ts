import { LongwaveError } from "../../stream/error.ts";
import type { JobOutcome, JobSpec } from "./job.ts";
import type { JobLinks } from "./job-links.ts";
import { type JobRequest, type RunningJob, STOPPED } from "./job-request.ts";
import { linkJob } from "./link-job.ts";
import { OutsideWait } from "./outside-wait.ts";
import type { Platform } from "./platform.ts";
import type { WorkerHost } from "./worker-host.ts";
import { WorkerPool } from "./worker-pool.ts";

/** A job that is told to stop has so long to do so before its worker is ended, which costs 50 ms to replace. */
const GRACE_MS = 10;

/** Where nobody waits to hear that it has stopped, its worker is worth a longer wait. */
const UNHEARD_GRACE_MS = 150;

/** A job that has waited so long for its source may be waiting for another job, which has no worker. */
const STUCK_MS = 500;

/** Runs jobs of ffmpeg in a bounded number of workers. */
export class Engine {
  readonly platform: Platform;
  readonly #pool: WorkerPool;
  readonly #jobs = new Set<Job>();
  /** Those of them that nobody waits for at the moment, the one that has rested longest first. */
  readonly #resting = new Set<Job>();

  /** @param limit most workers at once; 1 becomes 2 while a job is fed by another */
  constructor(platform: Platform, limit: number) {
    this.platform = platform;
    this.#pool = new WorkerPool(platform, limit, {
      onShortage: () => this.#stopResting(),
      isStuck: () =>
        this.#jobs.size > 0 && [...this.#jobs].every((job) => job.outsideMilliseconds > STUCK_MS),
    });
  }

  /** Workers that can be had without waiting. Jobs that are started before anything else happens have them. */
  get available(): number {
    return this.#pool.available;
  }

  /**
   * Starts a job, as soon as there is a worker for it.
   *
   * @throws LongwaveError `media/not-installed`, `media/core-version`, `media/closed`; the signal's reason
   */
  async start(request: JobRequest): Promise<RunningJob> {
    const isFed = Object.values(request.inputs).some((input) => Symbol.asyncIterator in input);
    const host = await this.#pool.acquire(isFed, request.signal);
    const job = new Job(request, host, this.platform, {
      onRest: (which, isResting) => {
        this.#resting.delete(which);
        if (isResting) this.#resting.add(which);
        // Somebody may have been waiting since before it rested.
        if (isResting && this.#pool.isShort) this.#stopResting();
      },
      onEnd: (which) => {
        this.#jobs.delete(which);
        this.#resting.delete(which);
        this.#pool.release(host, isFed);
      },
    });
    this.#jobs.add(job);
    if (request.signal?.aborted) job.stop(request.signal.reason);
    return job;
  }

  /** Ends all workers. Jobs that run or wait are rejected with `media/closed`; later ones start anew. */
  close(): void {
    const reason = new LongwaveError("media/closed", "the transcoder was closed while a job ran");
    // Some have no worker to lose: ffmpeg has ended, and a sink takes its time.
    for (const job of this.#jobs) job.stop(reason);
    this.#pool.close(reason);
  }

  /** Starts a job and waits for it. */
  async run(request: JobRequest): Promise<JobOutcome> {
    return (await this.start(request)).outcome;
  }

  #stopResting(): void {
    const [job] = this.#resting;
    if (job === undefined) return;
    this.#resting.delete(job);
    job.stop(STOPPED);
  }
}

interface JobEvents {
  onRest(job: Job, isResting: boolean): void;
  onEnd(job: Job): void;
}

class Job implements RunningJob {
  readonly outcome: Promise<JobOutcome>;
  firstFault: string | undefined;
  readonly #host: WorkerHost;
  readonly #events: JobEvents;
  readonly #stopWord: Int32Array | undefined;
  readonly #cut: () => void;
  readonly #waits = new OutsideWait();
  #reason: { readonly value: unknown } | undefined;
  #isEnded = false;
  #isResting = false;
  #isWantedBack = false;
  /** Rejects whoever waits for a sink or a source that takes its time. */
  #giveUp: (() => void) | undefined;

  constructor(request: JobRequest, host: WorkerHost, platform: Platform, events: JobEvents) {
    this.#host = host;
    this.#events = events;
    const links = linkJob(request, platform, this.#waits);
    this.#cut = links.cut;
    const stop = platform.sharesMemory ? new SharedArrayBuffer(4) : undefined;
    this.#stopWord = stop && new Int32Array(stop);

    const { program, args, signal } = request;
    const onAbort = () => this.stop(signal?.reason);
    signal?.addEventListener("abort", onAbort, { once: true });
    const { onProgress } = request;
    const ran = links.files.then(({ inputs, outputs }) => {
      if (this.#reason) throw this.#reason.value;
      const job: JobSpec = { program, args, inputs, outputs, ...(stop && { stop }) };
      return host.run(job, {
        ...(onProgress && { onProgress: (seconds) => this.#tell(onProgress, seconds) }),
        onFault: (line) => {
          this.firstFault = line;
        },
      });
    });
    this.outcome = this.#complete(ran, links).finally(() => {
      this.#isEnded = true;
      signal?.removeEventListener("abort", onAbort);
      links.release();
      events.onEnd(this);
    });
    // Whoever stopped it may not listen any more.
    this.outcome.catch(() => {});
    // Closing a file waits for those who read it, and nobody may ever ask this one to go on.
    links.onWantedBack(() => {
      this.#isWantedBack = true;
      if (this.#isResting) this.stop(STOPPED);
    });
    // A source or a sink that fails ends the run, and its failure is the one to tell.
    links.served.catch((error: unknown) => this.stop(error));
  }

  async #complete(ran: Promise<JobOutcome>, links: JobLinks): Promise<JobOutcome> {
    try {
      const outcome = await ran;
      links.finish(outcome);
      const stopped = new Promise<void>((resolve) => {
        this.#giveUp = resolve;
      });
      if (!this.#reason) await Promise.race([links.served, stopped]);
      if (this.#reason) throw this.#reason.value;
      return outcome;
    } catch (error) {
      links.cut();
      throw this.#reason ? this.#reason.value : error;
    }
  }

  /** Nobody else would hear of what it throws. */
  #tell(onProgress: (seconds: number) => void, seconds: number): void {
    try {
      onProgress(seconds);
    } catch (error) {
      this.stop(error);
    }
  }

  /** For how long it has been waiting for the same answer of a source. */
  get outsideMilliseconds(): number {
    return this.#waits.milliseconds;
  }

  get isStopped(): boolean {
    return this.#reason !== undefined;
  }

  stop(reason: unknown): void {
    if (this.#reason) return;
    this.#reason = { value: reason };
    if (this.#stopWord) Atomics.store(this.#stopWord, 0, 1);
    this.#cut();
    this.#giveUp?.();
    const grace = reason === STOPPED ? UNHEARD_GRACE_MS : GRACE_MS;
    // Who shares no memory is not told.
    const timer = setTimeout(() => this.#host.terminate(reason), this.#stopWord ? grace : 0);
    const clear = () => clearTimeout(timer);
    this.outcome.then(clear, clear);
  }

  rest(isResting: boolean): void {
    // Its worker may be another's by now.
    if (this.#reason || this.#isEnded) return;
    this.#host.hold(!isResting);
    this.#isResting = isResting;
    this.#events.onRest(this, isResting);
    if (isResting && this.#isWantedBack) this.stop(STOPPED);
  }
}
