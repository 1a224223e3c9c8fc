import { execFileSync } from "node:child_process";
import { readFile, writeFile } from "node:fs/promises";
import { describe, expect, it } from "vitest";
import { type BroadcastExtension, readBext, writeBext } from "../../../src/wav/metadata/bext.ts";
import { type Id3Tag, readId3, writeId3 } from "../../../src/wav/metadata/id3.ts";
import { readInfo, writeInfo } from "../../../src/wav/metadata/info.ts";
import { chunkBody, LITTLE_ENDIAN, strictContext } from "../../helpers/metadata-body.ts";
import { tempFolder } from "../../helpers/temp-folder.ts";
import { chunk, formatBody, wavBytes } from "../../helpers/wav-chunks.ts";
import { haveTools, output } from "../../helpers/wav-tool.ts";

const SILENCE = ["-v", "error", "-f", "lavfi", "-i", "anullsrc=r=8000:cl=mono", "-t", "0.05"];

/** A file with these chunks before its audio. */
function fileWith(...chunks: readonly Uint8Array[]): Uint8Array {
  return wavBytes([chunk("fmt ", formatBody()), ...chunks, chunk("data", new Uint8Array(800))]);
}

function options(tags: Readonly<Record<string, string>>): string[] {
  return Object.entries(tags).flatMap(([name, value]) => ["-metadata", `${name}=${value}`]);
}

const UMID = "060A2B340101010501010D43130000006D6B6B5E1F6D00EC0000000000000000";
const BROADCAST: BroadcastExtension = {
  description: "words",
  originator: "me",
  originatorReference: "R1",
  originationDate: "2024-05-17",
  originationTime: "10:05:00",
  timeReference: 123456789012,
  version: 1,
  umid: UMID,
  codingHistory: "A=PCM,F=8000\r\n",
};
/** The same by ffmpeg's names. */
const FFMPEG_BROADCAST = {
  description: "words",
  originator: "me",
  originator_reference: "R1",
  origination_date: "2024-05-17",
  origination_time: "10:05:00",
  time_reference: "123456789012",
  umid: `0x${UMID}`,
  coding_history: "A=PCM,F=8000\r\n",
};

describe.runIf(haveTools("ffmpeg", "ffprobe"))("ffmpeg and we agree about", () => {
  /** The tags that it finds in a file. */
  async function theirTags(file: Uint8Array): Promise<Record<string, string>> {
    const path = (await tempFolder()).file("a.wav");
    await writeFile(path, file);
    const json = await output("ffprobe", "-v", "error", "-show_format", "-of", "json", path);
    return JSON.parse(new TextDecoder().decode(json)).format.tags;
  }

  /** A file of theirs with these tags. */
  async function theirFile(name: string, ...args: readonly string[]): Promise<Uint8Array> {
    const path = (await tempFolder()).file(name);
    await output("ffmpeg", ...SILENCE, ...args, path);
    return new Uint8Array(await readFile(path));
  }

  const theirInfo = { title: "Tïtle", artist: "me", comment: "odd", date: "2024-05-17" };
  const info = { INAM: "Tïtle", IART: "me", ICMT: "odd", ICRD: "2024-05-17" };

  it("texts that it writes", async () => {
    const file = await theirFile("a.wav", "-bitexact", ...options(theirInfo));
    const body = chunkBody(file, "INFO");
    const read = readInfo([{ body, offset: 0 }], strictContext()) ?? {};
    expect(read).toEqual(info);
    expect(writeInfo(read, LITTLE_ENDIAN)).toEqual(body);
  });

  it("texts that we write", async () => {
    const file = fileWith(chunk("LIST", writeInfo(info, LITTLE_ENDIAN)));
    expect(await theirTags(file)).toEqual(theirInfo);
  });

  it("broadcast extensions that it writes", async () => {
    const file = await theirFile("a.wav", "-write_bext", "1", ...options(FFMPEG_BROADCAST));
    expect(readBext(chunkBody(file, "bext"), strictContext())).toEqual(BROADCAST);
  });

  it("broadcast extensions that we write", async () => {
    const tags = await theirTags(fileWith(chunk("bext", writeBext(BROADCAST, LITTLE_ENDIAN))));
    // It shows what it reads under other names.
    expect(tags).toMatchObject({
      comment: "words",
      encoded_by: "me",
      originator_reference: "R1",
      date: "2024-05-17",
      creation_time: "10:05:00",
      time_reference: "123456789012",
      umid: expect.stringContaining(UMID),
      coding_history: "A=PCM,F=8000\r\n",
    });
  });

  const theirFrames = { title: "Tïtle 日本", artist: "me", mood: "calm" };
  const frames: Id3Tag["frames"] = [
    { id: "TIT2", kind: "text", values: ["Tïtle 日本"] },
    { id: "TPE1", kind: "text", values: ["me"] },
    { id: "TXXX", kind: "text", description: "mood", values: ["calm"] },
  ];

  it.each([3, 4] as const)("tags of ID3v2.%i that it writes", async (version) => {
    const file = await theirFile(
      "a.aiff",
      "-bitexact",
      "-write_id3v2",
      "1",
      "-id3v2_version",
      `${version}`,
      ...options(theirFrames),
    );
    const from = Buffer.from(file).indexOf("ID3 ") + 8;
    expect(readId3(file.subarray(from), strictContext())).toEqual({ version, frames });
  });

  it.each([3, 4] as const)("tags of ID3v2.%i that we write", async (version) => {
    const file = fileWith(chunk("ID3 ", writeId3({ version, frames })));
    expect(await theirTags(file)).toEqual(theirFrames);
  });
});

