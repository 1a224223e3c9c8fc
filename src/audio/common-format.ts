import type { AudioFormat } from "../dsp/processor.ts";
import { LongwaveError } from "../stream/error.ts";
import type { AudioSource } from "./audio-source.ts";

/**
 * The sample rate and the channels that all sources have.
 *
 * @throws LongwaveError `audio/no-sources` for an empty list, `audio/different-formats` where one differs from the
 *   first
 */
export function commonFormat(sources: readonly AudioSource[]): AudioFormat {
  const [first] = sources;
  if (!first) throw new LongwaveError("audio/no-sources", "expected one source or more, got none");
  const { sampleRate, channels } = first;
  sources.forEach((source, index) => {
    if (source.sampleRate === sampleRate && source.channels === channels) return;
    throw new LongwaveError(
      "audio/different-formats",
      `source ${index + 1} has ${formatText(source)}, the first has ${formatText(first)}: convert them with resample and remix`,
      { index, actual: formatText(source), expected: formatText(first) },
    );
  });
  return { sampleRate, channels };
}

function formatText({ sampleRate, channels }: AudioSource): string {
  return `${channels} channel${channels === 1 ? "" : "s"} at ${sampleRate} Hz`;
}
