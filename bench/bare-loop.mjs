// The least that any program in Node can do: positioned reads and writes of the same ranges. No header, no manifest,
// no name that is taken by rename. `node bare-loop.mjs RECORDING PARTS.json FOLDER [--fsync]`
import { closeSync, fsyncSync, openSync, readFileSync, readSync, writeSync } from "node:fs";

const [recording, list, folder, flag] = process.argv.slice(2);
const bytesPerSecond = 44_100 * 4;
const buffer = Buffer.allocUnsafeSlow(1024 * 1024);
const input = openSync(recording, "r");
JSON.parse(readFileSync(list, "utf8")).forEach(({ start, end }, index) => {
  const output = openSync(`${folder}/clip${index}.raw`, "w");
  let from = 44 + start * bytesPerSecond;
  let to = 0;
  for (let left = (end - start) * bytesPerSecond; left > 0; ) {
    const got = readSync(input, buffer, 0, Math.min(left, buffer.length), from);
    writeSync(output, buffer, 0, got, to);
    from += got;
    to += got;
    left -= got;
  }
  if (flag === "--fsync") fsyncSync(output);
  closeSync(output);
});
