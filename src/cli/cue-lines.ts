import type { Cues } from "../wav/metadata/cues.ts";
import { countText, durationText } from "./quantity.ts";
import { tableLines } from "./table.ts";

/** Cue points with what is said of them, in the file's order. */
export function cueLines({ points, others = [] }: Cues, sampleRate: number): string[] {
  const time = (frame: number) => durationText(frame / sampleRate);
  const table = tableLines(
    points,
    ["right", "right", "right", "right", "left"],
    ["id", "frame", "time", "until", "label"],
    ({ id, frame, label, note, region }) => [
      String(id),
      String(frame),
      time(frame),
      region ? time(frame + region.frames) : "",
      [label, note, region?.text].filter((text) => text).join(" / "),
    ],
  );
  return others.length > 0 ? [...table, `and ${countText(others.length, "text")} of no point`] : table;
}
