import { clipWav } from "../wav/clip-wav.ts";
import { framesWithin } from "./frames-within.ts";
import { openRecording, warningLines } from "./open-recording.ts";
import type { OpenSourceOptions } from "./open-source.ts";
import { containerFor } from "./output-container.ts";
import { durationText } from "./quantity.ts";
import { type OutputOptions, terminal } from "./terminal.ts";
import { UsageError } from "./usage-error.ts";
import { checkOutput, sayWritten, writeOutput } from "./write-output.ts";

export interface CutOptions extends OutputOptions, OpenSourceOptions {
  /** Seconds. */
  readonly from?: number;
  /** Seconds. */
  readonly to?: number;
  readonly output: string;
  readonly metadata?: "keep" | "none";
}

/** `longwave cut SOURCE --from T --to T -o FILE` */
export async function cut(argument: string, options: CutOptions): Promise<void> {
  const { from = 0, to = Number.POSITIVE_INFINITY, output, metadata = "keep", signal, json } = options;
  if (to <= from) {
    throw new UsageError(`--to must lie after --from, got ${durationText(from)} to ${durationText(to)}`);
  }
  checkOutput(output, json, [argument]);
  const out = terminal(options);
  const wav = await openRecording(argument, options);
  try {
    for (const line of warningLines(argument, wav)) out.note(line);
    const [fromFrame, toFrame] = framesWithin(wav, from, to, "clip");
    if (to > wav.duration && to !== Number.POSITIVE_INFINITY) {
      out.note(`note: the recording ends at ${durationText(wav.duration)}; the clip ends there`);
    }
    const container = containerFor(output);
    const clip = clipWav(wav, fromFrame, toFrame, { metadata, ...(container && { container }) });
    await writeOutput(clip, output, out, signal);
    const frames = toFrame - fromFrame;
    const duration = frames / wav.sampleRate;
    out.json({ output, fromFrame, toFrame, frames, duration, bytes: clip.size });
    sayWritten(clip, duration, output, out);
  } finally {
    await wav.close();
  }
}
