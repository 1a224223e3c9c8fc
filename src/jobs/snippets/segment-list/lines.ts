/** A line of a text, without its line break. */
export interface Line {
  /** 1 for the first. */
  readonly number: number;
  readonly text: string;
}

/** Every line of a text, the blank ones too. A line ends with CRLF, LF or CR. */
export function linesOf(text: string): Line[] {
  return text.split(/\r\n|\r|\n/).map((line, index) => ({ number: index + 1, text: line }));
}

/** The lines of a text that hold more than white space. */
export function filledLinesOf(text: string): Line[] {
  return linesOf(text).filter((line) => line.text.trim() !== "");
}
