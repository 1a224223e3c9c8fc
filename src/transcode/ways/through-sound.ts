import { clip } from "../../audio/clip.ts";
import { decodedSample } from "../decode/wav-sample.ts";
import { encodeSound } from "../encode-media.ts";
import { mediaOf } from "../open-media.ts";
import type { TranscodeResult } from "../transcode-options.ts";
import { carriedBy, chaptersOf, type Task } from "./task.ts";

/** The sound is resampled, mixed or cut by us on its way. */
export async function throughSound(task: Task): Promise<TranscodeResult> {
  const { engine, source, sink, options, facts, probed, faults, from, to } = task;
  const media = mediaOf(engine, source, probed, faults);
  try {
    const { audio } = facts;
    const result = await encodeSound(
      engine,
      clip(media, from, to ?? media.frames),
      sink,
      { ...options, bits: audio.bitsPerSample ?? 16 },
      {
        carried: { ...(await carriedBy(task)), chapters: chaptersOf(task) },
        language: audio.language,
        sample: decodedSample(audio),
      },
    );
    return { ...result, warnings: [...faults.warnings, ...result.warnings] };
  } finally {
    await media.close();
  }
}
