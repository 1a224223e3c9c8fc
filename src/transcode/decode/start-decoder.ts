import type { Engine } from "../engine/engine.ts";
import { LiveDecoder } from "./live-decoder.ts";
import type { PcmDecoder, PcmStream } from "./pcm-decoder.ts";
import { WholeDecoder } from "./whole-decoder.ts";
import { WindowedDecoder } from "./windowed-decoder.ts";

/**
 * Starts a decoder that gives the samples of frame `from`, and has heard what these depend on. Where it begins,
 * its `position` says. The samples are the same whichever kind it is.
 *
 * @throws what the source and the signal throw; LongwaveError `media/not-installed`, `media/core-version`
 */
export async function startDecoder(
  engine: Engine,
  stream: PcmStream,
  from: number,
  signal?: AbortSignal,
): Promise<PcmDecoder> {
  const { makeScratchFile } = engine.platform;
  if (makeScratchFile === undefined) return LiveDecoder.start(engine, stream, from, signal);
  const options = { engine, stream, makeScratchFile, signal };
  const isByWindows = stream.seeks === "by-time" && stream.converges;
  return isByWindows ? new WindowedDecoder(options, from) : new WholeDecoder(options, 0);
}
