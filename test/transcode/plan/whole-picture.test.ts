import { describe, expect, test } from "vitest";
import type { CoverPicture } from "../../../src/transcode/media.ts";
import { isWholePicture } from "../../../src/transcode/plan/whole-picture.ts";
import { PICTURE } from "../../helpers/cli-media.ts";

/** A scan with a zero behind 0xff and a restart, and before it a thumbnail that has an end of its own. */
const JPEG = Uint8Array.of(
  ...[0xff, 0xd8],
  ...[0xff, 0xe1, 0, 8, 0xff, 0xd8, 1, 2, 0xff, 0xd9],
  ...[0xff, 0xda, 0, 3, 7],
  ...[0x11, 0xff, 0, 0x22, 0xff, 0xd3, 0x33],
  ...[0xff, 0xff, 0xd9],
);

const KINDS: readonly (readonly [CoverPicture["mimeType"], Uint8Array])[] = [
  ["image/png", new Uint8Array(PICTURE)],
  ["image/jpeg", JPEG],
];

describe.each(KINDS)("a picture of the type %s", (mimeType, whole) => {
  test("is whole up to its end, whatever follows, and no part of it is", () => {
    expect(isWholePicture({ mimeType, bytes: whole })).toBe(true);
    expect(isWholePicture({ mimeType, bytes: Uint8Array.of(...whole, 1, 2, 3) })).toBe(true);
    for (let length = 0; length < whole.length; length++) {
      expect(isWholePicture({ mimeType, bytes: whole.slice(0, length) })).toBe(false);
    }
  });

  test("is none of another type", () => {
    const other = mimeType === "image/png" ? "image/jpeg" : "image/png";
    expect(isWholePicture({ mimeType: other, bytes: whole })).toBe(false);
  });
});
