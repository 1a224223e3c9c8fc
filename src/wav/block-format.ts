import { type BlockEncoding, framesIn } from "./codec/block-size.ts";
import { badFormat, type Coefficients } from "./format.ts";
import { type FormatFields, type Layout, warnOfBlockAlign } from "./format-fields.ts";

/** The predictors that Microsoft ADPCM always has (RFC 2361; "ADPCMWAVEFORMAT", the first seven). */
const STANDARD_COEFFICIENTS: readonly Coefficients[] = [
  [256, 0],
  [512, -256],
  [0, 0],
  [192, 64],
  [240, 0],
  [460, -208],
  [392, -232],
];

/** Two frames of GSM 06.10 in 65 bytes (RFC 2361, "GSM610WAVEFORMAT"). */
const GSM_BLOCK_BYTES = 65;
const GSM_BLOCK_FRAMES = 320;

/**
 * What the fields say of an encoding whose blocks hold several frames.
 *
 * @throws LongwaveError `wav/bad-format`
 */
export function blockLayout(encoding: BlockEncoding, fields: FormatFields): Layout {
  if (encoding === "gsm") return gsmLayout(fields);
  const layout = adpcmLayout(fields, encoding);
  return encoding === "ms-adpcm" ? { ...layout, coefficients: readCoefficients(fields) } : layout;
}

function adpcmLayout(fields: FormatFields, encoding: BlockEncoding): Layout {
  const { view, littleEndian, offset, channels, bits, blockAlign, body, extensible } = fields;
  if (bits !== 4) throw badFormat("bits per sample of ADPCM", "4", bits, offset + 14);
  const capacity = framesIn(blockAlign, encoding, channels);
  if (capacity === 0) {
    const least = `room for the headers of ${channels} channels`;
    throw badFormat("bytes per block", least, blockAlign, offset + 12);
  }
  // An extensible body has another field there.
  const declared = body.length >= 20 && !extensible ? view.getUint16(18, littleEndian) : capacity;
  const isPossible = declared >= 1 && declared <= capacity;
  if (!isPossible) {
    const message = `frames per block at offset ${offset + 18}: expected at most ${capacity} in ${blockAlign} bytes, got ${declared}`;
    fields.warn({
      code: "wav/frames-per-block",
      message,
      offset: offset + 18,
      actual: declared,
      expected: capacity,
    });
  }
  return { bitsPerSample: 4, validBits: 4, blockAlign, framesPerBlock: isPossible ? declared : capacity };
}

/** The table behind the frames per block: as many entries of it as are there; without any, those of the standard. */
function readCoefficients({ body, view, littleEndian, offset, warn }: FormatFields): readonly Coefficients[] {
  const declared = body.length >= 22 ? view.getUint16(20, littleEndian) : 0;
  const present = Math.min(declared, Math.floor((body.length - 22) / 4));
  if (present >= 1 && present === declared) {
    return Array.from({ length: present }, (_, index) => [
      view.getInt16(22 + index * 4, littleEndian),
      view.getInt16(24 + index * 4, littleEndian),
    ]);
  }
  const message = `predictors at offset ${offset + 20}: expected ${declared}, got ${Math.max(0, present)}; the seven of the standard are taken`;
  warn({ code: "wav/coefficients", message, offset: offset + 20, actual: declared, expected: present });
  return STANDARD_COEFFICIENTS;
}

function gsmLayout(fields: FormatFields): Layout {
  if (fields.channels !== 1) throw badFormat("channels of GSM 6.10", "1", fields.channels, fields.offset + 2);
  warnOfBlockAlign(fields, GSM_BLOCK_BYTES, "GSM 6.10");
  return {
    bitsPerSample: 0,
    validBits: 0,
    blockAlign: GSM_BLOCK_BYTES,
    framesPerBlock: GSM_BLOCK_FRAMES,
  };
}
