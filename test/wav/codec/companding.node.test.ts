import { readFile, writeFile } from "node:fs/promises";
import { describe, expect, it } from "vitest";
import { tempFolder } from "../../helpers/temp-folder.ts";
import { plainWav } from "../../helpers/wav-chunks.ts";
import { haveTools, output } from "../../helpers/wav-tool.ts";
import { CODES, decoded, encoded } from "./companded.ts";

describe.runIf(haveTools("sox", "ffmpeg"))("the values are those of others", () => {
  it.each([
    ["alaw", "al"],
    ["mulaw", "ul"],
  ] as const)("%s", async (law, type) => {
    const file = (await tempFolder()).file(`codes.${type}`);
    await writeFile(file, CODES);
    const ours = decoded(law, CODES).map((sample) => sample * 0x8000);
    const raw = ["-t", "raw", "-e", "signed", "-b", "16", "-L", "-"];
    const sox = await output("sox", "-r", "8000", "-c", "1", file, ...raw);
    const ffmpeg = await output("ffmpeg", "-v", "error", "-f", law, "-i", file, "-f", "s16le", "-");
    for (const bytes of [sox, ffmpeg]) {
      expect([...new Int16Array(new Uint8Array(bytes).buffer)]).toEqual(ours);
    }
  });
});

describe.runIf(haveTools("sndfile-convert"))(
  "libsndfile has the same byte for every sample of 16 bits",
  () => {
    it.each([
      ["alaw", "-alaw"],
      ["mulaw", "-ulaw"],
    ] as const)("%s", async (law, option) => {
      // Without -32768, which libsndfile 1.2.0 makes positive.
      const integers = Int16Array.from({ length: 65535 }, (_, index) => index - 32767);
      const folder = await tempFolder();
      const [from, to] = [folder.file("linear.wav"), folder.file("companded.wav")];
      await writeFile(from, plainWav(new Uint8Array(integers.buffer)));
      await output("sndfile-convert", option, from, to);
      const file = await readFile(to);
      const theirs = file.subarray(file.indexOf("data") + 8).subarray(0, integers.length);
      const ours = encoded(
        law,
        Array.from(integers, (integer) => integer / 0x8000),
      );
      expect(theirs.equals(ours)).toBe(true);
    });
  },
);
