import type { BodyContext } from "./body.ts";

/** Whether a body has fewer bytes than its fixed fields take; takes note of it. */
export function isTooShort(id: string, body: Uint8Array, least: number, context: BodyContext): boolean {
  if (body.length >= least) return false;
  const message = `the ${JSON.stringify(id)} body at offset ${context.offset} has ${body.length} bytes; its fields take ${least}`;
  const { offset } = context;
  context.warn({ code: "wav/bad-metadata", message, offset, actual: body.length, expected: least });
  return true;
}

/** Takes note of a count in a body that speaks of more, or of less, than there is. */
export function warnOfCount(what: string, claimed: number, there: number, context: BodyContext): void {
  const { offset } = context;
  const message = `${what} at offset ${offset}: ${claimed} are claimed, ${there} are there`;
  context.warn({ code: "wav/bad-metadata", message, offset, actual: claimed, expected: there });
}
