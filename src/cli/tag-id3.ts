import { type Id3Frame, id3FrameKind, isDescribedId3Frame } from "../wav/metadata/id3-frame.ts";
import type { TagField } from "./tag-change.ts";
import { UsageError } from "./usage-error.ts";

/** What new tags are: the version with an encoding for all characters and no byte order. */
const NEW_TAG = { version: 4, frames: [] } as const;

/** What stands for the language of a comment that nobody has told of (ISO 639-2). */
const UNDETERMINED = "und";

/**
 * A frame of an ID3 tag: `"TIT2"`, or `"TXXX:MOOD"` for the one with that description.
 *
 * @throws UsageError for what is no frame's identifier
 */
export function id3Field(asked: string): TagField {
  const [head = "", ...rest] = asked.split(":");
  const id = head.toUpperCase();
  const description = rest.length > 0 ? rest.join(":") : undefined;
  const kind = id3FrameKind(id);
  const isDescribed = kind === "comment" || isDescribedId3Frame(id);
  if (!/^[A-Z][A-Z0-9]{2,3}$/.test(id) || (description !== undefined && !isDescribed)) {
    throw new UsageError(
      `unknown field id3:${asked}: expected a frame of text such as TIT2 (title), TPE1 (artist), TALB (album), TRCK (track), TDRC (recording time), TCON (genre), or COMM, TXXX:description, WXXX:description`,
    );
  }
  const isMeant = (frame: Id3Frame) =>
    frame.id === id && (!isDescribed || description === undefined || descriptionOf(frame) === description);
  const name = `id3:${description === undefined ? id : `${id}:${description}`}`;
  const field: TagField = {
    name,
    remove({ id3, ...rest }) {
      const frames = id3?.frames.filter((frame) => !isMeant(frame)) ?? [];
      return id3 && frames.length > 0 ? { ...rest, id3: { ...id3, frames } } : rest;
    },
  };
  if (kind === "raw") return field;
  return {
    ...field,
    set: (text) => (metadata) => {
      const { id3 = NEW_TAG } = metadata;
      const frame = newFrame(id, kind, description ?? "", text);
      const isReplaced = (old: Id3Frame) =>
        isMeant(old) && (!isDescribed || descriptionOf(old) === (description ?? ""));
      const at = id3.frames.findIndex(isReplaced);
      const others = id3.frames.filter((old) => !isReplaced(old));
      const frames = others.toSpliced(at < 0 ? others.length : at, 0, frame);
      return { ...metadata, id3: { ...id3, frames } };
    },
  };
}

function descriptionOf(frame: Id3Frame): string {
  return frame.kind === "raw" ? "" : (frame.description ?? "");
}

function newFrame(
  id: string,
  kind: Exclude<Id3Frame["kind"], "raw">,
  description: string,
  text: string,
): Id3Frame {
  const described = isDescribedId3Frame(id) && { description };
  switch (kind) {
    case "comment":
      return { id, kind, language: UNDETERMINED, description, text };
    case "text":
      return { id, kind, ...described, values: [text] };
    case "url":
      return { id, kind, ...described, url: text };
  }
}
