// Takes a lock and keeps it. Arguments: the folder, the lock's name.
import { fileFolder } from "../../src/stream/node/index.ts";

const [, , path = "", lock = ""] = process.argv;
const folder = await fileFolder(path);
await folder.exclusive(lock, async () => {
  process.stdout.write(`${folder.owner}\n`);
  await new Promise((resolve) => setTimeout(resolve, 60_000));
});
