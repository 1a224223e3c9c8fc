import { clockText, countText, durationText } from "./quantity.ts";
import type { LevelFacts, ScanFacts } from "./scan-facts.ts";
import { type Field, fieldLines, tableLines } from "./table.ts";

/** What was found in one recording. */
export function scanLines(facts: ScanFacts): string[] {
  const { source, format, frames, sampleRate, duration, perChannel, silence } = facts;
  const loudest = facts.peak === null ? "" : `, first at ${durationText(facts.peakFrame / sampleRate)}`;
  return [
    ...fieldLines([
      ["source", source],
      ["format", format],
      ["duration", `${durationText(duration)} (${countText(frames, "frame")})`],
      ["integrated", `${text(facts.integrated, 1)} LUFS`],
      ["loudness range", `${facts.loudnessRange.toFixed(1)} LU`],
      ["max momentary", `${text(facts.maxMomentary, 1)} LUFS`],
      ["max short-term", `${text(facts.maxShortTerm, 1)} LUFS`],
      ["true peak", `${text(facts.truePeak, 2)} dBTP`],
      ["peak", `${text(facts.peak, 2)} dBFS${loudest}`],
      ["RMS", `${text(facts.rms, 2)} dBFS`],
      ["DC offset", offsetText(facts.dcOffset)],
      ["clipped", clippedText(facts)],
      ...notFinite(facts),
      ["silence", silenceText(silence)],
    ]),
    ...(perChannel.length > 1 ? ["", ...channelTable(perChannel)] : []),
    ...silenceTable(silence),
  ];
}

/** What was found in several, a row each. */
export function scanTable(list: readonly ScanFacts[]): string[] {
  if (list.length === 0) return [];
  return tableLines(
    list,
    ["left", ...Array.from({ length: 11 }, () => "right" as const)],
    [
      "source",
      "duration",
      "LUFS",
      "LRA LU",
      "max M",
      "max S",
      "dBTP",
      "peak dB",
      "RMS dB",
      "DC",
      "clipped",
      "silent",
    ],
    (facts) => [
      facts.source,
      durationText(facts.duration),
      text(facts.integrated, 1),
      facts.loudnessRange.toFixed(1),
      text(facts.maxMomentary, 1),
      text(facts.maxShortTerm, 1),
      text(facts.truePeak, 2),
      text(facts.peak, 2),
      text(facts.rms, 2),
      offsetText(facts.dcOffset),
      String(facts.clippedSamples),
      percentText(facts.silence.share),
    ],
    list.length,
  );
}

function channelTable(channels: readonly LevelFacts[]): string[] {
  return tableLines(
    channels.map((facts, index) => ({ ...facts, channel: index + 1 })),
    ["right", "right", "right", "right", "right", "right"],
    ["channel", "peak dBFS", "true peak dBTP", "RMS dBFS", "DC offset", "clipped"],
    ({ channel, peak, truePeak, rms, dcOffset, clippedSamples }) => [
      String(channel),
      text(peak, 2),
      text(truePeak, 2),
      text(rms, 2),
      offsetText(dcOffset),
      String(clippedSamples),
    ],
  );
}

function silenceTable({ spans }: ScanFacts["silence"]): string[] {
  if (spans.length === 0) return [];
  const table = tableLines(
    spans,
    ["right", "right", "right"],
    ["silent from", "to", "length"],
    ({ start, end }) => [clockText(start), clockText(end), durationText(end - start)],
  );
  return ["", ...table];
}

function silenceText({ spans, duration, share, threshold, minDuration }: ScanFacts["silence"]): string {
  const what = `below ${threshold} dB for ${minDuration} s or longer`;
  if (spans.length === 0) return `none ${what}`;
  const times = spans.length === 1 ? "once" : `${spans.length} times`;
  return `${durationText(duration)} in all (${percentText(share)}), ${times} ${what}`;
}

function clippedText({ clippedSamples, clippedRuns }: LevelFacts): string {
  if (clippedSamples === 0) return "no";
  const rows = clippedRuns === 0 ? "" : `, of which two or more in a row ${countText(clippedRuns, "time")}`;
  return `${countText(clippedSamples, "sample")}${rows}`;
}

function notFinite({ nonFiniteSamples: count }: LevelFacts): Field[] {
  return count === 0 ? [] : [["not finite", `${countText(count, "sample")} (NaN or infinite)`]];
}

function offsetText(offset: number): string {
  const shown = offset.toFixed(5);
  return Number(shown) === 0 ? "0.00000" : shown;
}

function percentText(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}

/** A level with so many digits; minus infinity of nothing. */
function text(level: number | null, digits: number): string {
  return level === null ? "-inf" : level.toFixed(digits);
}
