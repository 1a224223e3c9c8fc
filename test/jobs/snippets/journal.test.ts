import { expect, it } from "vitest";
import { beginJournal, readJournals } from "../../../src/jobs/snippets/journal.ts";
import { memoryFolder } from "../../../src/stream/memory-folder.ts";

it("a journal of a quarter of a million planned files is read", async () => {
  const folder = memoryFolder();
  const journal = await beginJournal(folder);
  const planned = Array.from({ length: 250_000 }, (_, index) => ({
    file: `segment_${String(index + 1).padStart(4, "0")}_A.wav`,
    bytes: 44,
  }));
  await journal.plan(planned);
  expect((await readJournals(folder, [journal.name])).planned).toHaveLength(planned.length);
});
