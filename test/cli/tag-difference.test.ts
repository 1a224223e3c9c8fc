import { expect, test } from "vitest";
import { tagDifferences } from "../../src/cli/tag-difference.ts";
import type { WavMetadata } from "../../src/wav/metadata/metadata.ts";

const point = { id: 1, frame: 8000, label: "a" };
const labl = { id: "labl", body: Uint8Array.of(3, 0, 0, 0, 0x78, 0) };

test.each<[string, WavMetadata, WavMetadata, object[]]>([
  [
    "nothing",
    { cues: { points: [point], others: [labl] } },
    { cues: { points: [point], others: [labl] } },
    [],
  ],
  [
    "the note of a point",
    { cues: { points: [{ ...point, note: "b" }] } },
    { cues: { points: [point] } },
    [{ field: "cue 0:01.000", before: "a / b", after: "a" }],
  ],
  [
    "the number of a point, which its words leave out",
    { cues: { points: [point] } },
    { cues: { points: [{ ...point, id: 2 }] } },
    [
      {
        field: "cue 0:01.000",
        before: '[{"id":1,"frame":8000,"label":"a"}]',
        after: '[{"id":2,"frame":8000,"label":"a"}]',
      },
    ],
  ],
  [
    "a text of no point",
    { cues: { points: [point], others: [labl] } },
    { cues: { points: [point] } },
    [{ field: "labl of no cue point", before: "6 bytes" }],
  ],
  ["a list of no points", { cues: { points: [] } }, {}, [{ field: "cues", before: '{"points":[]}' }]],
  [
    "bytes by their number",
    { bext: { reserved: new Uint8Array(3), umid: "a" } } as WavMetadata,
    { bext: { umid: "b" } },
    [
      { field: "bext:reserved", before: "3 bytes" },
      { field: "bext:umid", before: "a", after: "b" },
    ],
  ],
  [
    "frames of one kind together",
    { id3: { version: 4, frames: [{ id: "TXXX", kind: "text", description: "KEY", values: ["C"] }] } },
    {
      id3: {
        version: 4,
        frames: [
          { id: "TXXX", kind: "text", description: "KEY", values: ["C"] },
          { id: "TXXX", kind: "text", description: "MOOD", values: ["calm"] },
        ],
      },
    },
    [{ field: "id3:TXXX", before: "KEY: C", after: "KEY: C; MOOD: calm" }],
  ],
])("what differs is %s", (_, before, after, differences) => {
  expect(tagDifferences(before, after, 8000)).toEqual(differences);
});

test("bytes are told by their number, however many, and loops one by one", () => {
  const loop = { type: "forward", start: 0, end: 99, fraction: 0, playCount: 0 } as const;
  const sampler = {
    manufacturer: 0,
    product: 0,
    samplePeriod: 125_000,
    unityNote: 60,
    pitchFraction: 0,
    smpteFormat: 0,
    smpteOffset: 0,
    loops: [
      { ...loop, id: 1 },
      { ...loop, id: 2 },
    ],
    data: new Uint8Array(5000),
  };
  const picture = { id: "APIC", kind: "raw", bytes: new Uint8Array(300_000) } as const;
  const metadata: WavMetadata = { sampler, id3: { version: 3, frames: [picture] } };
  expect(tagDifferences(metadata, {}, 8000)).toEqual([
    {
      field: "sampler",
      before: expect.stringMatching(/"loops":\[\{"type".*"id":1\},\{.*"id":2\}\],"data":"5\.0 kB"/),
    },
    { field: "id3:APIC", before: expect.stringMatching(/, 300\.0 kB$/) },
  ]);
  const { data, loops, ...others } = sampler;
  const fewer = { ...metadata, sampler: { ...others, data, loops: loops.slice(1) } };
  expect(tagDifferences(metadata, fewer, 8000)).toMatchObject([{ field: "sampler" }]);
});
