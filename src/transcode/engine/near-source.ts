import { blobSource } from "../../stream/blob-source.ts";
import type { ByteSource } from "../../stream/byte-source.ts";
import { streamRange } from "../../stream/stream-range.ts";
import { abortable } from "../../stream/wait.ts";
import type { Platform } from "./platform.ts";

/** A source that workers can read by range. */
export interface NearSource {
  readonly source: ByteSource;
  /** Removes what was copied, if anything was. The source itself stays open. */
  release(): Promise<void>;
}

/**
 * Copies a source into a scratch file where no worker could read it by range: it is none that can be lent, and
 * nobody can answer a worker that sleeps.
 *
 * @throws what the source throws, and the signal's reason
 */
export async function nearSource(
  platform: Platform,
  source: ByteSource,
  signal: AbortSignal | undefined,
): Promise<NearSource> {
  const asItIs = { source, release: async () => {} };
  if (platform.makeScratchFile === undefined || source.size === 0) return asItIs;
  const lent = platform.lend("in", source);
  if (lent) {
    lent.release();
    return asItIs;
  }
  const file = await platform.makeScratchFile();
  try {
    await abortable(file.fill(streamRange(source, 0, source.size, signal), signal), signal);
    const contents = await file.contents("in");
    // Some formats are recognised by how their names end.
    const named = source.name === undefined ? contents : new File([contents], source.name);
    return { source: blobSource(named), release: () => file.remove() };
  } catch (error) {
    await file.remove();
    throw error;
  }
}

/** Does something with sources that workers can read, and removes what was copied for it. */
export async function withNearSources<T>(
  platform: Platform,
  sources: readonly ByteSource[],
  signal: AbortSignal | undefined,
  work: (near: readonly ByteSource[]) => Promise<T>,
): Promise<T> {
  const near: NearSource[] = [];
  try {
    for (const source of sources) near.push(await nearSource(platform, source, signal));
    return await work(near.map(({ source }) => source));
  } finally {
    for (const { release } of near) await release();
  }
}
