// Exports the counting recording into a folder. Argument: an ExportOrder as JSON. Prints "begun" before it begins.
import { exportSnippets } from "../../src/jobs/snippets/export-snippets.ts";
import { openSnippetExporter } from "../../src/jobs/snippets/exporter.ts";
import type { ByteSource } from "../../src/stream/byte-source.ts";
import { fileFolder, fileSource } from "../../src/stream/node/index.ts";
import type { ExportOrder } from "./export-process.ts";
import { segmentsOf } from "./export-segments.ts";

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

const file = await fileSource(order.recording);
const source = order.readMs ? slowed(file, order.readMs) : file;
const options = { folder: await fileFolder(order.out), session: "shared", concurrency: 3 };
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
