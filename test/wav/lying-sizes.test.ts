import { describe, expect, it } from "vitest";
import { memorySource } from "../../src/stream/memory-source.ts";
import { openWav } from "../../src/wav/open-wav.ts";
import { failure } from "../helpers/failure.ts";
import {
  ascii,
  chunk,
  ds64,
  extensibleBody,
  formatBody,
  joined,
  u32,
  wavBytes,
} from "../helpers/wav-chunks.ts";
import { readPlanes } from "../helpers/wav-samples.ts";
import { recorded } from "../helpers/wav-sources.ts";

/** Four frames; the first bytes are zero, as in most recordings. */
const SAMPLES = Uint8Array.of(0, 0, 0, 0x40, 0, 0x80, 0xff, 0x7f);
const DECODED = Float32Array.of(0, 0.5, -1, 32767 / 32768);
const UNKNOWN = 0xffff_ffff;

const format = chunk("fmt ", formatBody());
const data = chunk("data", SAMPLES);

interface Lie {
  readonly what: string;
  readonly bytes: Uint8Array;
  /** The warnings, in order: code and message. */
  readonly warnings: ReadonlyArray<readonly [code: string, message: string]>;
  /** What is read; the four frames unless told otherwise. */
  readonly plane?: Float32Array;
}

function riffSize(claimed: number, actual: number, offset = 4): [string, string] {
  return [
    "wav/riff-size",
    `the file's size field at offset ${offset} claims ${claimed} bytes after the first 8; there are ${actual}`,
  ];
}

const NO_SIZE = `gives no size; it is taken as reaching to the end, 8 bytes`;

const LIES: readonly Lie[] = [
  {
    what: "a file size of 0, as a recorder leaves it that was cut off",
    bytes: wavBytes([format, data], { size: 0 }),
    warnings: [riffSize(0, 44)],
  },
  {
    what: "a file size of 0xFFFFFFFF, as in a stream",
    bytes: wavBytes([format, data], { size: UNKNOWN }),
    warnings: [riffSize(UNKNOWN, 44)],
  },
  {
    what: "a file size past the end",
    bytes: wavBytes([format, data], { size: 1000 }),
    warnings: [riffSize(1000, 44)],
  },
  {
    what: "a file size that ends within the audio",
    bytes: wavBytes([format, data], { size: 38 }),
    warnings: [riffSize(38, 44)],
  },
  {
    what: "a file size that ends before the audio",
    bytes: wavBytes([format, data], { size: 20 }),
    warnings: [riffSize(20, 44)],
  },
  {
    what: "a file size that ends before the format, which follows the audio",
    bytes: wavBytes([data, format], { size: 20 }),
    warnings: [riffSize(20, 44)],
  },
  {
    what: "a file size too small, with a chunk behind the audio that is found all the same",
    bytes: wavBytes([format, data, chunk("LIST", ascii("INFO"))], { size: 36 }),
    warnings: [riffSize(36, 56)],
  },
  {
    what: "a data size of 0 with audio behind it",
    bytes: wavBytes([format, chunk("data", SAMPLES, { size: 0 })]),
    warnings: [
      [
        "wav/data-size-zero",
        'the "data" chunk at offset 36 claims to be empty, but 8 bytes follow that are no chunk; they are taken as audio',
      ],
    ],
  },
  {
    what: "the header of a recorder that was cut off, which describes an empty file",
    bytes: wavBytes([format, chunk("data", SAMPLES, { size: 0 })], { size: 36 }),
    warnings: [
      [
        "wav/data-size-zero",
        'the "data" chunk at offset 36 claims to be empty, but 8 bytes follow that are no chunk; they are taken as audio',
      ],
      riffSize(36, 44),
    ],
  },
  {
    what: "a data size of 0xFFFFFFFF",
    bytes: wavBytes([format, chunk("data", SAMPLES, { size: UNKNOWN })]),
    warnings: [["wav/size-unknown", `the "data" chunk at offset 36 ${NO_SIZE}`]],
  },
  {
    what: "a data size past the end",
    bytes: wavBytes([format, chunk("data", SAMPLES, { size: 100 })]),
    warnings: [["wav/truncated", 'the "data" chunk at offset 36 claims 100 bytes; the file has 8 more']],
  },
  {
    what: "a last chunk past the end",
    bytes: wavBytes([format, data, chunk("LIST", ascii("INFO"), { size: 5000 })]),
    warnings: [["wav/truncated", 'the "LIST" chunk at offset 52 claims 5000 bytes; the file has 4 more']],
  },
  {
    what: "an odd chunk without padding",
    bytes: wavBytes([format, chunk("LIST", ascii("INFOx"), { padding: [] }), data]),
    warnings: [["wav/no-padding", 'the "LIST" chunk before offset 49 has an odd size and no padding byte']],
  },
  {
    what: "a last frame that is not whole",
    bytes: wavBytes([format, chunk("data", joined(SAMPLES, Uint8Array.of(1)))]),
    warnings: [
      [
        "wav/partial-frame",
        "the data chunk ends at offset 52 with 1 of the 2 bytes of a frame; they are left out",
      ],
    ],
  },
  {
    what: "RF64 without ds64",
    bytes: wavBytes([format, chunk("data", SAMPLES, { size: UNKNOWN })], { magic: "RF64", size: UNKNOWN }),
    warnings: [
      [
        "wav/no-ds64",
        "expected a ds64 chunk at offset 12 of an RF64 file; sizes are taken from what is there",
      ],
      riffSize(UNKNOWN, 44),
      ["wav/size-unknown", `the "data" chunk at offset 36 ${NO_SIZE}`],
    ],
  },
  {
    what: "RF64 with a ds64 too short for its sizes",
    bytes: wavBytes([chunk("ds64", new Uint8Array(16)), format, data], { magic: "RF64", size: 68 }),
    warnings: [
      [
        "wav/no-ds64",
        "expected a ds64 chunk at offset 12 of an RF64 file; sizes are taken from what is there",
      ],
    ],
  },
  {
    what: "ds64 sizes past the end, and past 2^53",
    bytes: wavBytes([ds64(2n ** 63n, 2n ** 62n), format, chunk("data", SAMPLES, { size: UNKNOWN })], {
      magic: "RF64",
      size: UNKNOWN,
    }),
    warnings: [
      riffSize(2 ** 63, 80, 20),
      ["wav/truncated", `the "data" chunk at offset 72 claims ${2 ** 62} bytes; the file has 8 more`],
    ],
  },
  {
    what: "bytes behind the end of the file",
    bytes: joined(wavBytes([format, data]), ascii("TAG__")),
    warnings: [["wav/trailing-bytes", "5 bytes lie behind the last chunk, which ends at offset 52"]],
  },
  {
    what: "bytes behind the last chunk that are too few for another",
    bytes: wavBytes([format, data, ascii("oops")]),
    warnings: [["wav/trailing-bytes", "4 bytes lie behind the last chunk, which ends at offset 52"]],
  },
  {
    what: "bytes where a chunk should be",
    bytes: wavBytes([format, data, new Uint8Array(12)]),
    warnings: [["wav/no-chunk", "expected a chunk at offset 52; 12 bytes from there on are passed over"]],
  },
  {
    what: "a second format",
    bytes: wavBytes([format, chunk("fmt ", formatBody({ bits: 8 })), data]),
    warnings: [["wav/second-chunk", 'there is a second "fmt " chunk at offset 36; the first one counts']],
  },
  {
    what: "a second data chunk",
    bytes: wavBytes([format, data, chunk("data", new Uint8Array(20))]),
    warnings: [["wav/second-chunk", 'there is a second "data" chunk at offset 52; the first one counts']],
  },
  {
    what: "more valid bits than there are",
    bytes: wavBytes([chunk("fmt ", extensibleBody({ validBits: 33 })), data]),
    warnings: [["wav/valid-bits", "valid bits at offset 38: expected at most 16, got 33"]],
  },
  {
    what: "an extension of the format that reaches past its chunk",
    bytes: wavBytes([chunk("fmt ", joined(formatBody(), Uint8Array.of(22, 0))), data]),
    warnings: [
      ["wav/format-extension", "extension of the fmt chunk at offset 36: expected at most 0 bytes, got 22"],
    ],
  },
  ...[0, 1, 3, 4, 65535].map((blockAlign) => ({
    what: `${blockAlign} bytes a frame of one 16-bit channel`,
    bytes: wavBytes([chunk("fmt ", formatBody({ blockAlign })), data]),
    warnings: [
      [
        "wav/block-align",
        `block align at offset 32: expected 2 bytes for 1 x 16 bits, got ${blockAlign}`,
      ] as const,
    ],
  })),
];

