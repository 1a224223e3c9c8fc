import { InvalidArgumentError } from "commander";
import { parseTime } from "../audio/time.ts";

/** A time in seconds. */
export function time(text: string): number {
  const seconds = parseTime(text);
  if (Number.isNaN(seconds)) throw new InvalidArgumentError("Expected seconds or h:mm:ss.mmm.");
  return seconds;
}

/** A number of things at the same time. */
export function count(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1 || value > 64) {
    throw new InvalidArgumentError("Expected an integer from 1 to 64.");
  }
  return value;
}

/** A length of time in seconds. */
export function positive(text: string): number {
  const value = Number(text);
  if (!(value > 0 && value < 1e6)) throw new InvalidArgumentError("Expected a positive number of seconds.");
  return value;
}

/** A name is a token, a value is visible bytes with blanks between them (RFC 9110 §5.1 and §5.5). */
const HEADER = /^([\w!#$%&'*+.^`|~-]+):[ \t]*([\x21-\x7e\x80-\xff \t]*)$/;

/** Request headers, one more with each use of the option. */
export function header(line: string, earlier: [string, string][] = []): [string, string][] {
  const [, name, value] = HEADER.exec(line) ?? [];
  if (name === undefined || value === undefined) throw new InvalidArgumentError('Expected "Name: value".');
  return [...earlier, [name, value.trim()]];
}

/** The texts of an option that may be repeated. */
export function several(text: string, earlier: readonly string[] = []): readonly string[] {
  return [...earlier, text];
}
