import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { memorySource } from "../../src/stream/memory-source.ts";
import type { WavMetadata } from "../../src/wav/metadata/metadata.ts";
import { readMetadata } from "../../src/wav/metadata/read-metadata.ts";
import { openWav } from "../../src/wav/open-wav.ts";
import { longwave } from "../helpers/cli-command.ts";
import { folderWithMetadata } from "../helpers/cli-metadata.ts";

const DESCRIBED: WavMetadata = {
  info: { INAM: "Interview" },
  bext: { version: 0, timeReference: 80_000 },
  cues: { points: [{ id: 1, frame: 12_000, label: "answer" }] },
};

async function metadataIn(cwd: string, file: string): Promise<WavMetadata> {
  return readMetadata(await openWav(memorySource(readFileSync(join(cwd, file)))));
}

describe("cut", () => {
  test("keeps the metadata, moved along, unless told otherwise", async () => {
    const cwd = folderWithMetadata(DESCRIBED);
    const args = ["cut", "take.wav", "--from", "1", "--to", "1.75"];
    await longwave([...args, "-o", "kept.wav"], { cwd });
    expect(await metadataIn(cwd, "kept.wav")).toEqual({
      info: { INAM: "Interview" },
      bext: { version: 0, timeReference: 88_000 },
      cues: { points: [{ id: 1, frame: 4000, label: "answer" }] },
    });
    await longwave([...args, "--metadata", "none", "-o", "plain.wav"], { cwd });
    expect(await metadataIn(cwd, "plain.wav")).toEqual({});
    expect(readFileSync(join(cwd, "plain.wav")).length).toBe(44 + 12_000);
  });

  test("--segments does so, too", async () => {
    const cwd = folderWithMetadata(DESCRIBED);
    writeFileSync(join(cwd, "list.json"), JSON.stringify([{ start: 1, end: 1.75 }]));
    const args = ["cut", "take.wav", "--segments", "list.json", "--json"];
    for (const [folder, ...options] of [["kept"], ["plain", "--metadata", "none"]] as const) {
      const { code, stderr } = await longwave([...args, "--out", folder, ...options], { cwd });
      expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    }
    const { clips } = JSON.parse(readFileSync(join(cwd, "kept/manifest.json"), "utf8"));
    const [{ file }] = clips;
    expect((await metadataIn(cwd, `kept/${file}`)).info).toEqual({ INAM: "Interview" });
    expect(await metadataIn(cwd, `plain/${file}`)).toEqual({});
  });

  test.each([
    ["clip.wav", "RIFF"],
    ["clip.W64", "W64"],
    ["clip.rf64", "RF64"],
    ["clip.bw64", "BW64"],
    ["clip.w64.wav", "RIFF"],
  ])("writes %s as %s", async (output, container) => {
    const cwd = folderWithMetadata(DESCRIBED);
    expect(await longwave(["cut", "take.wav", "-o", output], { cwd })).toMatchObject({ code: 0 });
    const clip = await openWav(memorySource(readFileSync(join(cwd, output))));
    expect([clip.container, clip.frames]).toEqual([container, 16_000]);
    expect((await readMetadata(clip)).info).toEqual({ INAM: "Interview" });
  });
});

describe("join", () => {
  test("keeps the first file's metadata, and with --cues says where each part begins", async () => {
    const cwd = folderWithMetadata(DESCRIBED);
    await longwave(["cut", "take.wav", "--to", "1", "--metadata", "none", "-o", "first.wav"], { cwd });
    await longwave(["join", "take.wav", "first.wav", "-o", "kept.w64"], { cwd });
    expect(await metadataIn(cwd, "kept.w64")).toEqual(DESCRIBED);
    expect(readFileSync(join(cwd, "kept.w64")).subarray(0, 4).toString()).toBe("riff");
    const args = ["join", "first.wav", "take.wav", "--cues", "--metadata", "none", "-o", "parts.wav"];
    expect(await longwave(args, { cwd })).toMatchObject({ code: 0, stderr: "" });
    expect(await metadataIn(cwd, "parts.wav")).toEqual({
      cues: {
        points: [
          { id: 1, frame: 0, label: "first.wav" },
          { id: 2, frame: 8000, label: "take.wav" },
        ],
      },
    });
  });
});
