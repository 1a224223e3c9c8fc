import { readFileSync } from "node:fs";
import { expect, test } from "vitest";

test("the lock file names no host that packages come from", () => {
  const lock = readFileSync("package-lock.json", "utf8");
  expect(lock).not.toContain('"resolved"');
});

test("every optional dependency that the lock file names has an entry in it, as npm ci wants", () => {
  const { packages } = JSON.parse(readFileSync("package-lock.json", "utf8")) as {
    packages: Record<string, { optionalDependencies?: Record<string, string> }>;
  };
  const entries = new Set(Object.keys(packages).map((path) => path.replace(/^.*node_modules\//, "")));
  const optional = Object.entries(packages).flatMap(([path, { optionalDependencies = {} }]) =>
    Object.keys(optionalDependencies).map((name) => ({ path, name })),
  );
  expect(optional.length).toBeGreaterThan(0);
  expect(optional.filter(({ name }) => !entries.has(name))).toEqual([]);
});
