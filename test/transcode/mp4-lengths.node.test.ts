import { expect, test } from "vitest";
import { generatorSource } from "../../src/audio/generator-source.ts";
import { memorySink } from "../../src/stream/memory-sink.ts";
import { memorySource } from "../../src/stream/memory-source.ts";
import { encodeMedia } from "../../src/transcode/node/index.ts";
import { bothLengths } from "./support/both-lengths.ts";

const RATES = [22_050, 44_100, 48_000];

test.each(RATES.flatMap((rate) => [rate, rate + 1, rate * 2 + 777].map((frames) => [rate, frames] as const)))(
  "what is encoded to m4a at %i Hz opens with the %i frames that went in",
  async (sampleRate, frames) => {
    const noise = generatorSource({ sampleRate, channels: 1, frames }, (start, planes) => {
      const [plane = new Float32Array()] = planes;
      for (const index of plane.keys()) {
        plane[index] = 0.5 * Math.sin((start + index) * (start + index) * 1e-6);
      }
    });
    // How many frames a packet has depends on the encoding, not on the rate.
    for (const format of sampleRate === 44_100 ? (["m4a", "m4b", "alac"] as const) : (["m4a"] as const)) {
      const sink = memorySink();
      await encodeMedia(noise, sink, { format });
      const source = memorySource(sink.bytes(), "a.m4a");
      expect(await bothLengths(source)).toEqual({ frames, exact: true, written: frames });
    }
  },
);
