import type { ByteWindow } from "./byte-window.ts";
import { type Chunk, isKnownId, knownIdsIn, readCharacters, readFourCharacters } from "./chunk.ts";
import { type ChunkHeader, paddingOf, parseChunkHeader } from "./chunk-header.ts";
import { believableSize, type Surroundings } from "./chunk-size.ts";
import type { Container } from "./container.ts";
import { type Ds64, ds64Sizes, readDs64Chunk, warnOfMissingDs64 } from "./ds64.ts";
import { type OuterClaim, outerEnd, readOuterClaim, warnOfOuterSize } from "./outer-size.ts";
import type { Warn } from "./warning.ts";

/** How far bytes that are no chunk are searched for the next one. */
const SEARCH_BYTES = 1024 * 1024;
const FIRST_STEP_BYTES = 64;
const LAST_STEP_BYTES = 4000;

/** What one step sees of the next one, so that an identifier between them is not missed. */
const LONGEST_ID_BYTES = 4;

/** What a list is a list of stands at the beginning of its body. */
const LIST_TYPE_BYTES = 4;

/** What is walked over. */
export interface WalkedFile {
  readonly container: Container;
  /** Where the container begins, in bytes from the start of the file. */
  readonly base: number;
  /** Bytes of the whole file. */
  readonly size: number;
  /** Whether the audio reaches to the end of the file, whatever its size says. */
  readonly dataToEnd: boolean;
  /** Called with each chunk when it is found, while what lies around its header is at hand; may have to be waited for. */
  visit(chunk: Chunk): Promise<void> | undefined;
}

/**
 * A walk over the chunks of a file that does not read what is in them. Sizes that cannot be true are resolved from what
 * is there.
 *
 * There may be hundreds of thousands of chunks, so nothing is waited for that is at hand.
 */
export class ChunkWalk implements Surroundings {
  /** Those that were found, in the order in which they stand in the file. */
  readonly chunks: Chunk[] = [];
  /** The 64-bit sizes, where the file has them. */
  ds64: Ds64 | undefined;
  readonly #window: ByteWindow;
  readonly #file: WalkedFile;
  readonly #warn: Warn;
  readonly #missing: Set<string> = new Set(["fmt ", "data"]);
  #sizeIn64Bits = ds64Sizes(undefined);

  constructor(window: ByteWindow, file: WalkedFile, warn: Warn) {
    this.#window = window;
    this.#file = file;
    this.#warn = warn;
  }

  /** Whether the chunks that every file must have are still to come. */
  get isIncomplete(): boolean {
    return this.#missing.size > 0;
  }

