import { expect } from "vitest";
import { LongwaveError } from "../../src/stream/error.ts";

/** What a promise is rejected with; fails the test when it is fulfilled. */
export async function rejection(promise: Promise<unknown>): Promise<unknown> {
  return promise.then(
    (value) => expect.fail(`expected a rejection, got ${String(value)}`),
    (reason: unknown) => reason,
  );
}

/** The LongwaveError that a promise is rejected with. */
export async function failure(promise: Promise<unknown>): Promise<LongwaveError> {
  const error = await rejection(promise);
  expect(error).toBeInstanceOf(LongwaveError);
  return error as LongwaveError;
}

/** The code of that error. */
export async function failureCode(promise: Promise<unknown>): Promise<string> {
  return (await failure(promise)).code;
}
