// Makes a four-hour session and a list of who spoke when, and lets the command cut a clip for each of 100 segments.
import { spawnSync } from "node:child_process";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { bytesText, durationText } from "../src/cli/quantity.ts";
import { fileSink } from "../src/node.ts";
import { writeWav } from "../src/wav/index.ts";
import { speechSession } from "./speech.ts";

const SECONDS = 4 * 3600;
const SAMPLE_RATE = 16_000;
const SEGMENTS = 100;

const folder = "demo-output";
const recording = join(folder, "session.wav");
const list = join(folder, "segments.json");
const clips = join(folder, "clips");

rmSync(folder, { recursive: true, force: true });
mkdirSync(folder);

console.log("recording a four-hour session …");
const session = speechSession(SECONDS, SAMPLE_RATE);
const writer = await writeWav(await fileSink(recording, { durable: false }), {
  encoding: "pcm",
  bitsPerSample: 16,
  channels: 1,
  sampleRate: SAMPLE_RATE,
});
let recordedBytes = 0;
for (const piece of session.pieces()) {
  await writer.writeBytes(new Uint8Array(piece.buffer));
  recordedBytes += piece.byteLength;
}
await writer.close();

const every = Math.floor(session.utterances.length / SEGMENTS);
const segments = session.utterances.filter((_, index) => index % every === 0).slice(0, SEGMENTS);
writeFileSync(list, JSON.stringify({ segments }, undefined, 2));

const args = ["cut", recording, "--segments", list, "--out", clips];
console.log(`longwave ${args.join(" ")}`);
const startedAt = performance.now();
const command = spawnSync(process.execPath, ["dist/cli/longwave.cjs", ...args, "--json"], {
  encoding: "utf8",
  stdio: ["ignore", "pipe", "inherit"],
});
const wholeProcessMs = performance.now() - startedAt;
if (command.status !== 0) process.exit(command.status ?? 1);
const result = JSON.parse(command.stdout);

const seconds = (milliseconds: number) => `${(milliseconds / 1000).toFixed(2)} s`;
const rows = [
  ["recording", `${recording}, ${durationText(SECONDS)}, ${bytesText(recordedBytes)}`],
  ["clips", `${result.clips} (${bytesText(result.bytes)})`],
  ["time", `${seconds(result.elapsedMs)}, ${seconds(wholeProcessMs)} with the start of Node`],
  ["peak memory", `${bytesText(result.peakRssBytes)}, Node included`],
  ["look at", result.manifest],
  ["listen to", join(clips, "segment_0001_*.wav")],
];
console.log();
for (const [name = "", value = ""] of rows) console.log(`${name.padEnd(13)}${value}`);
