import { describe, expect, it } from "vitest";
import { haveTools } from "../../helpers/wav-tool.ts";
import { decodedBlocks, msBlocks } from "./blocks.ts";
import { soxSamples } from "./sox-samples.ts";

describe.runIf(haveTools("sox"))("Microsoft ADPCM as SoX reads it", () => {
  it.each([1, 2, 4])("%i channels, any codes", async (channels) => {
    const blocks = msBlocks(channels, 100, 20);
    expect(decodedBlocks(blocks)).toEqual(await soxSamples(blocks));
  });
});
