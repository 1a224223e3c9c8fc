import { readFile } from "node:fs";
import { fileError } from "../stream/node/file-error.ts";
import { abortable } from "../stream/wait.ts";

/** Which text is read. */
export interface TextToRead {
  /** A path, or 0 for standard input. */
  readonly file: string | number;
  /** What the text is, for messages: `"the segment list"`. */
  readonly what: string;
  /** Where it comes from, for messages. */
  readonly shownAs: string;
}

/**
 * Reads a text in UTF-8. One that is typed in, or comes out of a program that hangs, does not hold up Ctrl-C.
 *
 * @throws LongwaveError `file/not-found` and the like
 */
export function readText(
  { file, what, shownAs }: TextToRead,
  signal: AbortSignal | undefined,
): Promise<string> {
  const reading = new Promise<string>((resolve, reject) => {
    readFile(file, "utf8", (error, contents) => {
      if (error) reject(fileError(error, `read ${what}`, shownAs));
      else resolve(contents);
    });
  });
  return abortable(reading, signal);
}
