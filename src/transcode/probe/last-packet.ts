import type { ByteSource } from "../../stream/byte-source.ts";
import type { Engine } from "../engine/engine.ts";
import { inputName } from "../engine/input-name.ts";
import { jobPath } from "../engine/job-path.ts";
import { timeArgument } from "../engine/time-argument.ts";
import type { MediaStream } from "../media.ts";
import { packetFrames } from "./packet-frames.ts";
import { type ProbeReport, probeFraction } from "./probe-report.ts";

/** So many packets of the sound are looked at behind the last place that can be gone to. */
const MOST_PACKETS = 2000;

/** A file, and when it ends by its own word. */
export interface DeclaredEnd {
  readonly source: ByteSource;
  readonly report: ProbeReport;
  /** The stream that is read as sound. */
  readonly audio: MediaStream;
  /** Seconds. */
  readonly end: number;
  readonly signal: AbortSignal | undefined;
}

/**
 * When the sound of a file ends, by its last packet: in seconds of the file's own time. Looks only at what lies behind the last place
 * before the declared end that can be gone to.
 *
 * @returns `undefined` where no packet of the sound lies there
 * @throws what the source and the signal throw
 */
export async function lastPacketEnd(
  engine: Engine,
  { source, report, audio, end, signal }: DeclaredEnd,
): Promise<number | undefined> {
  const stream = report.streams?.find(({ index }) => index === audio.index);
  const tick = probeFraction(stream?.time_base);
  if (tick === undefined) return undefined;
  const name = inputName(source);
  const { stdout } = await engine.run({
    program: "ffprobe",
    args: [
      ...["-hide_banner", "-loglevel", "level+warning", "-of", "json", "-select_streams", `${audio.index}`],
      ...["-show_entries", "packet=pts,duration", "-read_intervals"],
      ...[`${timeArgument(end)}%+#${MOST_PACKETS}`, jobPath(name)],
    ],
    inputs: { [name]: source },
    signal,
  });
  const { packets = [] } = JSON.parse(stdout === "" ? "{}" : stdout) as ProbeReport;
  const { pts, duration } = packets.at(-1) ?? {};
  if (pts === undefined) return undefined;
  // Some containers leave it to the encoding how long a packet is.
  const length = duration
    ? (duration * tick.num) / tick.den
    : (packetFrames(audio) ?? 0) / (audio.sampleRate ?? 1);
  return (pts * tick.num) / tick.den + length;
}
