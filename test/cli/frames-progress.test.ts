import { expect, test, vi } from "vitest";
import { showFrames } from "../../src/cli/frames-progress.ts";
import type { Terminal } from "../../src/cli/terminal.ts";

test("the estimate begins anew where a recording is gone through again", () => {
  vi.useFakeTimers();
  try {
    const lines: string[] = [];
    const nothing = () => {};
    const out: Terminal = {
      say: nothing,
      note: nothing,
      complain: nothing,
      json: nothing,
      clearProgress: nothing,
      progress: (line) => void lines.push(line),
    };
    const show = showFrames(out, 1, "measuring");
    vi.advanceTimersByTime(10_000);
    show({ frames: 50, total: 100 });
    vi.advanceTimersByTime(10_000);
    show({ frames: 100, total: 100 });
    show({ frames: 10, total: 100 });
    vi.advanceTimersByTime(40_000);
    show({ frames: 50, total: 100 });
    const left = lines.map((line) => /, (\S+) left/.exec(line)?.[1]);
    expect(left).toEqual(["0:10", "0:00", undefined, "0:40"]);
  } finally {
    vi.useRealTimers();
  }
});
