import { describeStream } from "../transcode/describe-stream.ts";
import type { MediaStream } from "../transcode/media.ts";
import type { Terminal } from "./terminal.ts";

/** Says that only the sound of a film is kept. */
export function noteFilm(argument: string, film: MediaStream | undefined, out: Terminal): void {
  if (film) out.note(`note: ${argument}: its pictures are left out (${describeStream(film)})`);
}
