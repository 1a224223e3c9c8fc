/** What a cut does to a chunk: it has positions that move along, or sums that no longer hold and is dropped. */
export type CutEffect = "moves" | "drops";

/** By identifier, that of a list being its type. All others stay as they are. */
const EFFECTS: Readonly<Record<string, CutEffect>> = {
  "cue ": "moves",
  adtl: "moves",
  smpl: "moves",
  cart: "moves",
  bext: "moves",
  iXML: "moves",
  // Peaks, a sum over the audio, and an envelope of it (EBU Tech 3285, supplement 3).
  PEAK: "drops",
  "MD5 ": "drops",
  levl: "drops",
  // The order in which stretches are played, and where these lie.
  plst: "drops",
  wavl: "drops",
  // A part of a loop is not the loop, and its beats lie elsewhere.
  acid: "drops",
  strc: "drops",
  // Markers of 64 bits (EBU Tech 3306, section 4).
  r64m: "drops",
};

/** What a cut does to a chunk; `undefined` when nothing. */
export function cutEffect(id: string, listType?: string): CutEffect | undefined {
  const name = id === "LIST" ? (listType ?? id) : id;
  return Object.hasOwn(EFFECTS, name) ? EFFECTS[name] : undefined;
}

/** Whether a cut has to change what is in a chunk, so that its body must be in memory by then. */
export function isPositional(id: string, listType?: string): boolean {
  return cutEffect(id, listType) === "moves";
}
