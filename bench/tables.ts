import type { DspFigure } from "./dsp.ts";
import type { EngineFigure } from "./engine.ts";
import type { GoalFigure } from "./goals.ts";
import type { ExactnessFigure } from "./media-exactness.ts";
import { printTable } from "./report.ts";
import { LEVEL_PARTS, type QualityFigure } from "./resampler-quality.ts";
import type { ResamplerFigure } from "./resampler-speed.ts";

/** Prints what was measured of the engine. */
export function printEngine(figures: readonly EngineFigure[]): void {
  printTable(
    "The engine, in memory: 10 s of stereo at 48 kHz",
    figures.map(({ name, medianMs, megasamplesPerSecond }) => [
      name,
      `${medianMs.toFixed(3)} ms`,
      megasamplesPerSecond === undefined ? "" : `${megasamplesPerSecond.toFixed(0)} Msamples/s`,
    ]),
  );
}

/** Prints what was measured of filters, dynamics and meters. */
export function printDsp(figures: readonly DspFigure[]): void {
  const materials = Object.keys(figures[0]?.nanoseconds ?? {});
  printTable(
    "Filters, dynamics and meters, in memory, stereo at 44.1 kHz: ns per frame at the least, by what they hear",
    [
      ["", ...materials],
      ...figures.map(({ name, nanoseconds }) => [
        name,
        ...materials.map((material) => nanoseconds[material]?.toFixed(1) ?? ""),
      ]),
    ],
  );
}

/** Prints how long conversions of the sample rate take. */
export function printResampler(figures: readonly ResamplerFigure[]): void {
  printTable("The resampler, in memory, one channel", [
    ["", "quality", "ns per output frame", "times real time"],
    ...figures.map(({ from, to, quality, nanosecondsPerOutputFrame, timesRealTime }) => [
      `${from} to ${to} Hz`,
      quality,
      nanosecondsPerOutputFrame.toFixed(1),
      timesRealTime.toFixed(0),
    ]),
  ]);
}

/** Prints how good they are. */
export function printQuality(figures: readonly QualityFigure[]): void {
  for (const title of new Set(figures.map(rates))) {
    printTable(`${title}, in dB: levels at parts of the lower Nyquist frequency; the worst of the rest`, [
      ["", ...LEVEL_PARTS.map((part) => part.toFixed(2)), "ripple to 0.9", "other to 0.9", "alias above 1"],
      ...figures
        .filter((figure) => rates(figure) === title)
        .map(({ name, levels, ripple, residue, alias }) => [
          name,
          ...levels.map((level) => level.toFixed(3)),
          ripple.toFixed(5),
          residue.toFixed(1),
          alias?.toFixed(1) ?? "",
        ]),
    ]);
  }
}

/** Prints how near decoded recordings are to what ffmpeg makes of them. */
export function printExactness(figures: readonly ExactnessFigure[]): void {
  printTable("Decoded to 16 bits, 10 minutes, beside ffmpeg", [
    ["", "largest difference", "samples that differ", "frames", "ffmpeg's"],
    ...figures.map(({ format, frames, nativeFrames, largestStep, differing }) => [
      format,
      `${largestStep} ${largestStep === 1 ? "step" : "steps"}`,
      String(differing),
      String(frames),
      String(nativeFrames),
    ]),
  ]);
}

/** Prints what is to be reached, beside what was. */
export function printGoals(figures: readonly GoalFigure[]): void {
  printTable("Goals", [
    ["", "to reach", "measured", ""],
    ...figures.map(({ what, toReach, figure, reached }) => [
      what,
      toReach,
      figure,
      reached ? "reached" : "missed",
    ]),
  ]);
}

function rates({ from, to }: QualityFigure): string {
  return `${from} to ${to} Hz`;
}
