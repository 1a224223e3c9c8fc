import { nextTask } from "../../src/stream/wait.ts";

/** That of the platform, also where a test has put a clock of its own in its place. */
const { setTimeout } = globalThis;

/**
 * Lets all that moves by itself move as far as it will: what takes at most twenty messages, one after another, and no time.
 *
 * It counts turns of the event loop. After a stall of the process one timer of any length comes before the messages that
 * were waiting already.
 */
export async function settled(): Promise<void> {
  for (let round = 0; round < 4; round++) {
    for (let turn = 0; turn < 5; turn++) await nextTask();
    await new Promise<void>((resolve) => setTimeout(resolve, 0));
  }
}
