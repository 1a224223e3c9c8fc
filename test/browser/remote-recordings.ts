import type { TestProject } from "vitest/node";
import { rangeServer } from "../helpers/range-server.ts";
import { remoteRecording } from "../helpers/remote-recording.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** The URL of a recording that pages of other origins may read. */
    readonly openRecording: string;
    /** The URL of the same recording on a server that has never heard of pages. */
    readonly closedRecording: string;
  }
}

/** Serves a recording to the tests in the browser, which cannot serve anything themselves. */
export default async function serveRecordings(project: TestProject): Promise<() => Promise<void>> {
  const open = await rangeServer(remoteRecording(), { toPages: true });
  const closed = await rangeServer(remoteRecording());
  project.provide("openRecording", open.url);
  project.provide("closedRecording", closed.url);
  return async () => {
    await Promise.all([open.close(), closed.close()]);
  };
}
