import { expect, it } from "vitest";
import { linearDecoder } from "../../../src/wav/codec/linear-decoder.ts";

it("leaves big-endian bytes in a Buffer as they are, though its slices share their memory", () => {
  const bytes = Buffer.from("400000c00000", "hex");
  const plane = new Float32Array(2);
  linearDecoder({ encoding: "pcm", channels: 1, blockAlign: 3, bigEndian: true })(bytes, [plane], 0);
  expect(plane).toEqual(Float32Array.of(0.5, -0.5));
  expect(bytes.toString("hex")).toBe("400000c00000");
});
