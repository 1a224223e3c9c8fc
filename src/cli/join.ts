import type { ByteSource } from "../stream/byte-source.ts";
import type { JoinedAudio } from "../wav/join-audio.ts";
import { joinWavs } from "../wav/join-wavs.ts";
import type { Wav } from "../wav/wav.ts";
import { withAdvice } from "./advice.ts";
import { clippingNote } from "./clipping-note.ts";
import { computeFast } from "./compute-fast.ts";
import { checkEncodingFlags, refuseContent } from "./encoding-options.ts";
import { CONVERSION_ADVICE, targetFormat, withRateNamed } from "./format-options.ts";
import { showWritten } from "./frames-progress.ts";
import type { JoinOptions } from "./join-options.ts";
import { openRecording } from "./open-recording.ts";
import { containerFor } from "./output-container.ts";
import { type Recording, warningTeller } from "./recording.ts";
import { checkTarget } from "./target.ts";
import { type Terminal, terminal } from "./terminal.ts";
import { sayWritten, writeOutput } from "./write-output.ts";

/** What to do about failures, by their code. */
const ADVICE: Readonly<Record<string, string>> = {
  ...CONVERSION_ADVICE,
  "wav/different-formats": "--convert converts them to the first one's format",
  "audio/too-short": "a shorter --crossfade would do",
};

/** `longwave join A B … -o FILE` */
export async function join(args: readonly string[], options: JoinOptions): Promise<void> {
  const { output, signal, json } = options;
  const format = checkTarget(output, json, args, options);
  checkEncodingFlags(options, format);
  if (format === "wav")
    refuseContent(options, "is for other formats: longwave tag changes those of WAV files");
  const out = terminal(options);
  const wavs: Recording[] = [];
  const tellers: (() => void)[] = [];
  try {
    for (const argument of args) {
      const wav = await openRecording(argument, options);
      wavs.push(wav);
      const tellWarnings = warningTeller(argument, wav, out);
      tellers.push(tellWarnings);
      tellWarnings();
    }
    if (format !== "wav") {
      const [{ joinEncoded }, { sayMediaWritten }] = await Promise.all([
        import("./media/join-encoded.ts"),
        import("./media/write-media.ts"),
      ]);
      computeFast();
      const result = await joinEncoded(wavs, format, options, out);
      for (const tell of tellers) tell();
      for (const { message, code } of result.warnings) out.note(`warning: ${message} (${code})`);
      out.json({ output, parts: wavs.length, ...result });
      sayMediaWritten(result, output, out);
      return;
    }
    const { file, frames, duration } = computes(options)
      ? await writeComputed(wavs, options, out)
      : await writeCopied(wavs, options, out);
    for (const tell of tellers) tell();
    out.json({ output, parts: wavs.length, frames, duration, bytes: file.size });
    sayWritten(file, duration, output, out);
  } catch (error) {
    throw signal?.aborted ? error : withAdvice(withRateNamed(error, options), ADVICE);
  } finally {
    out.clearProgress();
    for (const wav of wavs) await wav.close();
  }
}

/** A WAV file that was written. */
interface Written {
  readonly file: ByteSource;
  readonly frames: number;
  /** Seconds. */
  readonly duration: number;
}

/** Whether samples may have to be computed; otherwise bytes are moved. */
export function computes(options: Pick<JoinOptions, "crossfade" | ConvertingOption>): boolean {
  return (options.crossfade ?? 0) > 0 || converts(options);
}

type ConvertingOption = "convert" | "rate" | "channels" | "bits";

/** Whether parts may be converted; otherwise all must have one format. */
function converts({ convert = false, rate, channels, bits }: Pick<JoinOptions, ConvertingOption>): boolean {
  return convert || [rate, channels, bits].some((wanted) => wanted !== undefined);
}

async function writeCopied(wavs: readonly Wav[], options: JoinOptions, out: Terminal): Promise<Written> {
  const { output, metadata = "keep", cues = false, signal } = options;
  const container = containerFor(output);
  const file = joinWavs(wavs, { metadata, cuePerPart: cues, ...(container && { container }) });
  await writeOutput(file, output, out, signal);
  const frames = wavs.reduce((sum, wav) => sum + wav.frames, 0);
  const duration = wavs.reduce((sum, wav) => sum + wav.duration, 0);
  return { file, frames, duration };
}

async function writeComputed(wavs: readonly Wav[], options: JoinOptions, out: Terminal): Promise<Written> {
  const { output, metadata = "keep", cues = false, crossfade = 0, curve, signal } = options;
  computeFast();
  const { joinAudio } = await import("../wav/join-audio.ts");
  const container = containerFor(output);
  const joined: JoinedAudio = await joinAudio(wavs, {
    ...targetFormat(options),
    metadata,
    cuePerPart: cues,
    crossfade,
    ...(curve && { curve }),
    convert: converts(options),
    ...(container && { container }),
    ...(signal && { signal }),
  });
  const { file, frames, sampleRate, peak } = joined;
  await writeOutput(file, output, out, signal, showWritten(out, joined, file.size, "writing"));
  const note = clippingNote(output, peak(), "--bits 32f avoids that, or a lower level of the parts");
  if (note) out.note(note);
  return { file, frames, duration: frames / sampleRate };
}
