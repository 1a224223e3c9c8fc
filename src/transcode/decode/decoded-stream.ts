import type { ByteSource } from "../../stream/byte-source.ts";
import type { Engine } from "../engine/engine.ts";
import { isConvergent } from "../probe/convergence.ts";
import { layoutFilters } from "../probe/layout-filters.ts";
import type { ProbedMedia } from "../probe/probe-media.ts";
import type { DecodedStream } from "./pcm-decoder.ts";
import { seekRule } from "./seek-rule.ts";

/** The sound of a file, as decoders are told of it. */
export function decodedStream(
  engine: Engine,
  source: ByteSource,
  probed: ProbedMedia,
  strict: boolean,
): DecodedStream {
  const { sampleRate = 1, channels = 1, codec } = probed.facts.audio;
  return {
    source,
    track: probed.track,
    sampleRate,
    channels,
    layout: probed.layout,
    filters: layoutFilters(probed),
    skipsAfterSeek: codec === "opus",
    seeks: seekRule(engine, source, probed, strict),
    converges: isConvergent(codec),
    strict,
  };
}
