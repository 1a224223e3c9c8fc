import { type ByteSource, readFully } from "../../stream/byte-source.ts";
import type { Engine } from "../engine/engine.ts";
import { inputName } from "../engine/input-name.ts";
import { jobPath } from "../engine/job-path.ts";
import { timeArgument } from "../engine/time-argument.ts";
import type { MediaStream, MediaWarning } from "../media.ts";
import type { DeclaredFrames } from "./declared-length.ts";
import { EARLY_END } from "./early-end.ts";
import { type ProbeReport, probeFraction } from "./probe-report.ts";

/** What stands before a part of an AVI: `RIFF`, and how many bytes follow. */
const PART_HEAD = 8;

/** They are a gigabyte long each. */
const MOST_PARTS = 10_000;

/** What writers put for a size that they do not know, or cannot go back to. */
const UNKNOWN_SIZES = [0, 0xffff_ffff];

/**
 * What to tell of an AVI that ends before a part at its top does, of which large ones have several (Microsoft's "AVI RIFF File
 * Reference"; OpenDML, "AVI File Format Extensions"): ffmpeg reckons how long it is by how much of it is there.
 *
 * @throws what the source and the signal throw
 */
export async function aviEarlyEnd(
  source: ByteSource,
  signal?: AbortSignal,
): Promise<MediaWarning | undefined> {
  const head = new Uint8Array(PART_HEAD);
  let end = 0;
  for (let part = 0; part < MOST_PARTS && end + PART_HEAD <= source.size; part++) {
    await readFully(source, end, head, signal);
    const size = new DataView(head.buffer).getUint32(4, true);
    // Behind the last one, anything may stand.
    if (String.fromCharCode(...head.subarray(0, 4)) !== "RIFF" || UNKNOWN_SIZES.includes(size)) break;
    end += PART_HEAD + size;
    // The byte that fills an odd size up may be missing where nothing follows.
    if (end < source.size) end += size % 2;
  }
  if (end <= source.size) return undefined;
  return { code: EARLY_END, message: `the file declares ${end} bytes and has ${source.size}` };
}

/** So many packets are looked at behind the last place that can be gone to. */
const MOST_PACKETS = 2000;

/** Seconds by which times in an AVI may differ from what is there. */
const TOLERANCE = 0.1;

/** An AVI, and how long its header says its sound is. */
export interface DeclaredAvi {
  readonly source: ByteSource;
  readonly report: ProbeReport;
  readonly audio: MediaStream;
  readonly declared: DeclaredFrames;
  readonly signal: AbortSignal | undefined;
}

/**
 * Whether the sound of a whole AVI has fewer packets than its header counts (`dwLength` of `strh`, in Microsoft's "AVI RIFF File
 * Reference"): sound that begins late, or has gaps, is filled up with empty ones, which are no packets to ffmpeg. Looks at the last
 * packets alone.
 *
 * @throws what the source and the signal throw
 */
export async function hasEmptyPackets(
  engine: Engine,
  { source, report, audio, declared, signal }: DeclaredAvi,
): Promise<boolean> {
  const { streams = [] } = report;
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
