import { LongwaveError } from "../../stream/error.ts";
import { LONGEST_TIMEOUT_MS } from "../../stream/wait.ts";
import type { JobOutcome, JobSpec } from "./job.ts";
import type { JobLinks } from "./job-links.ts";
import { type JobRequest, type RunningJob, STOPPED } from "./job-request.ts";
import { linkJob } from "./link-job.ts";
import type { LoadedCore, Platform } from "./platform.ts";
import { WorkerHost } from "./worker-host.ts";

/** A worker that has nothing to do keeps its memory for so long. */
const IDLE_MS = 1000;

/** A job that is told to stop has so long to do so before its worker is ended, which costs 50 ms to replace. */
const GRACE_MS = 10;

/** Where nobody waits to hear that it has stopped, its worker is worth a longer wait. */
const UNHEARD_GRACE_MS = 150;

/** One who waits for a worker. */
interface Waiting {
  resolve(host: WorkerHost): void;
  reject(error: unknown): void;
}

/** Runs jobs of ffmpeg in a bounded number of workers. */
export class Engine {
  readonly platform: Platform;
  readonly #limit: number;
  readonly #idle: WorkerHost[] = [];
  /** Jobs that nobody waits for at the moment, the one that has rested longest first. */
  readonly #resting = new Set<Job>();
  readonly #waiting: Waiting[] = [];
  readonly #hosts = new Set<WorkerHost>();
  /** When those that have nothing to do are ended. */
  readonly #retirements = new Map<WorkerHost, ReturnType<typeof setTimeout>>();
  #core: Promise<LoadedCore> | undefined;
  #started = 0;

  /** @param limit most workers at once */
  constructor(platform: Platform, limit: number) {
    this.platform = platform;
    this.#limit = limit;
  }

  /** Workers that can be had without waiting. Jobs that are started before anything else happens have them. */
  get available(): number {
    return this.#idle.length + this.#limit - this.#started;
  }

  /**
   * Starts a job, as soon as there is a worker for it.
   *
   * @throws LongwaveError `media/not-installed`, `media/core-version`; the signal's reason
   */
  async start(request: JobRequest): Promise<RunningJob> {
    const { signal } = request;
    signal?.throwIfAborted();
    const host = await this.#acquire();
    if (signal?.aborted) {
      this.#release(host);
      throw signal.reason;
    }
    return new Job(request, host, this.platform, {
      onRest: (job, isResting) => this.#rest(job, isResting),
      onEnd: (job) => {
        this.#resting.delete(job);
        this.#release(host);
      },
    });
  }

  /** Ends all workers. Jobs under way are rejected with `STOPPED`; later ones start anew. */
  close(): void {
    for (const host of this.#hosts) host.terminate(STOPPED);
    this.#hosts.clear();
  }

  /** Starts a job and waits for it. */
  async run(request: JobRequest): Promise<JobOutcome> {
    return (await this.start(request)).outcome;
  }

  async #acquire(): Promise<WorkerHost> {
    const idle = this.#idle.pop();
    if (idle) clearTimeout(this.#retirements.get(idle));
    if (idle?.isGone) this.#forget(idle);
    else if (idle) return idle;
    if (this.#started < this.#limit) return this.#startWorker();
    const [resting] = this.#resting;
    const host = new Promise<WorkerHost>((resolve, reject) => this.#waiting.push({ resolve, reject }));
    resting?.stop(STOPPED);
    return host;
  }

  async #startWorker(): Promise<WorkerHost> {
    this.#started += 1;
    this.#core ??= this.platform.loadCore();
    const host = new WorkerHost(this.platform, this.#core);
    this.#hosts.add(host);
    try {
      await this.#core;
      return host;
    } catch (error) {
      // Somebody may install it and try again.
      this.#core = undefined;
      this.#forget(host);
      throw error;
    }
  }

  #release(host: WorkerHost): void {
    if (host.isGone) {
      this.#forget(host);
      const next = this.#waiting.shift();
      if (next) this.#startWorker().then(next.resolve, next.reject);
      return;
    }
    const next = this.#waiting.shift();
    if (next) {
      next.resolve(host);
      return;
    }
    this.#idle.push(host);
    const timer = setTimeout(() => this.#retire(host), IDLE_MS);
    // In Node, a timer keeps the process alive unless it is told not to.
    (timer as { unref?(): void }).unref?.();
    this.#retirements.set(host, timer);
  }

  #retire(host: WorkerHost): void {
    this.#retirements.delete(host);
    const index = this.#idle.indexOf(host);
    if (index < 0) return;
    this.#idle.splice(index, 1);
    this.#forget(host);
    host.terminate();
  }

  #forget(host: WorkerHost): void {
    this.#hosts.delete(host);
    this.#started -= 1;
  }

  #rest(job: Job, isResting: boolean): void {
    this.#resting.delete(job);
    if (isResting) this.#resting.add(job);
    // Somebody may have been waiting since before it rested.
    if (isResting && this.#waiting.length > 0) job.stop(STOPPED);
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
  #reason: { readonly value: unknown } | undefined;
  #isEnded = false;

  constructor(request: JobRequest, host: WorkerHost, platform: Platform, events: JobEvents) {
    this.#host = host;
    this.#events = events;
    const links = linkJob(request, platform);
    this.#cut = links.cut;
    const stop = platform.sharesMemory ? new SharedArrayBuffer(4) : undefined;
    this.#stopWord = stop && new Int32Array(stop);

    const { program, args, signal, timeLimit } = request;
    const onAbort = () => this.stop(signal?.reason);
    signal?.addEventListener("abort", onAbort, { once: true });
    const timer =
      timeLimit === undefined
        ? undefined
        : setTimeout(() => this.stop(lateError(timeLimit)), Math.min(timeLimit * 1000, LONGEST_TIMEOUT_MS));

    const { onProgress } = request;
    const ran = links.files.then(({ inputs, outputs }) => {
      if (this.#reason) throw this.#reason.value;
      const job: JobSpec = { program, args, inputs, outputs, ...(stop && { stop }) };
      return host.run(job, {
        ...(onProgress && { onProgress }),
        onFault: (line) => {
          this.firstFault = line;
        },
      });
    });
    this.outcome = this.#complete(ran, links).finally(() => {
      this.#isEnded = true;
      clearTimeout(timer);
      signal?.removeEventListener("abort", onAbort);
      links.release();
      events.onEnd(this);
    });
    // Whoever stopped it may not listen any more.
    this.outcome.catch(() => {});
    // A source or a sink that fails ends the run, and its failure is the one to tell.
    links.served.catch((error: unknown) => this.stop(error));
  }

  async #complete(ran: Promise<JobOutcome>, links: JobLinks): Promise<JobOutcome> {
    try {
      const outcome = await ran;
      links.finish(outcome);
      await links.served;
      if (this.#reason) throw this.#reason.value;
      return outcome;
    } catch (error) {
      links.cut();
      throw this.#reason ? this.#reason.value : error;
    }
  }

  get isStopped(): boolean {
    return this.#reason !== undefined;
  }

  stop(reason: unknown): void {
    if (this.#reason) return;
    this.#reason = { value: reason };
    if (this.#stopWord) Atomics.store(this.#stopWord, 0, 1);
    this.#cut();
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
    this.#events.onRest(this, isResting);
  }
}

function lateError(timeLimit: number): LongwaveError {
  return new LongwaveError(
    "media/time-limit",
    `the job took longer than its time limit of ${timeLimit} s, and was stopped`,
    { expected: timeLimit },
  );
}
