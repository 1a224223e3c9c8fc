import type { Engine } from "../engine/engine.ts";
import type { DeclaredFrames } from "./declared-length.ts";
import { TIME_TOLERANCE } from "./early-end.ts";
import { type DeclaredEnd, lastPacketEnd } from "./last-packet.ts";
import { probeNumber } from "./probe-report.ts";

/**
 * How long the sound of a film is whose container says that of the film, or of more packets than there are: by its last packet.
 *
 * The pictures of a film may outlast its sound. The header of an AVI (`dwLength` of `strh`, in Microsoft's "AVI RIFF File Reference")
 * counts the empty packets too that fill up sound which begins late, or has gaps.
 *
 * @param declared of `declaredFrames`
 * @returns `"scan"` where the packets have to be counted
 * @throws what the source and the signal throw
 */
export async function soundOfFilm(
  engine: Engine,
  film: Omit<DeclaredEnd, "end">,
  declared: DeclaredFrames,
): Promise<DeclaredFrames | "scan"> {
  const { report, audio } = film;
  const sampleRate = audio.sampleRate ?? 1;
  const isAvi = report.format?.format_name === "avi";
  const { start_time: start } = report.streams?.find(({ index }) => index === audio.index) ?? {};
  // What an AVI declares begins with the film, all else with the sound.
  const begin = isAvi ? 0 : Math.max(0, probeNumber(start) ?? 0);
  const end = begin + declared.frames / sampleRate;
  const last = await lastPacketEnd(engine, { ...film, end });
  if (last === undefined) return isAvi ? declared : "scan";
  if (last >= end - TIME_TOLERANCE) return declared;
  return isAvi ? "scan" : { frames: Math.ceil((last - begin) * sampleRate), exact: false, of: "sound" };
}
