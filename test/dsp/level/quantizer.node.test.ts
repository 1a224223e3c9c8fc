import { writeFile } from "node:fs/promises";
import { describe, expect, test } from "vitest";
import { type NoiseShaping, quantizer } from "../../../src/dsp/level/quantizer.ts";
import { whiteNoise } from "../../helpers/noise.ts";
import { processed } from "../../helpers/processed.ts";
import { powerBetween } from "../../helpers/spectrum.ts";
import { tempFolder } from "../../helpers/temp-folder.ts";
import { haveTools, output } from "../../helpers/wav-tool.ts";

const BANDS = [
  [0.002, 0.02],
  [0.08, 0.1],
  [0.18, 0.2],
  [0.3, 0.33],
  [0.45, 0.5],
] as const;

describe.runIf(haveTools("sox"))("beside SoX", () => {
  test.each<[NoiseShaping, string[]]>([
    ["none", []],
    ["lipshitz", ["-f", "lipshitz"]],
  ])(
    "the noise of TPDF dither with shaping %s has the same level in all bands",
    async (noiseShaping, shaping) => {
      const input = whiteNoise(32_768, 3).map((sample) => sample * 0.3);
      const ours = processed(quantizer({ channels: 1, bitsPerSample: 16, noiseShaping }), [input])[0]!;
      const folder = await tempFolder();
      await writeFile(folder.file("in.raw"), new Uint8Array(input.buffer));
      const floats = ["-t", "raw", "-r", "44100", "-c", "1", "-e", "floating-point", "-b", "32"];
      const integers = ["-t", "raw", "-e", "signed-integer", "-b", "16"];
      const bytes = await output(
        "sox",
        ...floats,
        folder.file("in.raw"),
        ...integers,
        "-",
        "dither",
        ...shaping,
      );
      const theirs = new Int16Array(bytes.slice().buffer);
      expect(theirs).toHaveLength(input.length);
      const ourError = input.map((sample, n) => (ours[n]! - sample) * 32768);
      const theirError = input.map((sample, n) => theirs[n]! - sample * 32768);
      for (const [from, to] of BANDS) {
        const ratio = powerBetween(ourError, from, to) / powerBetween(theirError, from, to);
        expect(Math.abs(10 * Math.log10(ratio))).toBeLessThan(1);
      }
    },
  );
});
