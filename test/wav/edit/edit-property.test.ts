import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { memoryFile } from "../../../src/stream/memory-file.ts";
import { memorySource } from "../../../src/stream/memory-source.ts";
import { editWav } from "../../../src/wav/edit/edit-wav.ts";
import { withMetadata } from "../../../src/wav/edit/with-metadata.ts";
import type { WavMetadata } from "../../../src/wav/metadata/metadata.ts";
import { metadataChunk } from "../../../src/wav/metadata/metadata-chunk.ts";
import { openWav } from "../../../src/wav/open-wav.ts";
import { bytesAt } from "../../helpers/pattern.ts";
import { CONTAINERS, holding, metadataText, recording } from "./recordings.ts";

const anyText = fc.string({ minLength: 1, maxLength: 300, unit: fc.constantFrom(..."aäø 猫.") });

/** A change: each kind is set, removed, or left as it is. */
const anyChange = fc.record(
  {
    info: fc.option(fc.record({ INAM: anyText, ICMT: anyText }), { nil: undefined }),
    ixml: fc.option(anyText, { nil: undefined }),
    cues: fc.option(
      fc
        .array(fc.record({ frame: fc.nat(20), label: anyText }), { minLength: 1, maxLength: 4 })
        .map((points) => ({
          points: points.map((point, index) => ({ ...point, id: index + 1 })),
        })),
      { nil: undefined },
    ),
    others: fc
      .array(fc.tuple(fc.constantFrom("abcd", "zzzz", "note"), fc.uint8Array({ maxLength: 600 })), {
        maxLength: 3,
      })
      .map((chunks) => chunks.map(([id, body]) => metadataChunk(id, body))),
  },
  { requiredKeys: [] },
);

/** The metadata with a change. */
function changed(metadata: WavMetadata, change: object): WavMetadata {
  const all = { ...metadata, ...change };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined));
}

describe.each(CONTAINERS)("any changes of the metadata of %s", (container) => {
  it("are what is read afterwards, from the edited file as from a new one", async () => {
    const bytes = await recording(container);
    const { audio } = await holding(bytes);
    const property = fc.asyncProperty(
      fc.array(anyChange, { minLength: 1, maxLength: 5 }),
      async (changes) => {
        const file = memoryFile(bytes);
        for (const change of changes) {
          const virtual = await withMetadata(await openWav(memorySource(file.bytes().slice())), (metadata) =>
            changed(metadata, change),
          );
          const isNew = await bytesAt(virtual, 0, virtual.size);
          let wanted: WavMetadata = {};
          await editWav(file, (metadata) => {
            wanted = changed(metadata, change);
            return wanted;
          });
          const edited = await holding(file.bytes());
          expect(edited).toMatchObject({ audio, warnings: [], metadata: metadataText(wanted) });
          const { container: same } = await openWav(memorySource(isNew), { strict: true });
          expect(same).toBe(container);
          expect(await holding(isNew)).toMatchObject({ audio, metadata: edited.metadata });
        }
      },
    );
    await fc.assert(property, { numRuns: 40 });
  });
});
