import { expect } from "vitest";
import { LongwaveError } from "../../src/stream/error.ts";
import type { BodyContext, BodyLayout } from "../../src/wav/metadata/body.ts";
import type { WavWarning } from "../../src/wav/warning.ts";

/** How the bodies of RIFF files are laid out, and of RIFX files. */
export const LITTLE_ENDIAN: BodyLayout = { littleEndian: true, encoding: "auto" };
export const BIG_ENDIAN: BodyLayout = { littleEndian: false, encoding: "auto" };

/** A context that begins at offset 100 and keeps what it is warned of. */
export function bodyContext(
  layout: Partial<BodyLayout> = {},
): BodyContext & { readonly warnings: readonly WavWarning[] } {
  const warnings: WavWarning[] = [];
  return { ...LITTLE_ENDIAN, ...layout, offset: 100, warn: (warning) => warnings.push(warning), warnings };
}

/** A context whose readers must find nothing wrong. */
export function strictContext(layout: Partial<BodyLayout> = {}): BodyContext {
  return { ...bodyContext(layout), warn: ({ message }) => expect.fail(message) };
}

/** Bytes put together: texts with a byte per character, and numbers that are a byte each. */
export function bytesOf(
  ...parts: ReadonlyArray<string | number | Uint8Array | readonly number[]>
): Uint8Array {
  return Uint8Array.from(
    parts.flatMap((part) =>
      typeof part === "string"
        ? Array.from(part, (character) => character.charCodeAt(0))
        : typeof part === "number"
          ? [part]
          : [...part],
    ),
  );
}

/** The LongwaveError that a call throws. */
export function thrownBy(call: () => unknown): LongwaveError {
  try {
    call();
  } catch (error) {
    expect(error).toBeInstanceOf(LongwaveError);
    return error as LongwaveError;
  }
  return expect.fail("expected an error");
}

/** The body of a chunk of a RIFF file, found by a walk of its own; of a list by the list's type. */
export function chunkBody(file: Uint8Array, wanted: string): Uint8Array {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  const characters = (at: number) => String.fromCharCode(...file.subarray(at, at + 4));
  for (let at = 12; at + 8 <= file.length; ) {
    const size = view.getUint32(at + 4, true);
    const id = characters(at);
    if (id === wanted || (id === "LIST" && characters(at + 8) === wanted)) {
      return file.slice(at + 8, at + 8 + size);
    }
    at += 8 + size + (size % 2);
  }
  return expect.fail(`the file has no ${wanted} chunk`);
}
