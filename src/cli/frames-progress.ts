import type { AudioSource } from "../audio/audio-source.ts";
import type { FramesProgress } from "../audio/measure.ts";
import { durationText } from "./quantity.ts";
import { bar, type Terminal } from "./terminal.ts";

/** What is told before this time would be a guess, in milliseconds. */
const FIRST_ESTIMATE_MS = 1_000;

/**
 * Shows how far something has come that goes through a recording, and when it will be done. Where the
 * frames go back, it is gone through again, and the estimate begins anew.
 *
 * @param label what is worked on
 */
export function showFrames(
  out: Terminal,
  sampleRate: number,
  label: string,
): (progress: FramesProgress) => void {
  let begun = Date.now();
  let last = 0;
  return ({ frames, total }) => {
    if (frames < last) begun = Date.now();
    last = frames;
    const elapsed = Date.now() - begun;
    const left =
      frames > 0 && elapsed >= FIRST_ESTIMATE_MS ? (elapsed / frames) * (total - frames) : undefined;
    const time = `${shortText(frames / sampleRate)} of ${shortText(total / sampleRate)}`;
    const estimate = left === undefined ? "" : `, ${shortText(left / 1000)} left`;
    out.progress(`${bar(frames, total)} ${time}${estimate}  ${label}`);
  };
}

/** Without the milliseconds, which nobody could read in time. */
function shortText(seconds: number): string {
  return durationText(Math.round(seconds)).replace(/\.\d+$/, "");
}

/**
 * The same of a job that tells itself how long the rest will take. Where nobody knows the end, it shows what is
 * done.
 */
export function showSeconds(
  out: Terminal,
  label: string,
): (progress: { readonly seconds: number; readonly total: number; readonly eta: number }) => void {
  const begun = Date.now();
  return ({ seconds, total, eta }) => {
    if (!Number.isFinite(total)) return out.progress(`${shortText(seconds)}  ${label}`);
    const isGuess = seconds === 0 || Date.now() - begun < FIRST_ESTIMATE_MS;
    const estimate = isGuess ? "" : `, ${shortText(eta)} left`;
    out.progress(`${bar(seconds, total)} ${shortText(seconds)} of ${shortText(total)}${estimate}  ${label}`);
  };
}

/** The same for a file of so many frames that is being written, told in bytes. */
export function showWritten(
  out: Terminal,
  audio: Pick<AudioSource, "sampleRate" | "frames">,
  size: number,
  label: string,
): (bytes: number) => void {
  const { sampleRate, frames: total } = audio;
  const show = showFrames(out, sampleRate, label);
  return (bytes) => show({ frames: Math.round((total * bytes) / size), total });
}
