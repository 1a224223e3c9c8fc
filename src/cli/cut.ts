import { clipWav } from "../wav/clip-wav.ts";
import type { CutOptions } from "./cut-options.ts";
import { checkEncodingFlags } from "./encoding-options.ts";
import { framesWithin } from "./frames-within.ts";
import { openRecording } from "./open-recording.ts";
import { containerFor } from "./output-container.ts";
import { durationText } from "./quantity.ts";
import { warningTeller } from "./recording.ts";
import { checkTarget } from "./target.ts";
import { terminal } from "./terminal.ts";
import { UsageError } from "./usage-error.ts";
import { sayWritten, writeOutput } from "./write-output.ts";

/** `longwave cut SOURCE --from T --to T -o FILE` */
export async function cut(argument: string, options: CutOptions): Promise<void> {
  const { from = 0, to = Number.POSITIVE_INFINITY, output, metadata = "keep", signal, json } = options;
  if (to <= from) {
    throw new UsageError(`--to must lie after --from, got ${durationText(from)} to ${durationText(to)}`);
  }
  const format = checkTarget(output, json, [argument], options);
  const { quality, copy = false, ...flags } = options;
  checkEncodingFlags({ ...flags, ...(quality !== undefined && { encodingQuality: quality }) }, format);
  if (copy && format === "wav") throw new UsageError("--copy is for other formats: WAV is never encoded");
  const out = terminal(options);
  const wav = await openRecording(argument, options);
  try {
    const tellWarnings = warningTeller(argument, wav, out);
    tellWarnings();
    const [fromFrame, toFrame] = framesWithin(wav, from, to, "clip");
    if (to > wav.duration && to !== Number.POSITIVE_INFINITY) {
      out.note(`note: the recording ends at ${durationText(wav.duration)}; the clip ends there`);
    }
    if (format !== "wav") {
      const { cutEncoded } = await import("./media/cut-encoded.ts");
      const span = { fromFrame, toFrame, isWhole: fromFrame === 0 && toFrame === wav.frames };
      out.json(await cutEncoded(argument, wav, span, format, options, out));
      return;
    }
    const container = containerFor(output);
    const clip = clipWav(wav, fromFrame, toFrame, { metadata, ...(container && { container }) });
    await writeOutput(clip, output, out, signal);
    tellWarnings();
    const frames = toFrame - fromFrame;
    const duration = frames / wav.sampleRate;
    out.json({ output, fromFrame, toFrame, frames, duration, bytes: clip.size });
    sayWritten(clip, duration, output, out);
  } finally {
    out.clearProgress();
    await wav.close();
  }
}
