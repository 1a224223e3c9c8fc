import { expect, onTestFinished, test } from "vitest";
import { LongwaveError } from "../../../src/stream/error.ts";
import type { FromWorker } from "../../../src/transcode/engine/job.ts";
import { heardError } from "../../../src/transcode/engine/told-error.ts";
import { serveJobs } from "../../../src/transcode/worker/serve-jobs.ts";

/** The smallest module of WebAssembly: its magic number and its version. */
const EMPTY_MODULE = new WebAssembly.Module(Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0));

/** What is heard, behind a channel of messages, of a worker that fails with an error. */
async function heardOf(failure: unknown): Promise<LongwaveError> {
  const { port1, port2 } = new MessageChannel();
  onTestFinished(() => port1.close());
  const heard = new Promise<FromWorker>((resolve) => {
    port2.onmessage = ({ data }) => resolve(data);
  });
  const refuse = () => {
    throw new Error("nothing is to be opened");
  };
  const serve = serveJobs({
    loadScript: () => Promise.reject(failure),
    say: (message) => port1.postMessage(message),
    openInput: refuse,
    openOutput: refuse,
  });
  await serve({ type: "load", module: EMPTY_MODULE, script: "" });
  await serve({ type: "run", job: { program: "ffmpeg", args: [], inputs: [], outputs: [] } });
  const message = await heard;
  if (message.type !== "failed") throw new Error(`expected a failure, got ${message.type}`);
  return heardError(message.error);
}

test("an error of a worker keeps its code, its details and its cause", async () => {
  const cause = new TypeError("the disk is gone");
  const told = new LongwaveError("stream/blob-unreadable", "cannot read 4 bytes", { offset: 12, cause });
  const heard = await heardOf(told);
  expect(heard).toMatchObject({ code: told.code, message: told.message, details: { offset: 12 } });
  expect(heard.cause).toBeInstanceOf(TypeError);
  expect(heard.cause).toMatchObject({ message: "the disk is gone" });
});

test("what cannot be cloned stays behind, and the rest arrives", async () => {
  const details = { offset: 12, retry: () => {}, cause: { again: () => {} } };
  const heard = await heardOf(new LongwaveError("media/failed", "it failed", details));
  expect(heard).toMatchObject({ code: "media/failed", message: "it failed" });
  expect(heard.details).toEqual({ offset: 12 });
  expect(heard.cause).toBeUndefined();
});

test("what is no error of ours becomes the cause of one", async () => {
  const heard = await heardOf(new RangeError("out of memory"));
  expect(heard).toMatchObject({ code: "media/failed", message: "out of memory", details: {} });
  expect(heard.cause).toBeInstanceOf(RangeError);
  expect(await heardOf("a word")).toMatchObject({ code: "media/failed", message: "a word", cause: "a word" });
});
