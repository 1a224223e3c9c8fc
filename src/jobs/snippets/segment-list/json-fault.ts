/** Where a text stops being JSON. */
export interface JsonFault {
  /** In UTF-16 code units from the start of the text. */
  readonly offset: number;
  readonly expected: string;
  readonly actual: string;
}

/** Every character but JSON's white space (RFC 8259 §2) is part of a token; the last `"` is that of a string without an end. */
const TOKEN = /[{}[\],:]|"[^"\\]*(?:\\.[^"\\]*)*"|[^ \t\r\n{}[\],:"]+|"/g;

const VALUE = "a value";
const FIRST_VALUE = 'a value or "]"';
const NAME = "a name in quotes";
const FIRST_NAME = 'a name in quotes or "}"';
const COLON = '":"';
const MORE_VALUES = '"," or "]"';
const MORE_NAMES = '"," or "}"';
const NOTHING = "nothing more";

/**
 * Finds the first token that does not belong, in a text that `JSON.parse` has refused: only some engines say where
 * they stopped, and each in other words.
 */
export function findJsonFault(text: string): JsonFault {
  const closers: string[] = [];
  let expected = VALUE;
  for (const { 0: token, index } of text.matchAll(TOKEN)) {
    const next = after(token, expected, closers);
    if (next === undefined) return { offset: index, expected, actual: token };
    expected = next;
  }
  return { offset: text.length, expected, actual: "the end of the text" };
}

/** What is expected after the token, or undefined when the token is not what was expected. Keeps `closers` current. */
function after(token: string, expected: string, closers: string[]): string | undefined {
  const afterValue = () => {
    const closer = closers.at(-1);
    return closer === undefined ? NOTHING : closer === "]" ? MORE_VALUES : MORE_NAMES;
  };
  if (token === closers.at(-1) && [FIRST_VALUE, FIRST_NAME, MORE_VALUES, MORE_NAMES].includes(expected)) {
    closers.pop();
    return afterValue();
  }
  switch (expected) {
    case VALUE:
    case FIRST_VALUE:
      if (token === "[") {
        closers.push("]");
        return FIRST_VALUE;
      }
      if (token === "{") {
        closers.push("}");
        return FIRST_NAME;
      }
      return isJson(token) ? afterValue() : undefined;
    case NAME:
    case FIRST_NAME:
      return token.startsWith('"') && isJson(token) ? COLON : undefined;
    case COLON:
      return token === ":" ? VALUE : undefined;
    case MORE_VALUES:
      return token === "," ? VALUE : undefined;
    case MORE_NAMES:
      return token === "," ? NAME : undefined;
    default:
      return undefined;
  }
}

function isJson(token: string): boolean {
  try {
    JSON.parse(token);
    return true;
  } catch {
    return false;
  }
}
