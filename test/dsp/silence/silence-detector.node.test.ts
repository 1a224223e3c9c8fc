import { spawnSync } from "node:child_process";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { FrameSpan } from "../../../src/dsp/silence/frame-span.ts";
import { silenceDetector } from "../../../src/dsp/silence/silence-detector.ts";
import { haveTools } from "../../helpers/wav-tool.ts";

const SAMPLE_RATE = 8000;

/** What ffmpeg finds, as frames. It prints six digits, which are enough for less than ten seconds at this rate. */
function ffmpegSilences(
  planes: readonly Float32Array[],
  threshold: number,
  minDuration: number,
): FrameSpan[] {
  const frames = planes[0]?.length ?? 0;
  const samples = new Float32Array(frames * planes.length);
  for (const [channel, plane] of planes.entries()) {
    for (const [frame, sample] of plane.entries()) samples[frame * planes.length + channel] = sample;
  }
  const input = ["-f", "f32le", "-ar", `${SAMPLE_RATE}`, "-ac", `${planes.length}`, "-i", "pipe:0"];
  const filter = `silencedetect=noise=${threshold}dB:duration=${minDuration}`;
  const { stderr } = spawnSync("ffmpeg", ["-hide_banner", ...input, "-af", filter, "-f", "null", "-"], {
    input: new Uint8Array(samples.buffer),
  });
  const framesAfter = (label: string): number[] =>
    [...stderr.toString().matchAll(new RegExp(`${label}: (\\S+)`, "g"))].map(([, seconds]) =>
      Math.round(Number(seconds) * SAMPLE_RATE),
    );
  const ends = framesAfter("silence_end");
  return framesAfter("silence_start").map((from, i) => ({ from, to: ends[i] ?? -1 }));
}

function silences(planes: readonly Float32Array[], threshold: number, minDuration: number): FrameSpan[] {
  const format = { sampleRate: SAMPLE_RATE, channels: planes.length };
  const detector = silenceDetector({ ...format, threshold, minDuration });
  detector.add(planes);
  return detector.end();
}

describe.runIf(haveTools("ffmpeg"))("beside ffmpeg", () => {
  const anyTurns = fc.array(fc.integer({ min: 1, max: 6000 }), { minLength: 2, maxLength: 9 });

  test("silencedetect finds the same silences of a tone that comes and goes", () => {
    let found = 0;
    fc.assert(
      fc.property(
        anyTurns,
        fc.constantFrom(-30, -50, -60),
        fc.constantFrom(0.05, 0.25, 0.5),
        (lengths, threshold, least) => {
          let frame = 0;
          const plane = Float32Array.from(
            lengths.flatMap((length, i) =>
              // The tone is below the threshold around each zero, too.
              Array.from(
                { length },
                () => (i % 2 === 0 ? 0.4 : 10 ** (threshold / 20) * 0.9) * Math.sin(0.3 * frame++),
              ),
            ),
          );
          const spans = silences([plane], threshold, least);
          found += spans.length;
          expect(spans).toEqual(ffmpegSilences([plane], threshold, least));
        },
      ),
      // Whatever is drawn besides, these three are there to be found.
      { numRuns: 12, examples: [[[3000, 3000, 3000, 3000, 3000, 3000], -30, 0.25]] },
    );
    expect(found).toBeGreaterThanOrEqual(3);
  });

  test("and of two channels that are heard in turns", () => {
    const left = new Float32Array(40_000);
    const right = new Float32Array(40_000);
    left.fill(0.5, 5000, 9000);
    right.fill(-0.5, 8000, 12_000);
    right.fill(0.5, 20_000, 24_000);
    left.fill(0.5, 23_000, 26_000);
    // ffmpeg counts samples, not frames: it begins half a frame early where only the left one was heard.
    right[25_999] = 0.5;
    const spans = silences([left, right], -40, 0.5);
    expect(spans).toHaveLength(3);
    expect(spans).toEqual(ffmpegSilences([left, right], -40, 0.5));
  });
});
