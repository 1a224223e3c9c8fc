import { claimFaultsAreTold } from "./support/fault-claims.ts";
import { hasNative } from "./support/made-media.ts";
import { KINDS } from "./support/media-kinds.ts";

/** Held in every run, by broken-input.node.test.ts. */
const OFTEN = ["mp3", "m4a", "flac"];

claimFaultsAreTold(
  Object.entries(KINDS)
    .filter(([id, { own }]) => !OFTEN.includes(id) && (hasNative || own !== undefined))
    .map(([id]) => id),
);
