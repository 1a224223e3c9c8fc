import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import type { FuzzOrder } from "./order.ts";

const require = createRequire(import.meta.url);

/** Why the addon of Jazzer.js cannot be loaded here, if so; it wants a C library that older systems do not have. */
export function whyNoJazzer(): string | undefined {
  try {
    require("@jazzer.js/fuzzer");
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/**
 * Fuzzes with libFuzzer, by Jazzer.js.
 *
 * @returns whether nothing was found
 */
export function fuzzWithJazzer(order: FuzzOrder): boolean {
  const dictionary = join(order.scratch, "words.dict");
  writeFileSync(dictionary, order.words.map((word) => `"${word}"\n`).join(""));
  const { status } = spawnSync(
    process.execPath,
    [
      require.resolve("@jazzer.js/core/dist/cli.js"),
      order.module,
      order.corpus,
      "--",
      `-max_total_time=${order.seconds}`,
      `-max_len=${order.longestInput}`,
      `-dict=${dictionary}`,
      `-artifact_prefix=${order.findings}/`,
      "-timeout=10",
      "-rss_limit_mb=1024",
      "-verbosity=0",
      "-print_final_stats=1",
    ],
    { stdio: "inherit" },
  );
  return status === 0;
}
