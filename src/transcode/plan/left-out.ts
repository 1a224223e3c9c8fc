import type { MediaWarning } from "../media.ts";
import { MOST_COMMENTS } from "./chapters.ts";
import { FORMATS, isMp4 } from "./output-format.ts";
import type { PlanRequest } from "./plan-request.ts";
import type { PlannedContent } from "./planned-content.ts";

/**
 * What was asked for and cannot be had. What the input merely carries is left out of formats without room for
 * it in silence, as everybody expects of a WAV.
 */
export function leftOut(
  { options, carried, canPatch }: PlanRequest,
  { chapters: { length: chapters }, seconds }: Pick<PlannedContent, "chapters" | "seconds">,
): MediaWarning[] {
  const { format, chapters: wished = [] } = options;
  const { chapters: chapterHolding, cover: coverHolding } = FORMATS[format];
  const warnings: MediaWarning[] = [];
  const warn = (code: string, message: string) => warnings.push({ code, message });
  const late = wished.filter(({ start }) => start >= seconds).length;
  if (chapterHolding === "none" && wished.length > 0) {
    warn("media/chapters-left-out", `${format} has no room for ${wished.length} chapters`);
  } else if (late > 0) {
    const which = `${late} of ${wished.length} chapters`;
    warn("media/chapters-left-out", `${which} begin behind the end of the result, ${seconds} s: left out`);
  }
  if (chapterHolding === "comments" && chapters > MOST_COMMENTS) {
    const message = `${format} has room for ${MOST_COMMENTS} chapters, got ${chapters}: the last are left out`;
    warn("media/chapters-left-out", message);
  }
  if (coverHolding === "none" && options.cover) {
    warn("media/cover-left-out", `${format} has no room for a cover`);
  }
  const cover = options.cover === undefined ? carried.cover : options.cover;
  if (isMp4(format) && !canPatch && cover) {
    warn("media/cover-left-out", `${format} has room for a cover only where the sink can go back`);
  }
  return warnings;
}
