import { Bench } from "tinybench";
import {
  clipWav,
  copy,
  encodeWav,
  memorySink,
  memorySource,
  metadataChunk,
  openWav,
  type SampleFormat,
} from "../src/index.ts";
import { blockRecordings } from "./block-recordings.ts";

/** What was measured of one operation of the engine. */
export interface EngineFigure {
  readonly name: string;
  readonly medianMs: number;
  /** Millions of samples a second, where samples are what it works on. */
  readonly megasamplesPerSecond?: number;
}

const FRAMES = 480_000;
const CHANNELS = 2;

const FORMATS: readonly SampleFormat[] = [
  { encoding: "pcm", bitsPerSample: 8 },
  { encoding: "pcm", bitsPerSample: 16 },
  { encoding: "pcm", bitsPerSample: 24 },
  { encoding: "pcm", bitsPerSample: 32 },
  { encoding: "float", bitsPerSample: 32 },
  { encoding: "float", bitsPerSample: 64 },
  { encoding: "alaw", bitsPerSample: 8 },
];

/** Chunks of a file that is nearly nothing else. */
const MANY_CHUNKS = 100_000;

/** Times the engine's own operations, in memory: ten seconds of stereo at 48 kHz. */
export async function timeEngine(): Promise<EngineFigure[]> {
  const bench = new Bench({ time: 300, warmupTime: 100, throws: true });
  const planes = Array.from({ length: CHANNELS }, (_, channel) =>
    Float32Array.from({ length: FRAMES }, (_, frame) => Math.sin(frame * 0.01 * (channel + 1))),
  );
  const audio = {
    sampleRate: 48_000,
    channels: CHANNELS,
    frames: FRAMES,
    async read(start: number, into: Float32Array[]) {
      into.forEach((plane, channel) => {
        plane.set(planes[channel]?.subarray(start, start + plane.length) ?? []);
      });
      return into[0]?.length ?? 0;
    },
  };
  const samples = new Map<string, number>();
  for (const format of FORMATS) {
    const name = `${format.encoding} ${format.bitsPerSample}`;
    const virtual = encodeWav(audio, format);
    const bytes = new Uint8Array(virtual.size);
    bench.add(`encode ${name}`, async () => void (await virtual.read(0, bytes)));
    await virtual.read(0, bytes);
    const wav = await openWav(memorySource(bytes));
    bench.add(`decode ${name}`, async () => void (await wav.read(0, planes)));
    samples.set(`encode ${name}`, FRAMES * CHANNELS).set(`decode ${name}`, FRAMES * CHANNELS);
  }
  for (const recording of await blockRecordings(FRAMES)) {
    const wav = await openWav(memorySource(recording.bytes));
    const into = Array.from({ length: recording.channels }, () => new Float32Array(recording.frames));
    bench.add(`decode ${recording.name}`, async () => void (await wav.read(0, into)));
    samples.set(`decode ${recording.name}`, recording.samples);
  }
  const file = new Uint8Array(encodeWav(audio, { encoding: "pcm", bitsPerSample: 16 }).size);
  await encodeWav(audio, { encoding: "pcm", bitsPerSample: 16 }).read(0, file);
  const wav = await openWav(memorySource(file));
  bench.add("open", async () => void (await openWav(memorySource(file))));
  const chunks = Array.from({ length: MANY_CHUNKS }, () => metadataChunk("note", new Uint8Array(12)));
  const crowded = encodeWav(audio, { encoding: "pcm", bitsPerSample: 16 }, { metadata: chunks });
  const crowdedBytes = new Uint8Array(crowded.size);
  await crowded.read(0, crowdedBytes);
  bench.add(`open, ${MANY_CHUNKS} chunks`, async () => void (await openWav(memorySource(crowdedBytes))));
  bench.add("clip", () => void clipWav(wav, 1000, 2000));
  bench.add("copy 10 s clip", async () => void (await copy(clipWav(wav, 0, FRAMES), memorySink())));
  await bench.run();
  return bench.tasks.map(({ name, result }) => {
    if (result.state !== "completed") throw new Error(`${name}: ${result.state}`);
    const medianMs = result.latency.p50;
    const count = samples.get(name);
    return { name, medianMs, ...(count && { megasamplesPerSecond: count / medianMs / 1000 }) };
  });
}
