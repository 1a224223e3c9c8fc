import { hasNative } from "./support/made-media.ts";
import { KINDS } from "./support/media-kinds.ts";
import { claimDecodersAgree } from "./support/parallel-claims.ts";

claimDecodersAgree(["vbr", "m4a", "opus", "ogg"].filter((id) => hasNative || KINDS[id]?.own !== undefined));
