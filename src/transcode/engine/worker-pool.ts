import { abortable } from "../../stream/wait.ts";
import type { LoadedCore, Platform } from "./platform.ts";
import { WorkerHost } from "./worker-host.ts";

/** A worker that has nothing to do keeps its memory for so long. */
const IDLE_MS = 1000;

/** While somebody waits, so often is asked whether the jobs stand still. */
const WATCH_MS = 250;

/** Workers beyond the limit that there may ever be: a recording that is made of others that are made of others needs so many. */
const MOST_EXTRA = 4;

/** One who waits for a worker. */
interface Waiting {
  readonly isFed: boolean;
  resolve(host: WorkerHost): void;
  reject(error: unknown): void;
}

/** What a pool asks of who runs its jobs. */
export interface PoolEvents {
  /** Somebody waits whom a worker would help. */
  onShortage(): void;
  /** Whether every job waits for what it reads, and has waited for long. */
  isStuck(): boolean;
}

/**
 * A bounded number of workers, and who waits for one.
 *
 * A job that is fed may wait for another, whose samples it is given. So these take no more than half of the workers, for else
 * they could all wait for each other. What a source waits for cannot be seen: where all jobs have waited for theirs for long while
 * another has no worker, there is one worker more until nobody waits, and who came last is served first.
 */
export class WorkerPool {
  readonly #platform: Platform;
  readonly #limit: number;
  readonly #events: PoolEvents;
  readonly #hosts = new Set<WorkerHost>();
  /** With what ends them. The one that has waited longest comes first. */
  readonly #idle = new Map<WorkerHost, ReturnType<typeof setTimeout>>();
  readonly #waiting = new Set<Waiting>();
  #fed = 0;
  /** Workers beyond the limit that there may be now. */
  #extra = 0;
  #watch: ReturnType<typeof setInterval> | undefined;
  #core: Promise<LoadedCore> | undefined;

  /**
   * @param limit most workers at once; 1 becomes 2 while a job is fed
   */
  constructor(platform: Platform, limit: number, events: PoolEvents) {
    this.#platform = platform;
    this.#limit = limit;
    this.#events = events;
  }

  /** Workers that can be had without waiting. */
  get available(): number {
    return this.#idle.size + this.#limit - this.#hosts.size;
  }

  /** Whether somebody waits whom a worker would help. */
  get isShort(): boolean {
    return [...this.#waiting].some((waiting) => this.#mayRun(waiting));
  }

  /**
   * A worker that has loaded ffmpeg. Whoever gets it releases it.
   *
   * @param isFed whether the job is given something that another may have to make first
   * @throws LongwaveError `media/not-installed`, `media/core-version`; the signal's reason
   */
  async acquire(isFed: boolean, signal: AbortSignal | undefined): Promise<WorkerHost> {
    const host = await this.#waitForHost(isFed, signal);
    const core = this.#core;
    try {
      if (core) await abortable(core, signal);
      return host;
    } catch (error) {
      // Somebody may install it and try again.
      if (host.isGone && this.#core === core) this.#core = undefined;
      this.release(host, isFed);
      throw error;
    }
  }

  /** Gives a worker back. */
  release(host: WorkerHost, isFed: boolean): void {
    if (isFed) this.#fed -= 1;
    const isTooMany = this.#extra > 0 && this.#waiting.size === 0;
    if (host.isGone || isTooMany) this.#end(host);
    else this.#keepIdle(host);
    this.#serve();
  }

  /** Ends all workers. Whoever has one, or waits for one, is rejected with `reason`. */
  close(reason: unknown): void {
    const waiting = [...this.#waiting];
    this.#waiting.clear();
    for (const { reject } of waiting) reject(reason);
    this.#watchForStanding();
    this.#extra = 0;
    for (const timer of this.#idle.values()) clearTimeout(timer);
    this.#idle.clear();
    for (const host of this.#hosts) host.terminate(reason);
    this.#hosts.clear();
  }

  #waitForHost(isFed: boolean, signal: AbortSignal | undefined): Promise<WorkerHost> {
    let waiting: Waiting | undefined;
    const host = new Promise<WorkerHost>((resolve, reject) => {
      signal?.throwIfAborted();
      waiting = { isFed, resolve, reject };
      this.#waiting.add(waiting);
      this.#serve();
    });
    const onAbort = () => {
      if (waiting && this.#waiting.delete(waiting)) waiting.reject(signal?.reason);
      this.#watchForStanding();
    };
    signal?.addEventListener("abort", onAbort, { once: true });
    return host.finally(() => signal?.removeEventListener("abort", onAbort));
  }

  #mayRun({ isFed }: Waiting): boolean {
    return !isFed || this.#fed < Math.max(1, Math.floor(this.#limit / 2));
  }

  #serve(): void {
    // Where jobs wait for each other, what another waits for was asked for after that.
    const inTurn = this.#extra > 0 ? [...this.#waiting].reverse() : this.#waiting;
    for (const waiting of inTurn) {
      if (!this.#mayRun(waiting)) continue;
      const host = this.#takeIdle() ?? this.#startHost();
      if (host === undefined) {
        this.#events.onShortage();
        break;
      }
      this.#waiting.delete(waiting);
      if (waiting.isFed) this.#fed += 1;
      waiting.resolve(host);
    }
    this.#watchForStanding();
  }

  #takeIdle(): WorkerHost | undefined {
    for (const [host, timer] of [...this.#idle].reverse()) {
      this.#idle.delete(host);
      clearTimeout(timer);
      if (!host.isGone) return host;
      this.#hosts.delete(host);
    }
    return undefined;
  }

  #startHost(): WorkerHost | undefined {
    const most = (this.#limit === 1 ? 1 + this.#fed : this.#limit) + this.#extra;
    if (this.#hosts.size >= most) return undefined;
    this.#core ??= this.#platform.loadCore();
    const host = new WorkerHost(this.#platform, this.#core);
    this.#hosts.add(host);
    return host;
  }

  /** While somebody waits, looks whether the jobs wait for each other. */
  #watchForStanding(): void {
    if (this.#waiting.size === 0) {
      clearInterval(this.#watch);
      this.#watch = undefined;
      return;
    }
    this.#watch ??= setInterval(() => {
      if (this.#extra >= MOST_EXTRA || !this.isShort || !this.#events.isStuck()) return;
      this.#extra += 1;
      this.#serve();
    }, WATCH_MS);
    letProcessEnd(this.#watch);
  }

  #end(host: WorkerHost): void {
    if (this.#waiting.size === 0) this.#extra = Math.max(0, this.#extra - 1);
    this.#hosts.delete(host);
    host.terminate();
  }

  #keepIdle(host: WorkerHost): void {
    const timer = setTimeout(() => {
      this.#idle.delete(host);
      this.#hosts.delete(host);
      host.terminate();
    }, IDLE_MS);
    letProcessEnd(timer);
    this.#idle.set(host, timer);
  }
}

/** In Node, a timer keeps the process alive unless it is told not to. */
function letProcessEnd(timer: ReturnType<typeof setTimeout>): void {
  (timer as { unref?(): void }).unref?.();
}
