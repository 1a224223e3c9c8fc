import { existsSync, readdirSync, readFileSync } from "node:fs";
import { describe, it } from "vitest";
import { seedFiles } from "./seeds.ts";

const FINDINGS = new URL("findings/", import.meta.url);

const targets = readdirSync(new URL(".", import.meta.url))
  .filter((name) => name.endsWith(".fuzz.ts"))
  .map((name) => name.replace(".fuzz.ts", ""));

/** What the fuzzer found with a target; the files stay when the fault is mended. */
function findingsOf(target: string): Map<string, Uint8Array> {
  const folder = new URL(`${target}/`, FINDINGS);
  const names = existsSync(folder) ? readdirSync(folder) : [];
  return new Map(names.map((name) => [name, readFileSync(new URL(name, folder))]));
}

describe.each(targets)("the fuzz target %s finds nothing in", async (target) => {
  const { fuzz } = (await import(`./${target}.fuzz.ts`)) as { fuzz(bytes: Uint8Array): Promise<void> };
  it.each([...(await seedFiles()), ...findingsOf(target)])("%s", (_name, bytes) => fuzz(bytes));
});
