import { onTestFinished, vi } from "vitest";
import { settled } from "./settled.ts";

/** From here on only the test moves the clock: a stall of the machine is not taken for one of what is tested. */
export function stopClock(): void {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  onTestFinished(() => void vi.useRealTimers());
}

/** Waits until the condition holds and nothing else moves, or the test has ended. (`expect.poll` would move the clock.) */
export async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  let isOver = false;
  onTestFinished(() => {
    isOver = true;
  });
  while (!(await condition())) {
    if (isOver) throw new Error("waited for what did not come before the test ended");
    await settled();
  }
  await settled();
}
