import { frameAt } from "../dsp/frame-at.ts";
import type { AudioFormat } from "../dsp/processor.ts";
import { type ActivityOptions, activityDetector } from "../dsp/silence/activity-detector.ts";
import { type FrameSpan, longSpans, padSpans, spansBetween } from "../dsp/silence/frame-span.ts";
import { silenceChunks } from "../dsp/silence/silence-chunks.ts";
import { silenceDetector } from "../dsp/silence/silence-detector.ts";
import { optionError } from "../stream/error.ts";
import { checkNumberOption } from "../stream/number-option.ts";
import type { AudioSource } from "./audio-source.ts";
import { type MeasureOptions, measure } from "./measure.ts";

/** What separates the sounds of a recording, and how they are cut out. Times are seconds. */
export interface SoundSpansOptions extends MeasureOptions {
  /**
   * What lies below this level is silence, dBFS, at most 0. -40 unless told otherwise; with `adaptive`
   * it is what cannot be sound whatever the noise, and -70.
   */
  readonly threshold?: number;
  /** A silence separates two sounds when it lasts so long at least, 0 or more; 0.5 unless told otherwise. */
  readonly minSilence?: number;
  /** How much of the silences stays at both ends of a sound, 0 or more; 0.1 unless told otherwise. */
  readonly keep?: number;
  /** A sound between two silences that is shorter, as a click is, is left out. 0 or more; 0.2 unless told otherwise. */
  readonly shortest?: number;
  /**
   * No span is longer, what is kept of the silences included; more than that is. What would be longer is cut in the middle
   * of a shorter silence, the last one in reach that leaves at least half of this length; where there is none,
   * sound is cut. Unless told otherwise spans have any length.
   */
  readonly longest?: number;
  /** Tells sound from silence by a noise floor that follows the recording; see `activityDetector`. Off unless told otherwise. */
  readonly adaptive?: boolean;
}

/** The sounds of a recording. */
export interface SoundSpans {
  /** In order; none overlaps another. */
  readonly spans: readonly FrameSpan[];
  /** Sounds that were too short, without what would be kept around them. */
  readonly leftOut: readonly FrameSpan[];
}

/** Within a sound, a silence of this length is one to cut in, in seconds. */
const LEAST_PAUSE = 0.05;

/**
 * Finds the sounds of a recording: what lies between its silences. Of a recording without a silence that is one span, of
 * silence and of an empty recording none.
 *
 * It goes through the recording once. Kept are the spans, and with `longest` the pauses within them.
 *
 * @throws LongwaveError `options/invalid`, `audio/unexpected-end`, and what the source throws
 */
export async function soundSpans(source: AudioSource, options: SoundSpansOptions = {}): Promise<SoundSpans> {
  const { minSilence = 0.5, keep = 0.1, shortest = 0.2, longest, adaptive = false } = options;
  checkNumberOption("minSilence", minSilence, 0);
  checkNumberOption("keep", keep, 0);
  checkNumberOption("shortest", shortest, 0);
  const { frames, sampleRate, channels } = source;
  const format = { sampleRate, channels };
  const framesIn = (seconds: number): number => frameAt(seconds, sampleRate);
  const kept = framesIn(keep);
  const most = longest === undefined ? undefined : framesIn(longest) - 2 * kept;
  if (most !== undefined && !(most >= 1 && Number.isSafeInteger(most))) {
    throw optionError("options.longest", `more than what is kept at both ends, ${2 * keep} s`, longest);
  }

  const least = most === undefined ? minSilence : Math.min(minSilence, LEAST_PAUSE);
  const detector = adaptive
    ? activityDetector({ ...format, ...activityOptions(options, least) })
    : silenceDetector({ ...format, threshold: options.threshold ?? -40, minDuration: least });
  await measure(source, [detector], measuring(options));
  const found = detector.end();
  const silences = adaptive ? spansBetween(found, frames) : found;

  const sounds = spansBetween(longSpans(silences, Math.max(1, framesIn(minSilence))), frames);
  const whole = longSpans(sounds, framesIn(shortest));
  const leftOut = sounds.filter(({ from, to }) => to - from < framesIn(shortest));
  const parts = most === undefined ? whole : cutAtPauses(whole, silences, most);
  // Parts of one sound touch, and so they are padded at the ends of the sound alone.
  return { spans: padSpans(parts, { before: kept, after: kept }, frames), leftOut };
}

/** All activity, of which the lengths are looked at afterwards. */
function activityOptions(
  { threshold }: SoundSpansOptions,
  minPause: number,
): Omit<ActivityOptions, keyof AudioFormat> {
  const asFound = { holdBefore: 0, holdAfter: 0, minActivity: 0, minPause };
  return threshold === undefined ? asFound : { ...asFound, threshold };
}

function measuring({ signal, onProgress }: MeasureOptions): MeasureOptions {
  return { ...(signal && { signal }), ...(onProgress && { onProgress }) };
}

/** Cuts each span that has more than `most` frames. Spans and silences are gone through together, for both are in order. */
function cutAtPauses(spans: readonly FrameSpan[], silences: readonly FrameSpan[], most: number): FrameSpan[] {
  let next = 0; // the first silence that is not before the span
  return spans.flatMap(({ from, to }) => {
    while (next < silences.length && (silences[next]?.from ?? from) < from) next++;
    const pauses: FrameSpan[] = [];
    for (let pause = silences[next]; pause && pause.to < to; pause = silences[++next]) {
      pauses.push({ from: pause.from - from, to: pause.to - from });
    }
    const chunks = silenceChunks(to - from, pauses, { most });
    return chunks.map((chunk) => ({ from: from + chunk.from, to: from + chunk.to }));
  });
}
