/**
 * The version of `@ffmpeg/core` that this was made for: what its WebAssembly exports has other names in another
 * one.
 */
export const CORE_VERSION = "0.12.10";
