import { rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { type Contender, contender, ownScript } from "./contender.ts";
import { makeMusic } from "./music-recordings.ts";

const RATE = 16_000;

/** An hour of one channel at another sample rate, from file to file. */
export async function rateContenders(folder: string): Promise<Contender[]> {
  const { path, seconds } = await makeMusic(folder, 1, 1);
  const result = join(folder, "converted.wav");
  const options = {
    folder,
    rounds: 7,
    audioSeconds: seconds,
    prepare: () => rmSync(result, { force: true }),
    check() {
      const { size } = statSync(result);
      if (size < seconds * RATE * 2) throw new Error(`the result has ${size} bytes`);
    },
  };
  const ffmpeg = [
    "-nostdin",
    "-v",
    "error",
    "-y",
    "-i",
    path,
    "-af",
    `aresample=${RATE}:resampler=soxr`,
    result,
  ];
  const sox = (...flags: string[]) => [...flags, path, "-b", "16", "-r", `${RATE}`, result, "rate", "-h"];
  return [
    ownScript("longwave", "convert-rate.mjs", [path, `${RATE}`, result], options),
    contender("sox rate -h", "sox", sox(), { ...options, needs: "sox" }),
    contender("sox rate -h, no dither", "sox", sox("-D"), { ...options, needs: "sox" }),
    contender("ffmpeg soxr", "ffmpeg", ffmpeg, { ...options, needs: "ffmpeg" }),
  ];
}
