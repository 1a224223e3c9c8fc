import { readText } from "./read-text.ts";
import type { TagChange, TagField } from "./tag-change.ts";
import { addCues, parseCue, parseRegion } from "./tag-cue.ts";
import { cannotSet, tagField, without } from "./tag-field.ts";
import { UsageError } from "./usage-error.ts";

/** What a command line asks to be changed. */
export interface TagRequest {
  /** `FIELD=VALUE` */
  readonly set?: readonly string[];
  /** `FIELD` */
  readonly remove?: readonly string[];
  /** `TIME[:LABEL]` */
  readonly cue?: readonly string[];
  /** `FROM-TO[:LABEL]` */
  readonly region?: readonly string[];
  readonly clearCues?: boolean;
}

/** A change that was understood. */
export interface UnderstoodRequest {
  readonly change: TagChange;
  /** What is to be told before it is made. */
  readonly notes: readonly string[];
}

/**
 * The change that a command line asks for. Whatever the order there: first goes what is to be removed, then
 * comes what is to be set, then new cue points.
 *
 * @throws UsageError for what is not understood, for one field that is set twice, and for no change at all
 */
export async function requestedChange(
  request: TagRequest,
  signal: AbortSignal | undefined,
): Promise<UnderstoodRequest> {
  const { set = [], remove = [], cue = [], region = [], clearCues = false } = request;
  const removals = remove.map((name) => tagField(name).remove);
  if (clearCues) removals.push((metadata) => without(metadata, "cues"));
  const settings = new Map<string, TagChange>();
  const notes: string[] = [];
  for (const text of set) {
    const { field, change } = await setting(text, signal);
    if (settings.has(field.name)) throw new UsageError(`--set gives ${field.name} twice`);
    settings.set(field.name, change);
    if (field.note !== undefined) notes.push(field.note);
  }
  const cues = [...cue.map(parseCue), ...region.map(parseRegion)];
  const changes = [...removals, ...settings.values(), ...(cues.length > 0 ? [addCues(cues)] : [])];
  if (changes.length === 0) {
    throw new UsageError("expected a change: --set, --remove, --cue, --region or --clear-cues");
  }
  const change: TagChange = (metadata, recording) =>
    changes.reduce((changed, next) => next(changed, recording), metadata);
  return { change, notes };
}

/** A document may come out of a file, and be written with a colon then: `ixml:@scene.xml`. */
const DOCUMENT_FROM_FILE = /^\s*(ixml|axml)\s*[:=]@(.+)$/is;

async function setting(
  text: string,
  signal: AbortSignal | undefined,
): Promise<{ readonly field: TagField; readonly change: TagChange }> {
  const [, document, path] = DOCUMENT_FROM_FILE.exec(text) ?? [];
  const split = text.indexOf("=");
  if (document === undefined && split < 0) {
    throw new UsageError(
      `--set must be FIELD=VALUE, such as INFO:INAM=Interview, got ${JSON.stringify(text)}`,
    );
  }
  const field = tagField(document ?? text.slice(0, split));
  if (!field.set) throw cannotSet(field);
  const value = path === undefined ? text.slice(split + 1) : await documentIn(path, signal);
  return { field, change: field.set(value) };
}

async function documentIn(path: string, signal: AbortSignal | undefined): Promise<string> {
  const text = await readText({ file: path, what: "the document", shownAs: path }, signal);
  // What is no UTF-8 is read as this character.
  if (text.includes("\ufffd")) throw new UsageError(`expected ${path} to be a text in UTF-8`);
  return text.replace(/^\ufeff/, "");
}
