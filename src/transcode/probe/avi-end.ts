import type { ByteSource } from "../../stream/byte-source.ts";
import type { Engine } from "../engine/engine.ts";
import { inputName } from "../engine/input-name.ts";
import { jobPath } from "../engine/job-path.ts";
import { timeArgument } from "../engine/time-argument.ts";
import type { MediaStream } from "../media.ts";
import type { DeclaredFrames } from "./declared-length.ts";
import { type ProbeReport, probeFraction } from "./probe-report.ts";

/** So many packets are looked at behind the last place that can be gone to. */
const MOST_PACKETS = 2000;

/** Seconds by which times in an AVI may differ from what is there. */
const TOLERANCE = 0.1;

/**
 * Whether the sound of a whole AVI has fewer packets than its header counts (`dwLength` of `strh`, in Microsoft's "AVI RIFF File
 * Reference"): sound that begins late, or has gaps, is filled up with empty ones, which are no packets to ffmpeg. Looks at the last
 * packets alone.
 *
 * @throws what the source and the signal throw
 */
export async function hasEmptyPackets(
  engine: Engine,
  source: ByteSource,
  { streams = [] }: ProbeReport,
  audio: MediaStream,
  declared: DeclaredFrames,
  signal: AbortSignal | undefined,
): Promise<boolean> {
  const tick = probeFraction(streams.find(({ index }) => index === audio.index)?.time_base);
  if (tick === undefined) return false;
  const seconds = declared.frames / (audio.sampleRate ?? 1);
  const name = inputName(source);
  const { stdout } = await engine.run({
    program: "ffprobe",
    args: [
      ...["-hide_banner", "-loglevel", "level+warning", "-of", "json", "-select_streams", `${audio.index}`],
      ...["-show_entries", "packet=pts,duration", "-read_intervals"],
      ...[`${timeArgument(seconds)}%+#${MOST_PACKETS}`, jobPath(name)],
    ],
    inputs: { [name]: source },
    signal,
  });
  const { packets = [] } = JSON.parse(stdout === "" ? "{}" : stdout) as ProbeReport;
  const { pts, duration = 0 } = packets.at(-1) ?? {};
  return pts !== undefined && ((pts + duration) * tick.num) / tick.den < seconds - TOLERANCE;
}
