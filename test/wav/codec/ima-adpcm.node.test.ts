import { describe, expect, it } from "vitest";
import { haveTools } from "../../helpers/wav-tool.ts";
import { decodedBlocks, imaBlocks } from "./blocks.ts";
import { soxSamples } from "./sox-samples.ts";

describe.runIf(haveTools("sox"))("IMA ADPCM as SoX reads it", () => {
  it.each([1, 2, 3, 4])("%i channels, any codes", async (channels) => {
    const blocks = imaBlocks(channels, 30, 20);
    expect(decodedBlocks(blocks)).toEqual(await soxSamples(blocks));
  });
});
