import { expect, test } from "vitest";
import { nextTask } from "../../src/stream/wait.ts";

test("a timer has its turn while somebody computes and gives way, again and again", async () => {
  let hasRung = false;
  setTimeout(() => {
    hasRung = true;
  }, 10);
  let turns = 0;
  while (!hasRung && turns < 500) {
    const begun = performance.now();
    while (performance.now() - begun < 2);
    await nextTask();
    turns++;
  }
  // Five turns take as long as the timer; a page may let messages go before it a few more times.
  expect(turns).toBeLessThan(100);
});
