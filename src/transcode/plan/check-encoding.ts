import { checkChoiceOption } from "../../stream/choice-option.ts";
import { optionError } from "../../stream/error.ts";
import { checkIntegerOption } from "../../stream/integer-option.ts";
import { checkNumberOption } from "../../stream/number-option.ts";
import { checkOptionType } from "../../stream/option-type.ts";
import type { EncodingOptions } from "../transcode-options.ts";
import { FORMATS, OUTPUT_FORMATS } from "./output-format.ts";
import { isWholePicture } from "./whole-picture.ts";

const LEAST_BITRATE = 8000;
const MOST_BITRATE = 512_000;

/**
 * Holds the wishes for an encoding against what there is.
 *
 * @throws LongwaveError `options/invalid`
 */
export function checkEncoding(options: EncodingOptions): void {
  // Who writes no types may leave them out.
  checkOptionType("", options ?? null, "object");
  const { format, bitrate, quality, sampleRate, channels, fast, faststart } = options;
  checkChoiceOption("format", format, OUTPUT_FORMATS);
  if (bitrate !== undefined) checkBitrate(options, bitrate);
  if (quality !== undefined) {
    checkNumberOption("quality", quality, 0, 1);
    if (format === "wav" || format === "alac") {
      throw optionError("options.quality", `left out for ${format}, which has but one`, quality);
    }
  }
  if (sampleRate !== undefined) checkIntegerOption("sampleRate", sampleRate, 1);
  if (channels !== undefined && channels !== 1 && channels !== 2) {
    throw optionError("options.channels", "1 or 2", channels);
  }
  checkOptionType("fast", fast, "boolean");
  checkOptionType("faststart", faststart, "boolean");
  checkTags(options);
  checkChapters(options);
  checkCover(options);
}

function checkBitrate({ format, quality }: EncodingOptions, bitrate: number): void {
  checkNumberOption("bitrate", bitrate, LEAST_BITRATE, MOST_BITRATE);
  if (FORMATS[format].isLossless) {
    throw optionError("options.bitrate", `left out for ${format}, which is lossless`, bitrate);
  }
  if (quality !== undefined) {
    throw optionError("options.bitrate", `left out beside options.quality ${quality}`, bitrate);
  }
}

/** What a name may be made of in all containers (Ogg Vorbis I, section 5.2.2, has the fewest characters). */
const TAG_NAME = /^[\x20-\x3c\x3e-\x7d]+$/;

function checkTags({ tags = {} }: EncodingOptions): void {
  checkOptionType("tags", tags, "object");
  for (const [name, value] of Object.entries(tags)) {
    if (!TAG_NAME.test(name)) {
      throw optionError("a name in options.tags", 'one or more characters of ASCII without "="', name);
    }
    if (typeof value !== "string" || value.includes("\0")) {
      throw optionError(`options.tags.${name}`, "a text without the character 0", value);
    }
  }
}

function checkChapters({ chapters = [] }: EncodingOptions): void {
  checkOptionType("chapters", chapters, "list");
  for (const [index, chapter] of chapters.entries()) {
    checkOptionType(`chapters[${index}]`, chapter ?? null, "object");
    const { start, end, title } = chapter;
    checkNumberOption(`chapters[${index}].start`, start, 0);
    checkNumberOption(`chapters[${index}].end`, end, start);
    if (typeof title !== "string" || title.includes("\0")) {
      throw optionError(`options.chapters[${index}].title`, "a text without the character 0", title);
    }
  }
}

function checkCover({ cover }: EncodingOptions): void {
  if (cover === undefined || cover === null) return;
  checkOptionType("cover", cover, "object");
  checkChoiceOption("cover.mimeType", cover.mimeType, ["image/jpeg", "image/png"]);
  if (!(cover.bytes instanceof Uint8Array) || cover.bytes.length === 0) {
    throw optionError("options.cover.bytes", "the bytes of a picture", cover.bytes);
  }
  if (!isWholePicture(cover)) {
    const got = `${cover.bytes.length} bytes of something else, or of a part of one`;
    throw optionError("options.cover.bytes", `a whole picture of the type ${cover.mimeType}`, got);
  }
}
