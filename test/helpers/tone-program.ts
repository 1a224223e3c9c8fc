import type { Meter } from "../../src/dsp/meter.ts";

/** A stretch of a sine of 1 kHz. */
export interface Tone {
  readonly seconds: number;
  /** dBFS of the sine's peak, the same on all channels or one for each. Minus infinity is silence. */
  readonly level: number | readonly number[];
}

/** Hz, a divisor of every sample rate used here. */
const FREQUENCY = 1000;
const BLOCK_FRAMES = 5000;

/** Gives a meter tones, one after the other, without ever holding more than a block of them. */
export function playTones(
  meter: Meter,
  { sampleRate, channels }: { readonly sampleRate: number; readonly channels: number },
  tones: readonly Tone[],
): void {
  const sine = Float64Array.from({ length: sampleRate }, (_, i) =>
    Math.sin((2 * Math.PI * FREQUENCY * i) / sampleRate),
  );
  const memory = Array.from({ length: channels }, () => new Float32Array(BLOCK_FRAMES));
  let frame = 0;
  let seconds = 0;
  for (const tone of tones) {
    seconds += tone.seconds;
    const end = Math.round(seconds * sampleRate);
    const { level } = tone;
    const gains = memory.map(
      (_, channel) => 10 ** ((typeof level === "number" ? level : level[channel]!) / 20),
    );
    while (frame < end) {
      const length = Math.min(BLOCK_FRAMES, end - frame);
      const planes = memory.map((plane) => plane.subarray(0, length));
      planes.forEach((plane, channel) => {
        const gain = gains[channel]!;
        let at = frame % sampleRate;
        for (let i = 0; i < length; i++) {
          plane[i] = gain * sine[at]!;
          at = at + 1 === sampleRate ? 0 : at + 1;
        }
      });
      meter.add(planes);
      frame += length;
    }
  }
}
