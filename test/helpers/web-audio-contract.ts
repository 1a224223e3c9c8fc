import { describe, expect, it } from "vitest";
import { generatorSource } from "../../src/audio/generator-source.ts";
import type { FramesProgress } from "../../src/audio/measure.ts";
import { planesSource } from "../../src/audio/planes-source.ts";
import { fromAudioBuffer } from "../../src/audio/web-audio/from-audio-buffer.ts";
import type { toAudioBuffer as ToAudioBuffer } from "../../src/audio/web-audio/to-audio-buffer.ts";
import type { webAudioProcessor as WebAudioProcessor } from "../../src/audio/web-audio/web-audio-processor.ts";
import { failure, rejection } from "./failure.ts";
import { readPlanes, sampleAt, samplePlanes, sampleSource } from "./wav-samples.ts";

const RATE = 48000;

/** What a face does with the Web Audio that it finds. */
export function describeWebAudio(
  kind: string,
  face: {
    readonly webAudioProcessor: typeof WebAudioProcessor;
    readonly toAudioBuffer: typeof ToAudioBuffer;
  },
): void {
  const { webAudioProcessor, toAudioBuffer } = face;

  describe(`webAudioProcessor, ${kind}`, () => {
    it("gives back the window through a graph of nothing, to the bit, whatever its length and channels", async () => {
      for (const [channels, frames] of [
        [1, 1],
        [2, 127],
        [2, 128],
        [3, 1000],
        [6, 4097],
        [32, 300],
      ] as const) {
        const planes = samplePlanes(channels, frames);
        await webAudioProcessor((_, input) => input)({ frame: 0, sampleRate: RATE, channels }).render(planes);
        expect(planes).toEqual(samplePlanes(channels, frames));
      }
    });

    it("takes a graph of one gain node for the gain", async () => {
      const planes = samplePlanes(6, 1000);
      await webAudioProcessor((context, input) => {
        const gain = context.createGain();
        gain.gain.value = -0.5;
        return input.connect(gain);
      })({ frame: 0, sampleRate: 44100, channels: 6 }).render(planes);
      expect(planes).toEqual(samplePlanes(6, 1000).map((plane) => plane.map((sample) => sample * -0.5)));
    });

    it("gives through a convolver what direct convolution gives", async () => {
      const response = Float32Array.from({ length: 300 }, (_, at) => Math.sin(at * at) * 0.98 ** at);
      const planes = samplePlanes(1, 2000);
      const expected = convolved(samplePlanes(1, 2000)[0]!, response);
      await webAudioProcessor(async (context, input) => {
        const convolver = context.createConvolver();
        convolver.normalize = false;
        const buffer = context.createBuffer(1, response.length, RATE);
        buffer.copyToChannel(response, 0);
        convolver.buffer = buffer;
        return input.connect(convolver);
      })({ frame: 0, sampleRate: RATE, channels: 1 }).render(planes);
      expect(furthest(planes[0]!, expected)).toBeLessThan(1e-4);
      expect(furthest(planes[0]!, new Float32Array(2000))).toBeGreaterThan(1);
    });

    it("gives through a biquad node what the formula gives", async () => {
      const planes = samplePlanes(2, 3000);
      await webAudioProcessor((context, input) => {
        const filter = context.createBiquadFilter();
        filter.type = "lowpass";
        filter.frequency.value = 1000;
        filter.Q.value = 0;
        return input.connect(filter);
      })({ frame: 0, sampleRate: RATE, channels: 2 }).render(planes);
      samplePlanes(2, 3000).forEach((plane, channel) => {
        expect(furthest(planes[channel]!, lowPassed(plane, 1000, RATE))).toBeLessThan(1e-5);
      });
    });

    it("mixes nothing down, and spreads nothing, where the graph changes the number of channels", async () => {
      const planes = samplePlanes(2, 200);
      await webAudioProcessor((context, input) => {
        const merger = context.createChannelMerger(6);
        const splitter = context.createChannelSplitter(2);
        input.connect(splitter);
        splitter.connect(merger, 0, 0);
        splitter.connect(merger, 1, 5);
        return merger;
      })({ frame: 0, sampleRate: RATE, channels: 2 }).render(planes);
      expect(planes).toEqual([samplePlanes(2, 200)[0], new Float32Array(200)]);

      const mono = samplePlanes(2, 200);
      await webAudioProcessor((context, input) => {
        const splitter = context.createChannelSplitter(2);
        const gain = context.createGain();
        input.connect(splitter).connect(gain, 1);
        return gain;
      })({ frame: 0, sampleRate: RATE, channels: 2 }).render(mono);
      expect(mono).toEqual([samplePlanes(2, 200)[1], new Float32Array(200)]);
    });

    it("mixes as loudspeakers want it where the graph says so", async () => {
      const planes = samplePlanes(2, 200);
      await webAudioProcessor((context, input) => {
        context.destination.channelInterpretation = "speakers";
        const splitter = context.createChannelSplitter(2);
        const gain = context.createGain();
        input.connect(splitter).connect(gain, 1);
        return gain;
      })({ frame: 0, sampleRate: RATE, channels: 2 }).render(planes);
      expect(planes).toEqual([samplePlanes(2, 200)[1], samplePlanes(2, 200)[1]]);
    });

    it("gives a frame the same samples in whatever window it is rendered, by the frame that a window begins at", async () => {
      // A ramp over the recording's first second, which each window enters where it lies.
      const make = webAudioProcessor((context, input, { frame, sampleRate }) => {
        const gain = context.createGain();
        const at = frame / sampleRate;
        gain.gain.setValueAtTime(at, 0);
        gain.gain.linearRampToValueAtTime(1, 1 - at);
        return input.connect(gain);
      });
      const whole = samplePlanes(1, 4000);
      await make({ frame: 0, sampleRate: 8000, channels: 1 }).render(whole);
      for (const [from, to] of [
        [0, 1000],
        [1000, 1001],
        [1001, 4000],
      ] as const) {
        const part = samplePlanes(1, to - from, from);
        await make({ frame: from, sampleRate: 8000, channels: 1 }).render(part);
        expect(furthest(part[0]!, whole[0]!.subarray(from, to))).toBeLessThan(1e-5);
      }
    });

    it("renders each window from silence, as if nothing had come before it", async () => {
      const render = webAudioProcessor((context, input) => {
        const delay = context.createDelay();
        delay.delayTime.value = 100 / RATE;
        return input.connect(delay);
      })({ frame: 0, sampleRate: RATE, channels: 1 }).render;
      for (let turn = 0; turn < 2; turn++) {
        const planes = samplePlanes(1, 500);
        await render(planes);
        expect(planes[0]!.subarray(0, 99).every((sample) => sample === 0)).toBe(true);
        expect(furthest(planes[0]!.subarray(100), samplePlanes(1, 400)[0]!)).toBeLessThan(1e-3);
      }
    });

    it("says the latency that it was given", () => {
      const start = { frame: 0, sampleRate: RATE, channels: 1 };
      expect(webAudioProcessor((_, input) => input)(start).latency).toBe(0);
      expect(webAudioProcessor((_, input) => input, { latency: 288 })(start).latency).toBe(288);
      expect(() => webAudioProcessor((_, input) => input, { latency: -1 })).toThrow(
        "options.latency, when provided, must be an integer of at least 0, got -1",
      );
    });

    it("finds the compressor late by 6 ms, rounded down, or up to whole quanta", async () => {
      const planes = [new Float32Array(2000)];
      planes[0]![0] = 0.25;
      await webAudioProcessor((context, input) => {
        const compressor = context.createDynamicsCompressor();
        compressor.threshold.value = 0;
        compressor.ratio.value = 1;
        return input.connect(compressor);
      })({ frame: 0, sampleRate: RATE, channels: 1 }).render(planes);
      expect([288, 384]).toContain(planes[0]!.findIndex((sample) => sample !== 0));
    });

    it("does nothing to a window without frames, and refuses planes that do not fit", async () => {
      const processor = webAudioProcessor(() => expect.fail("built"))({
        frame: 0,
        sampleRate: RATE,
        channels: 2,
      });
      await processor.render([new Float32Array(0), new Float32Array(0)]);
      expect((await failure(processor.render([new Float32Array(5)]))).code).toBe("audio/bad-planes");
    });

    it("says why a graph could not be rendered, and leaves the window as it was", async () => {
      const planes = samplePlanes(1, 10);
      const render = (build: Parameters<typeof webAudioProcessor>[0]) =>
        failure(webAudioProcessor(build)({ frame: 480, sampleRate: RATE, channels: 1 }).render(planes));
      const cause = new Error("no such impulse response");
      const thrown = await render(() => {
        throw cause;
      });
      expect(thrown.code).toBe("audio/web-audio-failed");
      expect(thrown.message).toBe(
        "the graph could not be rendered for the window at frame 480: no such impulse response",
      );
      expect(thrown.cause).toBe(cause);
      expect((await render(() => Promise.reject(cause))).cause).toBe(cause);
      expect((await render(() => undefined as never)).message).toContain(
        "expected its last node, got undefined",
      );
      expect((await render((_, input) => input.connect(input.context.createGain(), 7))).code).toBe(
        "audio/web-audio-failed",
      );
      expect(planes).toEqual(samplePlanes(1, 10));
    });

    it.each([
      [1000, 1, "resample to a rate from 8000 to 96000 Hz, which it takes everywhere"],
      [1_000_000, 1, "resample to a rate from 8000 to 96000 Hz, which it takes everywhere"],
      [RATE, 33, "give it at most 32 channels at a time"],
    ])("says what to do about %i Hz and %i channels", async (sampleRate, channels, advice) => {
      const { render } = webAudioProcessor((_, input) => input)({ frame: 0, sampleRate, channels });
      const error = await failure(render(samplePlanes(channels, 10)));
      expect(error.code).toBe("audio/web-audio-refused");
      expect(error.message).toBe(
        `Web Audio does not take 10 frames of ${channels} channels at ${sampleRate} Hz: ${advice}`,
      );
      expect(error.cause).toBeDefined();
    });

    it("gives up as soon as the signal fires, and leaves the window as it was", async () => {
      const planes = samplePlanes(1, 10);
      const controller = new AbortController();
      const { render } = webAudioProcessor(() => new Promise(() => {}))({
        frame: 0,
        sampleRate: RATE,
        channels: 1,
      });
      const given = rejection(render(planes, controller.signal));
      controller.abort("enough");
      expect(await given).toBe("enough");
      expect(await rejection(render(planes, controller.signal))).toBe("enough");
      expect(planes).toEqual(samplePlanes(1, 10));
    });

    it("takes memory that threads share", async () => {
      // Pages are given SharedArrayBuffer by name only where nobody else can look in.
      const { buffer } = new WebAssembly.Memory({ initial: 1, maximum: 1, shared: true });
      const plane = new Float32Array(buffer, 0, 10);
      plane.set(samplePlanes(1, 10)[0]!);
      await webAudioProcessor((context, input) => {
        const gain = context.createGain();
        gain.gain.value = 0.5;
        return input.connect(gain);
      })({ frame: 0, sampleRate: RATE, channels: 1 }).render([plane]);
      expect([...plane]).toEqual([...samplePlanes(1, 10)[0]!].map((sample) => sample / 2));
    });
  });

  describe(`toAudioBuffer and fromAudioBuffer, ${kind}`, () => {
    it("give back a recording as it was", async () => {
      const source = sampleSource(3, 20_001);
      const back = fromAudioBuffer(await toAudioBuffer(source));
      expect(back).toMatchObject({ sampleRate: 8000, channels: 3, frames: 20_001 });
      expect(await readPlanes(back)).toEqual(await readPlanes(source));
      expect(await readPlanes(back, 19_000, 7)).toEqual(samplePlanes(3, 7, 19_000));
    });

    it("take a span, and read nothing but that, a second at a time", async () => {
      const reads: number[][] = [];
      const source = generatorSource({ sampleRate: 8000, channels: 1, frames: 2 ** 40 }, (start, planes) => {
        reads.push([start, planes[0]!.length]);
        planes[0]!.forEach((_, at, plane) => {
          plane[at] = sampleAt(start + at, 0);
        });
      });
      const from = 2 ** 39 + 77;
      const done: FramesProgress[] = [];
      const buffer = await toAudioBuffer(source, {
        from,
        to: from + 17_000,
        onProgress: (progress) => done.push(progress),
      });
      expect(done).toEqual([8000, 16_000, 17_000].map((frames) => ({ frames, total: 17_000 })));
      expect(reads).toEqual([
        [from, 8000],
        [from + 8000, 8000],
        [from + 16_000, 1000],
      ]);
      expect(buffer.length).toBe(17_000);
      expect(await readPlanes(fromAudioBuffer(buffer))).toEqual(samplePlanes(1, 17_000, from));
    });

    it("refuse what is no span, too long, or at a rate that AudioBuffers do not have", async () => {
      const refusal = async (frames: number, sampleRate: number, options = {}) => {
        const source = generatorSource({ sampleRate, channels: 1, frames }, () => expect.fail("read"));
        return failure(toAudioBuffer(source, options));
      };
      expect((await refusal(10, 8000, { from: 5, to: 11 })).message).toBe(
        "expected frames with 0 <= from <= to <= 10, got from 5 to 11",
      );
      expect((await refusal(10, 8000, { from: 5, to: 5 })).code).toBe("audio/bad-range");
      expect((await refusal(2 ** 30 + 1, 8000)).code).toBe("audio/too-long");
      expect((await refusal(10, 1000)).code).toBe("audio/web-audio-refused");
    });

    it("stop when the signal fires, and say when the recording ends early", async () => {
      const controller = new AbortController();
      let reads = 0;
      const source = generatorSource({ sampleRate: 8000, channels: 1, frames: 80_000 }, () => {
        reads++;
        controller.abort("enough");
      });
      expect(await rejection(toAudioBuffer(source, { signal: controller.signal }))).toBe("enough");
      expect(reads).toBe(1);
      const short = { ...planesSource(samplePlanes(1, 100), 8000), frames: 101 };
      expect((await failure(toAudioBuffer(short))).code).toBe("audio/unexpected-end");
    });
  });
}

