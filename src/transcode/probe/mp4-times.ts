import { available, type ByteSource, readFully } from "../../stream/byte-source.ts";

/** A stretch of a track that is played (ISO/IEC 14496-12 §8.6.6). */
export interface Mp4Edit {
  /** Ticks of the movie; 0 for all that there is. */
  readonly duration: number;
  /** Where it begins, in ticks of the track; -1 for nothing but time. */
  readonly mediaTime: number;
}

/** What a track says of its time. */
export interface Mp4Track {
  readonly id: number;
  /** Ticks a second. */
  readonly timescale: number;
  /** Ticks of all packets together. */
  readonly duration: number;
  /** In order; none where all of it is played. */
  readonly edits: readonly Mp4Edit[];
}

/** What the index of an MP4 says of time. */
export interface Mp4Times {
  /** Ticks a second that edit lists count in. */
  readonly timescale: number;
  /** Whether packets are listed in fragments, of which the index does not tell how long they are (§8.8). */
  readonly isFragmented: boolean;
  readonly tracks: readonly Mp4Track[];
}

/** What is read at once: the heads of a track's boxes lie within. */
const WINDOW_BYTES = 4096;

/** A file that has more at its top before its index is none, or hostile. */
const MOST_BOXES = 4096;

/** So many stretches are read of one track. */
const MOST_EDITS = 64;

interface Box {
  readonly type: string;
  /** Where its content begins, and where it ends. */
  readonly start: number;
  readonly end: number;
}

/**
 * Reads which ticks an MP4 or QuickTime file counts its times in (ISO/IEC 14496-12 §8.2.2, §8.3.2, §8.4.2,
 * §8.6.6). Reads some kilobytes, whatever the size of the index.
 *
 * @returns `undefined` where there is no index that could be read
 * @throws what the source and the signal throw
 */
export async function readMp4Times(source: ByteSource, signal?: AbortSignal): Promise<Mp4Times | undefined> {
  const file = new BoxFile(source, signal);
  for await (const moov of file.boxes({ type: "", start: 0, end: source.size })) {
    if (moov.type === "moov") return readMovie(file, moov);
  }
  return undefined;
}

async function readMovie(file: BoxFile, moov: Box): Promise<Mp4Times | undefined> {
  let timescale = 0;
  let isFragmented = false;
  const tracks: Mp4Track[] = [];
  for await (const box of file.boxes(moov)) {
    if (box.type === "mvhd") timescale = (await readTimes(file, box))?.timescale ?? 0;
    if (box.type === "mvex") isFragmented = true;
    if (box.type !== "trak") continue;
    const track = await readTrack(file, box);
    if (track) tracks.push(track);
  }
  return timescale > 0 ? { timescale, isFragmented, tracks } : undefined;
}

async function readTrack(file: BoxFile, trak: Box): Promise<Mp4Track | undefined> {
  let id: number | undefined;
  let times: Times | undefined;
  let edits: readonly Mp4Edit[] = [];
  for await (const box of file.boxes(trak)) {
    if (box.type === "tkhd") {
      const head = await file.view(box, 24);
      id = head?.getUint32(head.getUint8(0) === 1 ? 20 : 12);
    }
    if (box.type === "edts") edits = await readEdits(file, box);
    if (box.type === "mdia") {
      for await (const inner of file.boxes(box)) {
        if (inner.type === "mdhd") times = await readTimes(file, inner);
      }
    }
  }
  return id === undefined || times === undefined ? undefined : { id, ...times, edits };
}

interface Times {
  readonly timescale: number;
  readonly duration: number;
}

/**
 * `mvhd` and `mdhd` begin alike: version, flags, two dates, ticks a second, ticks; version 1 has 64 bits but
 * for the third.
 */
async function readTimes(file: BoxFile, box: Box): Promise<Times | undefined> {
  const head = await file.view(box, 32);
  if (head === undefined) return undefined;
  const times =
    head.getUint8(0) === 1
      ? { timescale: head.getUint32(20), duration: Number(head.getBigUint64(24)) }
      : { timescale: head.getUint32(12), duration: head.getUint32(16) };
  return times.timescale > 0 ? times : undefined;
}

async function readEdits(file: BoxFile, edts: Box): Promise<Mp4Edit[]> {
  for await (const elst of file.boxes(edts)) {
    if (elst.type !== "elst") continue;
    const head = await file.view(elst, 8);
    if (head === undefined) return [];
    const isLong = head.getUint8(0) === 1;
    const size = isLong ? 20 : 12;
    const count = Math.min(head.getUint32(4), MOST_EDITS, Math.floor((elst.end - elst.start - 8) / size));
    const edits: Mp4Edit[] = [];
    for (let at = elst.start + 8; edits.length < count; at += size) {
      const entry = await file.view({ ...elst, start: at }, size);
      if (entry === undefined) break;
      edits.push(
        isLong
          ? { duration: Number(entry.getBigUint64(0)), mediaTime: Number(entry.getBigInt64(8)) }
          : { duration: entry.getUint32(0), mediaTime: entry.getInt32(4) },
      );
    }
    return edits;
  }
  return [];
}

/** Boxes by range, out of a window that moves along. */
class BoxFile {
  readonly #source: ByteSource;
  readonly #signal: AbortSignal | undefined;
  readonly #window = new Uint8Array(WINDOW_BYTES);
  #from = 0;
  #to = 0;
  #boxes = 0;

  constructor(source: ByteSource, signal: AbortSignal | undefined) {
    this.#source = source;
    this.#signal = signal;
  }

  /** The boxes within one, up to the first that makes no sense (§4.2). */
  async *boxes({ start, end }: Box): AsyncGenerator<Box> {
    for (let at = start; at + 8 <= end && this.#boxes < MOST_BOXES; this.#boxes++) {
      const head = await this.#bytes(at, 16);
      if (head === undefined) return;
      const type = String.fromCharCode(...[4, 5, 6, 7].map((index) => head.getUint8(index)));
      const short = head.getUint32(0);
      const headSize = short === 1 ? 16 : 8;
      const size = short === 0 ? end - at : short === 1 ? Number(head.getBigUint64(8)) : short;
      if (size < headSize) return;
      yield { type, start: at + headSize, end: Math.min(end, at + size) };
      at += size;
    }
  }

  /**
   * The beginning of a box; `undefined` where the file ends before that. What lies behind the box is not looked
   * at by its reader.
   */
  view({ start }: Box, length: number): Promise<DataView | undefined> {
    return this.#bytes(start, length);
  }

  /** Bytes, with zeros behind the end of the file; `undefined` where there is not one. */
  async #bytes(at: number, length: number): Promise<DataView | undefined> {
    if (at < this.#from || at + length > this.#to) {
      this.#window.fill(0);
      const count = available(this.#source.size, at, WINDOW_BYTES);
      await readFully(this.#source, at, this.#window.subarray(0, count), this.#signal);
      this.#from = at;
      this.#to = at + WINDOW_BYTES;
      if (count === 0) return undefined;
    }
    return new DataView(this.#window.buffer, at - this.#from, length);
  }
}
