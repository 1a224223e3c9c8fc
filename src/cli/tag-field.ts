import { INFO_NAMES } from "../wav/metadata/info.ts";
import { kindNames } from "../wav/metadata/kinds.ts";
import type { WavMetadata } from "../wav/metadata/metadata.ts";
import type { TagChange, TagField } from "./tag-change.ts";
import { id3Field } from "./tag-id3.ts";
import { RECORDS, recordField } from "./tag-record.ts";
import { UsageError } from "./usage-error.ts";

/** Texts that are a chunk of their own. */
const DOCUMENTS = ["ixml", "axml"] as const;

/** What can be removed as a whole, by its name in `WavMetadata`. */
const WHOLES = kindNames();

const SETTABLE = "INFO:…, bext:…, cart:…, id3:…, ixml, axml";

/**
 * The field that `--set` or `--remove` names. Case does not matter.
 *
 * @throws UsageError for one that is not known, with those that are
 */
export function tagField(name: string): TagField {
  const [head = "", ...rest] = name.trim().split(":");
  const kind = head.toLowerCase();
  const field = rest.join(":");
  if (rest.length === 0) return wholeField(kind, name);
  if (kind === "info") return infoField(field);
  if (kind === "id3") return id3Field(field);
  if (kind === "chunk") return chunkField(field);
  const record = Object.keys(RECORDS).find((known) => known === kind);
  if (record) return recordField(record as keyof typeof RECORDS, field);
  throw new UsageError(`unknown field ${JSON.stringify(name)}: expected ${SETTABLE}`);
}

/** The same metadata without a kind of it. */
export function without(metadata: WavMetadata, kind: keyof WavMetadata): WavMetadata {
  const { [kind]: _, ...rest } = metadata;
  return rest;
}

function wholeField(kind: string, name: string): TagField {
  if (kind === "all") return { name: "all", remove: () => ({}) };
  const whole = WHOLES.find((known) => known === kind);
  if (!whole) {
    const known = [...WHOLES, "all"].map((each) => (each === "info" ? "INFO" : each)).join(", ");
    throw new UsageError(
      `unknown field ${JSON.stringify(name)}: expected ${SETTABLE}, chunk:…, or a whole: ${known}`,
    );
  }
  const remove: TagChange = (metadata) => without(metadata, whole);
  const document = DOCUMENTS.find((known) => known === whole);
  if (!document) return { name: whole === "info" ? "INFO" : whole, remove };
  return { name: document, remove, set: (text) => (metadata) => ({ ...metadata, [document]: text }) };
}

/**
 * One of the texts of an INFO list. Codes that have no name are taken as well, but for those that look like a
 * typing error: these can only be removed.
 */
function infoField(asked: string): TagField {
  const wanted = asked.toUpperCase();
  const known = Object.entries(INFO_NAMES).find(
    ([code, words]) => code === wanted || words.toUpperCase() === wanted,
  )?.[0];
  const id = known ?? asked;
  const remove: TagChange = ({ info = {}, ...rest }) => {
    const { [id]: _, ...others } = info;
    return Object.keys(others).length === 0 ? rest : { ...rest, info: others };
  };
  const name = `INFO:${id}`;
  if (!/^[ -~]{4}$/.test(id)) throw unknownInfo(name);
  if (!/^[A-Z0-9]{4}$/.test(id)) return { name, remove };
  return {
    name,
    remove,
    set: (text) => (metadata) => ({ ...metadata, info: { ...metadata.info, [id]: text } }),
    ...(known === undefined && { note: `${name} is no code that is known here; it is set as it is` }),
  };
}

/** The failure of a text that cannot be set. */
export function cannotSet({ name }: TagField): UsageError {
  if (name.startsWith("INFO:")) return unknownInfo(name);
  return new UsageError(`${name} cannot be set, only removed`);
}

function unknownInfo(name: string): UsageError {
  const known = Object.entries(INFO_NAMES).map(([code, words]) => `${code} (${words})`);
  return new UsageError(`unknown field ${name}: expected one of ${known.join(", ")}`);
}

/** Chunks that are not understood, by their identifier. */
function chunkField(id: string): TagField {
  return {
    name: `chunk:${id}`,
    remove({ others = [], ...rest }) {
      const kept = others.filter((chunk) => chunk.id.trimEnd() !== id.trimEnd());
      return kept.length === 0 ? rest : { ...rest, others: kept };
    },
  };
}
