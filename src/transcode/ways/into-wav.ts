import { writeWav } from "../../wav/write-wav.ts";
import { decodedSample, pcmEncoding } from "../decode/wav-sample.ts";
import { writePcm } from "../decode/write-pcm.ts";
import { Progress } from "../encode/progress.ts";
import { wavMetadata } from "../encode/wav-metadata.ts";
import { resultTags } from "../plan/result-tags.ts";
import { isConvergent } from "../probe/convergence.ts";
import type { TranscodeResult } from "../transcode-options.ts";
import { chaptersOf, type Task } from "./task.ts";

/** Decoded straight into a WAV file, by several workers. */
export async function intoWav(task: Task): Promise<TranscodeResult> {
  const { engine, source, sink, options, facts, faults, probed, shape, from, to } = task;
  const { sampleRate, channels } = shape;
  const { signal, strict = false, workers = engine.platform.cores } = options;
  const { frames, exact, cutsFilling } = probed.declared;
  const sample = decodedSample(facts.audio);
  const end = to ?? frames;
  const tags = resultTags(facts.tags, options.tags);
  const metadata = wavMetadata(tags, options.chapters ?? chaptersOf(task), sampleRate);
  const writer = await writeWav(sink, { ...sample, channels, sampleRate }, { metadata });
  const progress = new Progress((end - from) / sampleRate, options.onProgress);
  const blockAlign = (sample.bitsPerSample / 8) * channels;
  const written = await writePcm(writer, {
    engine,
    stream: {
      source,
      track: probed.track,
      sampleRate,
      channels,
      encoding: pcmEncoding(sample),
      seeks: probed.hasExactTimes,
      converges: isConvergent(facts.audio.codec),
      strict,
    },
    from,
    to: to ?? (exact || cutsFilling ? frames : undefined),
    frames,
    workers,
    signal,
    onFrames: (frames) => progress.tell(frames / sampleRate, frames * blockAlign),
  });
  // Where a part ends before the stream does, the end of the stream tells nothing.
  if (written.outcome && to === undefined)
    faults.addEnding({ outcome: written.outcome, frames: written.end });
  await writer.close();
  progress.finish();
  return {
    format: "wav",
    duration: writer.frames / sampleRate,
    bytes: writer.bytes,
    copied: false,
    warnings: faults.warnings,
  };
}
