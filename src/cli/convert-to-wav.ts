import { filmOf } from "../transcode/film-of.ts";
import { chooseFormat } from "../wav/choose-format.ts";
import { convertWav } from "../wav/convert-wav.ts";
import { describeFormat } from "../wav/format.ts";
import { clippingNote } from "./clipping-note.ts";
import { type ConvertOptions, partOf } from "./convert-options.ts";
import { noteFilm } from "./film-note.ts";
import { targetFormat } from "./format-options.ts";
import { showWritten } from "./frames-progress.ts";
import { containerFor } from "./output-container.ts";
import { clippingAdvice, levels, normalization } from "./processing.ts";
import { type Recording, warningTeller } from "./recording.ts";
import type { Terminal } from "./terminal.ts";
import { sayWritten, writeOutput } from "./write-output.ts";

/** Computes what is asked for, and writes it into a WAV file; returns what `--json` prints of it. */
export async function convertToWav(
  argument: string,
  wav: Recording,
  options: ConvertOptions,
  out: Terminal,
): Promise<object> {
  const { output, metadata = "keep", signal, label, onShare } = options;
  const tellWarnings = warningTeller(argument, wav, out);
  tellWarnings();
  const film = wav.media && filmOf(wav.media);
  noteFilm(argument, film, out);
  const [fromFrame, toFrame] = partOf(wav, options, out);
  const container = containerFor(output);
  const wanted = {
    ...targetFormat(options),
    ...levels(wav, fromFrame, toFrame, options),
    from: fromFrame,
    to: toFrame,
    metadata,
    ...(container && { container }),
    ...(signal && { signal }),
  };
  const plan = await normalization(wav, wanted, options, out);
  const { file, audio, sample, peak } = await convertWav(wav, {
    ...wanted,
    ...(plan && {
      gainDecibels: plan.gainDecibels,
      ...(plan.ceiling !== undefined && { ceiling: plan.ceiling }),
    }),
  });
  const show = showWritten(out, audio, file.size, label ?? (plan ? "2/2 writing" : "writing"));
  await writeOutput(file, output, out, signal, (bytes) => {
    show(bytes);
    onShare?.(bytes / file.size);
  });
  tellWarnings();
  const isClipped = clippingNote(output, peak(), clippingAdvice(options, true));
  if (isClipped) out.note(isClipped);
  const { frames, sampleRate, channels } = audio;
  const duration = frames / sampleRate;
  const { encoding, bitsPerSample } = sample;
  sayWritten(file, duration, output, out, describeFormat(chooseFormat(sample, channels, sampleRate)));
  return {
    output,
    encoding,
    bitsPerSample,
    sampleRate,
    channels,
    frames,
    duration,
    bytes: file.size,
    ...(plan && { normalization: plan }),
    clips: isClipped !== undefined,
    ...(film && { film }),
    ...(wav.media && { warnings: wav.media.warnings }),
  };
}
