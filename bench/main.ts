// npm run bench [-- --only NAME,NAME] [--long] [--json FILE]
import { mkdirSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { COMPARISONS } from "./comparisons.ts";
import { timeDsp } from "./dsp.ts";
import { timeEngine } from "./engine.ts";
import { goalFigures } from "./goals.ts";
import { load, MACHINE } from "./machine.ts";
import { measureExactness } from "./media-exactness.ts";
import { comparisonRows, printTable } from "./report.ts";
import { measureQuality } from "./resampler-quality.ts";
import { timeResampler } from "./resampler-speed.ts";
import { printDsp, printEngine, printExactness, printGoals, printQuality, printResampler } from "./tables.ts";
import { type Measurement, timeInTurns } from "./whole-process.ts";

const { values } = parseArgs({
  options: {
    json: { type: "string" },
    long: { type: "boolean", default: false },
    only: { type: "string", multiple: true, default: [] },
  },
});
const groups = new Set(COMPARISONS.flatMap(({ group = [] }) => group));
const names = [
  "engine",
  "dsp",
  "quality",
  "media-exactness",
  ...COMPARISONS.map(({ name }) => name),
  ...groups,
];
const only = values.only.flatMap((list) => list.split(","));
const unknown = only.find((name) => !names.includes(name));
if (unknown !== undefined) {
  console.error(`--only takes some of ${names.join(", ")}, got ${unknown}`);
  process.exit(2);
}
const loads: Record<string, number> = {};
const groupOf = (name: string) =>
  name === "media-exactness" ? "media" : COMPARISONS.find((comparison) => comparison.name === name)?.group;
const isWanted = (name: string) =>
  only.length === 0 || only.includes(name) || only.includes(groupOf(name) ?? name);
/** Whether to measure it, and if so, notes what else the machine does. */
const begin = (name: string) => {
  if (isWanted(name)) loads[name] = load();
  return isWanted(name);
};
const folder = process.env["LONGWAVE_BENCH_DIR"] ?? join(tmpdir(), "longwave-bench");
mkdirSync(folder, { recursive: true });
console.log(`${MACHINE.cores} × ${MACHINE.cpu}, Node ${MACHINE.node}, ${MACHINE.platform}`);

// First what is timed in whole processes: it suffers least from what comes after.
const comparisons = new Map<string, Measurement[]>();
for (const { name, title, contenders } of COMPARISONS.filter((comparison) => isWanted(comparison.name))) {
  const all = await contenders(folder, values.long);
  begin(name);
  for (const contender of all) {
    if (contender.missing) console.log(`left out: ${contender.name}: ${contender.missing}`);
  }
  const measurements = await timeInTurns(
    all.filter(({ missing }) => !missing),
    (round, rounds) =>
      process.stderr.write(round === rounds ? "\n" : `\r${name}: round ${round} of ${rounds}`),
  );
  comparisons.set(name, measurements);
  printTable(`${title}; whole processes, load ${loads[name]?.toFixed(1)}`, comparisonRows(measurements));
}

const exactness = begin("media-exactness") ? await measureExactness(folder) : [];
if (exactness.length > 0) printExactness(exactness);

const engine = begin("engine") ? await timeEngine() : [];
if (engine.length > 0) printEngine(engine);

const dsp = begin("dsp") ? await timeDsp() : [];
if (dsp.length > 0) printDsp(dsp);
const resampler = isWanted("dsp") ? await timeResampler() : [];
if (resampler.length > 0) printResampler(resampler);

const quality = begin("quality") ? measureQuality(folder) : [];
printQuality(quality);

const goals = goalFigures(comparisons, exactness);
if (goals.length > 0) printGoals(goals);

if (values.json) {
  const processes = Object.fromEntries(comparisons);
  const figures = { machine: MACHINE, loads, goals, processes, exactness, engine, dsp, resampler, quality };
  writeFileSync(values.json, `${JSON.stringify(figures, undefined, 2)}\n`);
  console.log(`figures in ${values.json}`);
}
