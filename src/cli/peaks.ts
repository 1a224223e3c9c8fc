import { type WaveformFile, type WaveformFileFormat, writeWaveformFile } from "../audio/waveform-file.ts";
import { samplesPerPixelAt, samplesPerPixelWithin } from "../dsp/waveform/waveform-resolution.ts";
import type { Wav } from "../wav/wav.ts";
import { computeFast } from "./compute-fast.ts";
import { showFrames } from "./frames-progress.ts";
import { openRecording } from "./open-recording.ts";
import { bytesText, countText } from "./quantity.ts";
import { type OpenRecordingOptions, warningTeller } from "./recording.ts";
import { type OutputOptions, terminal } from "./terminal.ts";
import { UsageError } from "./usage-error.ts";
import { checkPlace, openOutput, STDOUT } from "./write-output.ts";

/** What `longwave peaks` takes. */
export interface PeaksOptions extends OutputOptions, OpenRecordingOptions {
  readonly output: string;
  readonly outputFormat?: WaveformFileFormat;
  /** Frames per pixel. */
  readonly zoom?: number;
  readonly pixelsPerSecond?: number;
  /** Pixels. */
  readonly width?: number;
  readonly bits?: 8 | 16;
  readonly splitChannels?: boolean;
}

/** As audiowaveform has it. */
const DEFAULT_ZOOM = 256;

/** `longwave peaks SOURCE -o peaks.dat` */
export async function peaks(argument: string, options: PeaksOptions): Promise<void> {
  const { output, bits = 16, splitChannels = false, signal, json } = options;
  const format = formatOf(options);
  checkPlace(output, json, [argument], format === "dat" ? "a binary file" : undefined);
  const out = terminal(options);
  computeFast();
  const wav = await openRecording(argument, options);
  try {
    const tellWarnings = warningTeller(argument, wav, out);
    tellWarnings();
    const samplesPerPixel = zoomOf(options, wav);
    const onProgress = output === STDOUT ? {} : { onProgress: showFrames(out, wav.sampleRate, "drawing") };
    const file = await writeWaveformFile(wav, await openOutput(output), {
      format,
      samplesPerPixel,
      bits,
      show: splitChannels ? "split" : "mix",
      ...onProgress,
      ...(signal && { signal }),
    });
    tellWarnings();
    out.json({ output, format, ...file, frames: wav.frames, duration: wav.duration });
    if (output !== STDOUT) out.say(`${output}: ${fileText(file)}`);
  } finally {
    out.clearProgress();
    await wav.close();
  }
}

/** Said, or in the name of the file. */
function formatOf({ output, outputFormat }: PeaksOptions): WaveformFileFormat {
  if (outputFormat !== undefined) return outputFormat;
  const name = output.toLowerCase();
  if (name.endsWith(".json")) return "json";
  if (name.endsWith(".dat") || output === STDOUT) return "dat";
  throw new UsageError(`expected a name in .dat or .json, or --output-format, got -o ${output}`);
}

function zoomOf({ zoom = DEFAULT_ZOOM, pixelsPerSecond, width }: PeaksOptions, wav: Wav): number {
  if (width !== undefined) return samplesPerPixelWithin(width, wav.frames);
  if (pixelsPerSecond === undefined) return zoom;
  const most = Math.floor(wav.sampleRate / 2);
  if (pixelsPerSecond <= most) return samplesPerPixelAt(pixelsPerSecond, wav.sampleRate);
  throw new UsageError(`--pixels-per-second can be ${most} at most, half of ${wav.sampleRate} Hz`);
}

function fileText({ length, samplesPerPixel, bits, channels, bytes }: WaveformFile): string {
  const shape = `${countText(length, "pixel")} of ${samplesPerPixel} frames, ${bits} bits`;
  return `${shape}, ${countText(channels, "channel")}, ${bytesText(bytes)}`;
}
