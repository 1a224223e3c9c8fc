// Writes into a file and never ends. Arguments: the path.
import { fileSink } from "../../src/stream/node/index.ts";

const sink = await fileSink(process.argv[2] as string);
for (let block = 0; ; block++) {
  await sink.write(new Uint8Array(4096).fill(7));
  if (block === 10) process.stdout.write("writing\n");
  if (block > 1000) await new Promise((resolve) => setTimeout(resolve, 10));
}
