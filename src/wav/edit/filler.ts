import type { EditableFile } from "../../stream/editable-file.ts";
import { type Chunk, characterBytes, isFiller } from "../chunk.ts";
import { chunkHeader } from "../chunk-header.ts";
import type { Container } from "../container.ts";
import { byteOf, chunkSizeField, isSize, type OneByteChange, withByte } from "./size-field.ts";

/** More fillers in a row are not looked at together. */
const MOST_IN_A_ROW = 64;

/** What a chunk that is only room is called in a container. */
export function fillerId({ name }: Container): string {
  return name === "W64" ? "junk" : "JUNK";
}

/** The identifier of a filler as bytes: put over that of a chunk, it makes room of it. */
export function fillerIdBytes(container: Container): Uint8Array<ArrayBuffer> {
  const id = fillerId(container);
  return container.name === "W64" ? chunkHeader(container, id, 0).slice(0, 16) : characterBytes(id);
}

/** Makes one filler of those that stand side by side, as far as that goes. */
export async function mergeFillers(
  file: EditableFile,
  container: Container,
  chunks: readonly Chunk[],
): Promise<void> {
  for (let index = 0; index < chunks.length; index++) {
    const run = fillersFrom(container, chunks, index);
    for (let count = run.length; count > 1; count--) {
      const { bodyOffset, size } = run[count - 1] as Chunk;
      // Its padding goes with it, which at the end of the file may not be counted.
      const end = chunks[index + count]?.offset ?? bodyOffset + size;
      const steps = stepsToMerge(container, run.slice(0, count), end);
      if (!steps) continue;
      for (const step of steps) await take(file, step);
      index += count - 1;
      break;
    }
  }
}

/** The fillers that follow each other from the chunk with that index on. */
function fillersFrom(container: Container, chunks: readonly Chunk[], index: number): readonly Chunk[] {
  const run: Chunk[] = [];
  for (const chunk of chunks.slice(index, index + MOST_IN_A_ROW)) {
    const last = run.at(-1);
    const gap = last ? chunk.offset - last.bodyOffset - last.size : 0;
    if (!isFiller(chunk.id) || gap < 0 || gap >= container.alignment) break;
    run.push(chunk);
  }
  return run;
}

/** One byte of a size, and the header that comes to light by it. */
interface Step {
  readonly change: OneByteChange;
  readonly header?: { readonly offset: number; readonly bytes: Uint8Array };
}

/**
 * How the first of some fillers comes to reach to `end`, where the last one ends: byte by byte of its size, that of the
 * least weight first. Each of them but the last ends it at a place where, unseen until then, the header of a filler for
 * the rest was put. `undefined` where that cannot be.
 */
function stepsToMerge(
  container: Container,
  fillers: readonly Chunk[],
  end: number,
): readonly Step[] | undefined {
  const { alignment, chunkHeaderBytes } = container;
  const first = fillers[0] as Chunk;
  let field = chunkSizeField(container, first);
  const { origin } = field;
  const target = end - origin;
  if (!isSize(field, target) || target % alignment !== 0) return undefined;
  const steps: Step[] = [];
  for (let place = 0; field.value !== target; place++) {
    const change = withByte(field, place, byteOf(target, place));
    if (change.value === field.value) continue;
    const offset = origin + change.value;
    if (change.value === target) steps.push({ change });
    else {
      // The first may not lie upon a header that can be seen; the others are 256 bytes or more from the one before.
      const isUnseen = fillers.some(
        ({ bodyOffset, size }) => bodyOffset <= offset && offset + chunkHeaderBytes <= bodyOffset + size,
      );
      if (offset < first.bodyOffset || (steps.length === 0 && !isUnseen)) return undefined;
      const bytes = chunkHeader(container, fillerId(container), target - change.value - chunkHeaderBytes);
      steps.push({ change, header: { offset, bytes } });
    }
    field = { ...field, value: change.value };
  }
  return steps;
}

async function take(file: EditableFile, { change, header }: Step): Promise<void> {
  if (header) {
    await file.write(header.offset, header.bytes);
    await file.sync();
  }
  await file.write(change.offset, Uint8Array.of(change.byte));
  await file.sync();
}
