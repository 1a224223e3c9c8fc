import { describe, expect, it } from "vitest";
import { backoff, isProgress, retryAfter } from "../../src/stream/retry.ts";

describe("trying again", () => {
  it("reads Retry-After as seconds or as a date, of at most 30 seconds", () => {
    const now = Date.parse("Tue, 01 Apr 2025 08:00:00 GMT");
    expect(retryAfter("7", now)).toBe(7000);
    expect(retryAfter("3600", now)).toBe(30_000);
    expect(retryAfter("Tue, 01 Apr 2025 08:00:05 GMT", now)).toBe(5000);
    expect(retryAfter("Tue, 01 Apr 2025 07:00:00 GMT", now)).toBe(0);
    expect(retryAfter("soon", now)).toBe(0);
    expect(retryAfter(null, now)).toBe(0);
  });

  it("doubles the back-off up to ten seconds, of which half is left to chance", () => {
    for (const [failures, longest] of [
      [1, 200],
      [2, 400],
      [5, 3200],
      [50, 10_000],
    ] as const) {
      const wait = backoff(failures, 200);
      expect(wait).toBeGreaterThanOrEqual(longest / 2);
      expect(wait).toBeLessThanOrEqual(longest);
    }
  });

  it("counts a sixteenth of what was asked as progress, and 16 KiB always", () => {
    expect(isProgress(1, 1000)).toBe(false);
    expect(isProgress(63, 1000)).toBe(true);
    expect(isProgress(16_383, 2 ** 32)).toBe(false);
    expect(isProgress(16_384, 2 ** 32)).toBe(true);
  });
});
