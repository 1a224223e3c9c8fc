import { memorySource, type WavFormat } from "../src/index.ts";
import { virtualWavFile } from "../src/wav/wav-file.ts";

/** A recording in blocks, whose samples are noise. */
export interface BlockRecording {
  readonly name: string;
  readonly bytes: Uint8Array;
  /** Samples of all channels. */
  readonly samples: number;
  readonly channels: number;
  readonly frames: number;
}

const ADPCM: Omit<WavFormat, "encoding" | "framesPerBlock"> = {
  channels: 2,
  sampleRate: 48_000,
  bitsPerSample: 4,
  validBits: 4,
  blockAlign: 2048,
};

const FORMATS: readonly WavFormat[] = [
  { ...ADPCM, encoding: "ima-adpcm", framesPerBlock: 2041 },
  {
    ...ADPCM,
    encoding: "ms-adpcm",
    framesPerBlock: 2036,
    coefficients: [
      [256, 0],
      [512, -256],
    ],
  },
  {
    encoding: "gsm",
    channels: 1,
    sampleRate: 8000,
    bitsPerSample: 0,
    validBits: 0,
    blockAlign: 65,
    framesPerBlock: 320,
  },
];

/** Recordings of ADPCM and GSM of about so many frames. Any bits are blocks, but for the headers of ADPCM. */
export async function blockRecordings(frames: number): Promise<BlockRecording[]> {
  return Promise.all(
    FORMATS.map(async (format) => {
      const { encoding, blockAlign, framesPerBlock, channels } = format;
      const blocks = Math.ceil(frames / framesPerBlock);
      const audio = noise(blocks * blockAlign);
      if (encoding !== "gsm") {
        // Sample 0 and a step of the middle: noise there would be a predictor that there is not.
        for (let block = 0; block < blocks; block++) {
          const header = audio.subarray(block * blockAlign, block * blockAlign + 14);
          header.fill(encoding === "ima-adpcm" ? 20 : 1, 2, 8).fill(0, 0, 2);
        }
      }
      const count = blocks * framesPerBlock;
      const file = virtualWavFile({ format, frames: count }, [memorySource(audio)]);
      const bytes = new Uint8Array(file.size);
      await file.read(0, bytes);
      return { name: encoding, bytes, samples: count * channels, channels, frames: count };
    }),
  );
}

/** Bytes without a pattern, the same ones each time (a linear congruential generator). */
function noise(length: number): Uint8Array {
  let state = 1;
  return Uint8Array.from({ length }, () => {
    state = (state * 1_103_515_245 + 12_345) % 2 ** 31;
    return Math.floor(state / 2 ** 16) % 256;
  });
}
