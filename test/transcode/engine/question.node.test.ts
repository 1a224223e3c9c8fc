import { expect, test } from "vitest";
import { memorySource } from "../../../src/stream/memory-source.ts";
import { answerFrom } from "../../../src/transcode/engine/answer-source.ts";
import { OutsideWait } from "../../../src/transcode/engine/outside-wait.ts";
import { Question } from "../../../src/transcode/engine/question.ts";
import { pattern } from "../../helpers/pattern.ts";
import { startThread } from "../support/bundled-thread.ts";
import type { ThreadTask } from "../support/ring-thread.ts";

function task(question: Question, asked: (readonly [number, number])[]): ThreadTask {
  return { does: "ask", question: question.shared, asked };
}

test("a thread gets the bytes that it asks for, in sequence and elsewhere, thousands of times", async () => {
  const thread = await startThread("ring-thread");
  const bytes = pattern(5000);
  const question = Question.create();
  const served = answerFrom(memorySource(bytes), question, new AbortController().signal, new OutsideWait());
  const asked = Array.from(
    { length: 5000 },
    (_, n) => [n % 3 < 2 ? n : (n * 977) % 4990, 1 + (n % 17)] as const,
  );
  const got = (await thread.ask(task(question, asked))) as number[][];
  expect(got).toEqual(asked.map(([offset, length]) => [...bytes.subarray(offset, offset + length)]));
  question.end();
  await served;
});

test("offsets beyond 4 GiB arrive as they are", async () => {
  const thread = await startThread("ring-thread");
  const question = Question.create();
  const offset = 2 ** 40 + 3;
  const got = thread.ask(task(question, [[offset, 4]]));
  expect(await question.next()).toEqual({ offset, length: 4 });
  question.answer(new Uint8Array([1, 2, 3]));
  expect(await got).toEqual([[1, 2, 3]]);
});

test("the end wakes a thread that waits for an answer, and refuses those that come later, every time", async () => {
  const thread = await startThread("ring-thread");
  for (let round = 0; round < 200; round++) {
    const question = Question.create();
    const got = thread.ask(
      task(question, [
        [0, 4],
        [4, 4],
      ]),
    );
    if (round % 2 === 0) await question.next();
    question.end();
    expect(await got).toEqual([undefined, undefined]);
    expect(await question.next()).toBeUndefined();
  }
});

test("a source that fails is told to the thread, and throws here what it threw", async () => {
  const thread = await startThread("ring-thread");
  const question = Question.create();
  const failure = new Error("the disk is on fire");
  const source = { size: 100, read: () => Promise.reject(failure) };
  const served = answerFrom(source, question, new AbortController().signal, new OutsideWait());
  const [got] = await Promise.all([
    thread.ask(task(question, [[0, 4]])),
    expect(served).rejects.toBe(failure),
  ]);
  expect(got).toEqual([undefined]);
});
