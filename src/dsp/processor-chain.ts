import type { Processor } from "./processor.ts";

/** Processors one after the other, as one. Latencies add up. A chain of none leaves what it is given as it is. */
export function processorChain(processors: readonly Processor[]): Processor {
  const chain = [...processors];
  return {
    latency: chain.reduce((sum, { latency }) => sum + latency, 0),
    process(planes) {
      for (let n = 0; n < chain.length; n++) chain[n]?.process(planes);
    },
    reset() {
      for (const processor of chain) processor.reset();
    },
  };
}
