import type { Chapter, MediaTags } from "../media.ts";

/** Chapters that comments have room for: their numbers have three digits. */
export const MOST_COMMENTS = 1000;

/**
 * The chapters of a part of a recording, in order, with times of the part. What is outside is left out, what
 * reaches over an end is cut there.
 *
 * @param from seconds of the recording
 * @param to seconds of the recording; infinity for its end
 */
export function partChapters(chapters: readonly Chapter[], from: number, to: number): Chapter[] {
  return chapters
    .filter(({ start, end }) => start < to && (end > from || (start === end && start >= from)))
    .map(({ start, end, title }) => ({
      start: Math.max(start - from, 0),
      end: Math.min(end, to) - from,
      title,
    }))
    .sort((a, b) => a.start - b.start);
}

/**
 * Chapters of an MPEG-4 file are the samples of a track of text, which begins at 0: what is before the first
 * becomes one without a title, or the first would begin there.
 */
export function fromTheBeginning(chapters: readonly Chapter[]): readonly Chapter[] {
  const first = chapters[0];
  if (first === undefined || first.start === 0) return chapters;
  return [{ start: 0, end: first.start, title: "" }, ...chapters];
}

/**
 * Chapters as Vorbis comments, the way that all players read: `CHAPTER000=00:00:00.000`, `CHAPTER000NAME=…`; up
 * to 1000.
 */
export function chapterComments(chapters: readonly Chapter[]): MediaTags {
  const comments = chapters.slice(0, MOST_COMMENTS).flatMap(({ start, title }, index) => {
    const name = `CHAPTER${String(index).padStart(3, "0")}`;
    return [
      [name, clock(start)],
      [`${name}NAME`, title],
    ];
  });
  return Object.fromEntries(comments);
}

/** Hours, minutes, seconds and milliseconds. */
function clock(seconds: number): string {
  const milliseconds = Math.round(seconds * 1000);
  const part = (unit: number, base: number, digits: number) =>
    String(Math.floor(milliseconds / unit) % base).padStart(digits, "0");
  const hours = part(3_600_000, Number.MAX_SAFE_INTEGER, 2);
  return `${hours}:${part(60_000, 60, 2)}:${part(1000, 60, 2)}.${part(1, 1000, 3)}`;
}
