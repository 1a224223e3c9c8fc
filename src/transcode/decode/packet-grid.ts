import type { ByteSource } from "../../stream/byte-source.ts";
import { abortable } from "../../stream/wait.ts";
import type { Engine } from "../engine/engine.ts";
import { inputName } from "../engine/input-name.ts";
import { jobPath } from "../engine/job-path.ts";
import { STOPPED } from "../engine/job-request.ts";
import { Ring } from "../engine/ring.ts";
import { RUN_ARGS } from "../engine/run-args.ts";
import { timeArgument } from "../engine/time-argument.ts";
import { type PacketLine, PacketLines } from "../probe/packet-lines.ts";

/** A stream of sound in a file. */
export interface GridStream {
  readonly engine: Engine;
  readonly source: ByteSource;
  /** Which of the streams of sound, from 0. */
  readonly track: number;
  /** Hz. */
  readonly sampleRate: number;
}

/**
 * What a decoder begins with, as framecrc prints it: a packet, and what was made of it. Times and lengths are
 * in frames.
 */
export interface Beginning {
  readonly packet: PacketLine;
  readonly sound: PacketLine;
}

/** How a stream begins. In frames. */
interface Head {
  /** The time of the first packet. */
  readonly origin: number;
  /** Frames that the first packet becomes: less than others where a decoder leaves its priming out. */
  readonly first: number;
  /** Frames that every other packet becomes. */
  readonly size: number;
}

/** So many packets of the beginning are decoded, to know what packets become. */
const HEAD_PACKETS = 16;

/** Times may be so many packets off their place; half a packet more, and it would be the neighbour's. */
const TOLERANCE = 0.25;

/** Decoding this much takes no longer than finding out where packets lie. */
const SHORTEST_WAY_SECONDS = 60;

/** So much more is looked through than is asked for. */
const AHEAD_SECONDS = 900;

/** So many packets before the last that is in its place the look goes on. */
const OVERLAP = 64;

const RING_BYTES = 256 * 1024;

/**
 * The places of packets in a stream whose packets all become the same number of frames, in a file that tells
 * times more coarsely than to the frame. A packet's time, rounded to whole packets, is its number, if every
 * packet before it lies where it belongs. That is not believed, but seen: the packets are gone through,
 * undecoded, once. From the first that is out of its place (a gap, a jump) nothing is known.
 *
 * What a decoder makes of damaged packets that are in their place is not known either: it is taken for whole.
 */
export class PacketGrid {
  readonly #stream: GridStream;
  #head: Promise<Head | undefined> | undefined;
  /** That of the head, when it is read. */
  #size = 0;
  /** Packets from the first on that are in their place. */
  #placed = 0;
  /** Whether no more are, or there are no more. */
  #isComplete = false;
  #turn: Promise<unknown> = Promise.resolve();

  constructor(stream: GridStream) {
    this.#stream = stream;
  }

  /**
   * How far a decoder that is to begin at `frame` can be sent at once: there, or to the last place before it
   * that is known; 0 where it is to begin with the stream.
   *
   * @throws what the source and the signal throw
   */
  reach(frame: number, signal?: AbortSignal): Promise<number> {
    if (frame < SHORTEST_WAY_SECONDS * this.#stream.sampleRate) return Promise.resolve(0);
    // One after another: two who look at once would look twice.
    const answer = this.#turn.then(() => this.#reach(frame, signal));
    this.#turn = answer.catch(() => {});
    return abortable(answer, signal);
  }

  /** The same without looking: what is not known is taken to be in its place. */
  likelyReach(frame: number): number {
    if (frame < SHORTEST_WAY_SECONDS * this.#stream.sampleRate) return 0;
    return this.#isComplete ? this.#known(frame) : frame;
  }

  #known(frame: number): number {
    const known = Math.min(frame, (this.#placed - OVERLAP) * this.#size);
    return known < SHORTEST_WAY_SECONDS * this.#stream.sampleRate ? 0 : known;
  }

  async #reach(frame: number, signal: AbortSignal | undefined): Promise<number> {
    const { sampleRate } = this.#stream;
    this.#head ??= this.#readHead(signal).catch((error: unknown) => {
      this.#head = undefined;
      throw error;
    });
    const head = await this.#head;
    if (head === undefined) {
      this.#isComplete = true;
      return 0;
    }
    this.#size = head.size;
    const wanted = Math.ceil(frame / head.size);
    if (wanted > this.#placed && !this.#isComplete) {
      await this.#look(head, wanted + Math.ceil((AHEAD_SECONDS * sampleRate) / head.size), signal);
    }
    return this.#known(frame);
  }

  /** The time of a frame within reach, in seconds. */
  async timeOf(frame: number): Promise<number> {
    const head = await this.#head;
    return ((head?.origin ?? 0) + frame) / this.#stream.sampleRate;
  }

