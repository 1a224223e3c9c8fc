/** What may be taken at once whatever the size of a file: blocks and tables of a fixed size. */
const FIXED_BYTES = 2 ** 20;

/** What may be taken at once for each byte of a file: GSM 6.10, the densest, has five samples in a byte, as floats. */
const BYTES_PER_BYTE = 32;

let limit = Number.POSITIVE_INFINITY;

for (const name of ["Uint8Array", "Int16Array", "Int32Array", "Float32Array", "Float64Array"] as const) {
  const type = globalThis[name];
  const watched: typeof type = new Proxy(type, {
    construct(target, values: readonly unknown[], newTarget): object {
      const [length] = values;
      if (typeof length === "number" && length * target.BYTES_PER_ELEMENT > limit) {
        throw new Error(`took memory for ${length} elements of a ${name}, more than the file accounts for`);
      }
      return Reflect.construct(target, values, newTarget === watched ? target : newTarget);
    },
  });
  Object.defineProperty(globalThis, name, { value: watched, writable: true, configurable: true });
}

/** Fails where a task takes memory at once that the size of a file does not account for. */
export async function withMemoryFor<Result>(fileSize: number, task: () => Promise<Result>): Promise<Result> {
  limit = FIXED_BYTES + BYTES_PER_BYTE * fileSize;
  try {
    return await task();
  } finally {
    limit = Number.POSITIVE_INFINITY;
  }
}
