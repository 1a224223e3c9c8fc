import { writeFile } from "node:fs/promises";
import { describe, expect, it } from "vitest";
import { clipWav } from "../../src/wav/clip-wav.ts";
import { encodeWav } from "../../src/wav/encode-wav.ts";
import { writeMetadata } from "../../src/wav/metadata/write-metadata.ts";
import { openWav } from "../../src/wav/open-wav.ts";
import { bytesAt } from "../helpers/pattern.ts";
import { tempFolder } from "../helpers/temp-folder.ts";
import type { AnyContainer } from "../helpers/wav-containers.ts";
import { sampleSource } from "../helpers/wav-samples.ts";
import { haveTools, output } from "../helpers/wav-tool.ts";

const METADATA = {
  info: { INAM: "A title", IART: "Somebody", ICMT: "Remark" },
  // An even number of bytes in all: libsndfile 1.2 loses its way in an RF64 behind a bext chunk of odd size.
  bext: { description: "Scene", originator: "Us", timeReference: 123_456, codingHistory: "A=PCM,\r\n" },
  cues: {
    points: [
      { id: 1, frame: 10, label: "ten" },
      { id: 2, frame: 200, label: "two hundred" },
    ],
  },
};

/** Containers in which each program finds metadata: none of them does in RIFX, whose numbers they take for little-endian, and in W64. */
const PLACES = {
  ffprobe: ["RIFF", "RF64", "BW64"],
  "sndfile-info": ["RIFF", "RF64"],
} as const satisfies Readonly<Record<string, readonly AnyContainer[]>>;

/** A file with all of this, or a clip of it from a frame on. */
async function pathOf(container: AnyContainer, from: number): Promise<string> {
  const pcm = { encoding: "pcm", bitsPerSample: 16 } as const;
  const whole = encodeWav(sampleSource(1, 300), pcm, { container, metadata: writeMetadata(METADATA) });
  const file = clipWav(await openWav(whole, { strict: true }), from, 300, { container });
  const path = (await tempFolder()).file("ours.wav");
  await writeFile(path, await bytesAt(file, 0, file.size));
  return path;
}

async function textOf(...command: Parameters<typeof output>): Promise<string> {
  return new TextDecoder().decode(await output(...command));
}

describe.runIf(haveTools("ffprobe"))("ffprobe finds our metadata", () => {
  it.each(PLACES.ffprobe)("in a %s, and moved along in its clip", async (container) => {
    for (const from of [0, 5]) {
      const path = await pathOf(container, from);
      const json = await textOf(
        "ffprobe",
        "-v",
        "error",
        "-show_format",
        "-show_chapters",
        "-of",
        "json",
        path,
      );
      const { format, chapters } = JSON.parse(json);
      expect(format.tags).toMatchObject({
        title: "A title",
        artist: "Somebody",
        encoded_by: "Us",
        time_reference: String(123_456 + from),
        coding_history: "A=PCM,\r\n",
      });
      expect(
        chapters.map((one: { start: number; tags: { title: string } }) => [one.start, one.tags.title]),
      ).toEqual([
        [10 - from, "ten"],
        [200 - from, "two hundred"],
      ]);
    }
  });
});

describe.runIf(haveTools("sndfile-info"))("sndfile-info finds our metadata", () => {
  it.each(PLACES["sndfile-info"])("in a %s, and moved along in its clip", async (container) => {
    for (const from of [0, 5]) {
      const path = await pathOf(container, from);
      const text = await textOf("sndfile-info", path);
      // In an RF64 it does not look at cue points.
      const places = container === "RIFF" ? [10, 200] : [];
      const offsets = places.map((frame) => `Offset : +${frame - from}$`);
      for (const line of ["INAM : A title", "IART : Somebody", "ICMT : Remark", ...offsets]) {
        expect(text).toMatch(new RegExp(line, "m"));
      }
      const broadcast = await textOf("sndfile-info", "--broadcast", path);
      expect(broadcast).toMatch(/^Description +: Scene$/m);
      expect(broadcast).toMatch(new RegExp(`^Time ref +: 0x0*${(123_456 + from).toString(16)} `, "m"));
    }
  });
});
