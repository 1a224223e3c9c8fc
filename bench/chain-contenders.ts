import { type Contender, ownScript } from "./contender.ts";
import { dropCache } from "./drop-cache.ts";
import { makeMusic } from "./music-recordings.ts";

const SCRIPT = "process-recording.mjs";

/** The first 64 KiB of the processed file: of a recording that the system does not have in memory, and of one that it has. */
export async function startContenders(folder: string): Promise<Contender[]> {
  const { path } = await makeMusic(folder, 4, 2);
  const options = { folder, rounds: 15 };
  const cold = ownScript("longwave", SCRIPT, [path, "head"], {
    ...options,
    prepare: () => void dropCache(path),
  });
  return [
    dropCache(path) ? cold : { ...cold, missing: "dd cannot drop a file from the cache here" },
    ownScript("longwave, in the cache", SCRIPT, [path, "head"], options),
  ];
}

/** Whole recordings through the chain; a day, which takes minutes, only where time does not count. */
export async function chainContenders(folder: string, long: boolean): Promise<Contender[]> {
  const hour = await makeMusic(folder, 1, 2);
  const session = await makeMusic(folder, 4, 2);
  const audioSeconds = session.seconds;
  const contenders = [
    ownScript("longwave", SCRIPT, [hour.path, "all"], { folder, rounds: 3, audioSeconds: hour.seconds }),
    ownScript("longwave, 4 hours", SCRIPT, [session.path, "all"], { folder, rounds: 1, audioSeconds }),
  ];
  if (long) {
    const day = { folder, rounds: 1, audioSeconds: 6 * audioSeconds };
    contenders.push(ownScript("longwave, 24 hours", SCRIPT, [session.path, "day"], day));
  }
  return contenders;
}
