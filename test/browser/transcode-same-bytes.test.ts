import { expect, inject, test } from "vitest";
import { blobSource } from "../../src/stream/blob-source.ts";
import { steadySound } from "../helpers/transcode-sound.ts";
import { ENCODED, SOUND } from "./transcode-formats.ts";
import { decoded, digest, encoded, withTranscoder } from "./transcode-page.ts";

const sound = steadySound(SOUND.seconds, SOUND.sampleRate, SOUND.channels);

test.each(ENCODED)("a page makes the same %s as Node, and the same WAV of it", async (format) => {
  await withTranscoder(async (page) => {
    const file = await encoded(page, sound, format);
    expect(await digest(file)).toBe(inject("digests")[format]);
    const wav = await decoded(page, blobSource(file));
    expect(wav.length).toBeGreaterThan(SOUND.seconds * SOUND.sampleRate * 4);
    expect(await digest(wav)).toBe(inject("digests")[`${format} to wav`]);
  });
});