  /** Walks from the first chunk to the last. */
  async run(): Promise<void> {
    const { container, base, size } = this.#file;
    const first = base + container.headBytes;
    // It must stand before all others (EBU Tech 3306, section 3.2); a later one is taken where it is met.
    await this.#readDs64(first);
    if (container.hasDs64 && !this.ds64) {
      const found = readFourCharacters(await this.#window.read(first, 4), 0);
      warnOfMissingDs64(container.name, found, first, this.#warn);
    }
    const outer = await readOuterClaim(this.#window, container, base, size, this.ds64);
    const end = outerEnd(container, outer, this.#warn);
    let offset: number | undefined = first;
    let behind = first;
    while (offset !== undefined) {
      behind = await this.#walkFrom(offset, outer, end);
      offset = this.isIncomplete ? await this.#shortenLast() : undefined;
    }
    if (behind < size) this.#warnOfTrailingBytes(behind);
  }

  /** Walks from a chunk to the last one; gives the place behind it. */
  async #walkFrom(first: number, outer: OuterClaim, declaredEnd: number): Promise<number> {
    const { container, size, visit } = this.#file;
    let offset = first;
    let end = declaredEnd;
    // An outer size that ends before what every file has is a lie; so is one that a chunk reaches past.
    while (offset + container.chunkHeaderBytes <= (this.isIncomplete ? size : end)) {
      const from = this.#endOfLast(offset);
      const length = offset - from + container.chunkHeaderBytes + LIST_TYPE_BYTES;
      const bytes = this.#window.peek(from, length) ?? (await this.#window.read(from, length));
      const header = this.#parseHeader(bytes, from, offset);
      if (!header) {
        const next = await this.findChunk(offset);
        this.#warnOfNoChunk(offset, (next ?? size) - offset);
        if (next === undefined) return size;
        offset = next;
        continue;
      }
      const { id, offset: start } = header;
      // Read now: what looks around moves the window.
      const inBody = start - from + container.chunkHeaderBytes;
      const listType = id === "LIST" ? readFourCharacters(bytes, inBody) : undefined;
      if (id === "ds64" && !this.ds64) await this.#readDs64(start);
      const claimed =
        id === "data" ? await this.#audioSize(header) : (header.declaredSize ?? this.#sizeIn64Bits(id));
      const bodyOffset = start + container.chunkHeaderBytes;
      const isPlain = id !== "data" && claimed !== undefined && bodyOffset + claimed <= size;
      const bodySize = isPlain ? claimed : await this.#believableSize(header, claimed);
      const plain = { id, offset: start, bodyOffset, size: bodySize };
      const isTyped = listType !== undefined && bodySize >= LIST_TYPE_BYTES;
      const chunk = isTyped ? { ...plain, listType } : plain;
      this.chunks.push(chunk);
      this.#missing.delete(id);
      const visiting = visit(chunk);
      if (visiting) await visiting;

      const bodyEnd = bodyOffset + bodySize;
      if (bodyEnd > end) {
        warnOfOuterSize(outer, this.#warn);
        end = size;
      }
      // Where the size is not the file's own word, nobody knows whether there should have been padding.
      const isTheirs = claimed === bodySize || bodyEnd < size;
      offset = bodyEnd + (isTheirs ? paddingOf(container, bodySize) : 0);
      // Wave64 files often end without it: nothing is left to be aligned.
      if (offset > size && container.alignment === 2) this.#warnOfPadding(id, size);
    }
    return offset;
  }

  /** Lets the last chunk end where another begins in it, which may be what the file lacks; gives that place. */
  async #shortenLast(): Promise<number | undefined> {
    const last = this.chunks.at(-1);
    if (!last || last.id === "data") return undefined;
    const next = await this.findChunk(last.bodyOffset);
    if (next === undefined || next >= last.bodyOffset + last.size) return undefined;
    const chunk = { ...last, size: next - last.bodyOffset };
    const offset = last.offset + this.#file.container.sizeOffset;
    const message = `the ${JSON.stringify(last.id)} chunk at offset ${last.offset} claims ${last.size} bytes, and the next chunk begins at offset ${next}`;
    const claim = { actual: last.size, expected: chunk.size };
    this.#warn({ code: "wav/size-hides-chunks", message, offset, ...claim });
    this.chunks[this.chunks.length - 1] = chunk;
    await this.#file.visit(chunk);
    return next;
  }

  /** What begins at `offset`, if it is a chunk that ends within the file. */
  async chunkAt(offset: number): Promise<ChunkHeader | undefined> {
    const { container, size } = this.#file;
    const { chunkHeaderBytes } = container;
    const header = parseChunkHeader(container, await this.#window.read(offset, chunkHeaderBytes), offset);
    const fits = header && offset + chunkHeaderBytes + (header.declaredSize ?? 0) <= size;
    return fits ? header : undefined;
  }

  /** Where the next such chunk of a kind that occurs in the wild begins, searched a little way from `from` on. */
  async findChunk(from: number): Promise<number | undefined> {
    const end = Math.min(this.#file.size, from + SEARCH_BYTES);
    // The next one is mostly near, and whoever lies often must not be searched for long each time.
    let step = FIRST_STEP_BYTES;
    for (let at = from; at < end; at += step, step = Math.min(step * 4, LAST_STEP_BYTES)) {
      const bytes = await this.#window.read(at, step + LONGEST_ID_BYTES);
      for (const index of knownIdsIn(readCharacters(bytes, 0, bytes.length))) {
        const found = await this.chunkAt(at + index);
        if (found && isKnownId(found.id)) return at + index;
      }
    }
    return undefined;
  }

  async #readDs64(offset: number): Promise<void> {
    this.ds64 = await readDs64Chunk(this.#window, offset, this.#warn);
    this.#sizeIn64Bits = ds64Sizes(this.ds64);
  }

  /** What a file says of the size of its audio: in the header of the chunk, in ds64, or in both. */
  async #audioSize({ offset, declaredSize }: ChunkHeader): Promise<number | undefined> {
    const { container, size } = this.#file;
    const inDs64 = this.#sizeIn64Bits("data");
    if (declaredSize === undefined) return inDs64;
    if (inDs64 === undefined || inDs64 === declaredSize || !container.hasDs64) return declaredSize;
    const at = offset + container.sizeOffset;
    const message = `size of the audio at offset ${at}: expected ${inDs64} as in ds64, got ${declaredSize}`;
    this.#warn({ code: "wav/ds64-size", message, offset: at, actual: declaredSize, expected: inDs64 });
    // The right one has the end, or a chunk, behind it.
    const bodyOffset = offset + container.chunkHeaderBytes;
    for (const candidate of [declaredSize, inDs64]) {
      const end = bodyOffset + candidate + paddingOf(container, candidate);
      if (end > size) continue;
      if (end === size || isKnownId((await this.chunkAt(end))?.id ?? "")) return candidate;
    }
    return declaredSize;
  }

  #believableSize({ id, offset }: ChunkHeader, claimed: number | undefined): Promise<number> {
    const { container, size: fileSize, dataToEnd } = this.#file;
    const bodyOffset = offset + container.chunkHeaderBytes;
    const sizeOffset = offset + container.sizeOffset;
    const toEnd = dataToEnd && id === "data";
    return believableSize({ id, offset, sizeOffset, bodyOffset, claimed, fileSize, toEnd }, this, this.#warn);
  }

  /** Where the chunk before `offset` ends, if there is its padding between them. */
  #endOfLast(offset: number): number {
    const last = this.chunks.at(-1);
    const end = last ? last.bodyOffset + last.size : offset;
    return last && offset - end === paddingOf(this.#file.container, last.size) ? end : offset;
  }

  /** The header at `offset`, or at the end of the chunk before, where that was left without its padding. */
  #parseHeader(bytes: Uint8Array, from: number, offset: number): ChunkHeader | undefined {
    const { container } = this.#file;
    const padded = parseChunkHeader(container, bytes.subarray(offset - from), offset);
    if (from === offset) return padded;
    const unpadded = parseChunkHeader(container, bytes.subarray(0, container.chunkHeaderBytes), from);
    // One byte late, a header can still look like one: of a data chunk of 80 bytes, "ataP" is left.
    if (!unpadded || !isKnownId(unpadded.id)) {
      if (padded) this.#checkPadding(bytes.subarray(0, offset - from), from);
      return padded;
    }
    this.#warnOfPadding(this.chunks.at(-1)?.id ?? "", from);
    return unpadded;
  }

  /** Says that the chunk which ends at `offset` has a size that asks for padding, and none. */
  #warnOfPadding(id: string, offset: number): void {
    const message = `the ${JSON.stringify(id)} chunk before offset ${offset} has an odd size and no padding byte`;
    this.#warn({ code: "wav/no-padding", message, offset, actual: offset, expected: offset + 1 });
  }

  /** Padding is zero (Multimedia Programming Interface and Data Specifications 1.0, "Chunks"). */
  #checkPadding(padding: Uint8Array, offset: number): void {
    const odd = padding.find((byte) => byte !== 0);
    if (odd === undefined) return;
    const message = `padding at offset ${offset}: expected 0, got ${odd}`;
    this.#warn({ code: "wav/padding", message, offset, actual: odd, expected: 0 });
  }

  #warnOfNoChunk(offset: number, passedOver: number): void {
    const message = `expected a chunk at offset ${offset}; ${passedOver} bytes from there on are passed over`;
    this.#warn({ code: "wav/no-chunk", message, offset, actual: passedOver });
  }

  #warnOfTrailingBytes(offset: number): void {
    const { size } = this.#file;
    const message = `${size - offset} bytes lie behind the last chunk, which ends at offset ${offset}`;
    this.#warn({ code: "wav/trailing-bytes", message, offset, actual: size, expected: offset });
  }
}
