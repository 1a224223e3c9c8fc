import type { ByteSource } from "../stream/byte-source.ts";
import { editableFile } from "../stream/node/index.ts";
import { findRepairs, type WavRepair } from "../wav/edit/find-repairs.ts";
import { repairedWav, repairWav } from "../wav/edit/repair-wav.ts";
import { withAdvice } from "./advice.ts";
import { openRecording } from "./open-recording.ts";
import { isUrl, openSource } from "./open-source.ts";
import { countText } from "./quantity.ts";
import { type OpenRecordingOptions, warningLines, withName } from "./recording.ts";
import { type RepairedField, repairedField } from "./repaired-field.ts";
import { type OutputOptions, type Terminal, terminal } from "./terminal.ts";
import { UsageError } from "./usage-error.ts";
import { checkOutput, sayWritten, writeOutput } from "./write-output.ts";

/** What `longwave repair` takes. */
export interface RepairOptions extends OutputOptions, OpenRecordingOptions {
  readonly output?: string;
  readonly dryRun?: boolean;
}

/** What can be done about a file that cannot be repaired in place. */
const IN_PLACE_ADVICE: Readonly<Record<string, string>> = {
  "file/not-permitted": "-o writes a new file",
  "wav/not-repairable": "-o writes a new file",
};

/** `longwave repair FILE` */
export async function repair(file: string, options: RepairOptions): Promise<void> {
  const { output, dryRun = false, json } = options;
  const out = terminal(options);
  if (output !== undefined) {
    if (dryRun) throw new UsageError("--dry-run has no meaning together with -o");
    checkOutput(output, json, [file]);
    return repairInto(output, file, options, out);
  }
  if (isUrl(file) && !dryRun)
    throw new UsageError(`${file} cannot be repaired in place: -o writes a new file`);
  const repairs = await repairInPlace(file, options);
  out.json({ file, repaired: !dryRun && repairs.length > 0, repairs });
  const fields = countText(repairs.length, "field");
  const found = repairs.length === 0 ? "nothing to repair" : `${fields} ${dryRun ? "to repair" : "repaired"}`;
  out.say(`${file}: ${found}`);
  for (const { what, offset, actual, expected } of repairs) {
    out.say(`  ${what} at offset ${offset}: ${actual} → ${expected}`);
  }
  if (!dryRun) await noteWhatIsLeft(file, options, out);
}

/** Says what is odd still, which no size can put right. */
async function noteWhatIsLeft(file: string, options: RepairOptions, out: Terminal): Promise<void> {
  const { signal } = options;
  const wav = await openRecording(file, { ...(signal && { signal }) });
  for (const line of warningLines(file, wav)) out.note(line);
  if (wav.warnings.some(({ code }) => code === "wav/trailing-bytes")) {
    out.note(`note: ${file}: if those bytes are audio, --data-to-end takes them as audio`);
  }
  await wav.close();
}

/** Writes the recording with a header that is right into a new file. */
async function repairInto(
  output: string,
  file: string,
  options: RepairOptions,
  out: Terminal,
): Promise<void> {
  const wav = await openRecording(file, options);
  try {
    for (const line of warningLines(file, wav)) out.note(line);
    const result = repairedWav(wav);
    await writeOutput(result, output, out, options.signal);
    const { frames, duration } = wav;
    out.json({ file, output, frames, duration, bytes: result.size });
    sayWritten(result, duration, output, out);
  } finally {
    await wav.close();
  }
}

/** Repairs a file, or only finds out what there is to repair. */
async function repairInPlace(file: string, options: RepairOptions): Promise<RepairedField[]> {
  const { dryRun = false, dataToEnd = false, signal } = options;
  const reading = { dataToEnd, ...(signal && { signal }) };
  try {
    return dryRun
      ? await fieldsOf(await openSource(file, options), (source) => findRepairs(source, reading))
      : await fieldsOf(await editableFile(file), (edited) => repairWav(edited, reading));
  } catch (error) {
    throw withAdvice(withName(file, error), IN_PLACE_ADVICE);
  }
}

/** The repairs in a file as they are printed; then it is closed. */
async function fieldsOf<T extends ByteSource>(
  file: T,
  repairsIn: (file: T) => Promise<readonly WavRepair[]>,
): Promise<RepairedField[]> {
  const { size } = file;
  try {
    const repairs = await repairsIn(file);
    return repairs.map((repaired) => repairedField(repaired, size));
  } finally {
    await file.close?.();
  }
}
