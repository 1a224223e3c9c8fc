import { readFully } from "./byte-source.ts";
import { copy } from "./copy.ts";
import type { Folder } from "./folder.ts";
import { memorySource } from "./memory-source.ts";

/** A small text file of a folder, as UTF-8; `undefined` when it is not there. */
export async function readText(folder: Folder, name: string): Promise<string | undefined> {
  const source = await folder.open(name);
  if (!source) return undefined;
  try {
    const bytes = new Uint8Array(source.size);
    await readFully(source, 0, bytes);
    return new TextDecoder().decode(bytes);
  } finally {
    await source.close?.();
  }
}

/** Puts a text file in place of what had its name. */
export async function writeText(
  folder: Folder,
  name: string,
  text: string,
  options: { readonly durable?: boolean } = {},
): Promise<void> {
  const bytes = new TextEncoder().encode(text);
  await copy(memorySource(bytes), await folder.create(name, options));
}
