import { companderEncoder } from "./codec/companding.ts";
import { type Encoder, linearEncoder } from "./codec/linear-encoder.ts";
import type { WavFormat } from "./format.ts";

/** The encoder of a format that `chooseFormat` made. */
export function encoderFor(format: WavFormat): Encoder {
  const { encoding } = format;
  return encoding === "alaw" || encoding === "mulaw"
    ? companderEncoder({ ...format, encoding })
    : linearEncoder(format);
}
