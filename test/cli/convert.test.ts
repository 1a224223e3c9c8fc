import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { memorySource } from "../../src/stream/memory-source.ts";
import { readMetadata } from "../../src/wav/metadata/read-metadata.ts";
import { openWav } from "../../src/wav/open-wav.ts";
import { longwave, startLongwave } from "../helpers/cli-command.ts";
import { folderWithMetadata } from "../helpers/cli-metadata.ts";
import { noise, scratchFolder, wavBytes, writeRecording } from "../helpers/cli-recording.ts";
import { music } from "../helpers/music.ts";
import { rangeServer } from "../helpers/range-server.ts";
import { isReadIn, stallingServer } from "../helpers/stalling-server.ts";
import { haveTools } from "../helpers/wav-tool.ts";

/** Writes so many seconds of music at 44.1 kHz, 16-bit stereo. */
function writeMusic(path: string, seconds: number): void {
  const planes = music(44_100, seconds);
  const samples = new Int16Array(2 * 44_100 * seconds);
  planes.forEach((plane, channel) => {
    plane.forEach((sample, frame) => {
      samples[2 * frame + channel] = Math.round(sample * 32_767);
    });
  });
  writeFileSync(path, wavBytes(new Uint8Array(samples.buffer), { sampleRate: 44_100, channels: 2 }));
}

async function opened(path: string) {
  return openWav(memorySource(readFileSync(path)), { strict: true });
}

test("convert to what speech recognition takes gives that, and says what it wrote", async () => {
  const cwd = scratchFolder();
  writeMusic(join(cwd, "a song.wav"), 2);
  const args = ["convert", "a song.wav", "speech.wav", "--rate", "16k", "--channels", "mono", "--bits", "16"];
  const { code, stdout, stderr } = await longwave(args, { cwd });
  expect({ code, stdout, stderr }).toEqual({
    code: 0,
    stdout: "speech.wav: 16-bit PCM, 16000 Hz, 1 channel, 0:02.000, 64.0 kB\n",
    stderr: "",
  });
  const wav = await opened(join(cwd, "speech.wav"));
  expect(wav).toMatchObject({ sampleRate: 16_000, channels: 1, frames: 32_000 });
  expect(wav.format.bitsPerSample).toBe(16);
});

test("convert into what it takes for a folder and is a file says which it is", async () => {
  const cwd = scratchFolder();
  writeRecording(join(cwd, "take1.wav"), { frames: 1000 });
  const refused = await longwave(["convert", "take1.wav", "take1.wav/a.wav"], { cwd });
  expect(refused).toMatchObject({ code: 1, stderr: expect.stringContaining("(file/not-folder)") });
  expect(readdirSync(cwd)).toEqual(["take1.wav"]);
});

test("convert replaces a file that is named behind the source when it is told to, and not before", async () => {
  const cwd = scratchFolder();
  writeRecording(join(cwd, "take1.wav"), { frames: 1000 });
  writeRecording(join(cwd, "take2.wav"), { frames: 2000 });
  const before = readFileSync(join(cwd, "take2.wav"));
  const refused = await longwave(["convert", "take1.wav", "take2.wav"], { cwd });
  expect(refused).toMatchObject({ code: 1, stderr: expect.stringContaining("(cli/exists)") });
  expect(refused.stderr).toContain("take2.wav is there already; --force replaces it");
  expect(readFileSync(join(cwd, "take2.wav"))).toEqual(before);
  for (const args of [
    ["take2.wav", "--force"],
    ["-o", "take2.wav"],
  ]) {
    expect(await longwave(["convert", "take1.wav", ...args], { cwd })).toMatchObject({ code: 0 });
    expect((await opened(join(cwd, "take2.wav"))).frames).toBe(1000);
  }
});

test("convert to a name alone changes the container, and no byte of the samples", async () => {
  const cwd = scratchFolder();
  const samples = writeRecording(join(cwd, "a.wav"), { frames: 1000, channels: 2, bits: 24 });
  expect(await longwave(["convert", "a.wav", "a.w64"], { cwd })).toMatchObject({ code: 0, stderr: "" });
  const { container, data } = await opened(join(cwd, "a.w64"));
  expect(container).toBe("W64");
  const written = readFileSync(join(cwd, "a.w64"));
  expect(written.subarray(data.offset, data.offset + data.size).equals(samples)).toBe(true);
  const piped = await longwave(["convert", "a.w64", "-"], { cwd });
  expect(Buffer.from(piped.bytes).equals(readFileSync(join(cwd, "a.wav")))).toBe(true);
  const named = await longwave(["convert", "a.w64", "-o", "-"], { cwd });
  expect(named.bytes).toEqual(piped.bytes);
});

