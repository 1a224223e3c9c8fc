import type { ByteSource } from "../stream/byte-source.ts";
import { LongwaveError } from "../stream/error.ts";
import { editableFile } from "../stream/node/index.ts";
import { clipWav } from "../wav/clip-wav.ts";
import { checkEditable, editWav } from "../wav/edit/edit-wav.ts";
import type { ChangeMetadata } from "../wav/edit/metadata-change.ts";
import { withMetadata } from "../wav/edit/with-metadata.ts";
import type { TextEncoding } from "../wav/metadata/text.ts";
import { openWav } from "../wav/open-wav.ts";
import type { WavWarning } from "../wav/warning.ts";
import type { Wav } from "../wav/wav.ts";
import { withAdvice } from "./advice.ts";
import { openNamed, openRecording } from "./open-recording.ts";
import { isUrl, type OpenSourceOptions } from "./open-source.ts";
import { containerFor } from "./output-container.ts";
import { bytesText, countText } from "./quantity.ts";
import { warningLines, withName } from "./recording.ts";
import type { TagChange } from "./tag-change.ts";
import { type TagDifference, tagDifferences } from "./tag-difference.ts";
import { requestedChange, type TagRequest } from "./tag-request.ts";
import { type OutputOptions, type Terminal, terminal } from "./terminal.ts";
import { UsageError } from "./usage-error.ts";
import { checkOutput, sayWritten, writeOutput } from "./write-output.ts";

/** What `longwave tag` takes. */
export interface TagOptions extends OutputOptions, OpenSourceOptions, TagRequest {
  readonly encoding?: TextEncoding;
  readonly rewrite?: boolean;
  readonly output?: string;
  readonly dryRun?: boolean;
}

/** What can be done about a file that cannot be changed in place. */
const IN_PLACE_ADVICE: Readonly<Record<string, string>> = {
  "file/not-permitted": "-o writes a new file",
  "wav/needs-repair": "longwave repair does that, or -o writes a new file",
  "wav/no-room": "use --rewrite, or -o for a new file",
};

/** What tells of bytes that a new file does not have, and that would be gone with the old one. */
const LEFT_OUT: readonly string[] = [
  "wav/second-chunk",
  "wav/trailing-bytes",
  "wav/no-chunk",
  "wav/partial-frame",
];

/** What became of a file. */
interface TagOutcome {
  readonly file: string;
  /**
   * Where the new metadata is; `"nowhere"` where nothing was to be changed, or nothing was changed because of
   * `--dry-run`.
   */
  readonly place: "slack" | "end" | "rewritten" | "output" | "nowhere";
  /** By how many bytes it has become longer, in place. */
  readonly appended?: number;
  readonly output?: string;
  readonly changes: readonly TagDifference[];
}

/** A file in which nothing could be changed. */
interface TagFailure {
  readonly file: string;
  readonly error: { readonly code: string; readonly message: string };
}

/**
 * `longwave tag FILE… --set FIELD=VALUE --cue TIME:LABEL …`
 *
 * @returns whether all files were changed as asked
 */
export async function tag(files: readonly string[], options: TagOptions): Promise<boolean> {
  const { output, rewrite = false, json, signal } = options;
  if (output !== undefined) {
    if (rewrite) throw new UsageError("--rewrite has no meaning together with -o");
    if (files.length > 1) throw new UsageError("-o takes one file; without it files are changed in place");
    checkOutput(output, json, files);
  }
  const remote = output === undefined && !options.dryRun ? files.find(isUrl) : undefined;
  if (remote !== undefined)
    throw new UsageError(`${remote} cannot be changed in place: -o writes a new file`);
  const { change, notes } = await requestedChange(options, signal);
  const out = terminal(options);
  for (const note of notes) out.note(`note: ${note}`);
  const results: (TagOutcome | TagFailure)[] = [];
  for (const file of files) {
    try {
      results.push(await tagFile(file, change, options, out));
    } catch (error) {
      const told = withAdvice(withName(file, error), output === undefined ? IN_PLACE_ADVICE : {});
      if (!(told instanceof LongwaveError) || files.length === 1 || signal?.aborted) throw told;
      const { code, message } = told;
      results.push({ file, error: { code, message } });
      out.complain(`failed: ${message} (${code})`);
    }
  }
  out.json({ files: results });
  return results.every((result) => !("error" in result));
}

