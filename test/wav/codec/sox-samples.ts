import { writeFile } from "node:fs/promises";
import { tempFolder } from "../../helpers/temp-folder.ts";
import { output } from "../../helpers/wav-tool.ts";
import { type Blocks, blockWav } from "./blocks.ts";

/** What SoX makes of blocks: a plane for each channel. */
export async function soxSamples(blocks: Blocks): Promise<Float32Array[]> {
  const file = (await tempFolder()).file("blocks.wav");
  await writeFile(file, blockWav(blocks));
  const raw = await output("sox", file, "-t", "raw", "-e", "signed", "-b", "16", "-L", "-");
  const view = new DataView(raw.buffer, raw.byteOffset, raw.byteLength);
  const { channels } = blocks;
  return Array.from({ length: channels }, (_, channel) =>
    Float32Array.from(
      { length: raw.length / 2 / channels },
      (_, frame) => view.getInt16(2 * (frame * channels + channel), true) / 0x8000,
    ),
  );
}
