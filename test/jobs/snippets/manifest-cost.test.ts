import { describe, expect, it } from "vitest";
import { exportSnippets } from "../../../src/jobs/snippets/export-snippets.ts";
import { openSnippetExporter } from "../../../src/jobs/snippets/exporter.ts";
import { memoryFolder } from "../../../src/stream/memory-folder.ts";
import { countingSource, RATE } from "../../helpers/export-recording.ts";
import { watchedFolder } from "../../helpers/export-watched-folder.ts";

const source = countingSource(10 * RATE);

/** Counts what is written beside the clips, where every clip takes two milliseconds of a clock that is ours. */
async function costOf(count: number, mode: "list" | "add") {
  let bytes = 0;
  let manifests = 0;
  const memory = memoryFolder();
  const folder = watchedFolder(memory, {
    before(step, name, written) {
      if (name.startsWith("segment_")) return;
      if (step === "write") bytes += written;
      if (step === "create" && name === "manifest.json") manifests++;
    },
  });
  const segments = Array.from({ length: count }, (_, index) => ({
    start: index % 9,
    end: (index % 9) + 0.01,
    speaker: `S${index % 3}`,
    text: "what somebody said in a few words, as it is with most segments",
  }));
  const now = Date.now;
  let clock = now();
  // The manifest is rewritten ten times a second at most; a fast machine would hide what a long export costs.
  Date.now = () => {
    clock += 2;
    return clock;
  };
  try {
    if (mode === "list") {
      await exportSnippets(source, segments, { folder });
    } else {
      const exporter = await openSnippetExporter(source, { folder });
      for (const segment of segments) await exporter.add(segment);
      await exporter.close();
    }
  } finally {
    Date.now = now;
  }
  return { bytes, manifests, last: memory.files.get("manifest.json")?.length ?? 0 };
}

describe("the cost of the manifest", () => {
  it.each(["list", "add"] as const)("grows with the clips, not with their square, by %s", async (mode) => {
    const few = await costOf(500, mode);
    const many = await costOf(4000, mode);
    // It was rewritten again and again, or there would be nothing to see here.
    expect(few.manifests).toBeGreaterThan(5);
    expect(many.manifests).toBeGreaterThan(few.manifests);
    expect(many.bytes / few.bytes).toBeLessThan(1.5 * (4000 / 500));
    expect(many.bytes).toBeLessThan(15 * many.last);
  });
});
