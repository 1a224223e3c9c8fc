// Writes into a ring, reads out of it, or asks questions, asleep wherever it has to wait.
import { parentPort } from "node:worker_threads";
import { Question } from "../../../src/transcode/engine/question.ts";
import { Ring } from "../../../src/transcode/engine/ring.ts";
import { pattern } from "../../helpers/pattern.ts";

/** What the thread is to do. */
export type ThreadTask =
  | {
      readonly does: "write";
      readonly ring: SharedArrayBuffer;
      readonly total: number;
      readonly sizes: number[];
    }
  | { readonly does: "read"; readonly ring: SharedArrayBuffer; readonly sizes: number[] }
  | {
      readonly does: "ask";
      readonly question: SharedArrayBuffer;
      readonly asked: readonly (readonly [offset: number, length: number])[];
    };

function write(ring: Ring, total: number, sizes: readonly number[]): number {
  const bytes = pattern(total);
  let done = 0;
  for (let turn = 0; done < total; turn++) {
    const size = sizes[turn % sizes.length] ?? 1;
    ring.sleepWhileFull();
    if (ring.isGivenUp) return done;
    done += ring.put(bytes.subarray(done, Math.min(total, done + size)));
  }
  ring.end();
  return done;
}

function read(ring: Ring, sizes: readonly number[]): Uint8Array {
  const pieces: Uint8Array[] = [];
  for (let turn = 0; ; turn++) {
    ring.sleepWhileEmpty();
    const piece = new Uint8Array(sizes[turn % sizes.length] ?? 1);
    const count = ring.take(piece);
    if (count === 0) return new Uint8Array(Buffer.concat(pieces));
    pieces.push(piece.subarray(0, count));
  }
}

function ask(question: Question, asked: readonly (readonly [number, number])[]): (number[] | undefined)[] {
  return asked.map(([offset, length]) => {
    const into = new Uint8Array(length);
    const count = question.ask(offset, into);
    return count === undefined ? undefined : [...into.subarray(0, count)];
  });
}

parentPort?.on("message", (task: ThreadTask) => {
  const answer =
    task.does === "write"
      ? write(new Ring(task.ring), task.total, task.sizes)
      : task.does === "read"
        ? read(new Ring(task.ring), task.sizes)
        : ask(new Question(task.question), task.asked);
  parentPort?.postMessage(answer);
});
