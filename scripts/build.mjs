// Builds dist/: the library as ES modules with declarations, and the command.
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { build } from "esbuild";
import { buildCommand } from "./build-command.mjs";

/** What runs ffmpeg, in a thread of its own. */
const WORKER = "src/transcode/node/transcode-worker.ts";
const PAGE_WORKER = "transcode/browser/transcode-worker";

const { version } = JSON.parse(readFileSync("package.json", "utf8"));
const tsc = createRequire(import.meta.url).resolve("typescript/bin/tsc");

// Built beside, and given its name when it is whole: whoever uses the earlier build meanwhile is not disturbed.
const scratch = `node_modules/.cache/longwave-build-${process.pid}`;
const built = `${scratch}/new`;
mkdirSync(scratch, { recursive: true });
try {
  await buildInto(built);
  if (existsSync("dist")) renameSync("dist", `${scratch}/old`);
  renameSync(built, "dist");
} finally {
  rmSync(scratch, { recursive: true, force: true });
}

async function buildInto(folder) {
  execFileSync(process.execPath, [tsc, "-p", "tsconfig.build.json", "--outDir", folder], {
    stdio: "inherit",
  });
  // Node keeps some 60 kB for each module beside its code: in one piece, the library takes 15 MB less and is loaded sooner.
  // Bundlers are given the modules, of which they leave out what a page does not need.
  await build({
    entryPoints: {
      index: "src/index.ts",
      node: "src/node.ts",
      jobs: "src/jobs/index.ts",
      transcode: "src/transcode/node/index.ts",
      "transcode-worker": WORKER,
    },
    outdir: `${folder}/bundle`,
    bundle: true,
    splitting: true,
    platform: "node",
    format: "esm",
    target: "node20",
    external: ["wavefile", "node-web-audio-api"],
    // All in one folder: whatever piece starts the worker finds it beside itself.
    chunkNames: "[name]-[hash]",
    logLevel: "warning",
  });
  // One file, which a page without a bundler can name by itself; and TypeScript would wrap its import of what only the page
  // knows in a call, which webpack makes two arguments of.
  await build({
    entryPoints: [`src/${PAGE_WORKER}.ts`],
    outfile: `${folder}/${PAGE_WORKER}.js`,
    bundle: true,
    platform: "browser",
    format: "esm",
    target: "es2022",
    logLevel: "warning",
  });
  await buildCommand(`${folder}/cli`, version);
  await build({
    entryPoints: [WORKER],
    outfile: `${folder}/cli/transcode-worker.js`,
    bundle: true,
    platform: "node",
    format: "esm",
    target: "node20",
    minify: true,
    logLevel: "warning",
  });
}
