export type { Chunk } from "./chunk.ts";
export { type ClipWavOptions, clipWav } from "./clip-wav.ts";
export type { ComputedSampleOptions } from "./computed-audio.ts";
export type { ContainerName } from "./container.ts";
export { type ConvertedWav, type ConvertWavOptions, convertWav, type SampleWidth } from "./convert-wav.ts";
export { type EditWavOptions, editWav, type WavEdit } from "./edit/edit-wav.ts";
export { findRepairs, type RepairWavOptions, type WavRepair } from "./edit/find-repairs.ts";
export type { ChangeMetadata } from "./edit/metadata-change.ts";
export { repairedWav, repairWav } from "./edit/repair-wav.ts";
export { withMetadata } from "./edit/with-metadata.ts";
export { encodeWav, type NewWavOptions } from "./encode-wav.ts";
export {
  type Coefficients,
  describeFormat,
  type SampleEncoding,
  type SampleFormat,
  type WavFormat,
} from "./format.ts";
export { type JoinAudioOptions, type JoinedAudio, joinAudio } from "./join-audio.ts";
export { type JoinWavsOptions, joinWavs } from "./join-wavs.ts";
export type { AcidLoop } from "./metadata/acid.ts";
export type { CueRegion, RawText } from "./metadata/adtl.ts";
export type { BroadcastExtension, BroadcastLoudness } from "./metadata/bext.ts";
export type { Cart, PostTimer } from "./metadata/cart.ts";
export type { TrackAssignment } from "./metadata/chna.ts";
export type { CuePlace } from "./metadata/cue.ts";
export type { CuePoint, Cues } from "./metadata/cues.ts";
export type { Id3Tag } from "./metadata/id3.ts";
export type {
  Id3CommentFrame,
  Id3Frame,
  Id3RawFrame,
  Id3TextFrame,
  Id3UrlFrame,
} from "./metadata/id3-frame.ts";
export type { Id3Version } from "./metadata/id3-text.ts";
export { INFO_NAMES, type Info } from "./metadata/info.ts";
export type { Instrument } from "./metadata/inst.ts";
export type { TypedMetadata, WavMetadata } from "./metadata/metadata.ts";
export { type MetadataChunk, metadataChunk } from "./metadata/metadata-chunk.ts";
export type { MetadataOption } from "./metadata/metadata-option.ts";
export type { ChannelPeak, Peaks } from "./metadata/peak.ts";
export { type MetadataHolder, type ReadMetadataOptions, readMetadata } from "./metadata/read-metadata.ts";
export type { Sampler, SamplerLoop, SamplerLoopType } from "./metadata/smpl.ts";
export type { Span } from "./metadata/span.ts";
export { TEXT_ENCODINGS, type TextEncoding } from "./metadata/text.ts";
export { type WriteMetadataOptions, writeMetadata } from "./metadata/write-metadata.ts";
export { type OpenWavOptions, openWav } from "./open-wav.ts";
export type { WavWarning } from "./warning.ts";
export type { Wav } from "./wav.ts";
export type { EncodedOptions, EncodedSpan } from "./wav-audio.ts";
export { type WavWriter, type WriteWavFormat, writeWav } from "./write-wav.ts";