test("convert --json prints the figures", async () => {
  const cwd = scratchFolder();
  writeMusic(join(cwd, "a.wav"), 2);
  const args = [
    "convert",
    "a.wav",
    "b.wav",
    "--bits",
    "32f",
    "--normalize",
    "-1dBTP",
    "--from",
    "1",
    "--json",
  ];
  const { stdout, stderr } = await longwave(args, { cwd });
  expect(stderr).toBe("");
  const { normalization, ...figures } = JSON.parse(stdout);
  expect(figures).toEqual({
    output: "b.wav",
    encoding: "float",
    bitsPerSample: 32,
    sampleRate: 44_100,
    channels: 2,
    frames: 44_100,
    duration: 1,
    bytes: 352_858,
    clips: false,
  });
  expect(normalization.gainDecibels).toBeCloseTo(-1 - normalization.truePeak, 9);
});

test("convert keeps the metadata, at the new sample rate", async () => {
  const cwd = folderWithMetadata({
    info: { INAM: "Title" },
    bext: { timeReference: 80_000, loudness: -20 },
    cues: { points: [{ id: 1, frame: 4000, label: "here", region: { frames: 800, purpose: "rgn " } }] },
  });
  await longwave(["convert", "take.wav", "b.wav", "--rate", "16000"], { cwd });
  const { info, bext, cues } = await readMetadata(await opened(join(cwd, "b.wav")));
  expect(info).toEqual({ INAM: "Title" });
  expect(bext).toEqual({ timeReference: 160_000, version: 2 });
  expect(cues?.points).toEqual([
    { id: 1, frame: 8000, label: "here", region: { frames: 1600, purpose: "rgn " } },
  ]);
  await longwave(["convert", "take.wav", "c.wav", "--rate", "16000", "--metadata", "none"], { cwd });
  expect((await opened(join(cwd, "c.wav"))).metadata).toEqual([]);
});

test("convert tells of clipping, and what to do about it", async () => {
  const cwd = scratchFolder();
  writeMusic(join(cwd, "a.wav"), 1);
  const clipped = await longwave(["convert", "a.wav", "b.wav", "--gain", "12dB"], { cwd });
  expect(clipped.stderr).toMatch(
    /^warning: b\.wav clips: it was up to \d+\.\d dB above full scale; a lower --gain, --normalize -1dBTP or --bits 32f avoids that\n$/,
  );
  expect(
    await longwave(["convert", "a.wav", "c.wav", "--gain", "12", "--bits", "32f"], { cwd }),
  ).toMatchObject({
    code: 0,
    stderr: "",
  });
});

test("convert says when a limiter had to hold the peaks, and when there is nothing to normalize", async () => {
  const cwd = scratchFolder();
  writeMusic(join(cwd, "a.wav"), 3);
  const loud = await longwave(["convert", "a.wav", "b.wav", "--normalize", "-10 LUFS", "--ceiling", "-2"], {
    cwd,
  });
  expect(loud.stderr).toMatch(
    /^note: at -10 LUFS its true peak would be \d+\.\d dBTP; a limiter takes up to \d+\.\d dB off the peaks, down to -2 dBTP\n$/,
  );
  const args = ["convert", "a.wav", "c.wav", "--normalize", "-1 LUFS", "--ceiling", "-6", "--json"];
  const tooLoud = await longwave(args, { cwd });
  const { normalization } = JSON.parse(tooLoud.stdout);
  expect(normalization.reached).toBeLessThan(-2);
  expect(tooLoud.stderr).toContain(
    `down to -6 dBTP, and c.wav comes to ${normalization.reached.toFixed(1)} LUFS\n`,
  );
  writeFileSync(join(cwd, "silence.wav"), wavBytes(new Uint8Array(16_000)));
  const silent = await longwave(["convert", "silence.wav", "s.wav", "--normalize", "-16LUFS"], { cwd });
  expect(silent.stderr).toBe(
    "note: the recording is silent, or too short or too quiet to have a loudness: its level stays as it is\n",
  );
  expect(readFileSync(join(cwd, "s.wav")).equals(readFileSync(join(cwd, "silence.wav")))).toBe(true);
});

test("convert reads a URL", async () => {
  const file = wavBytes(noise(16_000));
  const server = await rangeServer({
    size: file.length,
    fill: (offset, into) => into.set(file.subarray(offset, offset + into.length)),
    etag: '"1"',
  });
  const cwd = scratchFolder();
  expect(await longwave(["convert", server.url, "b.wav", "--bits", "24"], { cwd })).toMatchObject({
    code: 0,
  });
  await server.close();
  expect(await opened(join(cwd, "b.wav"))).toMatchObject({ frames: 8000, sampleRate: 8000 });
});

test("convert that is interrupted leaves nothing behind, with exit code 130", async () => {
  for (const normalize of [[], ["--normalize", "-16LUFS"]]) {
    const server = await stallingServer(1);
    const cwd = scratchFolder();
    const args = ["convert", server.url, "b.wav", "--rate", "48000", ...normalize];
    const { child, result } = startLongwave(args, { cwd });
    await expect.poll(() => isReadIn(server)).toBe(true);
    child.kill("SIGINT");
    expect(await result).toMatchObject({ code: 130, stderr: "interrupted\n" });
    expect(readdirSync(cwd)).toEqual([]);
  }
});