async function tagFile(
  file: string,
  change: TagChange,
  options: TagOptions,
  out: Terminal,
): Promise<TagOutcome> {
  const { output, rewrite, dryRun, encoding = "auto", signal } = options;
  const isInPlace = !dryRun && !rewrite && output === undefined;
  const editable = isInPlace ? await editableFile(file) : undefined;
  const wav = editable ? await openNamed(file, editable, options) : await openRecording(file, options);
  try {
    for (const line of warningLines(file, wav)) out.note(line);
    let changes: readonly TagDifference[] = [];
    const recorded: ChangeMetadata = (before) => {
      const { sampleRate, frames, format } = wav;
      const after = change(before, { sampleRate, frames, name: file, littleEndian: !format.bigEndian });
      changes = tagDifferences(before, after, sampleRate);
      return after;
    };
    const onWarning = (warning: WavWarning) => {
      for (const line of warningLines(file, { warnings: [warning] })) out.note(line);
    };
    const reading = { encoding, onWarning, ...(signal && { signal }) };
    if (editable) {
      const { size } = editable;
      const { place } = await editWav(editable, recorded, reading);
      if (place === "end" && wav.container === "W64") {
        const why = "some programs take what is behind the audio of a Wave64 file for audio";
        out.note(`note: ${file}: ${why}; --rewrite puts it before`);
      }
      return sayInPlace({ file, place, appended: editable.size - size, changes }, out);
    }
    if (rewrite) checkNothingIsLost(file, wav);
    else if (output === undefined) checkEditable(wav);
    const changed = await withMetadata(wav, recorded, reading);
    if (dryRun) return sayDifferences({ file, place: "nowhere", changes }, out);
    if (output !== undefined) {
      const result = await inContainerOf(output, wav, changed);
      await writeOutput(result, output, out, signal);
      sayWritten(result, wav.duration, output, out);
      return { file, place: "output", output, changes };
    }
    if (changes.length === 0) return sayInPlace({ file, place: "nowhere", changes }, out);
    await writeOutput(changed, file, out, signal);
    out.say(`${file}: ${countText(changes.length, "change")}, rewritten, ${bytesText(changed.size)}`);
    return { file, place: "rewritten", changes };
  } finally {
    await wav.close();
  }
}

/** @throws LongwaveError `tag/would-lose` */
function checkNothingIsLost(file: string, { warnings }: Wav): void {
  const lost = warnings.find(({ code }) => LEFT_OUT.includes(code));
  if (!lost) return;
  const message = `${file} has bytes that a rewritten file would not have: ${lost.message}; -o writes a new file beside it`;
  throw new LongwaveError("tag/would-lose", message, { offset: lost.offset, actual: lost.code });
}

/** A file in the container that the name of the output asks for, or in its own. */
async function inContainerOf(output: string, wav: Wav, changed: ByteSource): Promise<ByteSource> {
  const container = containerFor(output);
  if (container === undefined || container === wav.container) return changed;
  return clipWav(await openWav(changed), 0, wav.frames, { container });
}

function sayInPlace(outcome: TagOutcome, out: Terminal): TagOutcome {
  const { file, place, appended = 0, changes } = outcome;
  const where = place === "slack" ? "in the slack of the file" : `appended ${countText(appended, "byte")}`;
  const what = `${countText(changes.length, "change")} in place, ${where}`;
  out.say(`${file}: ${place === "nowhere" ? "nothing to change" : what}`);
  return outcome;
}

function sayDifferences(outcome: TagOutcome, out: Terminal): TagOutcome {
  const { file, changes } = outcome;
  if (changes.length === 0) return sayInPlace(outcome, out);
  out.say(`${file}: would make ${countText(changes.length, "change")}`);
  const shown = (text: string | undefined) =>
    text === undefined ? "nothing" : JSON.stringify(text.length > 100 ? `${text.slice(0, 100)}…` : text);
  for (const { field, before, after } of changes) out.say(`  ${field}: ${shown(before)} → ${shown(after)}`);
  return outcome;
}
