import { open } from "node:fs/promises";
import { describe, expect, it } from "vitest";
import type { EditableFile } from "../../../src/stream/editable-file.ts";
import { editableFile, fileSource } from "../../../src/stream/node/index.ts";
import { editWav } from "../../../src/wav/edit/edit-wav.ts";
import { repairedWav, repairWav } from "../../../src/wav/edit/repair-wav.ts";
import { readMetadata } from "../../../src/wav/metadata/read-metadata.ts";
import { openWav } from "../../../src/wav/open-wav.ts";
import { failureCode } from "../../helpers/failure.ts";
import { bytesAt } from "../../helpers/pattern.ts";
import { tempFolder } from "../../helpers/temp-folder.ts";
import { ascii, chunk, ds64, formatBody, u32, wavBytes } from "../../helpers/wav-chunks.ts";

const FRAMES = 2_500_000_000;
const UNKNOWN = 0xffff_ffff;
const format = chunk("fmt ", formatBody());
const dataOf = (size: number) => chunk("data", new Uint8Array(0), { size });

/** A file of 5 GB, of which the disk holds only the header. */
async function sparseFile(header: Uint8Array): Promise<string> {
  const path = (await tempFolder()).file("large.wav");
  const handle = await open(path, "w");
  await handle.write(header);
  await handle.truncate(header.length + FRAMES * 2);
  await handle.close();
  return path;
}

/** The file, and how many bytes were written to it. */
function counted(file: EditableFile): { readonly file: EditableFile; bytes(): number } {
  let written = 0;
  return {
    bytes: () => written,
    file: {
      get size() {
        return file.size;
      },
      read: file.read,
      truncate: file.truncate,
      sync: file.sync,
      async write(offset, bytes) {
        written += bytes.length;
        await file.write(offset, bytes);
      },
    },
  };
}

describe("a file of 5 GB", () => {
  it("is edited with a few bytes", async () => {
    const size = FRAMES * 2;
    const path = await sparseFile(
      wavBytes([ds64(size + 72, size), format, dataOf(UNKNOWN)], { magic: "RF64", size: UNKNOWN }),
    );
    const file = await editableFile(path);
    const { file: watched, bytes } = counted(file);
    expect(await editWav(watched, () => ({ info: { INAM: "Dawn" } }))).toEqual({ place: "end" });
    expect(await editWav(watched, () => ({ info: { INAM: "Dusk" } }))).toMatchObject({});
    expect(bytes()).toBeLessThan(2000);
    expect(file.size).toBeLessThan(size + 2000);
    await file.close?.();

    const source = await fileSource(path);
    const wav = await openWav(source, { strict: true });
    expect(wav).toMatchObject({ frames: FRAMES, container: "RF64" });
    expect(await readMetadata(wav)).toEqual({ info: { INAM: "Dusk" } });
    await source.close?.();
  });

  it("becomes RF64 when it is repaired, where its header has the room", async () => {
    // As a recorder leaves it that knows of no sizes past 32 bits.
    const wrapped = (FRAMES * 2) % 2 ** 32;
    const path = await sparseFile(
      wavBytes([chunk("JUNK", new Uint8Array(28)), format, dataOf(wrapped)], { size: wrapped + 72 }),
    );
    const file = await editableFile(path);
    expect((await openWav(file)).warnings.map(({ code }) => code)).toContain("wav/size-wrapped");
    await repairWav(file);
    expect(await repairWav(file)).toEqual([]);
    expect(await openWav(file, { strict: true })).toMatchObject({ container: "RF64", frames: FRAMES });
    expect(await bytesAt(file, 0, 20)).toEqual(
      Uint8Array.of(...ascii("RF64"), ...u32(UNKNOWN), ...ascii("WAVEds64"), ...u32(28)),
    );
    await file.close?.();
  });

  it("becomes a new RF64 where its header has no room", async () => {
    const path = await sparseFile(wavBytes([format, dataOf(0)], { size: 0 }));
    const file = await editableFile(path);
    expect(await failureCode(repairWav(file))).toBe("wav/not-repairable");
    const wav = await openWav(repairedWav(await openWav(file)), { strict: true });
    expect(wav).toMatchObject({ container: "RF64", frames: FRAMES });
    await file.close?.();
  });
});
