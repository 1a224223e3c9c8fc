import type { ByteSource } from "../../stream/byte-source.ts";
import type { EditableFile } from "../../stream/editable-file.ts";
import { clipWav } from "../clip-wav.ts";
import { type OpenWavOptions, openWav } from "../open-wav.ts";
import { findRepairs, type WavRepair } from "./find-repairs.ts";
import { overwrite } from "./overwrite.ts";

export type { WavRepair } from "./find-repairs.ts";

/** How a recording is repaired. */
export interface RepairedWavOptions extends Pick<OpenWavOptions, "dataToEnd" | "signal"> {}

/** How a repair in place is done. */
export interface RepairWavOptions extends RepairedWavOptions {
  /** Only finds out what is to be done. */
  readonly dryRun?: boolean;
}

/**
 * Puts the header of a recording right whose recorder was cut off: sizes say what is there. The audio is not touched. A
 * RIFF of 4 GiB or more becomes an RF64 where room was kept for that at its start, an RF64 without 64-bit sizes a RIFF
 * where that can hold it. What `editWav` has left undone is done.
 *
 * @returns what was changed, in the order in which it was written; nothing for a file that is right
 * @throws LongwaveError `wav/not-repairable` for what only `repairedWav` can repair: sizes of 64 bits for which there is
 *   no room, bytes before the file or between its chunks, missing padding between chunks; what `openWav` and the file
 *   throw
 */
export async function repairWav(
  file: EditableFile,
  options: RepairWavOptions = {},
): Promise<readonly WavRepair[]> {
  const { dryRun = false, ...opening } = options;
  const wav = await openWav(file, opening);
  const repairs = await findRepairs(wav);
  opening.signal?.throwIfAborted();
  if (!dryRun) await overwrite(file, repairs);
  return repairs;
}

/**
 * The same recording with a header that is right, as a new WAV file: its audio and its metadata are read only when
 * somebody asks.
 *
 * @throws LongwaveError what `openWav` throws; `wav/too-large` for a RIFX of 4 GiB or more
 */
export async function repairedWav(source: ByteSource, options: RepairedWavOptions = {}): Promise<ByteSource> {
  const wav = await openWav(source, options);
  return clipWav(wav, 0, wav.frames, { container: wav.container });
}
