import type { DirectInput } from "./plan-request.ts";

/** Both ends of what is read of an input, in seconds that are those of frames. */
export function directRange({ facts, from = 0, to }: DirectInput): {
  readonly from: number;
  readonly to: number;
} {
  const { sampleRate = 48_000 } = facts.audio;
  const ofFrame = (seconds: number) => Math.round(seconds * sampleRate) / sampleRate;
  return {
    from: ofFrame(from),
    to: to === undefined ? facts.duration : Math.min(ofFrame(to), facts.duration),
  };
}
