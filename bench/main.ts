// npm run bench [-- --json FILE] [--only engine|process]
import { writeFileSync } from "node:fs";
import { cpus, tmpdir, totalmem } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { contenders } from "./contenders.ts";
import { timeEngine } from "./engine.ts";
import { comparisonRows, printTable } from "./report.ts";
import { timeInTurns } from "./whole-process.ts";

const { values } = parseArgs({ options: { json: { type: "string" }, only: { type: "string" } } });
if (values.only !== undefined && !["engine", "process"].includes(values.only)) {
  console.error(`--only takes engine or process, got ${values.only}`);
  process.exit(2);
}
const folder = process.env["LONGWAVE_BENCH_DIR"] ?? join(tmpdir(), "longwave-bench");
const machine = {
  cpu: cpus()[0]?.model ?? "unknown",
  cores: cpus().length,
  memoryBytes: totalmem(),
  node: process.version,
  platform: `${process.platform} ${process.arch}`,
};
console.log(`${machine.cores} × ${machine.cpu}, Node ${machine.node}, ${machine.platform}`);

const engine = values.only === "process" ? [] : await timeEngine();
if (engine.length > 0) {
  printTable(
    "The engine, in memory: 10 s of stereo at 48 kHz",
    engine.map(({ name, medianMs, megasamplesPerSecond }) => [
      name,
      `${medianMs.toFixed(3)} ms`,
      megasamplesPerSecond === undefined ? "" : `${megasamplesPerSecond.toFixed(0)} Msamples/s`,
    ]),
  );
}

const all = values.only === "engine" ? [] : await contenders(folder);
for (const { name, missing } of all) if (missing) console.log(`left out: ${name}: ${missing}`);
const processes = await timeInTurns(
  all.filter(({ missing }) => !missing),
  (round, rounds) => process.stderr.write(round === rounds ? "\n" : `\rround ${round} of ${rounds}`),
);
if (processes.length > 0) {
  printTable(
    "100 clips of 10 s out of 4 h of 16-bit stereo at 44.1 kHz (2.5 GB), whole processes",
    comparisonRows(processes),
  );
}

if (values.json) {
  writeFileSync(values.json, `${JSON.stringify({ machine, processes, engine }, undefined, 2)}\n`);
  console.log(`figures in ${values.json}`);
}
