import { LongwaveError } from "../stream/error.ts";
import { FORMAT_TAGS } from "./format-tag.ts";

/** Encodings that people meet and that take a transcoder, so that an error can name them (RFC 2361, appendix A). */
const FOREIGN_NAMES: Readonly<Record<number, string>> = {
  4: "VSELP",
  5: "IBM CVSD",
  8: "DTS",
  9: "DRM",
  16: "OKI ADPCM",
  20: "G.723 ADPCM",
  22: "ITU G.723 ADPCM",
  23: "Dialogic OKI ADPCM",
  32: "Yamaha ADPCM",
  34: "DSP Group TrueSpeech",
  40: "LRC",
  54: "SBC24",
  56: "NMS VBX ADPCM",
  64: "G.721 ADPCM",
  65: "G.728 CELP",
  66: "Microsoft G.723.1",
  69: "G.726 ADPCM",
  80: "MPEG audio",
  85: "MP3",
  97: "Duck DK4 ADPCM",
  98: "Duck DK3 ADPCM",
  100: "G.726 ADPCM",
  101: "G.722 ADPCM",
  105: "Voxware ByteAligned",
  117: "Voxware MetaSound",
  131: "G.729",
  146: "Dolby AC-3 (S/PDIF)",
  255: "AAC",
  273: "Vivo G.723",
  274: "Vivo Siren",
  304: "ACELP.net",
  352: "Windows Media Audio 1",
  353: "Windows Media Audio 2",
  354: "Windows Media Audio Professional",
  355: "Windows Media Audio Lossless",
  512: "Creative ADPCM",
  624: "ATRAC3",
  655: "G.722 ADPCM",
  5632: "AAC (ADTS)",
  5634: "AAC (LOAS)",
  5648: "HE-AAC",
  8192: "AC-3",
  8193: "DTS",
  16707: "AAC",
  21318: "Flash ADPCM",
  22127: "Vorbis",
  26447: "Ogg Vorbis",
  26448: "Ogg Vorbis",
  26449: "Ogg Vorbis",
  26479: "Ogg Vorbis",
  26480: "Ogg Vorbis",
  26481: "Ogg Vorbis",
  28781: "AAC",
  41222: "AAC (MPEG-4)",
  41225: "Speex",
  61868: "FLAC",
};

/** Says what an encoding is that is not read here. */
export function foreignEncoding(tag: number, offset: number): LongwaveError {
  const hex = `0x${tag.toString(16).padStart(4, "0")}`;
  const name = FOREIGN_NAMES[tag] ?? "an unknown encoding";
  return new LongwaveError(
    "wav/unsupported-encoding",
    `the audio is encoded as ${name} (format tag ${hex} at offset ${offset}), which takes a transcoder; ` +
      `read without one are ${Object.keys(FORMAT_TAGS).join(", ")}`,
    { offset, actual: tag, expected: Object.values(FORMAT_TAGS) },
  );
}
