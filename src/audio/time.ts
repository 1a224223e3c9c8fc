export { frameAt } from "../dsp/frame-at.ts";

const WHOLE = /^\d+$/;
const DECIMAL = /^\d+(?:[.,]\d+)?$/;

/**
 * Reads a time as people write it: seconds (`"12"`, `"12.5"`), minutes and seconds (`"1:02"`), or hours, minutes and
 * seconds (`"1:02:03.250"`). The decimal mark is a point or a comma, white space around the time is ignored.
 *
 * @returns seconds, or NaN when the text is none of these; with a sign, or a part after the first that is 60 or more,
 *   it is none
 */
export function parseTime(text: string): number {
  const parts = text.trim().split(":");
  if (parts.length > 3) return Number.NaN;
  let seconds = 0;
  for (const [index, part] of parts.entries()) {
    const isLast = index === parts.length - 1;
    if (!(isLast ? DECIMAL : WHOLE).test(part)) return Number.NaN;
    const value = Number(part.replace(",", "."));
    if (index > 0 && value >= 60) return Number.NaN;
    seconds = seconds * 60 + value;
  }
  return seconds;
}
