// Opens a file, reads what frames it has up to a million, and its metadata; prints what came of it and the most memory
// that the process took, in bytes. Argument: the path; without one, nothing is opened.
import { fileSource } from "../../src/stream/node/index.ts";
import { readMetadata } from "../../src/wav/metadata/read-metadata.ts";
import { openWav } from "../../src/wav/open-wav.ts";

const [, , path] = process.argv;
let outcome = "nothing";
if (path !== undefined) {
  try {
    const wav = await openWav(await fileSource(path));
    const frames = Math.min(wav.frames, 1_000_000);
    await wav.read(
      0,
      Array.from({ length: wav.channels }, () => new Float32Array(frames)),
    );
    await readMetadata(wav);
    outcome = `${wav.frames} frames, ${wav.chunks.length} chunks`;
    await wav.close();
  } catch (error) {
    outcome = String((error as { readonly code?: string }).code ?? error);
  }
}
// Kilobytes, on every system that Node runs on.
process.stdout.write(`${JSON.stringify({ outcome, bytes: process.resourceUsage().maxRSS * 1024 })}\n`);
