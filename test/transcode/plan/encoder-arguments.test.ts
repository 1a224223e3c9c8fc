import { expect, test } from "vitest";
import { encoderArguments, type SoundToEncode } from "../../../src/transcode/plan/encoder-arguments.ts";
import type { EncodingOptions } from "../../../src/transcode/transcode-options.ts";

const STEREO = { sampleRate: 44_100, channels: 2 };
const MONO = { sampleRate: 16_000, channels: 1 };

test.each<[EncodingOptions, SoundToEncode, string]>([
  [{ format: "mp3" }, STEREO, "libmp3lame -b:a 192000"],
  [{ format: "mp3", bitrate: 64_000, fast: true }, STEREO, "libmp3lame -b:a 64000 -compression_level 7"],
  [{ format: "mp3", quality: 0 }, STEREO, "libmp3lame -q:a 9"],
  [{ format: "mp3", quality: 0.75 }, STEREO, "libmp3lame -q:a 2.25"],
  [{ format: "mp3", quality: 1 }, STEREO, "libmp3lame -q:a 0"],
  [{ format: "m4a" }, STEREO, "aac -b:a 128000"],
  [{ format: "m4b", fast: true }, STEREO, "aac -b:a 128000 -aac_coder fast"],
  [{ format: "m4a", quality: 0 }, STEREO, "aac -b:a 48000"],
  [{ format: "m4a", quality: 1 }, STEREO, "aac -b:a 320000"],
  [{ format: "m4a", bitrate: 128_000 }, MONO, "aac -b:a 96000"],
  [{ format: "flac" }, STEREO, "flac -sample_fmt s16 -compression_level 5"],
  [{ format: "flac", quality: 1 }, { ...STEREO, bits: 16 }, "flac -sample_fmt s16 -compression_level 12"],
  [
    { format: "flac", fast: true },
    { ...STEREO, bits: 24 },
    "flac -sample_fmt s32 -bits_per_raw_sample 24 -compression_level 1",
  ],
  [{ format: "alac" }, STEREO, "alac -sample_fmt s16p"],
  [{ format: "alac" }, { ...STEREO, bits: 24 }, "alac -sample_fmt s32p -bits_per_raw_sample 24"],
  [{ format: "opus" }, STEREO, "libopus -b:a 96000 -vbr on"],
  [{ format: "opus" }, { ...STEREO, channels: 6 }, "libopus -b:a 288000 -vbr on"],
  [{ format: "opus" }, MONO, "libopus -b:a 96000 -vbr on"],
  [{ format: "opus", bitrate: 512_000 }, MONO, "libopus -b:a 256000 -vbr on"],
  [{ format: "mka", quality: 1, fast: true }, STEREO, "libopus -b:a 256000 -vbr on -compression_level 5"],
  [{ format: "opus", quality: 0 }, MONO, "libopus -b:a 16000 -vbr on"],
  [{ format: "ogg" }, STEREO, "libvorbis -q:a 4"],
  [{ format: "ogg", quality: 1 }, STEREO, "libvorbis -q:a 10"],
  [{ format: "ogg", bitrate: 8000 }, STEREO, "libvorbis -b:a 45000"],
  [{ format: "ogg", bitrate: 512_000 }, MONO, "libvorbis -b:a 100000"],
  [{ format: "wav" }, STEREO, "pcm_s16le"],
  [{ format: "wav" }, { ...STEREO, bits: 8 }, "pcm_s16le"],
  [{ format: "wav" }, { ...STEREO, bits: 24 }, "pcm_s24le"],
  [{ format: "wav" }, { ...STEREO, bits: 32 }, "pcm_s32le"],
  [{ format: "wav" }, { ...STEREO, bits: 32, isFloat: true }, "pcm_f32le"],
])("%j of %j is encoded by %s", (options, sound, expected) => {
  expect(encoderArguments(options, sound).join(" ")).toBe(`-c:a ${expected} -flags:a +bitexact`);
});
