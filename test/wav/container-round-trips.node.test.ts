import { writeFile } from "node:fs/promises";
import { describe, expect, it } from "vitest";
import { encodeWav } from "../../src/wav/encode-wav.ts";
import type { SampleFormat } from "../../src/wav/format.ts";
import { openWav } from "../../src/wav/open-wav.ts";
import { bytesAt } from "../helpers/pattern.ts";
import { tempFolder } from "../helpers/temp-folder.ts";
import { type AnyContainer, CONTAINER_NAMES } from "../helpers/wav-containers.ts";
import { READERS, type ReaderName } from "../helpers/wav-readers.ts";
import { FORMATS, nameOf, readPlanes, sampleSource } from "../helpers/wav-samples.ts";
import { haveTools } from "../helpers/wav-tool.ts";

/** A multiple of eight: nobody's padding is in question here (odd sizes: other-readers.node.test.ts). */
const FRAMES = 304;

const SAMPLES: readonly SampleFormat[] = [
  ...FORMATS,
  { encoding: "alaw", bitsPerSample: 8 },
  { encoding: "mulaw", bitsPerSample: 8 },
];

/** One, two, and six with positions, which takes the extensible form. */
const CHANNELS = [1, 2, 6] as const;

interface Written {
  readonly container: AnyContainer;
  readonly sample: SampleFormat;
  readonly channels: (typeof CHANNELS)[number];
}

const isExtensible = ({ channels }: Written) => channels > 2;
const isFloat = ({ sample }: Written) => sample.encoding === "float";

/** What these programs cannot read or read wrongly, in the versions that were tried. */
const FAULTS: ReadonlyArray<{
  readonly reader: ReaderName;
  readonly container: AnyContainer;
  readonly isMet: (file: Written) => boolean;
  readonly fault: string;
}> = [
  {
    reader: "sox",
    container: "RIFX",
    isMet: isExtensible,
    fault: "SoX 14.4 refuses big-endian extensible formats",
  },
  { reader: "sox", container: "BW64", isMet: () => true, fault: "SoX 14.4 does not know BW64" },
  {
    reader: "sox",
    container: "W64",
    isMet: isFloat,
    fault: "SoX 14.4 takes the floats of a W64 for integers",
  },
  { reader: "sox", container: "W64", isMet: isExtensible, fault: "SoX 14.4 reads W64 by libsndfile" },
  {
    reader: "ffmpeg",
    container: "RIFX",
    isMet: () => true,
    fault: "ffmpeg 5.1 takes big-endian samples for little-endian, or refuses them",
  },
  {
    reader: "sndfile-convert",
    container: "BW64",
    isMet: () => true,
    fault: "libsndfile 1.2 does not know BW64",
  },
  {
    reader: "sndfile-convert",
    container: "W64",
    isMet: (file) => isExtensible(file) && file.sample.encoding !== "pcm",
    fault: "libsndfile 1.2 takes the GUID of an extensible W64 for that of integers",
  },
];

const readers = (Object.keys(READERS) as ReaderName[]).filter((tool) => haveTools(tool));
const cases = readers
  .flatMap((reader) => CONTAINER_NAMES.map((container) => ({ reader, container })))
  .filter(({ reader, container }) =>
    FAULTS.every((fault) => {
      const isOurs = fault.reader === reader && fault.container === container;
      return (
        !isOurs ||
        CHANNELS.some((channels) => SAMPLES.some((sample) => !fault.isMet({ container, sample, channels })))
      );
    }),
  );

describe.each(cases)("$reader reads our $container", ({ reader, container }) => {
  const faults = FAULTS.filter((fault) => fault.reader === reader && fault.container === container);
  const files = SAMPLES.flatMap((sample) =>
    CHANNELS.map((channels): Written => ({ container, sample, channels })),
  );
  const readable = files.filter((file) => !faults.some(({ isMet }) => isMet(file)));
  const note = faults.map(({ fault }) => ` (but ${fault})`).join("");

  it(`to the same samples, in every encoding${note}`, async () => {
    const folder = await tempFolder();
    const different: string[] = [];
    await Promise.all(
      readable.map(async ({ sample, channels }) => {
        const positions = channels > 2 ? { channelMask: 0x3f } : {};
        const file = encodeWav(sampleSource(channels, FRAMES), { ...sample, ...positions }, { container });
        const path = folder.file(`${nameOf(sample)} ${channels}.${container === "W64" ? "w64" : "wav"}`);
        await writeFile(path, await bytesAt(file, 0, file.size));
        const planes = await readPlanes(await openWav(file, { strict: true }));
        const ours = Array.from(
          { length: FRAMES * channels },
          (_, index) => planes[index % channels]![Math.floor(index / channels)],
        );
        const theirs = await READERS[reader](path, sample.encoding).catch(String);
        const isSame = theirs.length === ours.length && ours.every((value, index) => value === theirs[index]);
        if (!isSame)
          different.push(`${nameOf(sample)}, ${channels} channels: ${String(theirs).slice(0, 200)}`);
      }),
    );
    expect(readable.length).toBeGreaterThan(0);
    expect(different).toEqual([]);
  });
});
