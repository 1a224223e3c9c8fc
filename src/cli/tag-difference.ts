import type { WavMetadata } from "../wav/metadata/metadata.ts";
import { bytesText, durationText } from "./quantity.ts";

/** A piece of metadata that a change makes another, by the name that `--set` and `--remove` have for it. */
export interface TagDifference {
  readonly field: string;
  /** In words for people; absent for what was not there. */
  readonly before?: string;
  /** Absent for what is no more. */
  readonly after?: string;
}

/** What is different in two states of a recording's metadata. */
export function tagDifferences(before: WavMetadata, after: WavMetadata, sampleRate: number): TagDifference[] {
  const old = pieces(before, sampleRate);
  const young = pieces(after, sampleRate);
  const fields = new Set([...old.keys(), ...young.keys()]);
  return [...fields].flatMap((field) => {
    const [was, is] = [old.get(field), young.get(field)];
    if (was === is) return [];
    return { field, ...(was !== undefined && { before: was }), ...(is !== undefined && { after: is }) };
  });
}

/** The pieces that metadata is made of, by name. */
function pieces(metadata: WavMetadata, sampleRate: number): Map<string, string> {
  const { info = {}, bext = {}, cart = {}, id3, cues, others = [], ...rest } = metadata;
  const found = new Map<string, string>();
  const add = (field: string, value: unknown) => {
    const earlier = found.get(field);
    found.set(field, earlier === undefined ? textOf(value) : `${earlier}; ${textOf(value)}`);
  };
  for (const [id, text] of Object.entries(info)) add(`INFO:${id}`, text);
  for (const [name, value] of Object.entries(bext)) add(`bext:${name}`, value);
  for (const [name, value] of Object.entries(cart)) add(`cart:${name}`, value);
  for (const { id, kind: _, ...frame } of id3?.frames ?? [])
    add(`id3:${id}`, Object.values(frame).join(", "));
  for (const { frame, label = "", region } of cues?.points ?? []) {
    const from = durationText(frame / sampleRate);
    if (region) add(`region ${from}-${durationText((frame + region.frames) / sampleRate)}`, label);
    else add(`cue ${from}`, label);
  }
  for (const { id, body } of others) add(`chunk:${id.trimEnd()}`, bytesText(body.size));
  for (const [name, value] of Object.entries(rest)) add(name, value);
  return found;
}

function textOf(value: unknown): string {
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}
