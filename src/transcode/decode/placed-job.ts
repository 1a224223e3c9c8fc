import type { Engine } from "../engine/engine.ts";
import { inputName } from "../engine/input-name.ts";
import { jobPath } from "../engine/job-path.ts";
import { type RunningJob, STOPPED } from "../engine/job-request.ts";
import { Ring } from "../engine/ring.ts";
import { timeArgument } from "../engine/time-argument.ts";
import { firstPacket, type PacketGrid } from "./packet-grid.ts";
import { earlyFrame, type PcmStream, seekArguments } from "./pcm-decoder.ts";

/** What framecrc prints of one packet, and before it. */
const LINES_BYTES = 4096;

/** Demuxers with coarse times may come out so much behind the goal. */
const GOAL_MARGIN_SECONDS = 0.5;

/** What is decoded, and where its samples go. */
export interface PlacedJobOptions {
  readonly engine: Engine;
  readonly stream: PcmStream;
  readonly grid: PacketGrid;
  readonly ring: Ring;
  readonly signal: AbortSignal | undefined;
}

/** A decoding whose first frame is known. */
export interface PlacedJob {
  readonly job: RunningJob;
  readonly begin: number;
}

/**
 * Starts a decoding that is sent to a packet early enough for the samples of frame `from`. Where it begins, the
 * times of the first packet that comes and of what becomes of it say.
 *
 * @returns `undefined` where no such packet is known, or another one came
 * @throws what the source and the signal throw
 */
export async function startPlaced(options: PlacedJobOptions, from: number): Promise<PlacedJob | undefined> {
  const { engine, stream, grid, ring, signal } = options;
  const { source, track, sampleRate } = stream;
  const early = earlyFrame(stream, from);
  const goal = await grid.reach(early, signal);
  if (goal === 0) return undefined;
  const time = (await grid.timeOf(goal)) - GOAL_MARGIN_SECONDS;
  const packets = Ring.holding(LINES_BYTES);
  const sounds = Ring.holding(LINES_BYTES);
  const first = ["-frames:a", "1", "-flush_packets", "1", "-f", "framecrc"];
  const job = await engine.start({
    program: "ffmpeg",
    args: [
      ...seekArguments(stream, {
        seek: ["-noaccurate_seek", "-seek_timestamp", "1", "-ss", timeArgument(time), "-copyts"],
      }),
      ...["-map", `0:a:${track}`, "-c", "copy", ...first, jobPath("packets")],
      ...["-map", `0:a:${track}`, "-c:a", "pcm_s16le", ...first, jobPath("sounds")],
    ],
    inputs: { [inputName(source)]: source },
    outputs: { out: ring, packets, sounds },
    signal,
  });
  try {
    const packet = await firstPacket(packets, sampleRate, signal);
    const sound = await firstPacket(sounds, sampleRate, signal);
    const begin = packet && sound && (await grid.placeOf({ packet, sound }));
    if (begin !== undefined && begin <= early) return { job, begin };
  } catch (error) {
    job.stop(error);
    throw error;
  }
  job.stop(STOPPED);
  return undefined;
}
