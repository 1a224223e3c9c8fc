import { optionError } from "../../stream/error.ts";
import { TEXT_ENCODINGS, type TextEncoding } from "./text.ts";

/**
 * The encoding that a caller asks for; `"auto"` unless told otherwise.
 *
 * @throws LongwaveError `options/invalid` for one that is not known
 */
export function encodingOption(encoding: TextEncoding = "auto"): TextEncoding {
  if (TEXT_ENCODINGS.includes(encoding)) return encoding;
  throw optionError("options.encoding", `one of ${TEXT_ENCODINGS.join(", ")}`, encoding);
}