  /** The number of the frame that a decoder begins with; `undefined` where that is not known. */
  async placeOf(beginning: Beginning): Promise<number | undefined> {
    const head = await this.#head;
    if (head === undefined || !isOfOne(beginning, head.size)) return undefined;
    const number = placeIn(head, beginning.packet);
    if (number === undefined || number >= this.#placed) return undefined;
    // The decoder that began with the stream has made this of the packet and all before it.
    return head.first + number * head.size - beginning.sound.duration;
  }

  /**
   * Counts packets that are in their place. `expected` is the number that the first has, where only one will
   * do.
   */
  #place(head: Head, packets: readonly PacketLine[], expected: number | undefined): number | undefined {
    let next = expected;
    for (const packet of packets) {
      const number = placeIn(head, packet);
      if (number === undefined || (next === undefined ? number >= this.#placed : number !== next)) {
        this.#isComplete = true;
        break;
      }
      next = number + 1;
      this.#placed = Math.max(this.#placed, next);
    }
    return next;
  }

  async #readHead(signal: AbortSignal | undefined): Promise<Head | undefined> {
    const { engine, source, track, sampleRate } = this.#stream;
    const name = inputName(source);
    const { memory } = await engine.run({
      program: "ffmpeg",
      args: [
        ...[...RUN_ARGS, "-copyts", "-i", jobPath(name)],
        ...["-map", `0:a:${track}`, "-c", "copy", "-frames:a", "1", "-f", "framecrc", jobPath("packets")],
        ...["-map", `0:a:${track}`, "-c:a", "pcm_s16le", "-frames:a", `${HEAD_PACKETS}`],
        ...["-f", "framecrc", jobPath("sound")],
      ],
      inputs: { [name]: source },
      outputs: { packets: "memory", sound: "memory" },
      signal,
    });
    const [packet] = inFrames(memory["packets"], sampleRate);
    const sounds = inFrames(memory["sound"], sampleRate);
    const [sound, second] = sounds;
    if (packet?.time === undefined || sound === undefined || second === undefined) return undefined;
    const size = second.duration;
    const isEven =
      sounds.length === HEAD_PACKETS && sounds.slice(1).every(({ duration }) => duration === size);
    if (!isEven || !isOfOne({ packet, sound }, size)) return undefined;
    return { origin: packet.time, first: sound.duration, size };
  }

  /** Goes on through the packets, up to a number of them. */
  async #look(head: Head, wanted: number, signal: AbortSignal | undefined): Promise<void> {
    const { engine, source, track, sampleRate } = this.#stream;
    const name = inputName(source);
    const known = Math.max(0, this.#placed - OVERLAP);
    const time = (head.origin + known * head.size) / sampleRate;
    const ring = Ring.holding(RING_BYTES);
    const job = await engine.start({
      program: "ffmpeg",
      args: [
        ...[...RUN_ARGS, "-copyts"],
        ...(known > 0 ? ["-noaccurate_seek", "-seek_timestamp", "1", "-ss", timeArgument(time)] : []),
        ...["-i", jobPath(name), "-map", `0:a:${track}`, "-c", "copy"],
        ...["-flush_packets", "0", "-f", "framecrc", jobPath("packets")],
      ],
      inputs: { [name]: source },
      outputs: { packets: ring },
      signal,
    });
    /** The number that the next packet has. The first may be any that is known. */
    let expected = known > 0 ? undefined : 0;
    for await (const packets of packetsFrom(ring, sampleRate, signal)) {
      expected = this.#place(head, packets, expected);
      if (this.#isComplete || this.#placed >= wanted) break;
    }
    if (ring.isDrained) {
      // Whether that is the end, or a failure of the source, the outcome knows.
      await job.outcome;
      this.#isComplete = true;
    }
    job.stop(STOPPED);
  }
}

/**
 * The first packet that comes out of a ring of framecrc.
 *
 * @throws the signal's reason
 */
export async function firstPacket(
  ring: Ring,
  sampleRate: number,
  signal?: AbortSignal,
): Promise<PacketLine | undefined> {
  for await (const [packet] of packetsFrom(ring, sampleRate, signal)) {
    if (packet !== undefined) return packet;
  }
  return undefined;
}

/** Packets as they come, as many at once as there are. */
async function* packetsFrom(
  ring: Ring,
  sampleRate: number,
  signal: AbortSignal | undefined,
): AsyncGenerator<PacketLine[]> {
  const lines = new PacketLines();
  const piece = new Uint8Array(64 * 1024);
  while (!ring.isDrained) {
    await abortable(ring.whileEmpty(), signal);
    yield [...lines.add(piece.subarray(0, ring.take(piece)))].map((line) => scaled(line, lines, sampleRate));
  }
}

function inFrames(text: Uint8Array | undefined, sampleRate: number): PacketLine[] {
  const lines = new PacketLines();
  return [...lines.add(text ?? new Uint8Array())].map((line) => scaled(line, lines, sampleRate));
}

function scaled({ time, duration }: PacketLine, lines: PacketLines, sampleRate: number): PacketLine {
  const scale = lines.framesPerTick(sampleRate);
  return { time: time === undefined ? undefined : time * scale, duration: Math.round(duration * scale) };
}

/** The number of a packet; `undefined` where it is out of its place. */
function placeIn({ origin, size }: Head, { time }: PacketLine): number | undefined {
  if (time === undefined) return undefined;
  const number = (time - origin) / size;
  const nearest = Math.round(number);
  return nearest >= 0 && Math.abs(number - nearest) <= TOLERANCE ? nearest : undefined;
}

/** Whether a sound is what became of a packet, not of one behind it. */
function isOfOne({ packet, sound }: Beginning, size: number): boolean {
  if (packet.time === undefined || sound.time === undefined) return false;
  if (sound.duration <= 0 || sound.duration > size) return false;
  return Math.abs(sound.time - (packet.time + size - sound.duration)) < size / 2;
}
