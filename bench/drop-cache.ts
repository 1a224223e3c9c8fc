import { spawnSync } from "node:child_process";

/** Makes the system forget a file, so that it is read from the disk. Whether it could. */
export function dropCache(path: string): boolean {
  return spawnSync("dd", [`if=${path}`, "iflag=nocache", "count=0"], { stdio: "ignore" }).status === 0;
}