function furthest(one: Float32Array, other: Float32Array): number {
  expect(one.length).toBe(other.length);
  return one.reduce((most, sample, at) => Math.max(most, Math.abs(sample - (other[at] ?? 0))), 0);
}

function convolved(plane: Float32Array, response: Float32Array): Float32Array {
  return plane.map((_, at) => {
    let sum = 0;
    for (let tap = 0; tap <= Math.min(at, response.length - 1); tap++)
      sum += response[tap]! * plane[at - tap]!;
    return sum;
  });
}

/** The low-pass of the Web Audio API 1.1, section 1.13.5, for a Q of 0 dB. */
function lowPassed(plane: Float32Array, frequency: number, sampleRate: number): Float32Array {
  const angle = (2 * Math.PI * frequency) / sampleRate;
  const alpha = Math.sin(angle) / 2;
  const cosine = Math.cos(angle);
  const [a0, a1, a2] = [1 + alpha, -2 * cosine, 1 - alpha];
  const [b0, b1, b2] = [(1 - cosine) / 2, 1 - cosine, (1 - cosine) / 2];
  let [x1, x2, y1, y2] = [0, 0, 0, 0];
  return plane.map((x) => {
    const y = (b0 * x + b1 * x1 + b2 * x2 - a1 * y1 - a2 * y2) / a0;
    [x2, x1, y2, y1] = [x1, x, y1, y];
    return y;
  });
}
