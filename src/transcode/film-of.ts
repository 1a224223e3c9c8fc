import type { MediaFacts, MediaStream } from "./media.ts";

/** The pictures of a file that are no cover; `undefined` where it has none. */
export function filmOf({ streams }: Pick<MediaFacts, "streams">): MediaStream | undefined {
  return streams.find(({ kind, isCover }) => kind === "video" && !isCover);
}
