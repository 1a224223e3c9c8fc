import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { pixelsOf } from "../../../src/dsp/waveform/waveform.ts";
import { samplesPerPixelAt, samplesPerPixelWithin } from "../../../src/dsp/waveform/waveform-resolution.ts";

describe("the resolution of a waveform", () => {
  it("at so many pixels a second is rounded down, as audiowaveform does", () => {
    expect(samplesPerPixelAt(100, 44_100)).toBe(441);
    expect(samplesPerPixelAt(30, 16_000)).toBe(533);
    expect(samplesPerPixelAt(8000, 16_000)).toBe(2);
  });

  it("has two frames per pixel at least", () => {
    expect(() => samplesPerPixelAt(8001, 16_000)).toThrow(
      "options.pixelsPerSecond, when provided, must be at most 8000 at 16000 Hz, got 8001",
    );
    expect(samplesPerPixelWithin(100, 7)).toBe(2);
  });

  it("within a width is the finest that fits", () => {
    const property = fc.property(
      fc.integer({ min: 1, max: 5000 }),
      fc.nat({ max: 2 ** 40 }),
      (width, frames) => {
        const samplesPerPixel = samplesPerPixelWithin(width, frames);
        expect(pixelsOf(frames, samplesPerPixel)).toBeLessThanOrEqual(width);
        if (samplesPerPixel > 2) expect(pixelsOf(frames, samplesPerPixel - 1)).toBeGreaterThan(width);
      },
    );
    fc.assert(property);
    expect(() => samplesPerPixelWithin(0, 7)).toThrow("options.width");
    expect(() => samplesPerPixelWithin(10, Number.NaN)).toThrow("options.frames");
  });
});
