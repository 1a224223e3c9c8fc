import { describe, expect, it } from "vitest";
import { haveTools } from "../../helpers/wav-tool.ts";
import { decodedBlocks, gsmBlocks } from "./blocks.ts";
import { soxSamples } from "./sox-samples.ts";

describe.runIf(haveTools("sox"))("GSM 06.10 as libgsm reads it, through SoX", () => {
  it("gives the same samples for any bits", async () => {
    const blocks = gsmBlocks(200);
    expect(decodedBlocks(blocks)).toEqual(await soxSamples(blocks));
  });
});
