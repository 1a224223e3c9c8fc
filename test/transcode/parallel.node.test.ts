import { claimDecodersAgree } from "./support/parallel-claims.ts";

claimDecodersAgree(["mp3", "flac"]);
