import { expect, test } from "vitest";
import { coverComment, flacPicture } from "../../../src/transcode/plan/cover-comment.ts";

test("a picture block of FLAC is type, media type, description, four sizes and the bytes, each with its length", () => {
  const bytes = Uint8Array.of(1, 2, 3);
  const hex = Buffer.from(flacPicture({ mimeType: "image/png", bytes })).toString("hex");
  const mime = Buffer.from("image/png").toString("hex");
  expect(hex).toBe(`0000000300000009${mime}00000000${"00000000".repeat(4)}00000003010203`);
});

test("its comment is the same in base64, however long it is", () => {
  for (const length of [1, 2, 3, 8191, 8192, 300_001]) {
    const cover = { mimeType: "image/jpeg", bytes: Uint8Array.from({ length }, (_, n) => n % 251) } as const;
    expect(coverComment(cover)).toBe(Buffer.from(flacPicture(cover)).toString("base64"));
  }
});
