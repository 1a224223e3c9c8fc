import { describe, expect, it } from "vitest";
import { LongwaveError } from "../../src/stream/error.ts";
import { haveTools, output } from "../helpers/wav-tool.ts";
import { openCorpus, type TruthRecord } from "./corpus.ts";
import { EXCEPTIONS } from "./exceptions.ts";
import { expectAllRight, type Reading, readingOf, sameSamples, whyImpossible } from "./reading.ts";

const corpus = openCorpus();
// libsndfile fills the last block up, and its converter scales what reaches full scale.
const haveSox = haveTools("sox");

function recordsOf(...kinds: ReadonlyArray<TruthRecord["oracle"]["kind"]>): TruthRecord[] {
  return corpus?.truth.filter(({ oracle }) => kinds.includes(oracle.kind)) ?? [];
}

/** What SoX reads, as planes. */
async function soxPlanes(path: string, channels: number): Promise<Float32Array[]> {
  const bytes = await output("sox", path, "-t", "f32", "-L", "-");
  const samples = new Float32Array(new Uint8Array(bytes).buffer);
  return Array.from({ length: channels }, (_, channel) =>
    samples.filter((_, index) => index % channels === channel),
  );
}

function isOneOf(
  { wav, md5 }: Reading,
  ...truths: ReadonlyArray<readonly [frames: number | undefined, md5: string | undefined]>
): boolean {
  return truths.some(([frames, sum]) => wav.frames === frames && (md5 === sum || frames === 0));
}

function got(reading: Reading | LongwaveError): string {
  return reading instanceof LongwaveError
    ? `is refused: ${reading.code}, ${reading.message}`
    : `has ${reading.wav.frames} frames of ${reading.md5}, with ${reading.wav.warnings.map(({ code }) => code)}`;
}

describe.skipIf(!corpus)("of the files of others,", () => {
  const read = (file: string) => readingOf(corpus!.bytes(file));

  it("all that are exact have their frames and samples", async () => {
    await expectAllRight(recordsOf("exact"), async ({ file, oracle }) => {
      const reading = await read(file);
      const isRight =
        !(reading instanceof LongwaveError) &&
        isOneOf(reading, [oracle.frames, oracle.md5_f32], [oracle.frames_fact, oracle.md5_f32_fact]);
      return isRight ? undefined : `${got(reading)}, expected ${JSON.stringify(oracle)}`;
    });
  });

  it("those whose last block is a matter of taste end within it, and agree with SoX", async () => {
    await expectAllRight(recordsOf("exact_prefix"), async ({ file, oracle }) => {
      const reading = await read(file);
      if (reading instanceof LongwaveError) return got(reading);
      if (isOneOf(reading, [oracle.frames, oracle.md5_f32], [oracle.frames_fact, oracle.md5_f32_fact])) {
        return undefined;
      }
      const { wav, planes } = reading;
      const missing = (oracle.frames ?? 0) - wav.frames;
      if (missing < 0 || missing >= wav.format.framesPerBlock) return `lacks ${missing} frames`;
      if (!haveSox) return undefined;
      const theirs = await soxPlanes(corpus!.path(file), wav.channels);
      const agrees = planes.every((plane, channel) => sameSamples(plane, theirs[channel]!));
      return agrees ? undefined : "has other samples than SoX";
    });
  });

  it("those in encodings that take a transcoder are refused by tag and name, or decoded", async () => {
    await expectAllRight(recordsOf("lossy", "codec_outside_wav_core"), async ({ file, formatTag = 0 }) => {
      const reading = await read(file);
      if (!(reading instanceof LongwaveError)) return whyImpossible(reading, corpus!.bytes(file).length);
      const { code, message, details } = reading;
      const tag = `0x${formatTag.toString(16).padStart(4, "0")}`;
      const isNamed = message.includes(tag) && !message.includes("unknown") && details.actual === formatTag;
      return code === "wav/unsupported-encoding" && isNamed ? undefined : got(reading);
    });
  });

  it("those that nobody reads are refused, or read as what is in them", async () => {
    await expectAllRight(recordsOf("refused", "refused_by_both"), async ({ file, oracle: { own } }) => {
      const reading = await read(file);
      if (reading instanceof LongwaveError) return reading.code.startsWith("wav/") ? undefined : got(reading);
      if (!own) return whyImpossible(reading, corpus!.bytes(file).length);
      return isOneOf(reading, [own.frames, own.md5_f32]) ? undefined : got(reading);
    });
  });

  it("those that readers take differently are read as one of them does", async () => {
    await expectAllRight(recordsOf("policy", "disputed"), async ({ file, oracle }) => {
      const reading = await read(file);
      if (reading instanceof LongwaveError) return got(reading);
      const isOne = isOneOf(
        reading,
        [oracle.frames_header, undefined],
        [oracle.frames_ffmpeg, oracle.md5_f32_ffmpeg],
      );
      return isOne ? undefined : got(reading);
    });
  });

  it("every exception is one of them, and has a reason", () => {
    const files = [...corpus!.truth, ...corpus!.hostile].map(({ file }) => file);
    for (const [file, reason] of Object.entries(EXCEPTIONS)) {
      expect(files).toContain(file);
      expect(reason).not.toBe("");
    }
  });
});
