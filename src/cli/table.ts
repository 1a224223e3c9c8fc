/** A table shows so many rows of a list at most. */
const MOST_ROWS = 40;

/** Of a text so many lines, and of a line so many characters. */
const MOST_LINES = 10;
const MOST_CHARACTERS = 200;

/** As much of a text as can be shown at most, so that a long one costs nothing. */
const MOST_SHOWN = MOST_LINES * MOST_CHARACTERS;

/** Which way the cells of a column lean. */
export type Alignment = "left" | "right";

/**
 * A list as lines of columns that are as wide as their widest cell. A long list is cut, and the last line says
 * so.
 *
 * @param most rows that are shown
 */
export function tableLines<T>(
  list: readonly T[],
  alignments: readonly Alignment[],
  heads: readonly string[],
  cells: (item: T) => readonly string[],
  most: number = MOST_ROWS,
): string[] {
  const rows = [heads, ...list.slice(0, most).map((item) => cells(item).map(shortened))];
  const widths = alignments.map((_, column) =>
    rows.reduce((widest, row) => Math.max(widest, row[column]?.length ?? 0), 0),
  );
  const lines = rows.map((row) =>
    row
      .map((cell, column) => {
        const width = widths[column] ?? 0;
        return alignments[column] === "right" ? cell.padStart(width) : cell.padEnd(width);
      })
      .join("  ")
      .trimEnd(),
  );
  return [...lines, ...moreLine(list.length, most)];
}

/** A name and the text that it has. */
export type Field = readonly [name: string, text: string];

/** Fields, a line each; the further lines of a text stand below its first one. */
export function fieldLines(fields: readonly Field[]): string[] {
  const shown = fields.slice(0, MOST_ROWS);
  const width = Math.max(0, ...shown.map(([name]) => name.length)) + 2;
  const lines = shown.flatMap(([name, text]) =>
    textLines(text).map((line, index) => `${(index === 0 ? name : "").padEnd(width)}${line}`.trimEnd()),
  );
  return [...lines, ...moreLine(fields.length, MOST_ROWS)];
}

/** The lines of a text; of a long one its beginning. */
export function textLines(text: string): string[] {
  const lines = text
    .slice(0, MOST_SHOWN)
    .trimEnd()
    .split(/\r\n|\r|\n/);
  const shown = lines.slice(0, MOST_LINES).map(shortened);
  const isCut = text.length > MOST_SHOWN || lines.length > MOST_LINES;
  return isCut ? [...shown, "… and more; --json has all"] : shown;
}

function shortened(line: string): string {
  return line.length > MOST_CHARACTERS ? `${line.slice(0, MOST_CHARACTERS)}…` : line;
}

function moreLine(total: number, most: number): string[] {
  return total > most ? [`… ${total - most} more; --json has all`] : [];
}
