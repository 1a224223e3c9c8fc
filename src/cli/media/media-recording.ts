import type { ByteSource } from "../../stream/byte-source.ts";
import { LongwaveError } from "../../stream/error.ts";
import { abortable } from "../../stream/wait.ts";
import type { Media } from "../../transcode/media.ts";
import { openMedia } from "../../transcode/node/index.ts";
import { wavOfMedia } from "../../transcode/wav-of-media.ts";
import { computeFast } from "../compute-fast.ts";
import { type OpenRecordingOptions, type Recording, withName } from "../recording.ts";

/** Names by which a file claims to be a WAV file. */
const WAV_NAME = /\.(?:wav|wave|w64|rf64|bw64)$/i;

/** Codes that say no more than that it is nothing. */
const NOTHING: ReadonlySet<string> = new Set(["media/not-media", "media/empty"]);

/**
 * Opens a recording that is no WAV file: as the WAV file that it would be. That has 16 bits, or those of a
 * lossless recording, and tags and chapters as far as a WAV file has room for them; who reads frames gets them
 * as they are decoded, without the rounding to 16 bits.
 *
 * @param file is closed with the recording, and when it is none
 * @param notWav why it is no WAV file
 */
export async function openMediaRecording(
  argument: string,
  file: ByteSource,
  { signal, strict = false, track }: OpenRecordingOptions,
  notWav: LongwaveError,
): Promise<Recording> {
  computeFast();
  let media: Media | undefined;
  try {
    const opening = openMedia(file, {
      strict,
      ...(track !== undefined && { track }),
      ...(signal && { signal }),
    });
    // Loading ffmpeg takes a moment, which does not hold up Ctrl-C.
    media = await abortable(opening, signal);
    const opened = media;
    // Not spread: its warnings grow.
    return Object.assign(await wavOfMedia(opened), {
      file,
      media: opened,
      async close() {
        await opened.close();
        await file.close?.();
      },
    });
  } catch (error) {
    await media?.close();
    await file.close?.();
    throw failure(argument, error, notWav);
  }
}

/** What is called a WAV file and is nothing at all is told as a bad WAV file. */
function failure(argument: string, error: unknown, notWav: LongwaveError): unknown {
  const isNothing = error instanceof LongwaveError && NOTHING.has(error.code);
  return withName(argument, isNothing && WAV_NAME.test(argument) ? notWav : error);
}
