import type { SampleEncoding } from "./format.ts";

/** The format tags of the encodings that are read and written here (RFC 2361, appendix A). */
export const FORMAT_TAGS: Readonly<Record<SampleEncoding, number>> = {
  pcm: 0x0001,
  "ms-adpcm": 0x0002,
  float: 0x0003,
  alaw: 0x0006,
  mulaw: 0x0007,
  "ima-adpcm": 0x0011,
  gsm: 0x0031,
};

/** WAVE_FORMAT_EXTENSIBLE: the tag stands in a GUID. */
export const EXTENSIBLE_TAG = 0xfffe;

/** The last 14 bytes of KSDATAFORMAT_SUBTYPE_…; the first two are the format tag (RFC 2361, section 4). */
export const SUBTYPE_TAIL: readonly number[] = [0, 0, 0, 0, 0x10, 0, 0x80, 0, 0, 0xaa, 0, 0x38, 0x9b, 0x71];

/** The same for ambisonic B-format: {0000000x-0721-11D3-8644-C8C1CA000000}. */
export const AMBISONIC_TAIL: readonly number[] = [
  0, 0, 0x21, 0x07, 0xd3, 0x11, 0x86, 0x44, 0xc8, 0xc1, 0xca, 0, 0, 0,
];
