import { readFile } from "node:fs/promises";
import { LongwaveError } from "../stream/error.ts";
import { fileError } from "../stream/node/file-error.ts";
import type { CoverPicture } from "../transcode/media.ts";
import { isWholePicture } from "../transcode/plan/whole-picture.ts";

/** How pictures begin (ITU-T T.81, annex B; PNG Specification, section 5.2). */
const BEGINNINGS: readonly (readonly [readonly number[], CoverPicture["mimeType"]])[] = [
  [[0xff, 0xd8, 0xff], "image/jpeg"],
  [[0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a], "image/png"],
];

/**
 * Reads the picture that `--cover` names, whatever it is called; `null` for `"none"`.
 *
 * @throws LongwaveError `file/…`, `cli/bad-cover`
 */
export async function readCoverFile(path: string): Promise<CoverPicture | null> {
  if (path === "none") return null;
  const bytes = await readFile(path).catch((error: NodeJS.ErrnoException) => {
    throw fileError(error, "read the cover", path);
  });
  const [, mimeType] =
    BEGINNINGS.find(([beginning]) => beginning.every((byte, index) => bytes[index] === byte)) ?? [];
  const cover = mimeType && { mimeType, bytes: new Uint8Array(bytes) };
  if (cover && isWholePicture(cover)) return cover;
  if (cover)
    throw new LongwaveError("cli/bad-cover", `${path} is no whole picture: it is cut off, or damaged`);
  throw new LongwaveError(
    "cli/bad-cover",
    `${path} is no cover: expected a JPEG or PNG picture, got ${bytes.length === 0 ? "an empty file" : `bytes that begin with ${bytes.subarray(0, 4).toString("hex")}`}`,
  );
}
