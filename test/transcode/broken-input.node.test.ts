import { claimFaultsAreTold } from "./support/fault-claims.ts";

claimFaultsAreTold(["mp3", "m4a", "flac"]);
