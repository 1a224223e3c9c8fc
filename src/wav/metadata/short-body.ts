import { warnOfBody } from "./bad-metadata.ts";
import type { BodyContext } from "./body.ts";

/** Whether a body has fewer bytes than its fixed fields take; takes note of it. */
export function isTooShort(id: string, body: Uint8Array, least: number, context: BodyContext): boolean {
  if (body.length >= least) return false;
  const words = `the ${JSON.stringify(id)} body has ${body.length} bytes; its fields take ${least}`;
  warnOfBody(context, { at: 0, words, actual: body.length, expected: least });
  return true;
}

/** Takes note of a count in a body that speaks of more, or of less, than there is. */
export function warnOfCount(what: string, claimed: number, there: number, context: BodyContext): void {
  const words = `${what}: ${claimed} are claimed, ${there} are there`;
  warnOfBody(context, { at: 0, words, actual: claimed, expected: there });
}
