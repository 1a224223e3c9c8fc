import { onTestFinished, vi } from "vitest";
import { settled } from "./settled.ts";

/** From here on only the test moves the clock: a stall of the machine is not taken for one of what is tested. */
export function stopClock(): void {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  onTestFinished(() => void vi.useRealTimers());
}

/** Waits until the condition holds and nothing else moves. (`expect.poll` would move the clock.) */
export async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await condition())) await settled();
  await settled();
}
