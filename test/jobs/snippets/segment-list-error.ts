import { LongwaveError } from "../../../src/stream/error.ts";

/** The error that the call throws, for asserting its code, message and details. */
export function errorOf(call: () => unknown): LongwaveError {
  try {
    call();
  } catch (error) {
    if (error instanceof LongwaveError) return error;
    throw error;
  }
  throw new Error("expected the call to throw, it returned");
}
