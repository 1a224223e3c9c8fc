/** The browser-safe face: bytes by range, frames by range, and the WAV format. */
export type { AudioSource } from "./audio/audio-source.ts";
export { frameAt, parseTime } from "./audio/time.ts";
export { blobSource } from "./stream/blob-source.ts";
export type { ByteSink } from "./stream/byte-sink.ts";
export type { ByteSource } from "./stream/byte-source.ts";
export { type CachedSourceOptions, cachedSource } from "./stream/cached-source.ts";
export { concatSources } from "./stream/concat.ts";
export { type CopyOptions, type CopyProgress, copy } from "./stream/copy.ts";
export { type ErrorDetails, LongwaveError } from "./stream/error.ts";
export type { Folder } from "./stream/folder.ts";
export { type HttpHeaders, type HttpSourceOptions, httpSource } from "./stream/http-source.ts";
export { type MemoryFolder, memoryFolder } from "./stream/memory-folder.ts";
export { type MemorySink, memorySink } from "./stream/memory-sink.ts";
export { memorySource } from "./stream/memory-source.ts";
export { drain, readableFrom } from "./stream/readable.ts";
export { sliceSource } from "./stream/slice.ts";
export { writableSink } from "./stream/writable-sink.ts";
export * from "./wav/index.ts";
