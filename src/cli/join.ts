import { joinWavs } from "../wav/join-wavs.ts";
import type { Wav } from "../wav/wav.ts";
import { openRecording, warningLines } from "./open-recording.ts";
import type { OpenSourceOptions } from "./open-source.ts";
import { containerFor } from "./output-container.ts";
import { type OutputOptions, terminal } from "./terminal.ts";
import { checkOutput, sayWritten, writeOutput } from "./write-output.ts";

export interface JoinOptions extends OutputOptions, OpenSourceOptions {
  readonly output: string;
  readonly metadata?: "keep" | "none";
  /** Whether each part gets a cue point. */
  readonly cues?: boolean;
}

/** `longwave join A B … -o FILE` */
export async function join(args: readonly string[], options: JoinOptions): Promise<void> {
  const { output, metadata = "keep", cues = false, signal, json } = options;
  checkOutput(output, json, args);
  const out = terminal(options);
  const wavs: Wav[] = [];
  try {
    for (const argument of args) {
      const wav = await openRecording(argument, options);
      wavs.push(wav);
      for (const line of warningLines(argument, wav)) out.note(line);
    }
    const container = containerFor(output);
    const joined = joinWavs(wavs, { metadata, cuePerPart: cues, ...(container && { container }) });
    await writeOutput(joined, output, out, signal);
    const frames = wavs.reduce((sum, wav) => sum + wav.frames, 0);
    const duration = wavs.reduce((sum, wav) => sum + wav.duration, 0);
    out.json({ output, parts: wavs.length, frames, duration, bytes: joined.size });
    sayWritten(joined, duration, output, out);
  } finally {
    for (const wav of wavs) await wav.close();
  }
}
