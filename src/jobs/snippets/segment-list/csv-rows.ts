import { linesOf } from "./lines.ts";
import { listError } from "./list-error.ts";

/** A row of a table of text. */
export interface Row {
  /** The line on which the row starts; 1 for the first. */
  readonly line: number;
  readonly cells: readonly string[];
}

/**
 * The rows of a table (RFC 4180, with any separator): a cell in quotes may hold separators, line breaks and doubled
 * quotes; white space belongs to its cell. A quote inside a cell that does not begin with one is a character like any
 * other. Rows without content, which spreadsheets leave at the end, are passed over.
 */
export function* csvRows(text: string, separator: "," | ";" | "\t", list: string): Generator<Row> {
  const quoted = `"([^"]*(?:""[^"]*)*)"`;
  const plain = `([^"${separator}\\r\\n][^${separator}\\r\\n]*)?`;
  const cell = new RegExp(`(?:${quoted}|${plain})(${separator}|\\r\\n|\\r|\\n|$)`, "y");
  let line = 1;
  let rowLine = 1;
  let cells: string[] = [];
  while (true) {
    const from = cell.lastIndex;
    const match = cell.exec(text);
    if (match === null) {
      const expected = "a quoted cell that ends with its quote, quotes within it doubled";
      const [found] = linesOf(text.slice(from));
      throw listError("segments/bad-line", { list, line }, expected, found?.text ?? "");
    }
    const [whole, inQuotes, bare = "", end] = match;
    cells.push(inQuotes?.replaceAll('""', '"') ?? bare);
    line += linesOf(whole).length - 1;
    if (end === separator) continue;
    if (cells.some((content) => content.trim() !== "")) yield { line: rowLine, cells };
    if (end === "") return;
    cells = [];
    rowLine = line;
  }
}
