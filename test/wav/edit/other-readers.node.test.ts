import { readFile, writeFile } from "node:fs/promises";
import { describe, expect, it } from "vitest";
import { memoryFile } from "../../../src/stream/memory-file.ts";
import { memorySource } from "../../../src/stream/memory-source.ts";
import type { ContainerName } from "../../../src/wav/container.ts";
import { editWav } from "../../../src/wav/edit/edit-wav.ts";
import { repairWav } from "../../../src/wav/edit/repair-wav.ts";
import { metadataChunk } from "../../../src/wav/metadata/metadata-chunk.ts";
import { openWav } from "../../../src/wav/open-wav.ts";
import { bytesAt, pattern } from "../../helpers/pattern.ts";
import { tempFolder } from "../../helpers/temp-folder.ts";
import { haveTools, output } from "../../helpers/wav-tool.ts";
import { crashes, journaled } from "./journal.ts";
import { recording } from "./recordings.ts";

/** How others give the samples of a file: 24-bit, little-endian. */
const READERS = {
  ffmpeg: (path: string) =>
    output("ffmpeg", "-v", "error", "-bitexact", "-i", path, "-f", "s24le", "-c:a", "pcm_s24le", "-"),
  sox: (path: string) => output("sox", path, "-t", "raw", "-e", "signed", "-b", "24", "-L", "-"),
  async "sndfile-convert"(path: string) {
    await output("sndfile-convert", "-pcm24", path, `${path}.out.wav`);
    const wav = await openWav(memorySource(await readFile(`${path}.out.wav`)));
    return bytesAt(wav.source, wav.data.offset, wav.data.size);
  },
};

/**
 * Metadata that all of them get past: libsndfile 1.2 takes the cue points of RIFX for little-endian, and loses its way in
 * RF64 behind chunks of odd size that it does not know.
 */
const METADATA = { info: { INAM: "Dawn" }, others: [metadataChunk("zzzz", pattern(14))] };

type Pair = readonly [ContainerName, keyof typeof READERS];

/** Who reads which container. */
const PAIRS: readonly Pair[] = [
  ["RIFF", "ffmpeg"],
  ["RIFF", "sox"],
  ["RIFF", "sndfile-convert"],
  ["RIFX", "sox"],
  ["RIFX", "sndfile-convert"],
  ["RF64", "ffmpeg"],
  ["RF64", "sndfile-convert"],
  ["BW64", "ffmpeg"],
  ["W64", "ffmpeg"],
];

/** libsndfile 1.2 takes whatever follows the audio of a Wave64 file for audio. */
const WITH_NOTHING_BEHIND: Pair = ["W64", "sndfile-convert"];

/** The samples of a recording as the readers give them. */
async function samples(bytes: Uint8Array): Promise<string> {
  const { source, data, format } = await openWav(memorySource(bytes));
  const audio = await bytesAt(source, data.offset, data.size);
  if (format.bigEndian) for (let at = 0; at < audio.length; at += 3) audio.subarray(at, at + 3).reverse();
  return audio.join();
}

describe.runIf(haveTools("ffmpeg", "sox", "sndfile-convert"))("other readers", () => {
  it.each(PAIRS)("read the audio of %s at any moment of an edit: %s", async (container, reader) => {
    const folder = await tempFolder();
    const bytes = await recording(container, METADATA);
    const wanted = await samples(bytes);
    const file = memoryFile(bytes);
    for (const [edit, title] of ["Dawn over the reed beds", "Dusk"].entries()) {
      const before = file.bytes().slice();
      const journal = journaled(file);
      await editWav(journal.file, (metadata) => ({ ...metadata, info: { INAM: title } }));
      const states: Uint8Array[] = [];
      for await (const state of crashes(before, journal.changes)) states.push(state.slice());
      // Five of several hundred, the first and the last among them.
      for (let sample = 0; sample < 5; sample++) {
        const state = states[Math.round((sample * (states.length - 1)) / 4)]!;
        const path = folder.file(`${edit}-${sample}.${container === "W64" ? "w64" : "wav"}`);
        await writeFile(path, state);
        expect((await READERS[reader](path)).join(), path).toBe(wanted);
      }
    }
  });

  it.each([...PAIRS, WITH_NOTHING_BEHIND])(
    "read all frames of %s that was cut off and repaired: %s",
    async (container, reader) => {
      const folder = await tempFolder();
      const bytes = await recording(container, METADATA);
      const { data } = await openWav(memorySource(bytes));
      for (const frames of [1, 10]) {
        const file = memoryFile(bytes.subarray(0, data.offset + frames * 3));
        const wanted = await samples(file.bytes());
        await repairWav(file);
        const path = folder.file(`${frames}.${container === "W64" ? "w64" : "wav"}`);
        await writeFile(path, file.bytes());
        expect((await READERS[reader](path)).join(), path).toBe(wanted);
      }
    },
  );
});
