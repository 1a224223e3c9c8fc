/** Where ffmpeg finds the files of a job. */
export const JOB_FOLDER = "/w";

/** What a file of a job is called in the arguments. */
export function jobPath(name: string): string {
  return `${JOB_FOLDER}/${name}`;
}
