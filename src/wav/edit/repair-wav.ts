import type { ByteSource } from "../../stream/byte-source.ts";
import type { EditableFile } from "../../stream/editable-file.ts";
import { clipWav } from "../clip-wav.ts";
import type { Wav } from "../wav.ts";
import { findRepairs, type RepairWavOptions, type WavRepair } from "./find-repairs.ts";
import { overwrite } from "./overwrite.ts";

/**
 * Puts the header of a recording right whose recorder was cut off: sizes say what is there. The audio is not touched. A
 * RIFF of 4 GiB or more becomes an RF64 where room was kept for that at its start, an RF64 without 64-bit sizes a RIFF
 * where that can hold it. What `editWav` has left undone is done. `findRepairs` tells what this would change.
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
  const repairs = await findRepairs(file, options);
  options.signal?.throwIfAborted();
  await overwrite(file, repairs);
  return repairs;
}

/**
 * The same recording with a header that is right, as a new WAV file: its audio and its metadata are read only when
 * somebody asks.
 *
 * @throws LongwaveError `wav/too-large` for a RIFX of 4 GiB or more
 */
export function repairedWav(wav: Wav): ByteSource {
  return clipWav(wav, 0, wav.frames, { container: wav.container });
}
