import { companderDecoder, companderEncoder } from "../../../src/wav/codec/companding.ts";

/** The two laws of ITU-T G.711. */
export type Law = "alaw" | "mulaw";

/** Every byte once. */
export const CODES: Uint8Array<ArrayBuffer> = Uint8Array.from({ length: 256 }, (_, code) => code);

/** The samples that bytes of one channel stand for. */
export function decoded(encoding: Law, bytes: Uint8Array): number[] {
  const plane = new Float32Array(bytes.length);
  companderDecoder({ encoding, channels: 1 })(bytes, [plane], 0);
  return [...plane];
}

/** The bytes of samples of one channel. */
export function encoded(encoding: Law, samples: readonly number[]): Uint8Array {
  const bytes = new Uint8Array(samples.length);
  companderEncoder({ encoding, channels: 1 })([Float32Array.from(samples)], 0, bytes);
  return bytes;
}
