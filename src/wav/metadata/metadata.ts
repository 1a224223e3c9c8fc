import type { AcidLoop } from "./acid.ts";
import type { BroadcastExtension } from "./bext.ts";
import type { Cart } from "./cart.ts";
import type { TrackAssignment } from "./chna.ts";
import type { Cues } from "./cues.ts";
import type { Id3Tag } from "./id3.ts";
import type { Info } from "./info.ts";
import type { Instrument } from "./inst.ts";
import type { MetadataChunk } from "./metadata-chunk.ts";
import type { Peaks } from "./peak.ts";
import type { Sampler } from "./smpl.ts";

/** What is read out of chunks that are understood. */
export interface TypedMetadata {
  /** The broadcast extension (`bext`). */
  readonly bext?: BroadcastExtension;
  /** Radio traffic data (`cart`). */
  readonly cart?: Cart;
  /** Title, artist and the like (`LIST` of type `INFO`). */
  readonly info?: Info;
  /** Cue points with labels, notes and regions (`cue ` and `LIST` of type `adtl`). */
  readonly cues?: Cues;
  /** What a sampler needs (`smpl`), with its loops. */
  readonly sampler?: Sampler;
  /** The notes that a sample is for (`inst`). */
  readonly instrument?: Instrument;
  /** Tempo and beats of a loop (`acid`). */
  readonly acid?: AcidLoop;
  /** The highest sample of each channel (`PEAK`). */
  readonly peaks?: Peaks;
  /** Which track is which part of the scene in `axml` (`chna`). */
  readonly chna?: readonly TrackAssignment[];
  /** The scene of an immersive mix (`axml`, ITU-R BS.2076), as text. */
  readonly axml?: string;
  /** Production metadata (`iXML`), as text. */
  readonly ixml?: string;
  /** An ID3v2 tag (`ID3 ` or `id3 `). */
  readonly id3?: Id3Tag;
}

/** The metadata of a recording. */
export interface WavMetadata extends TypedMetadata {
  /**
   * All other chunks, as they are: of kinds that are not known, that cannot be read, second ones of a kind, and those of
   * more than 16 MiB.
   */
  readonly others?: readonly MetadataChunk[];
}
