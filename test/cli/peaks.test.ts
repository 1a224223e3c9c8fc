import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import WaveformData from "waveform-data";
import { longwave, startLongwave } from "../helpers/cli-command.ts";
import { noise, scratchFolder, writeRecording } from "../helpers/cli-recording.ts";
import { isReadIn, stallingServer } from "../helpers/stalling-server.ts";

/** The least and the largest of each so many samples of 16 bits, of a channel. */
function peaksOf(samples: Uint8Array, channels: number, channel: number, zoom: number): [number, number][] {
  const all = new Int16Array(samples.slice().buffer).filter((_, at) => at % channels === channel);
  return Array.from({ length: Math.ceil(all.length / zoom) }, (_, pixel) => {
    const part = all.subarray(pixel * zoom, (pixel + 1) * zoom);
    return [Math.min(...part), Math.max(...part)];
  });
}

test("peaks writes the least and the largest sample of each pixel, as other readers read them", async () => {
  const cwd = scratchFolder();
  const samples = writeRecording(join(cwd, "a b.wav"), { frames: 10_000, channels: 2 });
  const args = ["peaks", "a b.wav", "-o", "a.dat", "--split-channels", "--zoom", "300"];
  expect(await longwave(args, { cwd })).toMatchObject({
    code: 0,
    stderr: "",
    stdout: "a.dat: 34 pixels of 300 frames, 16 bits, 2 channels, 296 bytes\n",
  });
  const file = readFileSync(join(cwd, "a.dat"));
  const waveform = WaveformData.create(file.buffer.slice(file.byteOffset, file.byteOffset + file.length));
  expect(waveform).toMatchObject({ sample_rate: 8000, scale: 300, channels: 2, length: 34 });
  for (const channel of [0, 1]) {
    const values = waveform.channel(channel);
    const found = Array.from({ length: 34 }, (_, at) => [values.min_sample(at), values.max_sample(at)]);
    expect(found).toEqual(peaksOf(samples, 2, channel, 300));
  }
});

test("peaks says the same in JSON, on standard output, and with --json", async () => {
  const cwd = scratchFolder();
  const samples = writeRecording(join(cwd, "a.wav"), { frames: 5000 });
  const { stdout } = await longwave(["peaks", "a.wav", "-o", "a.json", "--json"], { cwd });
  const shape = { samplesPerPixel: 256, bits: 16, channels: 1, length: 20, sampleRate: 8000 };
  const facts = JSON.parse(stdout);
  expect(facts).toEqual({
    output: "a.json",
    format: "json",
    ...shape,
    bytes: readFileSync(join(cwd, "a.json")).length,
    frames: 5000,
    duration: 0.625,
  });
  const { data } = JSON.parse(readFileSync(join(cwd, "a.json"), "utf8"));
  expect(data).toEqual(peaksOf(samples, 1, 0, 256).flat());
  const piped = await longwave(["peaks", "a.wav", "-o", "-"], { cwd });
  expect(new Int16Array(Uint8Array.from(piped.bytes).slice(24).buffer)).toEqual(Int16Array.from(data));
  const json = await longwave(["peaks", "a.wav", "-o", "-", "--output-format", "json"], { cwd });
  expect(json.stdout).toBe(readFileSync(join(cwd, "a.json"), "utf8"));
});

test.each([
  [["--pixels-per-second", "30"], 266],
  [["--width", "100"], 80],
  [["-z", "1000"], 1000],
  [[], 256],
])("peaks %j has %d frames per pixel", async (args, samplesPerPixel) => {
  const cwd = scratchFolder();
  writeRecording(join(cwd, "a.wav"), { frames: 8000 });
  const { stdout } = await longwave(["peaks", "a.wav", "-o", "a.dat", "--json", "--bits", "8", ...args], {
    cwd,
  });
  expect(JSON.parse(stdout)).toMatchObject({ samplesPerPixel, bits: 8 });
});

test.each([
  [["-o", "a.png"], "expected a name in .dat or .json, or --output-format, got -o a.png"],
  [["-o", "a.wav", "--output-format", "dat"], "-o a.wav is the recording itself, which would be lost"],
  [["-o", "-", "--json"], "-o - and --json both want standard output"],
  [
    ["-o", "a.dat", "--pixels-per-second", "4001"],
    "--pixels-per-second can be 4000 at most, half of 8000 Hz",
  ],
  [["-o", "a.dat", "-z", "1"], "Expected an integer of 2 or more"],
  [["-o", "a.dat", "--bits", "12"], "Allowed choices are 8, 16"],
  [["-o", "a.dat", "--zoom", "9", "--width", "9"], "cannot be used with option '--width <pixels>'"],
  [["-o", "a.dat", "--width", "wide"], "Expected an integer of 1 or more"],
])("peaks %j is wrong usage, and writes nothing", async (args, message) => {
  const cwd = scratchFolder();
  writeRecording(join(cwd, "a.wav"), { frames: 100 });
  const { code, stderr } = await longwave(["peaks", "a.wav", ...args], { cwd });
  expect(code).toBe(2);
  expect(stderr).toContain(message);
  expect(readdirSync(cwd)).toEqual(["a.wav"]);
  expect(readFileSync(join(cwd, "a.wav")).subarray(44).equals(noise(200))).toBe(true);
});

test.runIf(process.platform !== "win32")("peaks that is interrupted leaves nothing", async () => {
  const server = await stallingServer(1);
  const cwd = scratchFolder();
  const { child, result } = startLongwave(["peaks", server.url, "-o", "session.dat"], { cwd });
  await expect.poll(() => isReadIn(server) && readdirSync(cwd).length > 0).toBe(true);
  child.kill("SIGINT");
  expect(await result).toMatchObject({ code: 130, stderr: "interrupted\n" });
  expect(readdirSync(cwd)).toEqual([]);
});
