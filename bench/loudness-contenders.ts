import { type Contender, contender, ownScript } from "./contender.ts";
import { makeMusic } from "./music-recordings.ts";

/** The integrated loudness of an hour of stereo. */
export async function loudnessContenders(folder: string): Promise<Contender[]> {
  const { path, seconds } = await makeMusic(folder, 1, 2);
  const options = { folder, rounds: 5, audioSeconds: seconds };
  const ebur128 = [
    "-nostdin",
    "-v",
    "error",
    "-i",
    path,
    "-af",
    "ebur128=framelog=verbose",
    "-f",
    "null",
    "-",
  ];
  return [
    ownScript("longwave", "measure-loudness.mjs", [path], options),
    contender("ffmpeg ebur128", "ffmpeg", ebur128, { ...options, needs: "ffmpeg" }),
  ];
}