// sndfile-convert comes in one package with the programs that are used.
describe.runIf(haveTools("sndfile-convert"))("libsndfile and we agree about", () => {
  /** A file of theirs with what these options set. */
  async function theirFile(...args: readonly string[]): Promise<Uint8Array> {
    const folder = await tempFolder();
    await writeFile(folder.file("a.wav"), fileWith());
    execFileSync("sndfile-metadata-set", [...args, folder.file("a.wav"), folder.file("b.wav")]);
    return new Uint8Array(await readFile(folder.file("b.wav")));
  }

  /** What they show of a file, by their names. */
  async function shown(file: Uint8Array): Promise<Record<string, string>> {
    const path = (await tempFolder()).file("a.wav");
    await writeFile(path, file);
    const lines = execFileSync("sndfile-metadata-get", ["--all", path], { encoding: "utf8" }).split("\n");
    const pairs = lines.map((line) => line.split(/ +: +/));
    return Object.fromEntries(pairs.map(([name = "", value = ""]) => [name, value.trim()]));
  }

  it("broadcast extensions that it writes, loudness and all", async () => {
    const fields = {
      description: "words",
      originator: "me",
      "orig-ref": "R1",
      "orig-date": "2024-05-17",
      "orig-time": "10:05:00",
      "time-ref": "123456789012",
      "loudness-value": "-23.45",
      "loudness-range": "7.5",
      "max-truepeak": "-1.5",
      "max-momentary": "-18.25",
      "max-shortterm": "-20",
    };
    const file = await theirFile(
      ...Object.entries(fields).flatMap(([name, value]) => [`--bext-${name}`, value]),
    );
    expect(readBext(chunkBody(file, "bext"), strictContext())).toMatchObject({
      description: "words",
      originator: "me",
      originatorReference: "R1",
      originationDate: "2024-05-17",
      originationTime: "10:05:00",
      timeReference: 123456789012,
      version: 2,
      loudness: -23.45,
      loudnessRange: 7.5,
      maxTruePeak: -1.5,
      maxMomentaryLoudness: -18.25,
      maxShortTermLoudness: -20,
      codingHistory: expect.stringContaining("libsndfile"),
    });
  });

  it("broadcast extensions that we write", async () => {
    const { version: _, ...fields } = BROADCAST;
    const body = writeBext({ ...fields, loudness: -23.45, maxTruePeak: -1 }, LITTLE_ENDIAN);
    expect(await shown(fileWith(chunk("bext", body)))).toMatchObject({
      Description: "words",
      Originator: "me",
      "Origination ref": "R1",
      "Origination date": "2024-05-17",
      "Origination time": "10:05:00",
      "Loudness value": "-23.45",
      "Max. true peak level": "-1.00",
      "Coding history": "A=PCM,F=8000",
    });
  });

  it("texts that it writes", async () => {
    const file = await theirFile("--str-title", "Title", "--str-artist", "me", "--str-comment", "odd");
    const info = readInfo([{ body: chunkBody(file, "INFO"), offset: 0 }], strictContext());
    expect(info).toMatchObject({ INAM: "Title", IART: "me", ICMT: "odd" });
  });

  it("texts that we write", async () => {
    const body = writeInfo({ INAM: "Title", IART: "me", ICMT: "odd" }, LITTLE_ENDIAN);
    expect(await shown(fileWith(chunk("LIST", body)))).toMatchObject({
      Name: "Title",
      Artist: "me",
      Comment: "odd",
    });
  });
});
