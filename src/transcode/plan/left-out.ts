import type { MediaWarning } from "../media.ts";
import type { EncodingOptions } from "../transcode-options.ts";
import { MOST_COMMENTS } from "./chapters.ts";
import { hasTag } from "./named-tags.ts";
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
  if (chapterHolding === "none" && wished.length > 0) {
    warn("media/chapters-left-out", `${format} has no room for ${wished.length} chapters`);
  } else {
    warnings.push(...lateChapters(options, seconds));
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
  return [...warnings, ...namelessTags(options)];
}

/** The same of a WAV file that we write, which has room for chapters. */
export function leftOutOfWav(options: EncodingOptions, seconds: number): MediaWarning[] {
  const cover = { code: "media/cover-left-out", message: "wav has no room for a cover" };
  return [...lateChapters(options, seconds), ...(options.cover ? [cover] : []), ...namelessTags(options)];
}

function lateChapters({ chapters = [] }: EncodingOptions, seconds: number): MediaWarning[] {
  const late = chapters.filter(({ start }) => start >= seconds).length;
  if (late === 0) return [];
  const which = `${late} of ${chapters.length} chapters`;
  const message = `${which} begin behind the end of the result, ${seconds.toFixed(3)} s: left out`;
  return [{ code: "media/chapters-left-out", message }];
}

function namelessTags({ format, tags = {} }: EncodingOptions): MediaWarning[] {
  const nameless = Object.entries(tags).flatMap(([name, value]) =>
    value === "" || hasTag(format, name.toLowerCase()) ? [] : [name],
  );
  if (nameless.length === 0) return [];
  const message = `${format} has no field for ${nameless.join(", ")}: left out`;
  return [{ code: "media/tags-left-out", message }];
}
