import type { AcidLoop } from "../wav/metadata/acid.ts";
import type { Peaks } from "../wav/metadata/peak.ts";
import type { Sampler } from "../wav/metadata/smpl.ts";
import { noteText } from "./chunk-fields.ts";
import { bytesText, durationText } from "./quantity.ts";
import { type Field, fieldLines, tableLines } from "./table.ts";

/** What a sampler needs, and its loops. */
export function samplerLines(sampler: Sampler, sampleRate: number): string[] {
  const { unityNote, pitchFraction, samplePeriod, manufacturer, product, loops, data } = sampler;
  // A pitch fraction is in units of 2^-32 semitones, of 100 cents each.
  const cents = (100 * pitchFraction) / 2 ** 32;
  const fields: Field[] = [
    ["unity note", cents === 0 ? noteText(unityNote) : `${noteText(unityNote)} + ${cents.toFixed(2)} cents`],
    ["sample period", `${samplePeriod} ns`],
    ...numberFields({ manufacturer, product }),
    ...smpteFields(sampler),
    ...(data ? [["data", bytesText(data.length)] as const] : []),
  ];
  if (loops.length === 0) return fieldLines(fields);
  const table = tableLines(
    loops,
    ["right", "left", "right", "right", "right", "right", "left"],
    ["loop", "type", "start", "end", "from", "until", "times"],
    ({ id, type, start, end, playCount }) => [
      String(id),
      String(type),
      String(start),
      String(end),
      durationText(start / sampleRate),
      durationText((end + 1) / sampleRate),
      playCount === 0 ? "endless" : String(playCount),
    ],
  );
  return [...fieldLines(fields), ...table];
}

/** Tempo and beats of a loop. */
export function loopFields(loop: AcidLoop): Field[] {
  const { oneShot, stretches, diskBased, hasRootNote, rootNote, beats, meter, tempo } = loop;
  return [
    ["type", oneShot ? "one shot" : "loop"],
    ["tempo", `${tempo.toFixed(2)} beats a minute`],
    ["beats", String(beats)],
    ["meter", `${meter.numerator}/${meter.denominator}`],
    ...(hasRootNote ? [["root note", noteText(rootNote)] as const] : []),
    ...(stretches ? [["stretches", "yes"] as const] : []),
    ...(diskBased ? [["played from", "disk"] as const] : []),
  ];
}

/** Where each channel is loudest. */
export function peakLines({ channels, timestamp }: Peaks, sampleRate: number): string[] {
  const table = tableLines(
    channels.map((peak, index) => ({ ...peak, channel: index + 1 })),
    ["right", "right", "right", "right"],
    ["channel", "dBFS", "frame", "time"],
    ({ channel, value, frame }) => [
      String(channel),
      decibels(value),
      String(frame),
      durationText(frame / sampleRate),
    ],
  );
  const found = timestamp === 0 ? [] : [`found at ${new Date(timestamp * 1000).toISOString()}`];
  return [...table, ...found];
}

function decibels(value: number): string {
  return value === 0 ? "-inf" : (20 * Math.log10(value)).toFixed(2);
}

function numberFields(numbers: Readonly<Record<string, number>>): Field[] {
  return Object.entries(numbers)
    .filter(([, number]) => number !== 0)
    .map(([name, number]) => [name, String(number)]);
}

/** The offset has a byte each for hours (signed), minutes, seconds and frames, from the top. */
function smpteFields({ smpteFormat, smpteOffset }: Sampler): Field[] {
  if (smpteFormat === 0) return [];
  const byte = (place: number) => Math.floor(smpteOffset / 256 ** place) % 256;
  const hours = byte(3) < 128 ? byte(3) : byte(3) - 256;
  const parts = [hours, byte(2), byte(1), byte(0)].map((part) => String(part).padStart(2, "0"));
  return [["SMPTE offset", `${parts.join(":")} at ${smpteFormat} frames a second`]];
}
