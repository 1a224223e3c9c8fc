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
   * Frames of every packet, of codecs where all have the same number. Counts instead of the durations in containers that keep
   * these coarser than to the frame (Matroska: 1 ms).
   */
  readonly packetFrames?: number | undefined;
}

/** A line of framecrc: stream, dts, pts, duration, size, checksum, and side data, of which nothing matters here. */
const PACKET: RegExp = /^\s*\d+,\s*-?\d+,\s*(-?\d+),\s*(\d+),\s*\d+,/;

/** The header line with the time base of the first stream. */
const TIME_BASE: RegExp = /^#tb 0: (\d+)\/(\d+)\s*$/;

/** No line that matters is longer; what is, is cut, so that no input can fill the memory. */
const LONGEST_LINE = 200;

/** What stands for a time that is not known (libavutil's AV_NOPTS_VALUE), or close to it, as a double. */
const NO_TIME: number = -(2 ** 63);

const NEWLINE = 10;

/**
 * Counts the frames of a recording out of the text that `ffmpeg -c copy -f framecrc` prints of one stream, in memory that does
 * not grow. Takes the text in pieces that may be cut anywhere.
 */
export class PacketCount {
  readonly #sampleRate: number;
  readonly #packetFrames: number | undefined;
  #line = "";
  /** Frames of a tick. */
  #scale = 0;
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
    let from = 0;
    while (from < bytes.length) {
      const newline = bytes.indexOf(NEWLINE, from);
      const to = newline < 0 ? bytes.length : newline;
      const room = LONGEST_LINE - this.#line.length;
      if (room > 0) this.#line += ascii(bytes.subarray(from, Math.min(to, from + room)));
      if (newline < 0) return;
      this.#endLine();
      from = to + 1;
    }
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
    this.#endLine();
    return this.total;
  }

  #endLine(): void {
    const line = this.#line;
    this.#line = "";
    const base = TIME_BASE.exec(line);
    if (base !== null) {
      this.#scale = (Number(base[1]) * this.#sampleRate) / Number(base[2]);
      return;
    }
    const packet = PACKET.exec(line);
    if (packet === null) return;
    const time = Number(packet[1]);
    this.#firstTime ??= time <= NO_TIME ? 0 : time;
    const duration = Number(packet[2]);
    this.#packets++;
    this.#ticks += duration;
    // Ticks shorter than a frame are durations of whole frames, rounded: to be rounded back one by one, lest errors add up.
    this.#frames += Math.round(duration * this.#scale);
  }
}

function ascii(bytes: Uint8Array): string {
  return String.fromCharCode(...bytes);
}
