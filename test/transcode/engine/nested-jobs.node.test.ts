import { writeFile } from "node:fs/promises";
import { expect, test } from "vitest";
import { memorySink } from "../../../src/stream/memory-sink.ts";
import { fileSource } from "../../../src/stream/node/index.ts";
import { transcoder } from "../../../src/transcode/node/index.ts";
import { encodeWav } from "../../../src/wav/encode-wav.ts";
import { failureCode } from "../../helpers/failure.ts";
import { tempFolder } from "../../helpers/temp-folder.ts";
import { steadySound } from "../../helpers/transcode-sound.ts";
import { named } from "../support/made-media.ts";

test("a pool of one worker makes eight files of others that it has yet to decode, all at once", async () => {
  const { encodeMedia, openMedia, transcode, close } = transcoder({ workers: 1 });
  const flac = memorySink();
  await encodeMedia(steadySound(1, 16_000, 1), flac, { format: "flac" });
  const results = await Promise.all(
    Array.from({ length: 8 }, async () => {
      const media = await openMedia(named(flac.bytes(), "a.flac"));
      const sink = memorySink();
      const wav = encodeWav(media, { encoding: "pcm", bitsPerSample: 16 });
      await transcode(wav, sink, { format: "flac" });
      await media.close();
      return Buffer.from(sink.bytes()).toString("base64");
    }),
  );
  expect(new Set(results).size).toBe(1);
  close();
});

test("a file is closed at once while a recording of it is open and nobody reads, whose next read says so", async () => {
  const { encodeMedia, openMedia, close } = transcoder({ workers: 1 });
  const path = (await tempFolder()).file("a.mp3");
  const mp3 = memorySink();
  await encodeMedia(steadySound(60, 16_000, 1), mp3, { format: "mp3" });
  await writeFile(path, mp3.bytes());
  const source = await fileSource(path);
  const media = await openMedia(source);
  const plane = new Float32Array(1000);
  expect(await media.read(5000, [plane])).toBe(1000);
  await source.close?.();
  expect(await failureCode(media.read(500_000, [plane]))).toBe("file/closed");
  await media.close();
  close();
});
