import { clip } from "../../audio/clip.ts";
import { concat } from "../../audio/concat.ts";
import { convert } from "../../audio/convert.ts";
import { frameAt } from "../../audio/time.ts";
import type { ByteSink } from "../../stream/byte-sink.ts";
import type { ByteSource } from "../../stream/byte-source.ts";
import { LongwaveError } from "../../stream/error.ts";
import { chooseWavSample, decodedSample } from "../decode/wav-sample.ts";
import { encodeSound } from "../encode-media.ts";
import type { Engine } from "../engine/engine.ts";
import type { Chapter, Media } from "../media.ts";
import { MediaFaults } from "../media-faults.ts";
import { mediaOf } from "../open-media.ts";
import { partChapters } from "../plan/chapters.ts";
import { probeMedia } from "../probe/probe-media.ts";
import type { TranscodeOptions, TranscodeResult } from "../transcode-options.ts";
import { beginsBehindEnd } from "./begins-behind-end.ts";

/**
 * One recording behind the other, in the format of the first. Tags and cover are those of the first, chapters
 * those of all.
 */
export async function transcodeSeveral(
  engine: Engine,
  sources: readonly ByteSource[],
  sink: ByteSink,
  options: TranscodeOptions,
): Promise<TranscodeResult> {
  const { signal, track, strict = false } = options;
  const opened: Media[] = [];
  try {
    for (const source of sources) {
      const probed = await probeMedia(engine, source, { track, signal });
      opened.push(mediaOf(engine, source, probed, new MediaFaults(probed, source, strict)));
    }
    const [first] = opened;
    if (first === undefined)
      throw new LongwaveError("media/no-sources", "expected one source or more, got none");
    const { sampleRate, channels } = first;
    const sound = concat(opened.map((media) => convert(media, { sampleRate, channels })));
    const from = frameAt(options.from ?? 0, sampleRate);
    const to = Math.min(
      sound.frames,
      options.to === undefined ? sound.frames : frameAt(options.to, sampleRate),
    );
    if (from >= to) throw beginsBehindEnd(options.from, sound.frames / sampleRate);
    const keeps = options.metadata !== "none";
    const cover = keeps && options.cover === undefined ? await first.cover(signal) : undefined;
    const bits = Math.max(...opened.map(({ audio }) => audio.bitsPerSample ?? 16));
    const samples = opened.map(({ audio }) => decodedSample(audio));
    // Floats hold what integers cannot.
    const sample = samples.find(({ encoding }) => encoding === "float") ?? chooseWavSample(bits);
    const result = await encodeSound(
      engine,
      clip(sound, from, to),
      sink,
      { ...options, bits },
      {
        carried: keeps
          ? {
              tags: first.tags,
              chapters: partChapters(chaptersOf(opened), from / sampleRate, to / sampleRate),
              ...(cover && { cover }),
            }
          : {},
        language: first.audio.language,
        sample,
      },
    );
    return { ...result, warnings: [...opened.flatMap(({ warnings }) => warnings), ...result.warnings] };
  } finally {
    for (const media of opened) await media.close();
  }
}

/** The chapters of all, one recording behind the other. */
function chaptersOf(recordings: readonly Media[]): Chapter[] {
  let begin = 0;
  return recordings.flatMap(({ chapters, duration }) => {
    const offset = begin;
    begin += duration;
    const own = partChapters(chapters, 0, duration);
    return own.map(({ start, end, title }) => ({ start: start + offset, end: end + offset, title }));
  });
}
