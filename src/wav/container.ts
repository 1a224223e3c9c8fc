/** The families of file that hold WAVE chunks. */
export type ContainerName = "RIFF" | "RIFX" | "RF64" | "BW64" | "W64";

/** How a container lays its chunks out. */
export interface Container {
  readonly name: ContainerName;
  /** Bytes before the first chunk. */
  readonly headBytes: number;
  /** Bytes of a chunk's header: the identifier and the size. */
  readonly chunkHeaderBytes: number;
  /** Where in that header the size begins. */
  readonly sizeOffset: number;
  /** Chunks begin at multiples of this, in bytes from the start of the container. */
  readonly alignment: number;
  /** The byte order of all numbers and samples. */
  readonly littleEndian: boolean;
  /** Whether sizes of 0xFFFFFFFF mean "see the ds64 chunk". */
  readonly hasDs64: boolean;
}

/** Multimedia Programming Interface and Data Specifications 1.0, "Resource Interchange File Format". */
const RIFF: Container = {
  name: "RIFF",
  headBytes: 12,
  chunkHeaderBytes: 8,
  sizeOffset: 4,
  alignment: 2,
  littleEndian: true,
  hasDs64: false,
};

/** Every container, by its name. */
export const CONTAINERS: Readonly<Record<ContainerName, Container>> = {
  RIFF,
  /** The same, big-endian ("RIFX" in the same document). */
  RIFX: { ...RIFF, name: "RIFX", littleEndian: false },
  /** EBU Tech 3306, section 3. */
  RF64: { ...RIFF, name: "RF64", hasDs64: true },
  /** ITU-R BS.2088-1, section 3. */
  BW64: { ...RIFF, name: "BW64", hasDs64: true },
  /** Sony Pictures Digital, "Sony Wave64": identifiers are GUIDs, sizes have 64 bits. */
  W64: {
    name: "W64",
    headBytes: 40,
    chunkHeaderBytes: 24,
    sizeOffset: 16,
    alignment: 8,
    littleEndian: true,
    hasDs64: false,
  },
};

/** The last 12 bytes of the GUIDs of Wave64: of `riff` and `list`, and of all others; the first four are the letters. */
const W64_FORM_TAIL = "\xcf\x11\xa5\xd6\x28\xdb\x04\xc1\x00\x00";
export const W64_RIFF_GUID: string = `riff\x2e\x91${W64_FORM_TAIL}`;
export const W64_LIST_GUID: string = `list\x2f\x91${W64_FORM_TAIL}`;
export const W64_CHUNK_TAIL = "\xf3\xac\xd3\x11\x8c\xd1\x00\xc0\x4f\x8e\xdb\x8a";

/** As much of a file as tells its container. */
export const CONTAINER_MAGIC_BYTES = 40;

/**
 * Tells the container by the first bytes of a file; `undefined` where it is none of them.
 *
 * @param head its first 40 bytes, fewer only when the file has no more
 */
export function detectContainer(head: Uint8Array): Container | undefined {
  const text = String.fromCharCode(...head.subarray(0, CONTAINER_MAGIC_BYTES));
  if (text.startsWith(W64_RIFF_GUID) && text.startsWith(`wave${W64_CHUNK_TAIL}`, 24)) return CONTAINERS.W64;
  if (text.slice(8, 12) !== "WAVE") return undefined;
  return Object.values(CONTAINERS).find(({ name }) => text.startsWith(name) && name !== "W64");
}
