import { onTestFinished } from "vitest";
import { wavHead } from "./cli-recording.ts";
import { type RangeServer, rangeServer } from "./range-server.ts";

const DATA_BYTES = 64_000_000;

/** A server of a recording whose first answers are fine, and whose later ones stall after 100 kB: what reads it is never done. */
export async function stallingServer(fineAnswers: number): Promise<RangeServer> {
  const head = wavHead(DATA_BYTES);
  const server = await rangeServer({
    size: head.length + DATA_BYTES,
    fill(offset, into) {
      into.fill(7);
      if (offset < head.length) into.set(head.subarray(offset, offset + into.length));
    },
    etag: '"take"',
  });
  onTestFinished(() => server.close());
  for (let index = 0; index < fineAnswers; index++) server.next({ kind: "fine" });
  server.always({ kind: "stall", after: 100_000 });
  return server;
}

/** Whether somebody who has opened the recording now reads on in it, in vain. */
export function isReadIn(server: RangeServer): boolean {
  return server.requests.length > 1 && server.bytesMoved > 50_000;
}
