import { createHash } from "node:crypto";
import type { TestProject } from "vitest/node";
import { memorySink } from "../../src/stream/memory-sink.ts";
import { memorySource } from "../../src/stream/memory-source.ts";
import { rangeServer } from "../helpers/range-server.ts";
import { steadySound } from "../helpers/transcode-sound.ts";
import { ENCODED, SOUND } from "./transcode-formats.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** SHA-256 of what Node makes, by what it is, in hexadecimal. */
    readonly digests: Readonly<Record<string, string>>;
    /** The URL of an m4a that pages of other origins may read. */
    readonly remoteMedia: string;
    /** Whether the page is cross-origin isolated, and shares memory with its workers. */
    readonly isIsolated: boolean;
  }
}

interface References {
  readonly digests: Readonly<Record<string, string>>;
  readonly m4a: Uint8Array;
}

/** What was made for one project is there for the other, which loads this file anew. */
const shared = globalThis as { longwaveReferences?: Promise<References> };

/** Makes in Node what the tests in the browser make there. */
export default async function provideReferences(project: TestProject): Promise<() => Promise<void>> {
  shared.longwaveReferences ??= makeReferences();
  const { digests, m4a } = await shared.longwaveReferences;
  const entity = {
    size: m4a.length,
    etag: '"media"',
    fill: (offset: number, into: Uint8Array) => into.set(m4a.subarray(offset, offset + into.length)),
  };
  const server = await rangeServer(entity, { toPages: true });
  project.provide("digests", digests);
  project.provide("remoteMedia", server.url);
  return () => server.close();
}

async function makeReferences(): Promise<References> {
  // The name is not written as one, because types would be looked for in what may not be built yet.
  const built = new URL("../../dist/bundle/transcode.js", import.meta.url).href;
  const { transcoder } = (await import(built)) as typeof import("../../src/transcode/node/index.ts");
  const { encodeMedia, transcode, close } = transcoder();
  const digests: Record<string, string> = {};
  let m4a: Uint8Array = new Uint8Array(0);
  for (const format of ENCODED) {
    const encoded = memorySink();
    await encodeMedia(steadySound(SOUND.seconds, SOUND.sampleRate, SOUND.channels), encoded, { format });
    digests[format] = digest(encoded.bytes());
    const wav = memorySink();
    await transcode(memorySource(encoded.bytes(), `sound.${format}`), wav, { format: "wav" });
    digests[`${format} to wav`] = digest(wav.bytes());
    if (format === "m4a") m4a = encoded.bytes();
  }
  close();
  return { digests, m4a };
}

function digest(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}
