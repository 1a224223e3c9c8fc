import { expect, test } from "vitest";
import { memorySink } from "../../src/stream/memory-sink.ts";
import { encodeMedia, type TranscoderOptions, transcoder } from "../../src/transcode/index.ts";
import { failure } from "../helpers/failure.ts";
import { steadySound } from "../helpers/transcode-sound.ts";
import { CORE, withTranscoder } from "./transcode-page.ts";

const sound = steadySound(1, 8000, 1);

test("a page that does not say where the core is hears what to pass", async () => {
  const error = await failure(encodeMedia(sound, memorySink(), { format: "mp3" }));
  expect(error.code).toBe("media/not-installed");
  expect(error.message).toContain("transcoder({ core: { scriptUrl, wasmUrl } })");
});

test.each<[string, TranscoderOptions, string]>([
  ["the WebAssembly is not", { core: { ...CORE, wasmUrl: "/nowhere.wasm" } }, "/nowhere.wasm"],
  ["the script is not", { core: { ...CORE, scriptUrl: "/nowhere.js" } }, "/nowhere.js"],
  ["the worker is not", { core: CORE, workerUrl: "/nowhere-worker.js" }, "options.workerUrl"],
])("a page hears where %s", async (_, options, named) => {
  const { encodeMedia: encode, close } = transcoder(options);
  const error = await failure(encode(sound, memorySink(), { format: "mp3" }));
  close();
  expect(error.code).toBe("media/not-installed");
  expect(error.message).toContain(named);
});

test("a page that was told wrongly once may be told rightly then", async () => {
  const wrong = transcoder({ core: { ...CORE, wasmUrl: "/nowhere.wasm" } });
  await failure(wrong.encodeMedia(sound, memorySink(), { format: "mp3" }));
  await withTranscoder(async (page) => {
    const sink = memorySink();
    await page.encodeMedia(sound, sink, { format: "mp3" });
    expect(sink.bytes().length).toBeGreaterThan(1000);
  });
});
