import { LongwaveError } from "../../stream/error.ts";
import type { MediaFacts } from "../media.ts";
import type { EncodingOptions, TranscodeOptions } from "../transcode-options.ts";
import { FORMATS } from "./output-format.ts";

type CopyOptions = EncodingOptions & Pick<TranscodeOptions, "from" | "to" | "copy">;

/**
 * Packets of one page of Ogg are no longer than that (RFC 3533 §6 has 255 segments; Vorbis I §4.3 gives a packet 1024 frames of
 * 44.1 kHz as libvorbis writes it). Where a page is all that there is, FFmpeg 5.1 takes its last packet to be 2^32 frames long.
 */
const ONE_PAGE_SECONDS = 6;

/**
 * Whether packets are copied instead of decoded and encoded.
 *
 * @param options checked
 * @throws LongwaveError `media/cannot-copy` where `copy` is `"always"` and something needs encoding
 */
export function copiesPackets(facts: MediaFacts, options: CopyOptions): boolean {
  const { copy = "auto" } = options;
  if (copy === "never") return false;
  const reason = whyEncoded(facts, options) ?? whyNoPart(facts, options);
  if (reason === undefined) return copy === "always" || !isPart(facts, options);
  if (copy === "auto") return false;
  throw new LongwaveError("media/cannot-copy", `packets cannot be copied: ${reason}`, { reason });
}

/** Why packets of a part cannot be copied, in words. */
function whyNoPart(facts: MediaFacts, options: CopyOptions): string | undefined {
  if (options.format !== "flac" || !isPart(facts, options)) return undefined;
  // RFC 9639 section 8.2 and 9.1: its head counts the samples of the whole, and each frame says which one it is.
  return "those of flac say where they lie in the whole recording; encoded anew, the part has the same samples";
}

/**
 * Why packets of the input cannot be copied, in words; `undefined` where they can. A range is no reason here.
 */
export function whyEncoded(facts: MediaFacts, options: EncodingOptions): string | undefined {
  const { audio, container, duration } = facts;
  const { format, bitrate, quality, sampleRate, channels } = options;
  const { copies } = FORMATS[format];
  if (copies.length === 0) return `${format} is not compressed`;
  if (!copies.includes(audio.codec)) {
    return `the input is ${audio.codec}, ${format} wants ${copies.join(" or ")}`;
  }
  if (audio.codec === "vorbis" && container === "ogg" && duration < ONE_PAGE_SECONDS) {
    return `ffmpeg may mistake the length of Vorbis in Ogg that is shorter than ${ONE_PAGE_SECONDS} s`;
  }
  if (bitrate !== undefined) return `a bit rate of ${bitrate} is asked for`;
  if (quality !== undefined) return `a quality of ${quality} is asked for`;
  if (sampleRate !== undefined && sampleRate !== audio.sampleRate) {
    return `the input has ${audio.sampleRate ?? "no known"} Hz, ${sampleRate} are asked for`;
  }
  if (channels !== undefined && channels !== audio.channels) {
    return `the input has ${audio.channels ?? "no known"} channels, ${channels} are asked for`;
  }
  return undefined;
}

function isPart({ duration }: MediaFacts, { from = 0, to }: CopyOptions): boolean {
  return from > 0 || (to !== undefined && to < duration);
}