describe.runIf(haveTools("ffmpeg"))("normalized, as ffmpeg measures it,", () => {
  /** Integrated loudness and true peak. */
  function measured(path: string): readonly [loudness: number, peak: number] {
    const filter = "ebur128=peak=true:framelog=verbose";
    const command = `ffmpeg -nostats -hide_banner -i "${path}" -af ${filter} -f null - 2>&1`;
    const text = execFileSync("sh", ["-c", command], { encoding: "utf8" });
    const value = (name: string) => Number(new RegExp(`^ +${name}: +(-?[\\d.]+)`, "m").exec(text)?.[1]);
    return [value("I"), value("Peak")];
  }

  test.each([
    ["a loudness", "-26LUFS", -26, undefined],
    ["a true peak", "-1.5dBTP", undefined, -1.5],
    ["a loudness that a limiter has to hold", "-12LUFS", -12, -1.2],
  ] as const)("to %s, it has that", async (_, target, loudness, peak) => {
    const cwd = scratchFolder();
    writeMusic(join(cwd, "a.wav"), 5);
    const args = ["convert", "a.wav", "b.wav", "--normalize", target, "--rate", "48000", "--fade-out", "1s"];
    expect(await longwave(args, { cwd })).toMatchObject({ code: 0 });
    const [actualLoudness, actualPeak] = measured(join(cwd, "b.wav"));
    if (loudness !== undefined) expect(Math.abs(actualLoudness - loudness)).toBeLessThan(0.1);
    if (peak !== undefined) expect(Math.abs(actualPeak - peak)).toBeLessThanOrEqual(0.101);
    expect(actualPeak).toBeLessThanOrEqual(-1);
  });
});

test.each([
  [["a.wav"], "expected the new file's name behind that of the source"],
  [["a.wav", "b.wav", "-o", "c.wav"], "expected the new file's name once, got it as an argument and with -o"],
  [["a.wav", "a.wav"], "-o a.wav is the recording itself, which would be lost"],
  [
    ["a.wav", "b.aiff"],
    "expected --format, or a name that ends in one of wav, mp3, m4a, m4b, flac, opus, ogg, mka, bw64, rf64, w64",
  ],
  [
    ["a.wav", "b.wav", "--gain", "3", "--normalize", "-16LUFS"],
    "--gain has no meaning together with --normalize",
  ],
  [
    ["a.wav", "b.wav", "--normalize", "-1dBTP", "--ceiling", "-1"],
    "--ceiling is for --normalize to a loudness",
  ],
  [
    ["a.wav", "b.wav", "--normalize", "-16LUFS", "--ceiling", "1"],
    "--ceiling must lie between -60 and 0 dB, got 1",
  ],
  [
    ["a.wav", "b.wav", "--normalize", "-16dBFS"],
    "Expected a loudness such as -16LUFS, or a true peak such as -1dBTP",
  ],
  [["a.wav", "b.wav", "--fade-curve", "linear"], "--fade-curve needs --fade-in or --fade-out"],
  [["a.wav", "b.wav", "--fade-in", "2s"], "the fades take 0:02.000, and the result lasts 0:01.000"],
  [["a.wav", "b.wav", "--bits", "20"], "Expected 8, 16, 24, 32, 32f, 64f, alaw, mulaw"],
  [["a.wav", "b.wav", "--bits", "32f", "--dither", "tpdf"], "--dither tpdf has no meaning for these --bits"],
  [["a.wav", "b.wav", "--rate", "fast"], "Expected a sample rate in Hz, such as 48000 or 44.1k"],
  [["a.wav", "b.wav", "--rate", "44.1"], "Expected a sample rate in Hz, such as 48000 or 44.1k"],
  [["a.wav", "b.wav", "--rate", "1"], "--rate must be an integer from 32 to 2048000, got 1"],
  [
    ["-", "b.wav", "--gain", "1"],
    "standard input can be read but once, and what computes samples needs a file",
  ],
  [["a.wav", "b.wav", "--from", "3", "--to", "2"], "--to must lie after --from"],
])("convert %j is wrong usage, and nothing is written", async (args, message) => {
  const cwd = scratchFolder();
  writeRecording(join(cwd, "a.wav"), { frames: 8000 });
  const { code, stdout, stderr } = await longwave(["convert", ...args], { cwd });
  expect(stderr).toContain(message);
  expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
  expect(readdirSync(cwd)).toEqual(["a.wav"]);
});

test("convert to channels that no rule knows says what to do", async () => {
  const cwd = scratchFolder();
  writeRecording(join(cwd, "a.wav"), { frames: 10, channels: 7 });
  const { code, stderr } = await longwave(["convert", "a.wav", "b.wav", "--channels", "2"], { cwd });
  expect(code).toBe(1);
  expect(stderr).toMatch(/got 7 to be mixed to 2.*; say --mix discrete.*\(audio\/no-channel-rule\)\n$/);
});
