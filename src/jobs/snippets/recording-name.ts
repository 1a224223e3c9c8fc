/** What a manifest calls a recording. */
export interface RecordingName {
  /** A file's name; a URL without its query, which often holds a key. */
  readonly name: string;
  /** The last part of it, without its ending. */
  readonly session: string;
}

/** The names of a recording whose source has that name. */
export function recordingName(sourceName = "recording.wav"): RecordingName {
  const isUrl = /^https?:\/\//i.test(sourceName);
  const name = isUrl ? sourceName.replace(/[?#].*$/s, "") : sourceName;
  const last = name.split("/").findLast((part) => part !== "") ?? name;
  return { name, session: last.replace(/\.[^.]*$/, "") || last };
}
