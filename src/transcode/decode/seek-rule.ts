import type { ByteSource } from "../../stream/byte-source.ts";
import type { Engine } from "../engine/engine.ts";
import type { ProbedMedia } from "../probe/probe-media.ts";
import { PacketGrid } from "./packet-grid.ts";

/**
 * How a decoder is sent to a frame: by its time, where times say to the frame where sound lies; by the places
 * of packets; or not at all, so that everything is decoded from the beginning on.
 */
export type SeekRule = "by-time" | PacketGrid | "never";

/** The rule for the sound of a file. */
export function seekRule(
  engine: Engine,
  source: ByteSource,
  { times, track, facts }: ProbedMedia,
  strict: boolean,
): SeekRule {
  if (times === "exact") return "by-time";
  // Without memory that is shared, everything is decoded into a file, once.
  if (engine.platform.makeScratchFile) return "never";
  // The first packet behind a seek may lack what the one before it had; to a strict decoder, that is a fault.
  if (times === "unknown" || strict) return "never";
  return new PacketGrid({ engine, source, track, sampleRate: facts.audio.sampleRate ?? 1 });
}

/** The frame that a decoder can be sent to at once on the way to `frame`, as far as is known by now. */
export function likelyPlace(rule: SeekRule, frame: number): number {
  if (rule === "by-time") return frame;
  return rule === "never" ? 0 : rule.likelyReach(frame);
}
