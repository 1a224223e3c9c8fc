import type { BodyContext, BodyLayout } from "./body.ts";
import { readList, type SubChunk, writeList } from "./list.ts";
import { decodeText, encodeTerminated } from "./text.ts";

/**
 * The texts of a `LIST` of type `INFO` by their four characters, in the file's order: `{ INAM: "Interview" }`. Names that
 * are whole numbers (`"1234"`) come before all others, as in every object, and are written in that order too.
 */
export type Info = Readonly<Record<string, string>>;

/**
 * What the identifiers stand for. The first 23 are registered (Multimedia Programming Interface and Data Specifications
 * 1.0, "INFO List Chunk"); the others occur in the wild.
 */
export const INFO_NAMES: Readonly<Record<string, string>> = {
  IARL: "archival location",
  IART: "artist",
  ICMS: "commissioned by",
  ICMT: "comment",
  ICOP: "copyright",
  ICRD: "creation date",
  ICRP: "cropped",
  IDIM: "dimensions",
  IDPI: "dots per inch",
  IENG: "engineer",
  IGNR: "genre",
  IKEY: "keywords",
  ILGT: "lightness",
  IMED: "medium",
  INAM: "title",
  IPLT: "palette setting",
  IPRD: "product",
  ISBJ: "subject",
  ISFT: "software",
  ISHP: "sharpness",
  ISRC: "source",
  ISRF: "source form",
  ITCH: "technician",
  IBPM: "beats per minute",
  IBSU: "base URL",
  ICDS: "costume designer",
  ICNM: "cinematographer",
  ICNT: "country",
  IDIT: "digitization time",
  IDST: "distributed by",
  IEDT: "edited by",
  IENC: "encoded by",
  ILNG: "language",
  ILYC: "lyrics",
  IMUS: "music by",
  IPRO: "produced by",
  IPRT: "part",
  IRTD: "rating",
  ISGN: "secondary genre",
  ISMP: "time code",
  ISTD: "production studio",
  ISTR: "starring",
  ITRK: "track",
  IWEB: "web address",
  IWRI: "written by",
};

/** What stands between the texts of one identifier where a file repeats it. */
const BETWEEN_REPEATED = "; ";

/**
 * Reads all lists of type `INFO` of a file as one. Where it gives an identifier again with another text, as some do for
 * several artists, both are kept, with `"; "` between them. `undefined` for lists without texts.
 */
export function readInfo(
  lists: readonly Pick<SubChunk, "offset" | "body">[],
  context: Omit<BodyContext, "offset">,
): Info | undefined {
  const texts = new Map<string, Set<string>>();
  for (const { id, body: text } of lists.flatMap(({ body, offset }) =>
    readList(body, { ...context, offset }),
  )) {
    const decoded = decodeText(text, context.encoding);
    const known = texts.get(id);
    if (known) known.add(decoded);
    else texts.set(id, new Set([decoded]));
  }
  if (texts.size === 0) return undefined;
  return Object.fromEntries(Array.from(texts, ([id, several]) => [id, [...several].join(BETWEEN_REPEATED)]));
}

/**
 * Writes the body of a `LIST` of type `INFO`.
 *
 * @throws LongwaveError `wav/bad-metadata` for an identifier that is not four printable ASCII characters, `wav/bad-text`
 */
export function writeInfo(info: Info, layout: BodyLayout): Uint8Array<ArrayBuffer> {
  const subChunks = Object.entries(info).map(([id, text]) => ({
    id,
    body: encodeTerminated(text, layout.encoding),
  }));
  return writeList("INFO", subChunks, layout);
}
