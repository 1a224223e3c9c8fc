import { encodeWav } from "../../src/wav/encode-wav.ts";
import { bytesAt, pattern } from "../helpers/pattern.ts";
import {
  ascii,
  chunk,
  ds64,
  extensibleBody,
  formatBody,
  joined,
  u32,
  wavBytes,
} from "../helpers/wav-chunks.ts";
import { FORMATS, nameOf, sampleSource } from "../helpers/wav-samples.ts";

/** Words of the format, which a fuzzer would need long to guess. */
export const WORDS: readonly string[] = [
  ..."RIFF RIFX RF64 BW64 FFIR WAVE fmt_ data ds64 fact LIST INFO adtl JUNK PAD_ FLLR".split(" "),
  ..."bext cue_ smpl inst PEAK iXML axml chna cart ID3_ acid labl note ltxt INAM".split(" "),
].map((word) => word.replace("_", " "));

/** Block-coded formats by hand: tag, bytes of a block, bits, and what follows `cbSize`. */
const BLOCK_CODED = {
  alaw: [6, 1, 8, []],
  mulaw: [7, 1, 8, []],
  "ima-adpcm": [0x11, 36, 4, [65, 0]],
  "ms-adpcm": [2, 32, 4, [52, 0, 2, 0, 0, 1, 0, 0, 0, 2, 0, 255]],
  gsm: [0x31, 65, 0, [64, 1]],
} as const;

/** Small files to begin with, each with something that the others do not have, by name. */
export async function seedFiles(): Promise<ReadonlyMap<string, Uint8Array>> {
  const seeds = new Map<string, Uint8Array>();
  for (const sample of FORMATS) {
    for (const channels of [1, 2, 3]) {
      const file = encodeWav(sampleSource(channels, 11), sample);
      seeds.set(`${nameOf(sample)} ${channels}`, await bytesAt(file, 0, file.size));
    }
  }
  const format = chunk("fmt ", formatBody());
  const audio = chunk("data", pattern(40));
  for (const [name, [tag, blockAlign, bits, extension]] of Object.entries(BLOCK_CODED)) {
    const body = joined(
      formatBody({ tag, blockAlign, bits }),
      Uint8Array.of(extension.length, 0),
      Uint8Array.from(extension),
    );
    const samples = chunk("fact", u32(100));
    seeds.set(name, wavBytes([chunk("fmt ", body), samples, chunk("data", pattern(3 * blockAlign + 30))]));
  }
  seeds.set("extensible", wavBytes([chunk("fmt ", extensibleBody({ channels: 2, mask: 3 })), audio]));
  seeds.set(
    "rf64",
    wavBytes([ds64(108, 40), format, chunk("data", pattern(40), { size: 0xffffffff })], { magic: "RF64" }),
  );
  seeds.set(
    "list",
    wavBytes([format, chunk("LIST", joined(ascii("INFO"), chunk("INAM", ascii("a\0")))), audio]),
  );
  seeds.set("live", wavBytes([format, chunk("data", pattern(30), { size: 0 })], { size: 0 }));
  // The first window of the walk ends within the header behind it.
  seeds.set("far", wavBytes([chunk("JUNK", new Uint8Array(4070)), format, audio]));
  seeds.set("tail", wavBytes([chunk("JUNK", pattern(5)), format, audio, chunk("bext", pattern(602))]));
  return seeds;
}
