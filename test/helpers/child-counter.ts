// Counts up in a file, under a lock. Arguments: the folder, how many times.
import { fileFolder } from "../../src/stream/node/index.ts";
import { readText, writeText } from "../../src/stream/text.ts";

const [, , path = "", times] = process.argv;
const folder = await fileFolder(path);
for (let turn = 0; turn < Number(times); turn++) {
  await folder.exclusive("lock", async () => {
    const count = Number(await readText(folder, "count")) || 0;
    await writeText(folder, "count", String(count + 1), { durable: false });
  });
}
