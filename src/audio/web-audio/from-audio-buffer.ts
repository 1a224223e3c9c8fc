import { planesWithin } from "../../dsp/planes.ts";
import type { AudioSource } from "../audio-source.ts";
import { framesToRead } from "../frames-to-read.ts";
import { readChannel } from "./buffer-channel.ts";

/** What is needed of an `AudioBuffer`, wherever it comes from. */
export interface ReadableAudioBuffer {
  /** Hz. */
  readonly sampleRate: number;
  readonly numberOfChannels: number;
  /** Frames. */
  readonly length: number;
  /** Fills `destination` with the channel's frames from `start` on. */
  copyFromChannel(destination: Float32Array<ArrayBuffer>, channel: number, start?: number): void;
}

/**
 * The audio of an `AudioBuffer`: what `decodeAudioData` gave, or what an `OfflineAudioContext` rendered. It is not
 * copied: whoever changes the buffer changes the source.
 */
export function fromAudioBuffer(buffer: ReadableAudioBuffer): AudioSource {
  const { sampleRate, numberOfChannels: channels, length: frames } = buffer;
  return {
    sampleRate,
    channels,
    frames,
    async read(start, planes, signal) {
      signal?.throwIfAborted();
      const count = framesToRead({ frames, channels }, start, planes);
      if (count === 0) return 0;
      planesWithin(planes, 0, count).forEach((plane, channel) => {
        readChannel(buffer, channel, plane, start);
      });
      return count;
    },
  };
}
