import type { ByteSource } from "../../stream/byte-source.ts";
import type { Engine } from "../engine/engine.ts";
import { inputName } from "../engine/input-name.ts";
import { jobPath } from "../engine/job-path.ts";
import { RUN_ARGS } from "../engine/run-args.ts";
import type { CoverPicture, MediaStream } from "../media.ts";

const MIME_TYPES: Readonly<Record<string, CoverPicture["mimeType"]>> = {
  mjpeg: "image/jpeg",
  png: "image/png",
};

/** Reads the cover of a file; `undefined` where it has none, or one that is neither JPEG nor PNG. */
export async function readCover(
  engine: Engine,
  source: ByteSource,
  streams: readonly MediaStream[],
  signal?: AbortSignal,
): Promise<CoverPicture | undefined> {
  const cover = streams.find(({ isCover, codec }) => isCover && codec in MIME_TYPES);
  const mimeType = cover && MIME_TYPES[cover.codec];
  if (cover === undefined || mimeType === undefined) return undefined;
  const name = inputName(source);
  const { memory } = await engine.run({
    program: "ffmpeg",
    args: [
      ...RUN_ARGS,
      ...["-i", jobPath(name), "-map", `0:${cover.index}`],
      ...["-c", "copy", "-frames:v", "1", "-f", "image2pipe", jobPath("cover")],
    ],
    inputs: { [name]: source },
    outputs: { cover: "memory" },
    signal,
  });
  const bytes = memory["cover"];
  return bytes && bytes.length > 0 ? { mimeType, bytes } : undefined;
}
