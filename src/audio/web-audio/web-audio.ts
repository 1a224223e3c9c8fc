import { LongwaveError } from "../../stream/error.ts";

/** What the global of this name makes; `Otherwise` where there are no types of the DOM. */
type MadeByGlobal<Name extends string, Otherwise> = typeof globalThis extends {
  readonly [name in Name]: { readonly prototype: infer Made };
}
  ? Made
  : Otherwise;

/** An `AudioBuffer`; without the types of the DOM, what there is to it. */
export type WebAudioBuffer = MadeByGlobal<"AudioBuffer", AudioBufferShape>;

/** An `AudioNode`. */
export type WebAudioNode = MadeByGlobal<"AudioNode", unknown>;

/** An `OfflineAudioContext`. */
export type WebAudioContext = MadeByGlobal<"OfflineAudioContext", unknown>;

/** What an `AudioBuffer` is without the types of the DOM. */
export interface AudioBufferShape {
  readonly sampleRate: number;
  readonly numberOfChannels: number;
  readonly length: number;
  copyFromChannel(destination: Float32Array, channel: number, start?: number): void;
  copyToChannel(source: Float32Array, channel: number, start?: number): void;
}

/**
 * What is taken of Web Audio.
 *
 * @internal
 */
export interface WebAudio {
  readonly AudioBuffer: typeof AudioBuffer;
  readonly OfflineAudioContext: typeof OfflineAudioContext;
  /** Told of bytes that were taken, where the collector of garbage does not see them. */
  readonly onTaken?: (bytes: number) => void;
}

/**
 * The Web Audio that is there without anything being loaded: that of a page.
 *
 * @returns undefined where there is none: in Node, and in workers
 * @internal
 */
export function globalWebAudio(): WebAudio | undefined {
  const found: Partial<WebAudio> = globalThis;
  const { AudioBuffer, OfflineAudioContext } = found;
  return AudioBuffer && OfflineAudioContext ? { AudioBuffer, OfflineAudioContext } : undefined;
}

/**
 * The Web Audio of the page.
 *
 * @param wanted what the caller would import from elsewhere
 * @throws LongwaveError `audio/no-web-audio`
 * @internal
 */
export function pageWebAudio(wanted: string): WebAudio {
  const found = globalWebAudio();
  if (found) return found;
  throw new LongwaveError(
    "audio/no-web-audio",
    `there is no Web Audio here: in Node, import ${wanted} from longwave/node; of browsers, only pages have it, not workers`,
  );
}

/** What an AudioBuffer or a context was to be. */
interface Wanted {
  readonly sampleRate: number;
  readonly channels: number;
  readonly frames: number;
}

/** The rates and the number of channels that the specification asks of all (Web Audio API 1.1, section 1.4). */
const LEAST_RATE = 8000;
const MOST_RATE = 96000;
const MOST_CHANNELS = 32;

/**
 * Web Audio would not make an AudioBuffer or a context. Says what the caller can do.
 *
 * @internal
 */
export function refused({ sampleRate, channels, frames }: Wanted, cause?: unknown): LongwaveError {
  const details = { sampleRate, channels, frames, cause };
  const what = `Web Audio does not take ${frames} frames of ${channels} channels at ${sampleRate} Hz`;
  if (channels > MOST_CHANNELS) {
    return new LongwaveError(
      "audio/web-audio-refused",
      `${what}: give it at most ${MOST_CHANNELS} channels at a time`,
      details,
    );
  }
  if (sampleRate < LEAST_RATE || sampleRate > MOST_RATE) {
    return new LongwaveError(
      "audio/web-audio-refused",
      `${what}: resample to a rate from ${LEAST_RATE} to ${MOST_RATE} Hz, which it takes everywhere`,
      details,
    );
  }
  return new LongwaveError(
    "audio/too-long",
    `${what}: take a shorter span, for all of it must lie in memory`,
    details,
  );
}
