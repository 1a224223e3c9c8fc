import type { SoundShape } from "./encoded-sound.ts";

/**
 * What libvorbis takes as a bit rate up to a sample rate: least and most for a mono and for a stereo stream.
 */
interface VorbisLimits {
  readonly below: number;
  readonly mono: readonly [least: number, most: number];
  readonly stereo: readonly [least: number, most: number];
}

/** libvorbis 1.3.7, `rate_mapping_*` of lib/modes; it refuses what is outside. */
const LIMITS: readonly VorbisLimits[] = [
  { below: 9000, mono: [8000, 42_000], stereo: [12_000, 84_000] },
  { below: 15_000, mono: [12_000, 50_000], stereo: [16_000, 100_000] },
  { below: 19_000, mono: [16_000, 100_000], stereo: [24_000, 200_000] },
  { below: 26_000, mono: [16_000, 90_000], stereo: [30_000, 180_000] },
  { below: 40_000, mono: [30_000, 190_000], stereo: [36_000, 380_000] },
  { below: 50_000, mono: [32_000, 240_000], stereo: [45_000, 500_000] },
];

/** The nearest bit rate that libvorbis takes. More than two channels are encoded each for itself. */
export function vorbisBitrate(wished: number, { sampleRate, channels }: SoundShape): number {
  const limits = LIMITS.find(({ below }) => sampleRate < below) ?? LIMITS[LIMITS.length - 1];
  if (limits === undefined) return wished;
  const [least, most] = channels === 2 ? limits.stereo : limits.mono;
  const times = channels === 2 ? 1 : channels;
  return Math.min(Math.max(wished, least * times), most * times);
}
