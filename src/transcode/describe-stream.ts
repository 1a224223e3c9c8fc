import type { MediaStream } from "./media.ts";

/** Bits a second for people: `"128 kb/s"`. */
export function rateText(bitsPerSecond: number): string {
  return `${Math.round(bitsPerSecond / 1000)} kb/s`;
}

/** A stream for people: `"mp3, 44100 Hz, 2 channels, 128 kb/s"`. */
export function describeStream(stream: MediaStream): string {
  const { codec, sampleRate, channels, bitrate, bitsPerSample, width, height, language } = stream;
  return [
    codec,
    ...(bitsPerSample === undefined ? [] : [`${bitsPerSample}-bit`]),
    ...(sampleRate === undefined ? [] : [`${sampleRate} Hz`]),
    ...(channels === undefined ? [] : [channels === 1 ? "1 channel" : `${channels} channels`]),
    ...(bitrate === undefined ? [] : [rateText(bitrate)]),
    ...(width === undefined || height === undefined ? [] : [`${width}×${height}`]),
    ...(language === undefined ? [] : [language]),
  ].join(", ");
}