describe.each(LIES)("$what", ({ bytes, warnings, plane = DECODED }) => {
  it("is noted, and the frames that are there are read", async () => {
    const wav = await openWav(recorded(memorySource(bytes)).source);
    expect(wav.warnings.map(({ code, message }) => [code, message])).toEqual(warnings);
    expect(await readPlanes(wav)).toEqual([plane]);
  });

  it("is refused in strict mode", async () => {
    const relaxed = await openWav(memorySource(bytes));
    const error = await failure(openWav(memorySource(bytes), { strict: true }));
    const { code, message, ...details } = relaxed.warnings[0]!;
    expect([error.code, error.message]).toEqual([code, message]);
    expect(error.details).toEqual({ actual: undefined, expected: undefined, ...details });
  });
});

describe("padding that is missing", () => {
  it("is told from a header that only looks like one, whatever the size behind it", async () => {
    // Read one byte late, "data" and a size of 0x20 to 0x7E make an identifier, and silence makes a credible size.
    for (let frames = 1; frames <= 200; frames++) {
      const bytes = wavBytes([
        format,
        chunk("note", ascii("odd"), { padding: [] }),
        chunk("data", new Uint8Array(frames * 2)),
      ]);
      const wav = await openWav(memorySource(bytes));
      expect(wav.frames).toBe(frames);
      expect(wav.warnings.map(({ code }) => code)).toEqual(["wav/no-padding"]);
    }
  });

  it("is told from padding that is not zero, which is noted", async () => {
    for (let padding = 0; padding < 256; padding++) {
      const bytes = wavBytes([chunk("note", ascii("odd"), { padding: [padding] }), format, data]);
      const wav = await openWav(memorySource(bytes));
      const message = `padding at offset 23: expected 0, got ${padding}`;
      const warning = { code: "wav/padding", message, offset: 23, actual: padding, expected: 0 };
      expect(wav).toMatchObject({ frames: 4, warnings: padding === 0 ? [] : [warning] });
    }
  });
});

describe("a size of 0 before a chunk", () => {
  it("is the truth", async () => {
    const bytes = wavBytes([format, chunk("data", new Uint8Array(0)), chunk("LIST", ascii("INFO"))]);
    expect(await openWav(memorySource(bytes), { strict: true })).toMatchObject({ frames: 0 });
  });

  it("is a lie when the bytes behind it only begin like a chunk", async () => {
    const bytes = wavBytes([format, chunk("data", joined(ascii("LIST"), u32(5000)), { size: 0 })]);
    const wav = await openWav(memorySource(bytes));
    expect(wav.warnings.map(({ code }) => code)).toEqual(["wav/data-size-zero"]);
    expect(wav.frames).toBe(4);
  });
});
