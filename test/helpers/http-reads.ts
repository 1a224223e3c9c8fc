import { expect } from "vitest";
import type { ByteSource } from "../../src/stream/byte-source.ts";
import { virtualBytes } from "./virtual-entity.ts";

/** Reads a range of a source of the virtual entity: as many bytes as there are. */
export async function readRange(
  source: ByteSource,
  from: number,
  length: number,
  signal?: AbortSignal,
): Promise<Uint8Array> {
  const into = new Uint8Array(length);
  const got = await source.read(from, into, signal);
  return into.subarray(0, got);
}

/** The bytes of the entity, and no others. */
export function same(actual: Uint8Array, from: number, length: number): void {
  expect(actual.length).toBe(length);
  expect(Buffer.compare(actual, virtualBytes(from, length))).toBe(0);
}

/** What was asked of a `fetch`, and what it has brought. */
export interface FetchCalls {
  readonly made: number;
  readonly answered: number;
  /** Bytes of bodies. */
  readonly bytes: number;
}

/** The platform's `fetch`, counted. */
export function countingFetch(): { readonly fetch: typeof globalThis.fetch; readonly calls: FetchCalls } {
  const calls = { made: 0, answered: 0, bytes: 0 };
  const fetch: typeof globalThis.fetch = async (...request) => {
    calls.made++;
    const response = await globalThis.fetch(...request);
    calls.answered++;
    const counter = new TransformStream<Uint8Array, Uint8Array>({
      transform(piece, controller) {
        calls.bytes += piece.length;
        controller.enqueue(piece);
      },
    });
    return new Response(response.body?.pipeThrough(counter), response);
  };
  return { fetch, calls };
}
