import { type PacketLine, PacketLines } from "./packet-lines.ts";

/** What was counted. */
export interface PacketTotal {
  /** Packets that carry sound. */
  readonly packets: number;
  /** Frames that the packets decode to, without those before time zero, which decoders drop. */
  readonly frames: number;
}

/** How packets become frames. */
export interface PacketCountOptions {
  /** Hz. */
  readonly sampleRate: number;
  /**
   * Frames of every packet, of codecs where all have the same number. Counts instead of the durations in
   * containers that keep these coarser than to the frame (Matroska: 1 ms).
   */
  readonly packetFrames?: number | undefined;
}

/**
 * Counts the frames of a recording out of the text that `ffmpeg -c copy -f framecrc` prints of one stream, in
 * memory that does not grow. Takes the text in pieces that may be cut anywhere.
 */
export class PacketCount {
  readonly #sampleRate: number;
  readonly #packetFrames: number | undefined;
  readonly #lines = new PacketLines();
  #packets = 0;
  #frames = 0;
  #ticks = 0;
  #firstTime: number | undefined;

  constructor(options: PacketCountOptions) {
    this.#sampleRate = options.sampleRate;
    this.#packetFrames = options.packetFrames;
  }

  /** Takes the next bytes of the text. */
  add(bytes: Uint8Array): void {
    for (const packet of this.#lines.add(bytes)) this.#count(packet);
  }

  /** Of all that was added so far. The last line counts when its newline has come, or at `end`. */
  get total(): PacketTotal {
    const before = Math.max(0, Math.round(-(this.#firstTime ?? 0) * this.#scale));
    const counted = this.#scale > 1 ? this.#coarse() : this.#frames;
    return { packets: this.#packets, frames: Math.max(0, counted - before) };
  }

  /** Frames by ticks longer than a frame: of whole packets, where these are all alike. */
  #coarse(): number {
    const frames = Math.round(this.#ticks * this.#scale);
    if (this.#packetFrames === undefined || this.#packets === 0) return frames;
    // HE-AAC doubles the frames of a packet, and its container may not tell.
    const times = Math.max(1, Math.round(frames / (this.#packets * this.#packetFrames)));
    return this.#packets * this.#packetFrames * times;
  }

  /** Says that the text has ended, and what was counted. */
  end(): PacketTotal {
    for (const packet of this.#lines.end()) this.#count(packet);
    return this.total;
  }

  #count({ time = 0, duration }: PacketLine): void {
    this.#firstTime ??= time;
    this.#packets++;
    this.#ticks += duration;
    // Ticks shorter than a frame are durations of whole frames, rounded: to be rounded back one by one, lest
    // errors add up.
    this.#frames += Math.round(duration * this.#scale);
  }

  /** Frames of a tick. */
  get #scale(): number {
    return this.#lines.framesPerTick(this.#sampleRate);
  }
}
