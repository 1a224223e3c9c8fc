import { LongwaveError } from "../../stream/error.ts";

/**
 * An error as it crosses from one thread to another: cloning leaves neither the code nor the details of one.
 */
export interface ToldError {
  readonly code: string;
  readonly message: string;
  readonly details: Readonly<Record<string, unknown>>;
  readonly cause?: unknown;
}

/**
 * What can be told of an error to another thread. Details and causes that cannot be cloned stay behind.
 *
 * @param otherwise the code of what is no LongwaveError, which becomes the cause of one
 */
export function tellError(error: unknown, otherwise: string): ToldError {
  if (!(error instanceof LongwaveError)) {
    const message = error instanceof Error ? error.message : String(error);
    return { code: otherwise, message, details: {}, ...cloneable({ cause: error }) };
  }
  const { code, message, details, cause } = error;
  return { code, message, details: cloneable(details), ...cloneable({ cause }) };
}

/** The error that was told. */
export function heardError({ code, message, details, cause }: ToldError): LongwaveError {
  return new LongwaveError(code, message, { ...details, cause });
}

function cloneable(values: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => isCloneable(value)));
}

function isCloneable(value: unknown): boolean {
  try {
    structuredClone(value);
    return true;
  } catch {
    return false;
  }
}
