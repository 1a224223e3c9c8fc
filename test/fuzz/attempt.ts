import { LongwaveError } from "../../src/stream/error.ts";

/** What a task gives, or nothing where it refuses with an error of ours; any other error is a finding. */
export async function attempt<Result>(task: () => Promise<Result>): Promise<Result | undefined> {
  try {
    return await task();
  } catch (error) {
    if (error instanceof LongwaveError) return undefined;
    throw error;
  }
}
