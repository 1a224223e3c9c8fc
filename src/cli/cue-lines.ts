import type { CuePoint, Cues } from "../wav/metadata/cues.ts";
import { countText, durationText } from "./quantity.ts";
import { tableLines } from "./table.ts";

/** Cue points with what is said of them, in the file's order. */
export function cueLines({ points, others = [] }: Cues, sampleRate: number): string[] {
  const time = (frame: number) => durationText(frame / sampleRate);
  const table = tableLines(
    points,
    ["right", "right", "right", "right", "left"],
    ["id", "frame", "time", "until", "label"],
    (point) => [
      String(point.id),
      String(point.frame),
      time(point.frame),
      point.region ? time(point.frame + point.region.frames) : "",
      cueText(point),
    ],
  );
  return others.length > 0 ? [...table, `and ${countText(others.length, "text")} of no point`] : table;
}

/** What is said of a cue point: its label, its note, and the text of its region. */
export function cueText({ label, note, region }: CuePoint): string {
  return [label, note, region?.text].filter((text) => text).join(" / ");
}
