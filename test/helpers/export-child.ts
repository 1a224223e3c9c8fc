// Exports the counting recording into a folder. Argument: an ExportOrder as JSON. Prints "begun" before it begins, and "held"
// when it waits for a word on standard input.
import { isClipName } from "../../src/jobs/snippets/clip-name.ts";
import { exportSnippets } from "../../src/jobs/snippets/export-snippets.ts";
import { openSnippetExporter } from "../../src/jobs/snippets/exporter.ts";
import type { ByteSource } from "../../src/stream/byte-source.ts";
import type { Folder } from "../../src/stream/folder.ts";
import { fileFolder, fileSource } from "../../src/stream/node/index.ts";
import type { ExportOrder } from "./export-process.ts";
import { segmentsOf } from "./export-segments.ts";
import { watchedFolder } from "./export-watched-folder.ts";

const order: ExportOrder = JSON.parse(process.argv[2] as string);
const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

function slowed(source: ByteSource, milliseconds: number): ByteSource {
  return {
    ...source,
    async read(offset, into, signal) {
      await pause(milliseconds);
      return source.read(offset, into, signal);
    },
  };
}

/** Where the first clips are written, fewer than so many, and no other before somebody says so. */
function holding(folder: Folder, holdAt: number): Folder {
  const begun = new Set<string>();
  let word: Promise<void> | undefined;
  const hold = () =>
    new Promise<void>((resolve) => {
      const go = () => {
        process.stdin.destroy();
        resolve();
      };
      process.stdin.once("data", go).once("end", go);
      process.stdout.write("held\n");
    });
  return watchedFolder(folder, {
    before(step, name) {
      if (step !== "write" || !isClipName(name) || begun.has(name)) return;
      if (begun.size + 1 < holdAt) return void begun.add(name);
      word ??= hold();
      return word;
    },
  });
}

const file = await fileSource(order.recording);
const source = order.readMs ? slowed(file, order.readMs) : file;
const directory = await fileFolder(order.out);
const folder = order.holdAt === undefined ? directory : holding(directory, order.holdAt);
const options = { folder, session: "shared", concurrency: 3 };
const segments = segmentsOf(order.speaker, order.count, order.frames, order.longest);
process.stdout.write("begun\n");
if (order.mode === "list") {
  await exportSnippets(source, segments, options);
} else {
  const exporter = await openSnippetExporter(source, options);
  for (const segment of segments) {
    exporter.add(segment);
    await pause(order.pauseMs ?? 0);
  }
  await exporter.close();
}
await file.close?.();
