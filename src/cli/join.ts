import type { ByteSource } from "../stream/byte-source.ts";
import { joinWavs } from "../wav/join-wavs.ts";
import { openWav } from "../wav/open-wav.ts";
import type { Wav } from "../wav/wav.ts";
import { type OpenSourceOptions, openSource } from "./open-source.ts";
import { type OutputOptions, terminal } from "./terminal.ts";
import { checkOutput, sayWritten, writeOutput } from "./write-output.ts";

export interface JoinOptions extends OutputOptions, OpenSourceOptions {
  readonly output: string;
}

/** `longwave join A B … -o FILE` */
export async function join(args: readonly string[], options: JoinOptions): Promise<void> {
  const { output, signal, json } = options;
  checkOutput(output, json);
  const out = terminal(options);
  const sources: ByteSource[] = [];
  try {
    const wavs: Wav[] = [];
    for (const argument of args) {
      const source = await openSource(argument, options);
      sources.push(source);
      const wav = await openWav(source, signal ? { signal } : {});
      for (const { message, code } of wav.warnings) out.note(`warning: ${argument}: ${message} (${code})`);
      wavs.push(wav);
    }
    const joined = joinWavs(wavs);
    await writeOutput(joined, output, out, signal);
    const frames = wavs.reduce((sum, wav) => sum + wav.frames, 0);
    const duration = wavs.reduce((sum, wav) => sum + wav.duration, 0);
    out.json({ output, parts: wavs.length, frames, duration, bytes: joined.size });
    sayWritten(joined, duration, output, out);
  } finally {
    for (const source of sources) await source.close?.();
  }
}
