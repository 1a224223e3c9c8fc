import { expect, test } from "vitest";
import { binOrder, fourierSteps } from "../../../src/dsp/resample/fft.ts";

const noise = (size: number, seed: number) =>
  Float64Array.from({ length: size }, (_, n) => Math.sin(seed * (n + 1) ** 2));

/** One bin of the transform, by its definition. */
function bin(re: Float64Array, im: Float64Array, k: number): [number, number] {
  let real = 0;
  let imaginary = 0;
  for (const [n, r] of re.entries()) {
    const i = im[n]!;
    const angle = (-2 * Math.PI * ((k * n) % re.length)) / re.length;
    real += r * Math.cos(angle) - i * Math.sin(angle);
    imaginary += r * Math.sin(angle) + i * Math.cos(angle);
  }
  return [real, imaginary];
}

test.each([4, 16, 64, 256, 1024])("%i values become what the definition of the transform says", (size) => {
  const [re, im] = [noise(size, 1.1), noise(size, 1.7)];
  const bins = [...binOrder(size)].map((k) => bin(re, im, k));
  fourierSteps(size).forward(re, im);
  for (const [position, [real, imaginary]] of bins.entries()) {
    expect(Math.abs(re[position]! - real) + Math.abs(im[position]! - imaginary)).toBeLessThan(1e-9);
  }
});

test.each([8, 32, 128, 512])("of %i values, neighbors stand for their sum and difference", (size) => {
  const [re, im] = [noise(size, 1.1), noise(size, 1.7)];
  const bins = [...binOrder(size)].map((k) => bin(re, im, k));
  fourierSteps(size).forward(re, im);
  for (let p = 0; p < size; p += 2) {
    expect(Math.abs(re[p]! + re[p + 1]! - bins[p]![0])).toBeLessThan(1e-9);
    expect(Math.abs(im[p]! - im[p + 1]! - bins[p + 1]![1])).toBeLessThan(1e-9);
  }
});

test.each([4, 16, 256, 4096, 8, 128, 8192])("%i values come back times their number", (size) => {
  const [re, im] = [noise(size, 1.1), noise(size, 1.7)];
  const [re0, im0] = [re.slice(), im.slice()];
  const steps = fourierSteps(size);
  steps.forward(re, im);
  steps.inverse(re, im);
  const scale = Math.log2(size) % 2 === 0 ? size : size / 2; // without the last step by twos, and the first one back
  const errors = re.map((r, n) => Math.abs(r / scale - re0[n]!) + Math.abs(im[n]! / scale - im0[n]!));
  expect(Math.max(...errors)).toBeLessThan(1e-12);
});
