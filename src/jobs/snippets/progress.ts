/** How far an export has come. */
export interface ExportProgress {
  /** Segments that are dealt with, well or not. */
  readonly done: number;
  /** Segments that were given so far. */
  readonly total: number;
  /** Segments that gave no clip. */
  readonly failed: number;
  /** Bytes of the clips that are complete. */
  readonly bytes: number;
  /** Since the export began. */
  readonly elapsedMs: number;
  /** Milliseconds until the segments given so far are done, at the pace so far; `undefined` before there is one. */
  readonly etaMs: number | undefined;
}

/** Keeps account of an export's progress. */
export interface ExportClock {
  /** A segment was given that is so much work, in whatever all are counted in. */
  expect(weight: number): void;
  /** A segment is dealt with; its clip has so many bytes, which are its weight unless told otherwise. */
  done(weight: number, complete: boolean, clipBytes?: number): void;
  elapsedMs(): number;
  progress(): ExportProgress;
}

/** Starts the clock. */
export function exportClock(now: () => number = Date.now): ExportClock {
  const startedAt = now();
  let total = 0;
  let expected = 0;
  let done = 0;
  let failed = 0;
  let dealt = 0;
  let bytes = 0;

  const elapsedMs = (): number => now() - startedAt;
  return {
    expect(weight) {
      total++;
      expected += weight;
    },
    done(weight, complete, clipBytes = weight) {
      done++;
      dealt += weight;
      if (complete) bytes += clipBytes;
      else failed++;
    },
    elapsedMs,
    progress() {
      const elapsed = elapsedMs();
      // Clips differ in length; their work tells the pace better than their number.
      const pace = dealt > 0 ? elapsed / dealt : undefined;
      const etaMs = done === total ? 0 : pace === undefined ? undefined : pace * (expected - dealt);
      return { done, total, failed, bytes, elapsedMs: elapsed, etaMs };
    },
  };
}
