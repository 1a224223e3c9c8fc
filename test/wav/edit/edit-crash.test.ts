import { describe, expect, it } from "vitest";
import { memoryFile } from "../../../src/stream/memory-file.ts";
import { editWav } from "../../../src/wav/edit/edit-wav.ts";
import type { ChangeMetadata } from "../../../src/wav/edit/metadata-change.ts";
import { crashes, journaled, powerCuts } from "./journal.ts";
import { CONTAINERS, holding, recording } from "./recordings.ts";

/** Edits that follow each other: to the end, into what they leave behind, and of nothing but fillers. */
const EDITS: ReadonlyArray<readonly [name: string, change: ChangeMetadata]> = [
  ["a longer title", (metadata) => ({ ...metadata, info: { INAM: "Dawn over the reed beds, second take" } })],
  ["a new chunk", (metadata) => ({ ...metadata, ixml: "<BWFXML><SCENE>3</SCENE></BWFXML>" })],
  ["another title", (metadata) => ({ ...metadata, info: { INAM: "Dusk" } })],
  ["all but the unknown chunk removed", ({ others = [] }) => ({ others })],
  ["cues", (metadata) => ({ ...metadata, cues: { points: [{ id: 7, frame: 2, note: "after" }] } })],
];

/** The edits one after the other, each with the file before it and what it did. */
async function* steps(container: (typeof CONTAINERS)[number]) {
  const file = memoryFile(await recording(container));
  for (const [name, change] of EDITS) {
    const before = file.bytes().slice();
    const journal = journaled(file);
    const { place } = await editWav(journal.file, change);
    yield { name, place, before, after: file.bytes().slice(), changes: journal.changes };
  }
}

describe.each(CONTAINERS)("an edit of %s", (container) => {
  it("takes room behind the end and room within", async () => {
    const places = new Set<string>();
    for await (const { place } of steps(container)) places.add(place);
    expect([...places].sort()).toEqual(["end", "slack"]);
  });

  it("leaves the old metadata or the new one, and the audio, whichever byte is the last one written", async () => {
    for await (const { name, before, after, changes } of steps(container)) {
      const [old, wanted] = [await holding(before), await holding(after)];
      expect(old.metadata).not.toBe(wanted.metadata);
      let seen = "";
      for await (const bytes of crashes(before, changes)) {
        const { audio, metadata } = await holding(bytes);
        if (audio !== old.audio) expect.fail(`${name}: other audio`);
        const which = metadata === old.metadata ? "o" : metadata === wanted.metadata ? "n" : "?";
        if (!seen.endsWith(which)) seen += which;
      }
      // One moment parts them.
      expect(seen).toBe("on");
    }
  });

  it("leaves the same when the power goes, whatever the disk has written since the last sync", async () => {
    for await (const { name, before, after, changes } of steps(container)) {
      const [old, wanted] = [await holding(before), await holding(after)];
      for await (const bytes of powerCuts(before, changes)) {
        const { audio, metadata } = await holding(bytes);
        if (audio !== old.audio) expect.fail(`${name}: other audio`);
        if (metadata !== wanted.metadata) expect(metadata, name).toBe(old.metadata);
      }
    }
  });

  it("is finished by the next one, whichever byte was the last one written", async () => {
    const next = async (bytes: Uint8Array) => {
      const file = memoryFile(bytes);
      await editWav(file, (metadata) => ({ ...metadata, axml: "<next/>" }));
      return holding(file.bytes());
    };
    for await (const { name, before, after, changes } of steps(container)) {
      const [fromOld, fromNew] = [await next(before), await next(after)];
      let count = 0;
      for await (const bytes of crashes(before, changes)) {
        // Every third one: an edit has several hundred.
        if (count++ % 3 !== 0) continue;
        const { audio, metadata, warnings, ids } = await next(bytes);
        if (audio !== fromOld.audio) expect.fail(`${name}: other audio`);
        if (metadata !== fromNew.metadata) expect(metadata, name).toBe(fromOld.metadata);
        expect([...warnings, ...ids.filter((id) => /^junx$/i.test(id))], name).toEqual([]);
      }
    }
  });
});
