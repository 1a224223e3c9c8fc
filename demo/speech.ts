/** Someone who speaks in the session. */
interface Speaker {
  readonly name: string;
  /** Pitch of the voice in Hz. */
  readonly pitch: number;
  /** How the formants lie beside those of the vowel tables. */
  readonly stretch: number;
}

const SPEAKERS: readonly Speaker[] = [
  { name: "Ada", pitch: 205, stretch: 1.15 },
  { name: "Grace", pitch: 180, stretch: 1.1 },
  { name: "Alan", pitch: 120, stretch: 1 },
  { name: "Harry", pitch: 95, stretch: 0.95 },
];

/** The first three formants of five vowels, in Hz (Peterson and Barney 1952, table II, rounded). */
const VOWELS: ReadonlyArray<readonly [number, number, number]> = [
  [730, 1090, 2440],
  [530, 1840, 2480],
  [270, 2290, 3010],
  [570, 840, 2410],
  [300, 870, 2240],
];

const WORDS =
  "we should measure this again before the meeting because nobody wrote down which microphone was open and the second take sounded better than the first one did".split(
    " ",
  );

/** An utterance of the session. Times in seconds. */
export interface Utterance {
  readonly start: number;
  readonly end: number;
  readonly speaker: string;
  readonly text: string;
}

/** Something that sounds like people who talk in turns, the same at every run. */
export interface SpeechSession {
  /** Samples of the whole session, 16 bits, mono, in pieces. */
  pieces(): Generator<Int16Array>;
  /** What was said in the pieces that were made so far. */
  readonly utterances: readonly Utterance[];
}

/** A session of so many seconds. */
export function speechSession(seconds: number, sampleRate: number): SpeechSession {
  const random = randomNumbers(20_261);
  const syllables = SPEAKERS.map((speaker) =>
    VOWELS.flatMap((vowel) =>
      [0.09, 0.16, 0.24].map((length) => syllable(speaker, vowel, length, sampleRate)),
    ),
  );
  const utterances: Utterance[] = [];
  const total = Math.round(seconds * sampleRate);

  function* pieces(): Generator<Int16Array> {
    let position = 0;
    while (position < total) {
      const index = Math.floor(random() * SPEAKERS.length);
      const words = Array.from({ length: 4 + Math.floor(random() * 14) }, () => pick(WORDS, random));
      const parts = words.map(() => pick(syllables[index] ?? [], random));
      const gap = Math.round(0.04 * sampleRate);
      const pause = Math.round((0.3 + random() * 1.5) * sampleRate);
      const spoken = parts.reduce((sum, part) => sum + part.length + gap, 0);
      const piece = new Int16Array(Math.min(spoken + pause, total - position));
      let at = 0;
      for (const part of parts) {
        if (at + part.length <= piece.length) piece.set(part, at);
        at += part.length + gap;
      }
      // The noise of a room: no real recording is silent.
      for (let sample = 0; sample < piece.length; sample++) {
        piece[sample] = (piece[sample] ?? 0) + Math.round((random() - 0.5) * 24);
      }
      const start = position / sampleRate;
      const end = Math.min(position + spoken, total) / sampleRate;
      utterances.push({ start, end, speaker: SPEAKERS[index]?.name ?? "", text: words.join(" ") });
      position += piece.length;
      yield piece;
    }
  }

  return { pieces, utterances };
}

/** One vowel: a train of pulses at the pitch, through a resonance at each formant. */
function syllable(
  { pitch, stretch }: Speaker,
  formants: readonly number[],
  seconds: number,
  sampleRate: number,
): Int16Array {
  const length = Math.round(seconds * sampleRate);
  let signal = new Float64Array(length);
  const period = Math.round(sampleRate / pitch);
  for (let sample = 0; sample < length; sample += period) signal[sample] = 1;
  for (const formant of formants) signal = resonate(signal, formant * stretch, 90, sampleRate);
  const peak = signal.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  return Int16Array.from(signal, (value, sample) => {
    const envelope = Math.sin((Math.PI * sample) / length);
    return Math.round((9000 * envelope * value) / peak);
  });
}

/** A two-pole resonance at `frequency`, `bandwidth` wide, both in Hz. */
function resonate(
  input: Float64Array<ArrayBuffer>,
  frequency: number,
  bandwidth: number,
  sampleRate: number,
): Float64Array<ArrayBuffer> {
  const radius = Math.exp((-Math.PI * bandwidth) / sampleRate);
  const a1 = 2 * radius * Math.cos((2 * Math.PI * frequency) / sampleRate);
  const a2 = -radius * radius;
  let before = 0;
  let beforeThat = 0;
  return input.map((value) => {
    const output = value + a1 * before + a2 * beforeThat;
    beforeThat = before;
    before = output;
    return output;
  });
}

function pick<T>(list: readonly T[], random: () => number): T {
  return list[Math.floor(random() * list.length)] as T;
}

/** Numbers from 0 up to 1 that are the same at every run (a linear congruential generator, Numerical Recipes, 7.1). */
function randomNumbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}
