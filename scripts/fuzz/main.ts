// Runs the fuzz targets of test/fuzz for a minute in all: `npm run fuzz -- [--seconds 600] [target...]`.
// What is found is written to test/fuzz/findings/, where a test replays it from then on.
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { build } from "esbuild";
import { seedFiles, WORDS } from "../../test/fuzz/seeds.ts";
import { fuzzByCoverage } from "./by-coverage.ts";
import type { FuzzOrder } from "./order.ts";
import { fuzzWithJazzer, whyNoJazzer } from "./with-jazzer.ts";

/** Where inputs that reach something new are kept from one run to the next. */
const CORPUS = "node_modules/.cache/longwave-fuzz";

/** Bytes: more than one window through which chunks are walked; what breaks in a longer file breaks here, and faster. */
const LONGEST_INPUT = 10_000;

const { values, positionals } = parseArgs({
  options: { seconds: { type: "string", default: "60" } },
  allowPositionals: true,
});
const all = readdirSync("test/fuzz")
  .filter((name) => name.endsWith(".fuzz.ts"))
  .map((name) => name.replace(".fuzz.ts", ""));
const targets = positionals.length > 0 ? positionals : all;
const seconds = Math.max(1, Math.floor(Number(values.seconds) / targets.length));

const obstacle = whyNoJazzer();
if (obstacle) console.log(`Jazzer.js does not load here, so V8's own coverage leads the way: ${obstacle}`);
const scratch = mkdtempSync(join(tmpdir(), "longwave-fuzz-"));
const failed: string[] = [];
try {
  for (const target of targets) {
    console.log(`== ${target}, ${seconds} s`);
    const order = await prepare(target);
    const isClean = obstacle ? await fuzzByCoverage(order) : fuzzWithJazzer(order);
    if (!isClean) failed.push(target);
  }
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
console.log(failed.length > 0 ? `FOUND something with: ${failed.join(", ")}` : "found nothing");
process.exitCode = failed.length > 0 ? 1 : 0;

/** Bundles a target, for fuzzers watch CommonJS modules, and lays out what it begins with. */
async function prepare(target: string): Promise<FuzzOrder> {
  const module = join(scratch, `${target}.cjs`);
  await build({
    entryPoints: [`test/fuzz/${target}.fuzz.ts`],
    outfile: module,
    bundle: true,
    platform: "node",
    format: "cjs",
    target: "node20",
    sourcemap: true,
  });
  const corpus = join(CORPUS, target);
  const findings = join("test/fuzz/findings", target);
  mkdirSync(corpus, { recursive: true });
  mkdirSync(findings, { recursive: true });
  for (const [name, bytes] of await seedFiles())
    writeFileSync(join(corpus, name.replaceAll(" ", "-")), bytes);
  for (const name of readdirSync(findings))
    writeFileSync(join(corpus, name), readFileSync(join(findings, name)));
  return { module, corpus, findings, scratch, words: WORDS, longestInput: LONGEST_INPUT, seconds };
}
