import { writeFile } from "node:fs/promises";
import { describe, expect, it } from "vitest";
import { startChild } from "../helpers/child.ts";
import { tempFolder } from "../helpers/temp-folder.ts";
import { ascii, chunk, ds64, formatBody, joined, u32, u64, wavBytes } from "../helpers/wav-chunks.ts";
import { wave64Guid } from "../helpers/wav-containers.ts";

const MIB = 2 ** 20;
const UNKNOWN = 0xffff_ffff;
const format = chunk("fmt ", formatBody());
const data = chunk("data", new Uint8Array(1000));

interface Measured {
  readonly outcome: string;
  readonly bytes: number;
}

/** What comes of opening a file in a process of its own, and the memory that it takes. */
async function measured(bytes?: Uint8Array): Promise<Measured> {
  const path = (await tempFolder()).file("hostile.wav");
  if (bytes) await writeFile(path, bytes);
  const child = startChild("child-open", ...(bytes ? [path] : []));
  const result = JSON.parse(await child.line());
  await child.ended();
  return result;
}

/** A file of so many bytes of small chunks. */
function manyChunks(bytes: number): Uint8Array {
  const one = chunk("note", new Uint8Array(0));
  const many = new Uint8Array(bytes);
  for (let at = 0; at + one.length <= bytes; at += one.length) many.set(one, at);
  return wavBytes([format, data, many]);
}

const CLAIMS: Readonly<Record<string, readonly [bytes: Uint8Array, outcome: string]>> = {
  "2 GiB of audio": [
    wavBytes([format, chunk("data", new Uint8Array(1000), { size: 2 ** 31 })]),
    "500 frames, 2 chunks",
  ],
  "2^62 bytes in ds64, and a table of 2^32 - 1 entries": [
    wavBytes(
      [
        chunk("ds64", joined(u64(2n ** 62n), u64(2n ** 62n), u64(2n ** 62n), u32(UNKNOWN))),
        format,
        chunk("data", new Uint8Array(1000), { size: UNKNOWN }),
      ],
      { magic: "RF64", size: UNKNOWN },
    ),
    "500 frames, 3 chunks",
  ],
  "a table in ds64 with 2^60 bytes for each of its chunks": [
    wavBytes(
      [
        ds64(0, 1000, [
          ["bext", 2 ** 60],
          ["axml", 2 ** 60],
        ]),
        chunk("bext", ascii("x"), { size: UNKNOWN }),
        format,
        data,
      ],
      {
        magic: "RF64",
        size: UNKNOWN,
      },
    ),
    "500 frames, 4 chunks",
  ],
  "4 billion cue points": [wavBytes([format, chunk("cue ", u32(UNKNOWN)), data]), "500 frames, 3 chunks"],
  "a bext chunk of 4 GiB": [
    wavBytes([format, data, chunk("bext", new Uint8Array(10), { size: UNKNOWN - 1 })]),
    "500 frames, 3 chunks",
  ],
  "65535 channels": [
    wavBytes([chunk("fmt ", formatBody({ channels: 65535, bits: 8 })), data]),
    "0 frames, 2 chunks",
  ],
  "blocks of 65535 frames": [
    wavBytes([
      chunk(
        "fmt ",
        joined(formatBody({ tag: 0x11, bits: 4, blockAlign: 65535 }), Uint8Array.of(2, 0, 255, 255)),
      ),
      chunk("fact", u32(UNKNOWN - 1)),
      data,
    ]),
    "1993 frames, 3 chunks",
  ],
  "2^62 bytes in a Wave64": [
    joined(
      wave64Guid("726966662e91cf11a5d628db04c10000"),
      u64(2n ** 62n),
      wave64Guid("wave"),
      joined(wave64Guid("fmt "), u64(40), formatBody()),
      joined(wave64Guid("data"), u64(2n ** 62n), new Uint8Array(1000)),
    ),
    "500 frames, 2 chunks",
  ],
};

describe("a file costs memory by what is there:", () => {
  it("a small one next to none, whatever it claims", async () => {
    const baseline = await measured();
    const claims = Object.entries(CLAIMS);
    const results = await Promise.all(claims.map(([, [bytes]]) => measured(bytes)));
    claims.forEach(([claim, [, outcome]], index) => {
      expect([claim, results[index]!.outcome]).toEqual([claim, outcome]);
      expect(results[index]!.bytes - baseline.bytes, claim).toBeLessThan(64 * MIB);
    });
  });

  it("one of nothing but chunks in proportion to its size", async () => {
    const [baseline, one, two] = await Promise.all(
      [undefined, 2 * MIB, 4 * MIB].map((size) => measured(size === undefined ? size : manyChunks(size))),
    );
    expect(two!.outcome).toBe(`500 frames, ${MIB / 2 + 2} chunks`);
    // A chunk of eight bytes is some objects of four hundred bytes in all; memory is taken in large pieces.
    expect(one!.bytes - baseline!.bytes).toBeLessThan(64 * MIB + 60 * 2 * MIB);
    expect(two!.bytes - baseline!.bytes).toBeLessThan(64 * MIB + 60 * 4 * MIB);
  });
});
