import { readFile, writeFile } from "node:fs/promises";
import { describe, expect, it } from "vitest";
import wavefile from "wavefile";
import { writeAcidLoop } from "../../../src/wav/metadata/acid.ts";
import { carryChunks } from "../../../src/wav/metadata/carry.ts";
import { type CuePoint, readCues, writeCues } from "../../../src/wav/metadata/cues.ts";
import { metadataChunk } from "../../../src/wav/metadata/metadata-chunk.ts";
import { readPeaks } from "../../../src/wav/metadata/peak.ts";
import { type Sampler, writeSampler } from "../../../src/wav/metadata/smpl.ts";
import { chunkBody, LITTLE_ENDIAN, strictContext } from "../../helpers/metadata-body.ts";
import { tempFolder } from "../../helpers/temp-folder.ts";
import { chunk, formatBody, wavBytes } from "../../helpers/wav-chunks.ts";
import { haveTools, output } from "../../helpers/wav-tool.ts";

const POINTS: readonly CuePoint[] = [
  { id: 1, frame: 800, label: "first" },
  { id: 2, frame: 2000, label: "café", region: { frames: 400, purpose: "rgn ", text: "" } },
];

const SAMPLER: Sampler = {
  manufacturer: 0,
  product: 7,
  samplePeriod: 125_000,
  unityNote: 61,
  pitchFraction: 0x8000_0000,
  smpteFormat: 30,
  smpteOffset: 0x0102_0304,
  loops: [{ id: 5, type: "alternating", start: 10, end: 20, fraction: 0, playCount: 3 }],
};

const ACID = {
  oneShot: true,
  hasRootNote: true,
  stretches: false,
  diskBased: true,
  rootNote: 60,
  beats: 12,
  meter: { numerator: 6, denominator: 8 },
  tempo: 99.5,
};

/** A second of silence at 8 kHz with our chunks. */
function ourFile(bodies: ReadonlyArray<readonly [id: string, body: Uint8Array]>): Uint8Array {
  const chunks = bodies.map(([id, body]) => chunk(id, body));
  return wavBytes([chunk("fmt ", formatBody()), ...chunks, chunk("data", new Uint8Array(16_000))]);
}

function cueBodies(points: readonly CuePoint[]): ReadonlyArray<readonly [string, Uint8Array]> {
  const { cue, adtl } = writeCues({ points }, LITTLE_ENDIAN);
  return [["cue ", cue], ...(adtl ? [["LIST", adtl] as const] : [])];
}

function pointsOf(file: Uint8Array): readonly CuePoint[] | undefined {
  const located = (id: string) => [{ body: chunkBody(file, id), offset: 0 }];
  return readCues(located("cue "), located("adtl"), strictContext())?.points;
}

describe("the wavefile package and we agree:", () => {
  it("it reads our cue points and regions", () => {
    const wav = new wavefile.WaveFile(ourFile(cueBodies(POINTS)));
    expect(wav.listCuePoints()).toMatchObject([
      { position: 100, label: "first" },
      { position: 250, end: 300, label: "café" },
    ]);
  });

  it("it reads our sampler chunk", () => {
    const wav = new wavefile.WaveFile(ourFile([["smpl", writeSampler(SAMPLER, LITTLE_ENDIAN)]]));
    expect(wav.smpl).toMatchObject({
      dwProduct: 7,
      dwMIDIUnityNote: 61,
      dwMIDIPitchFraction: 0x8000_0000,
      dwSMPTEOffset: 0x0102_0304,
      loops: [{ dwName: 5, dwType: 1, dwStart: 10, dwEnd: 20, dwPlayCount: 3 }],
    });
  });

  it("we read its cue points and regions", () => {
    const wav = new wavefile.WaveFile();
    wav.fromScratch(1, 8000, "16", new Array(8000).fill(0));
    wav.setCuePoint({ position: 100, label: "first" });
    // It takes characters for bytes in the texts of regions, so this one is ASCII.
    wav.setCuePoint({ position: 250, end: 300, label: "second" });
    expect(pointsOf(wav.toBuffer())).toMatchObject([
      { id: 1, frame: 800, label: "first" },
      { id: 2, frame: 2000, label: "second", region: { frames: 400, text: "second" } },
    ]);
  });

  it("it reads the cue points that a part keeps", () => {
    const chunks = cueBodies(POINTS).map(([id, body]) => metadataChunk(id, body));
    const carried = carryChunks(chunks, { from: 1600, to: 2200, frames: 8000 }, LITTLE_ENDIAN);
    const wav = new wavefile.WaveFile(ourFile(carried.map(({ id, bytes }) => [id, bytes!])));
    expect(wav.listCuePoints()).toMatchObject([{ position: 50, end: 75, label: "café" }]);
  });
});

describe.runIf(haveTools("sndfile-info"))("sndfile-info", () => {
  async function told(file: Uint8Array, ...options: readonly string[]): Promise<string> {
    const folder = await tempFolder();
    await writeFile(folder.file("ours.wav"), file);
    const text = new TextDecoder().decode(await output("sndfile-info", ...options, folder.file("ours.wav")));
    return text.replaceAll(/ +/g, " ");
  }

  it("reads our cue points and labels", async () => {
    const text = await told(ourFile(cueBodies(POINTS)));
    expect(text).toContain("Cue ID : 1 Pos : 800 Chunk : data Chk Start : 0 Blk Start : 0 Offset : 800");
    expect(text).toContain("Cue ID : 2 Pos : 2000 Chunk : data Chk Start : 0 Blk Start : 0 Offset : 2000");
    expect(text).toContain("labl : 1 : first");
  });

  it("reads our sampler chunk", async () => {
    const file = ourFile([["smpl", writeSampler(SAMPLER, LITTLE_ENDIAN)]]);
    const text = await told(file);
    expect(text).toContain("Midi Note : 61");
    expect(text).toContain("SMPTE Offset : 01:02:03 04");
    expect(text).toContain("Cue ID : 5 Type : 1 Start : 10 End : 20 Fraction : 0 Count : 3");
    // For it, a loop ends behind its last frame.
    expect(await told(file, "--instrument")).toMatch(/alt Start : 10 End : 21 Count : 3/);
  });

  it("reads our acid chunk", async () => {
    const text = await told(ourFile([["acid", writeAcidLoop(ACID, LITTLE_ENDIAN)]]));
    expect(text).toContain("OneShot,RootNoteValid,StretchOff,DiskBased");
    expect(text).toContain("Root note : 0x3C");
    expect(text).toContain("Beats : 12\n Meter : 6/8\n Tempo : 99.500000");
  });
});

describe.runIf(haveTools("sndfile-convert"))("sndfile-convert", () => {
  it("finds the peaks that we read in its files", async () => {
    const folder = await tempFolder();
    // It makes the loudest sample full scale, which this one is already.
    const samples = Int16Array.of(0, 0, 16_384, 0, 0, -32_768, 1, 1);
    const ours = [chunk("fmt ", formatBody({ channels: 2 })), chunk("data", new Uint8Array(samples.buffer))];
    await writeFile(folder.file("ours.wav"), wavBytes(ours));
    await output("sndfile-convert", "-float32", folder.file("ours.wav"), folder.file("theirs.wav"));
    const body = chunkBody(await readFile(folder.file("theirs.wav")), "PEAK");
    expect(readPeaks(body, strictContext())?.channels).toEqual([
      { value: 0.5, frame: 1 },
      { value: 1, frame: 2 },
    ]);
  });
});
