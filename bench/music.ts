const CHORD = [110, 164.8, 220, 277.2, 329.6, 659.3];
const OVERTONES = 5;

/**
 * Stereo music with a beat, always the same: drums out of noise, a bass drum, chords with overtones that swell, and peaks
 * at `peak`. A minute of it can be repeated without a seam.
 */
export function music(sampleRate: number, seconds: number, peak: number): Float32Array[] {
  const frames = sampleRate * seconds;
  const planes = [new Float32Array(frames), new Float32Array(frames)];
  const noise = whiteNoise();
  let highest = 0;
  for (let frame = 0; frame < frames; frame++) {
    const time = frame / sampleRate;
    const drums = drumsAt(time, noise);
    const swell = 0.6 + 0.4 * Math.sin(2 * Math.PI * 0.1 * time);
    for (const [channel, plane] of planes.entries()) {
      const sample = swell * chordAt(time, channel) + drums + 0.02 * noise();
      plane[frame] = sample;
      highest = Math.max(highest, Math.abs(sample));
    }
  }
  const factor = peak / highest;
  for (const plane of planes)
    for (let frame = 0; frame < frames; frame++) plane[frame] = factor * (plane[frame] ?? 0);
  return planes;
}

function drumsAt(time: number, noise: () => number): number {
  const beat = time % 0.5;
  const kick = Math.sin(2 * Math.PI * (50 * beat + 6 * (1 - Math.exp(-beat * 30)))) * Math.exp(-beat * 8);
  const hat = noise() * Math.exp(-((time + 0.25) % 0.25) * 40);
  const snare = noise() * Math.exp(-((time + 0.5) % 1) * 15);
  return 1.2 * kick + 0.35 * hat + 0.6 * snare;
}

/** A hertz higher in the right channel, so that the two are not alike. */
function chordAt(time: number, channel: number): number {
  let tone = 0;
  for (const frequency of CHORD) {
    for (let overtone = 1; overtone <= OVERTONES; overtone++) {
      tone += Math.sin(2 * Math.PI * (frequency + channel) * overtone * time + overtone) / (6 * overtone);
    }
  }
  return tone;
}

/** From -1 to 1, the same ones each time (a generator of Lehmer's). */
function whiteNoise(): () => number {
  let seed = 12_345;
  return () => {
    seed = (seed * 16_807) % 2_147_483_647;
    return seed / 1_073_741_823.5 - 1;
  };
}
