import { frameAt, parseTime } from "../audio/time.ts";
import type { BroadcastExtension } from "../wav/metadata/bext.ts";
import type { Cart } from "../wav/metadata/cart.ts";
import type { TagChange, TagField } from "./tag-change.ts";
import { UsageError } from "./usage-error.ts";

/**
 * What a field holds: a text, lines, a whole number, a number with a fraction, or frames that may be given as a
 * time.
 */
type Content = "text" | "lines" | "integer" | "decimal" | "frames";

type Contents<T> = { readonly [name in keyof T]?: Content };

const BROADCAST_FIELDS = {
  description: "text",
  originator: "text",
  originatorReference: "text",
  originationDate: "text",
  originationTime: "text",
  timeReference: "frames",
  version: "integer",
  umid: "text",
  loudness: "decimal",
  loudnessRange: "decimal",
  maxTruePeak: "decimal",
  maxMomentaryLoudness: "decimal",
  maxShortTermLoudness: "decimal",
  codingHistory: "lines",
} as const satisfies Contents<BroadcastExtension>;

/** The first version of the broadcast extension that has a field (EBU Tech 3285, versions 1 and 2). */
const LEAST_VERSIONS: Readonly<Record<string, number>> = {
  umid: 1,
  loudness: 2,
  loudnessRange: 2,
  maxTruePeak: 2,
  maxMomentaryLoudness: 2,
  maxShortTermLoudness: 2,
};

const CART_FIELDS = {
  version: "text",
  title: "text",
  artist: "text",
  cutId: "text",
  clientId: "text",
  category: "text",
  classification: "text",
  outCue: "text",
  startDate: "text",
  startTime: "text",
  endDate: "text",
  endTime: "text",
  producerAppId: "text",
  producerAppVersion: "text",
  userDefined: "text",
  levelReference: "integer",
  url: "text",
  tagText: "lines",
} as const satisfies Contents<Cart>;

/** The chunks that are records of fields. */
export const RECORDS: Readonly<Record<"bext" | "cart", Readonly<Record<string, Content>>>> = {
  bext: BROADCAST_FIELDS,
  cart: CART_FIELDS,
};

/**
 * A field of a record.
 *
 * @throws UsageError for one that it does not have, with those that it has
 */
export function recordField(record: keyof typeof RECORDS, asked: string): TagField {
  const fields = Object.entries(RECORDS[record]);
  const [field, content] = fields.find(([known]) => known.toLowerCase() === asked.toLowerCase()) ?? [];
  if (field === undefined || content === undefined) {
    const known = fields.map(([each]) => each).join(", ");
    throw new UsageError(`unknown field ${record}:${asked}: expected one of ${known}`);
  }
  const name = `${record}:${field}`;
  return {
    name,
    remove(metadata) {
      if (!metadata[record]) return metadata;
      const { [field]: _, ...others } = metadata[record] as Readonly<Record<string, unknown>>;
      return { ...metadata, [record]: others };
    },
    set: (text) => setter(record, field, valueReader(name, content, text)),
  };
}

function setter(
  record: keyof typeof RECORDS,
  field: string,
  read: (sampleRate: number) => unknown,
): TagChange {
  return (metadata, { sampleRate }) => {
    const value = read(sampleRate);
    if (record === "cart") return { ...metadata, cart: { postTimers: [], ...metadata.cart, [field]: value } };
    const { bext = {} } = metadata;
    // A version that has no room for the field would be in its way.
    const least = LEAST_VERSIONS[field] ?? 0;
    const raised = bext.version !== undefined && bext.version < least && { version: least };
    return { ...metadata, bext: { ...bext, ...raised, [field]: value } };
  };
}

/**
 * What becomes of a text on the command line; frames depend on the recording's rate.
 *
 * @throws UsageError for a number that is none
 */
function valueReader(name: string, content: Content, text: string): (sampleRate: number) => string | number {
  switch (content) {
    case "text":
      return () => text;
    case "lines": {
      const lines = text.replace(/(?:\r?\n)+$/, "").replace(/\r?\n/g, "\r\n");
      return () => (lines === "" ? "" : `${lines}\r\n`);
    }
    case "integer":
      if (/^[+-]?\d+$/.test(text)) return () => Number(text);
      throw new UsageError(`${name} must be a whole number, got ${JSON.stringify(text)}`);
    case "decimal":
      if (/^[+-]?\d+(?:\.\d+)?$/.test(text)) return () => Number(text);
      throw new UsageError(`${name} must be a number, got ${JSON.stringify(text)}`);
    case "frames": {
      if (/^\d+$/.test(text)) return () => Number(text);
      const seconds = text.includes(":") ? parseTime(text) : Number.NaN;
      if (!Number.isNaN(seconds)) return (sampleRate) => frameAt(seconds, sampleRate);
      const message = `${name} must be frames, or a time as h:mm:ss.mmm, got ${JSON.stringify(text)}`;
      throw new UsageError(message);
    }
  }
}
