import { writeFourCharacters } from "../chunk.ts";
import { badMetadata } from "./bad-metadata.ts";

/**
 * Writes a code of four characters, each a byte.
 *
 * @param field its name, for the message
 * @throws LongwaveError `wav/bad-metadata` for what is no such code
 */
export function writeCodeField(view: DataView, offset: number, field: string, code: string): void {
  if (!/^[\0-\xff]{4}$/.test(code)) {
    const message = `${field} must be four characters of one byte each, got ${JSON.stringify(code)}`;
    throw badMetadata(message, code, "four characters");
  }
  writeFourCharacters(view, offset, code);
}
