import { describe, it } from "vitest";
import { LongwaveError } from "../../src/stream/error.ts";
import { withMemoryFor } from "../fuzz/allocations.ts";
import { type HostileRecord, openCorpus } from "./corpus.ts";
import { expectAllRight, type Reading, readingOf, whyImpossible } from "./reading.ts";

const corpus = openCorpus();

/** Of the processor, whatever else the machine does: far more than any of them takes. */
const MOST_MILLISECONDS = 2000;

/** What a file does beyond what its class asks of it. */
async function judge(
  { file }: HostileRecord,
  isRight: (reading: Reading | LongwaveError) => boolean,
): Promise<string | undefined> {
  const bytes = corpus!.bytes(file);
  const start = process.cpuUsage();
  const reading = await withMemoryFor(bytes.length, () => readingOf(bytes));
  const { user, system } = process.cpuUsage(start);
  const milliseconds = (user + system) / 1000;
  if (milliseconds > MOST_MILLISECONDS) return `takes ${milliseconds} ms`;
  if (reading instanceof LongwaveError) {
    return reading.code.startsWith("wav/") && isRight(reading) ? undefined : `is refused: ${reading.message}`;
  }
  return isRight(reading) ? whyImpossible(reading, bytes.length) : `is read: ${reading.wav.frames} frames`;
}

function recordsOf(wanted: HostileRecord["class"]): HostileRecord[] {
  return corpus?.hostile.filter((record) => record.class === wanted) ?? [];
}

function hasWanted(reading: Reading, { wantedFrames }: HostileRecord): boolean {
  return wantedFrames === undefined || reading.wav.frames === wantedFrames;
}

describe.skipIf(!corpus)("of the files that mean harm,", () => {
  it("those in which there is nothing to read are refused", async () => {
    await expectAllRight(recordsOf("reject"), (record) =>
      judge(record, (reading) => reading instanceof LongwaveError),
    );
  });

  it("those that exist in the wild are read", async () => {
    await expectAllRight(recordsOf("tolerate"), (record) =>
      judge(record, (reading) => !(reading instanceof LongwaveError) && hasWanted(reading, record)),
    );
  });

  it("the others are refused, or read as far as they can be", async () => {
    await expectAllRight(recordsOf("either"), (record) =>
      judge(record, (reading) => reading instanceof LongwaveError || hasWanted(reading, record)),
    );
  });
});
