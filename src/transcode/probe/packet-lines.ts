/** A packet as framecrc prints it, in ticks. */
export interface PacketLine {
  /** When it is heard; `undefined` where that is not known. */
  readonly time: number | undefined;
  readonly duration: number;
}

/**
 * A line of framecrc: stream, dts, pts, duration, size, checksum, and side data, of which nothing matters here.
 */
const PACKET: RegExp = /^\s*\d+,\s*-?\d+,\s*(-?\d+),\s*(\d+),\s*\d+,/;

/** The header line with the time base of the first stream. */
const TIME_BASE: RegExp = /^#tb 0: (\d+)\/(\d+)\s*$/;

/** No line that matters is longer; what is, is cut, so that no input can fill the memory. */
const LONGEST_LINE = 200;

/** What stands for a time that is not known (libavutil's AV_NOPTS_VALUE), or close to it, as a double. */
const NO_TIME: number = -(2 ** 63);

const NEWLINE = 10;

/** Reads the text that `ffmpeg -f framecrc` prints of one stream, in pieces that may be cut anywhere. */
export class PacketLines {
  #line = "";
  #tick: { readonly num: number; readonly den: number } | undefined;

  /** Takes the next bytes of the text; gives the packets whose lines these end. */
  *add(bytes: Uint8Array): Generator<PacketLine> {
    let from = 0;
    while (from < bytes.length) {
      const newline = bytes.indexOf(NEWLINE, from);
      const to = newline < 0 ? bytes.length : newline;
      const room = LONGEST_LINE - this.#line.length;
      if (room > 0) this.#line += ascii(bytes.subarray(from, Math.min(to, from + room)));
      if (newline < 0) return;
      yield* this.end();
      from = to + 1;
    }
  }

  /** Says that the text has ended, though its last line has no end. */
  *end(): Generator<PacketLine> {
    const line = this.#line;
    this.#line = "";
    const base = TIME_BASE.exec(line);
    if (base !== null) this.#tick = { num: Number(base[1]), den: Number(base[2]) };
    const packet = PACKET.exec(line);
    if (packet === null) return;
    const time = Number(packet[1]);
    yield { time: time <= NO_TIME ? undefined : time, duration: Number(packet[2]) };
  }

  /** Frames of a tick, at a rate in Hz; 0 before the first packet. */
  framesPerTick(sampleRate: number): number {
    return this.#tick === undefined ? 0 : (this.#tick.num * sampleRate) / this.#tick.den;
  }
}

function ascii(bytes: Uint8Array): string {
  return String.fromCharCode(...bytes);
}
