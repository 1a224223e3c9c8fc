import type { InputSpec, OutputSpec } from "../engine/job.ts";
import { ANSWER_BYTES, Question } from "../engine/question.ts";
import { RECORD_HEAD_BYTES } from "../engine/record.ts";
import { Ring } from "../engine/ring.ts";
import type { JobOutput } from "./job-output.ts";
import { memoryOutput } from "./memory-output.ts";
import { blockwise, bytesFile, type SyncFile } from "./sync-file.ts";

/** What a job reads. */
export interface JobInput {
  /** Bytes; `undefined` for a stream, which has no end that is known and no going back. */
  readonly size: number | undefined;
  /** Returns the bytes read, 0 at the end. Throws when they cannot be had. */
  read(offset: number, into: Uint8Array): number;
}

/** Inputs and outputs that only one environment has. */
export interface EnvironmentFiles {
  /** Opens an input of a kind of its own. */
  openInput(spec: InputSpec): SyncFile;
  /** Opens an output of a kind of its own. */
  openOutput(spec: OutputSpec): JobOutput | Promise<JobOutput>;
}

const ANSWERS_KEPT = 4;

/** Opens what a job reads. */
export function openInput(spec: InputSpec, environment: EnvironmentFiles): JobInput {
  switch (spec.kind) {
    case "bytes":
      return bytesFile(spec.bytes);
    case "asked":
      return blockwise(askedFile(spec.shared, spec.size), ANSWER_BYTES, ANSWERS_KEPT);
    case "stream":
      return streamInput(new Ring(spec.shared));
    default:
      return environment.openInput(spec);
  }
}

/** Opens what a job writes. */
export function openOutput(spec: OutputSpec, environment: EnvironmentFiles): JobOutput | Promise<JobOutput> {
  switch (spec.kind) {
    case "stream":
      return streamOutput(new Ring(spec.shared));
    case "file":
      return recordOutput(new Ring(spec.shared));
    case "memory":
      return memoryOutput(spec.isSeekable);
    default:
      return environment.openOutput(spec);
  }
}

function askedFile(shared: SharedArrayBuffer, size: number): SyncFile {
  const question = new Question(shared);
  return {
    size,
    read(offset, into) {
      const count = question.ask(offset, into);
      if (count === undefined) throw new Error("the source failed");
      return count;
    },
  };
}

function streamInput(ring: Ring): JobInput {
  return {
    size: undefined,
    read(_, into) {
      ring.sleepWhileEmpty();
      return ring.take(into);
    },
  };
}

function streamOutput(ring: Ring): JobOutput {
  let size = 0;
  return {
    isSeekable: false,
    get size() {
      return size;
    },
    write(_, bytes) {
      size += bytes.length;
      return putAll(ring, bytes);
    },
    end() {
      ring.end();
      return undefined;
    },
  };
}

function recordOutput(ring: Ring): JobOutput {
  const head = new Float64Array(RECORD_HEAD_BYTES / 8);
  const headBytes = new Uint8Array(head.buffer);
  let size = 0;
  return {
    isSeekable: true,
    get size() {
      return size;
    },
    write(offset, bytes) {
      size = Math.max(size, offset + bytes.length);
      head[0] = offset;
      head[1] = bytes.length;
      return putAll(ring, headBytes) && putAll(ring, bytes);
    },
    end() {
      ring.end();
      return undefined;
    },
  };
}

function putAll(ring: Ring, bytes: Uint8Array): boolean {
  for (let done = 0; done < bytes.length; ) {
    ring.sleepWhileFull();
    if (ring.isGivenUp) return false;
    done += ring.put(bytes.subarray(done));
  }
  return true;
}
