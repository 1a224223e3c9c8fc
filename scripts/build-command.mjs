// Builds the command: one file that every start reads, and one beside it that few starts need.
import { chmodSync, readFileSync } from "node:fs";
import { relative, resolve } from "node:path";
import { build } from "esbuild";

const MAIN = "src/cli/main.ts";

/** What is imported out of this folder when it is needed is a file of its own: its text alone would take every start 0.5 MiB. */
const APART = "src/cli/media/";

/** CommonJS, because Node reads it in one go: as ES modules the same command takes 8 ms and 2 MB more to start. */
const COMMON_JS = {
  bundle: true,
  platform: "node",
  format: "cjs",
  target: "node20",
  minify: true,
  metafile: true,
  external: ["wavefile"],
  logLevel: "warning",
};

/** CommonJS has no `import.meta.url`, and what stands beside the command is looked for from there. */
const COMMAND_URL = 'const commandUrl = require("node:url").pathToFileURL(__filename).href;';

/**
 * Writes `longwave.cjs` and `media.cjs` into a folder.
 *
 * Both hold what both need, but for modules that must not be there twice: those of errors, which are told by their class, and
 * those that know objects again.
 */
export async function buildCommand(folder, version) {
  const define = { LONGWAVE_VERSION: JSON.stringify(version), "import.meta.url": "commandUrl" };

  const buildMain = (shared, write) =>
    build({
      ...COMMON_JS,
      define,
      write,
      stdin: { contents: mainEntry(shared), resolveDir: "." },
      outfile: `${folder}/longwave.cjs`,
      banner: { js: `#!/usr/bin/env node\n${COMMAND_URL}` },
      plugins: [startedByImport(), withoutChildProcess(), loadedFromBeside()],
    });

  const buildApart = (entries, shared, write) =>
    build({
      ...COMMON_JS,
      define,
      write,
      stdin: { contents: apartEntry(entries), resolveDir: "." },
      outfile: `${folder}/media.cjs`,
      banner: { js: COMMAND_URL },
      plugins: [takenFromMain(shared)],
    });

  const main = (await buildMain([], false)).metafile.inputs;
  const entries = Object.keys(main)
    .filter((name) => name.startsWith("beside:"))
    .map((name) => name.slice("beside:".length));
  const apart = (await buildApart(entries, [], false)).metafile.inputs;
  const shared = loadedAtStart(main).filter((name) => name in apart && hasIdentity(name));
  await buildMain(shared, true);
  await buildApart(entries, shared, true);
  chmodSync(`${folder}/longwave.cjs`, 0o755);
}

/** The command, and those of its modules that the other file takes from it. */
function mainEntry(shared) {
  const modules = shared.map((name, index) => `import * as m${index} from "./${name}";`);
  const names = shared.map((name, index) => `m${index} as "${name}"`);
  return `${modules.join("")}import "./${MAIN}";export {${names.join(",")}};`;
}

function apartEntry(entries) {
  return `module.exports = {${entries.map((name) => `"${name}": () => require("./${name}")`).join(",")}};`;
}

/** The modules that the command begins by running. */
function loadedAtStart(inputs) {
  const found = new Set([MAIN]);
  for (const name of found) {
    for (const { path, kind } of inputs[name]?.imports ?? [])
      if (kind === "import-statement") found.add(path);
  }
  return [...found].filter((name) => name.startsWith("src/"));
}

function hasIdentity(name) {
  return /\bextends (?:Longwave)?Error\b|\bnew Weak(?:Map|Set)\b/.test(readFileSync(name, "utf8"));
}

/** The package has no module that does anything by being imported, as far as bundlers are told; this one does. */
function startedByImport() {
  return {
    name: "started-by-import",
    setup({ onResolve }) {
      onResolve({ filter: new RegExp(`^\\./${MAIN}$`) }, () => ({ path: resolve(MAIN), sideEffects: true }));
    },
  };
}

/** Leaves what is apart to the other file. */
function loadedFromBeside() {
  return {
    name: "loaded-from-beside",
    setup({ onResolve, onLoad }) {
      onResolve({ filter: /^\./ }, ({ path, resolveDir, kind, namespace }) => {
        if (namespace === "beside") return { path, external: true };
        const name = relative(".", resolve(resolveDir, path));
        return kind === "dynamic-import" && name.startsWith(APART)
          ? { path: name, namespace: "beside" }
          : undefined;
      });
      onLoad({ filter: /.*/, namespace: "beside" }, ({ path }) => ({
        contents: `module.exports = require("./media.cjs")["${path}"]();`,
      }));
    },
  };
}

/** Takes from the command what it has. */
function takenFromMain(shared) {
  return {
    name: "taken-from-main",
    setup({ onResolve, onLoad }) {
      onResolve({ filter: /^\./ }, ({ path, resolveDir, namespace }) => {
        if (namespace === "main") return { path, external: true };
        const name = relative(".", resolve(resolveDir, path));
        return shared.includes(name) ? { path: name, namespace: "main" } : undefined;
      });
      onLoad({ filter: /.*/, namespace: "main" }, ({ path }) => ({
        contents: `module.exports = require("./longwave.cjs")["${path}"];`,
      }));
    },
  };
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
