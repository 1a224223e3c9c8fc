import type { Chapter, CoverPicture, MediaTags } from "../media.ts";
import { fromTheBeginning, partChapters } from "./chapters.ts";
import { directRange } from "./direct-range.ts";
import { FORMATS, isMp4 } from "./output-format.ts";
import type { PlannedInput, PlanRequest } from "./plan-request.ts";
import { resultTags } from "./result-tags.ts";

/** What the result will hold, as far as the format has room for it. */
export interface PlannedContent {
  readonly seconds: number;
  readonly tags: MediaTags;
  readonly chapters: readonly Chapter[];
  readonly cover: CoverPicture | undefined;
}

/** What becomes of what the input carries and what the options wish. */
export function plannedContent(request: PlanRequest): PlannedContent {
  const { input, carried, options } = request;
  const { format } = options;
  const { from, to } = rangeOf(input);
  const book = format === "m4b" ? { media_type: "2" } : {};
  return {
    seconds: to - from,
    tags: { ...book, ...resultTags(carried.tags ?? {}, options.tags) },
    chapters: chaptersOf(request, from, to),
    cover: coverOf(request),
  };
}

function chaptersOf({ carried, options }: PlanRequest, from: number, to: number): readonly Chapter[] {
  if (FORMATS[options.format].chapters === "none") return [];
  const chapters = options.chapters
    ? partChapters(options.chapters, 0, to - from)
    : partChapters(carried.chapters ?? [], from, to);
  return isMp4(options.format) ? fromTheBeginning(chapters) : chapters;
}

function coverOf({ carried, options, canPatch }: PlanRequest): CoverPicture | undefined {
  const hasRoom = FORMATS[options.format].cover !== "none" && (canPatch || !isMp4(options.format));
  if (!hasRoom || options.cover === null) return undefined;
  return options.cover ?? carried.cover;
}

function rangeOf(input: PlannedInput): { readonly from: number; readonly to: number } {
  if (input.kind === "stream") return { from: 0, to: Number.POSITIVE_INFINITY };
  if (input.kind === "samples") return { from: 0, to: input.frames / input.sampleRate };
  return directRange(input);
}
