import { expect, test } from "vitest";
import { resultTags } from "../../../src/transcode/plan/result-tags.ts";

test("changes replace, add, and with an empty text remove", () => {
  const carried = { title: "a", artist: "b", Album: "c" };
  expect(resultTags(carried, { TITLE: "z", artist: "", mood: "calm" })).toEqual({
    title: "z",
    album: "c",
    mood: "calm",
  });
});

test("what speaks of the file, not of the recording, is not carried, but can be asked for", () => {
  const carried = {
    encoder: "Lavf",
    major_brand: "M4A ",
    media_type: "2",
    CHAPTER001NAME: "x",
    _STATISTICS_TAGS: "BPS",
    metadata_block_picture: "AAAA",
    title: "kept\0",
  };
  expect(resultTags(carried)).toEqual({ title: "kept" });
  expect(resultTags(carried, { encoder: "me" })).toEqual({ title: "kept", encoder: "me" });
});
