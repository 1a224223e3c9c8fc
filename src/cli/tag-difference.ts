import { isDeepStrictEqual } from "node:util";
import type { CuePoint } from "../wav/metadata/cues.ts";
import type { WavMetadata } from "../wav/metadata/metadata.ts";
import { cueText } from "./cue-lines.ts";
import { id3FrameText } from "./id3-fields.ts";
import { bytesText, durationText } from "./quantity.ts";

/** A piece of metadata that a change makes another, by the name that `--set` and `--remove` have for it. */
export interface TagDifference {
  readonly field: string;
  /** In words for people; absent for what was not there. */
  readonly before?: string;
  /** Absent for what is no more. */
  readonly after?: string;
}

/** A value out of which metadata is made. */
interface Piece {
  readonly field: string;
  readonly value: unknown;
  /** What people are shown of the value. */
  readonly words: string;
}

/** What is different in two states of a recording's metadata: nothing where all values are the same. */
export function tagDifferences(before: WavMetadata, after: WavMetadata, sampleRate: number): TagDifference[] {
  const kinds = new Set(Object.keys({ ...before, ...after }) as (keyof WavMetadata)[]);
  return [...kinds].flatMap((kind) => {
    if (isDeepStrictEqual(before[kind], after[kind])) return [];
    const old = byField(piecesOf(before, kind, sampleRate));
    const young = byField(piecesOf(after, kind, sampleRate));
    const fields = new Set([...old.keys(), ...young.keys()]);
    const found = [...fields].flatMap((field) => difference(field, old.get(field), young.get(field)));
    // What differs is none of its pieces, such as a list of nothing.
    return found.length > 0 ? found : difference(kind, wholeOf(before, kind), wholeOf(after, kind));
  });
}

function difference(
  field: string,
  was: readonly Piece[] | undefined,
  is: readonly Piece[] | undefined,
): TagDifference[] {
  const valuesOf = (pieces: readonly Piece[] | undefined) => pieces?.map(({ value }) => value);
  if (isDeepStrictEqual(valuesOf(was), valuesOf(is))) return [];
  const wordsOf = (pieces: readonly Piece[]) => pieces.map(({ words }) => words).join("; ");
  // Where the words are the same, the difference lies in what they leave out.
  const areTold = !(was && is) || wordsOf(was) !== wordsOf(is);
  const shown = (pieces: readonly Piece[]) => (areTold ? wordsOf(pieces) : textOf(valuesOf(pieces)));
  return [{ field, ...(was && { before: shown(was) }), ...(is && { after: shown(is) }) }];
}

function byField(pieces: readonly Piece[]): Map<string, Piece[]> {
  const found = new Map<string, Piece[]>();
  for (const piece of pieces) {
    const earlier = found.get(piece.field);
    if (earlier) earlier.push(piece);
    else found.set(piece.field, [piece]);
  }
  return found;
}

function wholeOf(metadata: WavMetadata, kind: keyof WavMetadata): Piece[] | undefined {
  const value = metadata[kind];
  return value === undefined ? undefined : [{ field: kind, value, words: textOf(value) }];
}

/** The pieces that a kind of metadata is made of. */
function piecesOf(metadata: WavMetadata, kind: keyof WavMetadata, sampleRate: number): Piece[] {
  const { id3, cues, others = [] } = metadata;
  switch (kind) {
    case "info":
    case "bext":
    case "cart": {
      const prefix = kind === "info" ? "INFO" : kind;
      return Object.entries(metadata[kind] ?? {}).map(([name, value]) => piece(`${prefix}:${name}`, value));
    }
    case "id3":
      return (id3?.frames ?? []).map((frame) => piece(`id3:${frame.id}`, frame, id3FrameText(frame)));
    case "cues":
      return [
        ...(cues?.points ?? []).map((point) => piece(cueName(point, sampleRate), point, cueText(point))),
        ...(cues?.others ?? []).map((text) =>
          piece(`${text.id} of no cue point`, text, bytesText(text.body.length)),
        ),
      ];
    case "others":
      return others.map((chunk) => piece(`chunk:${chunk.id.trimEnd()}`, chunk, bytesText(chunk.body.size)));
    default:
      return wholeOf(metadata, kind) ?? [];
  }
}

function piece(field: string, value: unknown, words: string = textOf(value)): Piece {
  return { field, value, words };
}

function cueName({ frame, region }: CuePoint, sampleRate: number): string {
  const from = durationText(frame / sampleRate);
  return region ? `region ${from}-${durationText((frame + region.frames) / sampleRate)}` : `cue ${from}`;
}

/** A value in words; of bytes their number alone. */
function textOf(value: unknown): string {
  if (value instanceof Uint8Array) return bytesText(value.length);
  if (typeof value !== "object") return String(value);
  return JSON.stringify(value, (_, part) => (part instanceof Uint8Array ? bytesText(part.length) : part));
}
