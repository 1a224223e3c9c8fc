import { afterEach, beforeEach } from "vitest";
import type { ByteSource } from "../../src/stream/byte-source.ts";
import { type HttpSourceOptions, httpSource } from "../../src/stream/http-source.ts";
import { type RangeServer, rangeServer } from "./range-server.ts";
import { virtualEntity } from "./virtual-entity.ts";

/** Short waits between attempts; and a stall is one only after a minute. */
export const QUICK: HttpSourceOptions = { backoffMs: 1, stallTimeoutMs: 60_000 };

/** The virtual entity on a server that is new in each test of the file. */
export interface ServedEntity {
  readonly server: RangeServer;
  /** Opens it, with `QUICK` unless told otherwise. */
  open(options?: HttpSourceOptions): Promise<ByteSource>;
}

/** Serves so many bytes to each test of the file. */
export function servedEntity(size: number): ServedEntity {
  let server: RangeServer | undefined;
  beforeEach(async () => {
    server = await rangeServer(virtualEntity(size));
  });
  afterEach(async () => {
    await server?.close();
  });
  return {
    get server() {
      if (server === undefined) throw new Error("the server is there while a test runs");
      return server;
    },
    open(options = {}) {
      return httpSource(this.server.url, { ...QUICK, ...options });
    },
  };
}
