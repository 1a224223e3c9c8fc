import type { ByteSource } from "../../stream/byte-source.ts";

/** The name that ffmpeg sees of a source: some formats are recognised by how their names end alone. */
export function inputName({ name = "" }: ByteSource): string {
  const ending = /\.[a-z0-9]{1,5}$/i.exec(name)?.[0] ?? "";
  return `in${ending.toLowerCase()}`;
}
