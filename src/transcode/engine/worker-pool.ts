import { abortable } from "../../stream/wait.ts";
import type { LoadedCore, Platform } from "./platform.ts";
import { WorkerHost } from "./worker-host.ts";

/** A worker that has nothing to do keeps its memory for so long. */
const IDLE_MS = 1000;

/** One who waits for a worker. */
interface Waiting {
  readonly isFed: boolean;
  resolve(host: WorkerHost): void;
  reject(error: unknown): void;
}

/**
 * A bounded number of workers, and who waits for one.
 *
 * A job that is fed may wait for another, whose samples it is given. So these take no more than half of the workers, for else
 * they could all wait for each other.
 */
export class WorkerPool {
  readonly #platform: Platform;
  readonly #limit: number;
  readonly #onShortage: () => void;
  readonly #hosts = new Set<WorkerHost>();
  /** With what ends them. The one that has waited longest comes first. */
  readonly #idle = new Map<WorkerHost, ReturnType<typeof setTimeout>>();
  readonly #waiting = new Set<Waiting>();
  #fed = 0;
  #core: Promise<LoadedCore> | undefined;

  /**
   * @param limit most workers at once; 1 becomes 2 while a job is fed
   * @param onShortage told when somebody waits whom a worker would help
   */
  constructor(platform: Platform, limit: number, onShortage: () => void) {
    this.#platform = platform;
    this.#limit = limit;
    this.#onShortage = onShortage;
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
    if (host.isGone) this.#hosts.delete(host);
    else this.#keepIdle(host);
    this.#serve();
  }

  /** Ends all workers. Whoever has one, or waits for one, is rejected with `reason`. */
  close(reason: unknown): void {
    const waiting = [...this.#waiting];
    this.#waiting.clear();
    for (const { reject } of waiting) reject(reason);
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
    };
    signal?.addEventListener("abort", onAbort, { once: true });
    return host.finally(() => signal?.removeEventListener("abort", onAbort));
  }

  #mayRun({ isFed }: Waiting): boolean {
    return !isFed || this.#fed < Math.max(1, Math.floor(this.#limit / 2));
  }

  #serve(): void {
    for (const waiting of this.#waiting) {
      if (!this.#mayRun(waiting)) continue;
      const host = this.#takeIdle() ?? this.#startHost();
      if (host === undefined) {
        this.#onShortage();
        return;
      }
      this.#waiting.delete(waiting);
      if (waiting.isFed) this.#fed += 1;
      waiting.resolve(host);
    }
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
    const most = this.#limit === 1 ? 1 + this.#fed : this.#limit;
    if (this.#hosts.size >= most) return undefined;
    this.#core ??= this.#platform.loadCore();
    const host = new WorkerHost(this.#platform, this.#core);
    this.#hosts.add(host);
    return host;
  }

  #keepIdle(host: WorkerHost): void {
    const timer = setTimeout(() => {
      this.#idle.delete(host);
      this.#hosts.delete(host);
      host.terminate();
    }, IDLE_MS);
    // In Node, a timer keeps the process alive unless it is told not to.
    (timer as { unref?(): void }).unref?.();
    this.#idle.set(host, timer);
  }
}
