// Builds dist/: the library as ES modules with declarations, and the command as one file.
import { execFileSync } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { build } from "esbuild";

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
  // CommonJS, because Node reads it in one go: as ES modules the same command takes 8 ms and 2 MB more to start.
  await build({
    entryPoints: ["src/cli/main.ts"],
    outfile: `${folder}/cli/longwave.cjs`,
    bundle: true,
    platform: "node",
    format: "cjs",
    target: "node20",
    minify: true,
    external: ["wavefile"],
    define: {
      LONGWAVE_VERSION: JSON.stringify(version),
      // CommonJS has no such thing, and what stands beside the command is looked for from there.
      "import.meta.url": "commandUrl",
    },
    banner: {
      js: '#!/usr/bin/env node\nconst commandUrl = require("node:url").pathToFileURL(__filename).href;',
    },
    logLevel: "warning",
    plugins: [withoutChildProcess()],
  });
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
  chmodSync(`${folder}/cli/longwave.cjs`, 0o755);
}

/**
 * Commander loads node:child_process for subcommands that are programs of their own. There are none here, and loading
 * it takes 2 ms and 1 MB at every start.
 */
function withoutChildProcess() {
  return {
    name: "without-child-process",
    setup({ onResolve, onLoad }) {
      onResolve({ filter: /^node:child_process$/ }, ({ path }) => ({ path, namespace: "left-out" }));
      onLoad({ filter: /.*/, namespace: "left-out" }, () => ({ contents: "module.exports = {};" }));
    },
  };
}
