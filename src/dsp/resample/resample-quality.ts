/** How good a conversion of the sample rate is, and how long it takes. */
export type ResampleQuality = "fast" | "high" | "very-high";

/** The qualities, for option checks. */
export const RESAMPLE_QUALITIES: readonly ResampleQuality[] = ["fast", "high", "very-high"];

/** What a quality promises, and how long the short kernel must be for that. */
export interface QualityTraits {
  /** End of the pass band, as a part of the lower of the two Nyquist frequencies. Up to there the level holds. */
  readonly passBand: number;
  /** dB by which images and aliases are down. What would become one begins at the lower Nyquist frequency. */
  readonly attenuation: number;
  /** Length of the short kernel in frames at twice the lower rate, at the least. */
  readonly shortLength: number;
}

export const QUALITY_TRAITS: Readonly<Record<ResampleQuality, QualityTraits>> = {
  fast: { passBand: 0.9, attenuation: 100, shortLength: 5.8 },
  high: { passBand: 0.95, attenuation: 125, shortLength: 7.25 },
  "very-high": { passBand: 0.95, attenuation: 160, shortLength: 9.2 },
};
