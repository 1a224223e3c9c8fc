import type { ByteSink } from "../../stream/byte-sink.ts";
import type { ByteSource } from "../../stream/byte-source.ts";
import { LongwaveError, optionError } from "../../stream/error.ts";
import { answerFrom } from "./answer-source.ts";
import type { InputSpec, OutputSpec } from "./job.ts";
import type { JobLinks } from "./job-links.ts";
import type { JobRequest, JobSource, JobTarget } from "./job-request.ts";
import type { OutsideWait } from "./outside-wait.ts";
import type { LentInput, Platform } from "./platform.ts";
import { Question } from "./question.ts";
import { Ring } from "./ring.ts";
import { isScratchFile } from "./scratch-file.ts";
import { type PatchableSink, writeRecords, writeStream } from "./sink-records.ts";

/** What is under way between a worker and a sink or a source; ffmpeg writes 32 KiB to 256 KiB at once. */
const RING_BYTES = 1024 * 1024;

/** Connects a job through memory that threads share. */
export function linkByRings(request: JobRequest, platform: Platform, waits: OutsideWait): JobLinks {
  const controller = new AbortController();
  const finished = new Promise<void>((resolve) => {
    controller.signal.addEventListener("abort", () => resolve());
  });
  let isCut = false;
  const inputs: InputSpec[] = [];
  const outputs: OutputSpec[] = [];
  const arrivals: Promise<void>[] = [];
  const lendings: LentInput[] = [];
  const endReading: (() => void)[] = [];
  const endWriting: (() => void)[] = [];

  for (const [name, source] of Object.entries(request.inputs)) addInput(name, source);
  for (const [name, target] of Object.entries(request.outputs ?? {})) addOutput(name, target);

  const finish = () => {
    controller.abort();
    for (const end of endReading) end();
  };
  const cut = () => {
    isCut = true;
    finish();
    for (const end of endWriting) end();
  };
  const served = Promise.all(arrivals).then(() => {});
  served.catch(cut);
  const release = () => {
    for (const lent of lendings) lent.release();
  };
  const onWantedBack = (tell: () => void) => {
    for (const lent of lendings) lent.onWantedBack?.(tell);
  };
  return { files: Promise.resolve({ inputs, outputs }), served, cut, finish, release, onWantedBack };

  function addInput(name: string, source: JobSource): void {
    if (source instanceof Uint8Array) {
      inputs.push({ kind: "bytes", name, bytes: source });
    } else if (Symbol.asyncIterator in source) {
      const ring = Ring.holding(RING_BYTES);
      inputs.push({ kind: "stream", name, shared: ring.shared });
      endReading.push(() => ring.giveUp());
      serveInput(feed(ring, waits.pieces(source)));
    } else {
      addRanged(name, source);
    }
  }

  function addRanged(name: string, source: ByteSource): void {
    const lent = platform.lend(name, source);
    if (lent) {
      inputs.push(lent.spec);
      lendings.push(lent);
      return;
    }
    const question = Question.create();
    inputs.push({ kind: "asked", name, shared: question.shared, size: source.size });
    endReading.push(() => question.end());
    serveInput(answerFrom(source, question, controller.signal, waits));
  }

  function addOutput(name: string, target: JobTarget): void {
    if (target === "memory") {
      outputs.push({ kind: "memory", name, isSeekable: false });
      return;
    }
    if (isScratchFile(target)) throw new LongwaveError("media/failed", "a ring does without scratch files");
    const isRing = target instanceof Ring;
    const ring = isRing ? target : Ring.holding(RING_BYTES);
    const isFile = !isRing && canGoBack(target);
    outputs.push({ kind: isFile ? "file" : "stream", name, shared: ring.shared });
    endWriting.push(() => ring.giveUp());
    if (isRing) return;
    const onBytes = request.onBytes ?? (() => {});
    serveOutput(isFile ? writeRecords(ring, target, onBytes) : writeStream(ring, target, onBytes));
  }

  /** Nobody waits for a source when its bytes are not wanted any more, and its failure is no news then. */
  function serveInput(work: Promise<void>): void {
    const wanted = work.catch((error: unknown) => {
      if (!controller.signal.aborted) throw error;
    });
    arrivals.push(Promise.race([wanted, finished]));
  }

  /** A failure when everything was cut off is the consequence of that. */
  function serveOutput(work: Promise<void>): void {
    arrivals.push(
      work.catch((error: unknown) => {
        if (!isCut) throw error;
      }),
    );
  }
}

function canGoBack(sink: ByteSink): sink is PatchableSink {
  return sink.patch !== undefined;
}

/** Puts what comes into a ring, which whoever reads it may give up. */
async function feed(ring: Ring, pieces: AsyncIterable<Uint8Array>): Promise<void> {
  for await (const piece of pieces) {
    if (!(piece instanceof Uint8Array)) throw optionError("a piece of the stream", "a Uint8Array", piece);
    for (let done = 0; done < piece.length; ) {
      await ring.whileFull();
      if (ring.isGivenUp) return;
      done += ring.put(piece.subarray(done));
    }
  }
  ring.end();
}
