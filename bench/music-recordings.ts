import { existsSync, statSync } from "node:fs";
import { join } from "node:path";
import { encodeWav, planesSource, writeWav } from "../src/index.ts";
import { fileSink } from "../src/node.ts";
import { music } from "./music.ts";
import { SAMPLE_RATE } from "./recordings.ts";

/** A recording of music, 16 bit. */
export interface MusicRecording {
  readonly path: string;
  readonly seconds: number;
}

const PEAK = 0.9;
const FORMAT = { encoding: "pcm", bitsPerSample: 16 } as const;

/** Makes a recording of music of so many hours (or a part of one), a minute of it again and again, unless it is there. */
export async function makeMusic(folder: string, hours: number, channels: 1 | 2): Promise<MusicRecording> {
  const path = join(folder, `music-${Math.round(hours * 60)}min-${channels === 1 ? "mono" : "stereo"}.wav`);
  const seconds = hours * 3600;
  const dataBytes = seconds * SAMPLE_RATE * channels * 2;
  if (existsSync(path) && statSync(path).size > dataBytes) return { path, seconds };
  const minute = await minuteOfMusic(channels);
  const writer = await writeWav(await fileSink(path), { ...FORMAT, channels, sampleRate: SAMPLE_RATE });
  for (let at = 0; at < seconds; at += 60) await writer.writeBytes(minute);
  await writer.close();
  return { path, seconds };
}

/** Its samples, as they stand in a file. */
async function minuteOfMusic(channels: 1 | 2): Promise<Uint8Array> {
  const planes = music(SAMPLE_RATE, 60, PEAK).slice(0, channels);
  const file = encodeWav(planesSource(planes, SAMPLE_RATE), FORMAT);
  const bytes = new Uint8Array(SAMPLE_RATE * 60 * channels * 2);
  await file.read(file.size - bytes.length, bytes);
  return bytes;
}
