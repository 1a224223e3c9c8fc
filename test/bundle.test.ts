import { describe, expect, it } from "vitest";
import { browserBundle } from "../scripts/browser-bundle.ts";

describe("a bundle for a page", () => {
  it.each([
    ["all of it", 'export * from "./src/index.ts";'],
    ["media that are not WAV", 'export * from "./src/transcode/index.ts";'],
    ["the worker of these", 'import "./src/transcode/browser/transcode-worker.ts";'],
    ["what cuts a chosen file", 'export { blobSource, clipWav, openWav } from "./src/index.ts";'],
  ])("of %s holds nothing of Node", async (_, source) => {
    const files = await browserBundle(source);
    expect(files.some(({ isInitial }) => isInitial)).toBe(true);
    for (const { text } of files) expect(text).not.toMatch(/["'`]node:/);
  });

  it("cannot be made of what is for Node", async () => {
    await expect(browserBundle('export { fileSource } from "./src/node.ts";')).rejects.toThrow(
      'Could not resolve "node:fs',
    );
  });

  it("tells what is loaded later from what a page waits for", async () => {
    const files = await browserBundle(
      'export { frameAt } from "./src/audio/time.ts"; export const later = () => import("./src/wav/join-wavs.ts");',
    );
    const [initial, later] = [true, false].map((which) =>
      files.filter(({ isInitial }) => isInitial === which),
    );
    expect(initial?.map(({ text }) => text).join()).not.toContain("wav/");
    expect(later?.map(({ text }) => text).join()).toContain("wav/");
  });
});
