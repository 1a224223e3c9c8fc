import { execFile } from "node:child_process";
import { accessSync, constants, existsSync, readFileSync } from "node:fs";
import { isBuiltin } from "node:module";
import { promisify } from "node:util";
import { build } from "esbuild";
import { describe, expect, test } from "vitest";

const run = promisify(execFile);

const packageJson = JSON.parse(readFileSync("package.json", "utf8"));

/** The entries by the name under which they are imported, with their files. */
const entries: [name: string, file: string, types: string][] = Object.entries(
  packageJson.exports as Record<string, string | { default: string; types: string }>,
)
  .filter((entry): entry is [string, { default: string; types: string }] => typeof entry[1] === "object")
  .map(([path, target]) => [path.replace(/^\./, "longwave"), target.default, target.types]);

/** The entries that a page may import. */
const BROWSER_SAFE = ["longwave", "longwave/jobs", "longwave/transcode"];

/** A name of each entry that people build on. */
const KNOWN_EXPORT: Readonly<Record<string, string>> = {
  longwave: "openWav",
  "longwave/node": "fileSource",
  "longwave/jobs": "exportSnippets",
  "longwave/transcode": "transcoder",
};

describe("the package", () => {
  test("has the entries that are known, and no others", () => {
    expect(entries.map(([name]) => name)).toEqual(Object.keys(KNOWN_EXPORT));
  });

  test("every entry points to files that the build makes", () => {
    const targets = [
      ...entries.flatMap(([, file, types]) => [file, types]),
      ...Object.values(packageJson.bin as object),
    ];
    expect(targets.filter((target) => !existsSync(target))).toEqual([]);
  });

  test("a page's worker is one file, and imports the script that the page names as it is", () => {
    const { exports } = packageJson as { exports: Record<string, unknown> };
    const worker = readFileSync(String(exports["./transcode-worker"]), "utf8");
    const imported = [...worker.matchAll(/\bimport\b(?!\.meta)[^;]*;/g)].map(([text]) =>
      text.replace(/\/\*.*?\*\/|\s/g, ""),
    );
    expect(imported).toEqual(["import(script);"]);
  });

  test.each(entries)("import of %s by name works", async (name) => {
    const script = `const entry = await import(${JSON.stringify(name)}); console.log(JSON.stringify(Object.keys(entry)));`;
    const { stdout, stderr } = await run(process.execPath, ["--input-type=module", "-e", script]);
    expect(stderr).toBe("");
    expect(JSON.parse(stdout)).toContain(KNOWN_EXPORT[name]);
  });

  test.each(entries.filter(([name]) => BROWSER_SAFE.includes(name)))(
    "%s bundled for a page holds nothing of Node's",
    async (_, file) => {
      const { metafile, warnings } = await build({
        entryPoints: [file],
        bundle: true,
        write: false,
        metafile: true,
        platform: "browser",
        format: "esm",
        // Node's modules would otherwise end the build; here they are counted.
        external: ["node:*"],
        logLevel: "silent",
      });
      const imports = Object.values(metafile.inputs).flatMap(({ imports: found }) =>
        found.map(({ path }) => path),
      );
      expect(imports.length).toBeGreaterThan(0);
      expect(imports.filter((path) => isBuiltin(path))).toEqual([]);
      expect(warnings).toEqual([]);
    },
  );

  test("the command is a program that says its version", async () => {
    const [file] = Object.values(packageJson.bin as Record<string, string>);
    expect(Object.keys(packageJson.bin)).toEqual(["longwave"]);
    accessSync(file as string, constants.X_OK);
    expect(readFileSync(file as string, "utf8").startsWith("#!/usr/bin/env node\n")).toBe(true);
    const { stdout } = await run(file as string, ["--version"]);
    expect(stdout).toBe(`${packageJson.version}\n`);
  });
});
