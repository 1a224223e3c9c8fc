import { open, writeFile } from "node:fs/promises";
import { describe, expect, it } from "vitest";
import type { ByteSource } from "../../src/stream/byte-source.ts";
import { clipWav } from "../../src/wav/clip-wav.ts";
import { encodeWav } from "../../src/wav/encode-wav.ts";
import type { SampleFormat } from "../../src/wav/format.ts";
import { joinWavs } from "../../src/wav/join-wavs.ts";
import { openWav } from "../../src/wav/open-wav.ts";
import { writeWav } from "../../src/wav/write-wav.ts";
import { bytesAt } from "../helpers/pattern.ts";
import { tempFolder } from "../helpers/temp-folder.ts";
import { READERS, type ReaderName } from "../helpers/wav-readers.ts";
import { FORMATS, interleaved, nameOf, samplePlanes, sampleSource } from "../helpers/wav-samples.ts";
import { haveTools, output } from "../helpers/wav-tool.ts";

/** Odd, so that 8 and 24 bits need padding. */
const FRAMES = 301;
const PCM16: SampleFormat = { encoding: "pcm", bitsPerSample: 16 };

const readers = (Object.keys(READERS) as ReaderName[]).filter((tool) => haveTools(tool));

/** What our side writes: every format, plain and extensible, and what is composed without decoding. */
function ourFiles(): Array<{
  name: string;
  encoding: SampleFormat["encoding"];
  channels: number;
  start: number;
  make: () => Promise<ByteSource>;
}> {
  const encoded = (sample: SampleFormat, channels: number) =>
    encodeWav(sampleSource(channels, FRAMES), sample);
  const files = [];
  for (const sample of FORMATS) {
    for (const channels of [1, 2, 6]) {
      const name = `${nameOf(sample)}, ${channels} channels`;
      files.push({ ...sample, name, channels, start: 0, make: async () => encoded(sample, channels) });
    }
  }
  for (const sample of FORMATS) {
    files.push({
      ...sample,
      name: `${nameOf(sample)} with loudspeaker positions`,
      channels: 2,
      start: 0,
      make: async () => encoded({ ...sample, channelMask: 0x3 }, 2),
    });
    files.push({
      ...sample,
      name: `a clip of ${nameOf(sample)}`,
      channels: 1,
      start: 100,
      make: async () => clipWav(await openWav(encoded(sample, 1)), 100),
    });
    files.push({
      ...sample,
      name: `a join of ${nameOf(sample)}`,
      channels: 1,
      start: 0,
      make: async () => {
        const wav = await openWav(encoded(sample, 1));
        return joinWavs([await openWav(clipWav(wav, 0, 99)), await openWav(clipWav(wav, 99))]);
      },
    });
  }
  return files;
}

describe.each(readers)("%s reads what we write:", (reader) => {
  it.each(ourFiles())("$name", async ({ encoding, channels, start, make }) => {
    const folder = await tempFolder();
    const path = folder.file("ours.wav");
    const file = await make();
    await writeFile(path, await bytesAt(file, 0, file.size));
    expect(await READERS[reader](path, encoding)).toEqual(interleaved(channels, FRAMES - start, start));
  });

  it.each(FORMATS)("a file of unknown length, $encoding $bitsPerSample", async (sample) => {
    const folder = await tempFolder();
    const path = folder.file("stream.wav");
    const pieces: Uint8Array[] = [];
    const writer = await writeWav(
      {
        write: async (bytes) => {
          pieces.push(bytes.slice());
        },
        close: async () => {},
        abort: async () => {},
      },
      { ...sample, channels: 1, sampleRate: 8000 },
    );
    await writer.write(samplePlanes(1, FRAMES));
    await writer.close();
    await writeFile(path, Buffer.concat(pieces));
    expect(await READERS[reader](path, sample.encoding)).toEqual(interleaved(1, FRAMES));
  });
});

describe("an RF64 of ours is measured by others as by us:", () => {
  /** A clip of 5 GiB on disk that takes 80 bytes of it: the rest is a hole. */
  async function hole() {
    const folder = await tempFolder();
    const frames = 5 * 2 ** 29;
    const file = encodeWav({ ...sampleSource(1, frames), sampleRate: 8000 }, PCM16);
    const path = folder.file("large.wav");
    const handle = await open(path, "w");
    await handle.write(await bytesAt(file, 0, 80));
    await handle.truncate(file.size);
    await handle.close();
    return { path, frames };
  }

  it.skipIf(!haveTools("ffprobe"))("ffprobe", async () => {
    const { path, frames } = await hole();
    const text = await output(
      "ffprobe",
      "-v",
      "error",
      "-show_entries",
      "stream=duration_ts",
      "-of",
      "csv=p=0",
      path,
    );
    expect(Number(Buffer.from(text).toString())).toBe(frames);
  });

  it.skipIf(!haveTools("sndfile-info"))("sndfile-info", async () => {
    const { path, frames } = await hole();
    expect(Buffer.from(await output("sndfile-info", path)).toString()).toMatch(
      new RegExp(`^Frames +: ${frames}$`, "m"),
    );
  });
});
