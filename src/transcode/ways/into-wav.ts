import { abortable } from "../../stream/wait.ts";
import { writeWav } from "../../wav/write-wav.ts";
import { decodedStream } from "../decode/decoded-stream.ts";
import { decodedSample, pcmEncoding } from "../decode/wav-sample.ts";
import { writePcm } from "../decode/write-pcm.ts";
import { leftOpen } from "../encode/left-open.ts";
import { Progress } from "../encode/progress.ts";
import { wavMetadata } from "../encode/wav-metadata.ts";
import { partChapters } from "../plan/chapters.ts";
import { leftOutOfWav } from "../plan/left-out.ts";
import { resultTags } from "../plan/result-tags.ts";
import { isMpeg4 } from "../probe/container-name.ts";
import { plainLogLine, readLogLine } from "../probe/log-line.ts";
import type { TranscodeResult } from "../transcode-options.ts";
import { chaptersOf, type Task } from "./task.ts";

/** With less, decoders sleep while the file is written to. */
const AHEAD_BYTES = 1024 * 1024;

/** Decoded straight into a WAV file, by several workers. */
export async function intoWav(task: Task): Promise<TranscodeResult> {
  const { engine, source, sink, options, facts, faults, probed, shape, from, to } = task;
  const { sampleRate, channels } = shape;
  const { signal, strict = false, workers = engine.platform.cores } = options;
  const { frames, exact, cutsFilling } = probed.declared;
  // Decoders of other containers end where the sound does.
  const hasEditList = isMpeg4(facts.container);
  const sample = decodedSample(facts.audio);
  const end = to ?? frames;
  const tags = resultTags(facts.tags, options.tags);
  const seconds = (end - from) / sampleRate;
  const chapters = options.chapters ? partChapters(options.chapters, 0, seconds) : chaptersOf(task);
  const metadata = wavMetadata(tags, chapters, sampleRate);
  const format = { ...sample, channels, sampleRate };
  const writer = await abortable(writeWav(leftOpen(sink), format, { metadata }), signal);
  const progress = new Progress(seconds, options.onProgress);
  const blockAlign = (sample.bitsPerSample / 8) * channels;
  const written = await writePcm(writer, {
    engine,
    stream: {
      ...decodedStream(engine, source, probed, strict),
      encoding: pcmEncoding(sample),
      aheadBytes: AHEAD_BYTES,
    },
    from,
    to: to ?? (hasEditList && (exact || cutsFilling) ? frames : undefined),
    frames,
    workers,
    signal,
    onFrames: (frames) => progress.tell(frames / sampleRate, frames * blockAlign),
  });
  const { outcome, end: reached, firstFault, hasMore } = written;
  if (outcome) faults.addEnding({ outcome, frames: reached, to });
  else if (firstFault !== undefined) {
    faults.add({ code: "media/decode-errors", message: `an error while decoding: ${plain(firstFault)}` });
  }
  if (hasMore) faults.addMore();
  await writer.close();
  progress.finish();
  return {
    format: "wav",
    duration: writer.frames / sampleRate,
    bytes: writer.bytes,
    copied: false,
    warnings: [...faults.warnings, ...leftOutOfWav(options, seconds)],
  };
}

function plain(line: string): string {
  return plainLogLine(readLogLine(line));
}
