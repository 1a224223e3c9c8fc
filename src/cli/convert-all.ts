import { existsSync, mkdirSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { LongwaveError } from "../stream/error.ts";
import { fileError } from "../stream/node/file-error.ts";
import { convertOne, resultNameOf } from "./convert.ts";
import { type ConvertOptions, STDIN } from "./convert-options.ts";
import { Interruption } from "./interruption.ts";
import { bytesText, countText } from "./quantity.ts";
import { withName } from "./recording.ts";
import { isSameFile } from "./same-file.ts";
import { type SourceToConvert, sourcesOf } from "./source-list.ts";
import { targetOf } from "./target.ts";
import { bar, type Terminal, terminal } from "./terminal.ts";
import { UsageError } from "./usage-error.ts";

/** What `longwave convert --out` takes: the options of one conversion, and a folder. */
export interface ConvertAllOptions extends Omit<ConvertOptions, "output"> {
  /** The folder. */
  readonly out: string;
}

/** What became of a source. */
type Outcome =
  | { readonly source: string; readonly output: string; readonly bytes: number }
  | {
      readonly source: string;
      readonly output: string;
      readonly error: { readonly code: string; readonly message: string };
    };

/**
 * `longwave convert SOURCE… --out FOLDER --format FORMAT`
 *
 * @returns whether all sources could be converted
 * @throws Interruption with those that were converted before the signal came
 */
export async function convertAll(args: readonly string[], options: ConvertAllOptions): Promise<boolean> {
  const { out: folder, format, signal } = options;
  if (format === undefined) throw new UsageError("--out needs --format, such as --format mp3");
  if (args.includes(STDIN))
    throw new UsageError("standard input has no name: give it one result, without --out");
  const target = targetOf(`x.${format === "alac" ? "m4a" : format}`, options);
  const sources = sourcesOf(args);
  if (sources.length === 0) throw new UsageError(`there is no recording in ${args.join(", ")}`);
  makeFolder(folder);
  const out = terminal(options);
  const { workers = availableParallelism() } = options;
  const atOnce = Math.min(workers, sources.length);
  const work = batch(sources, out);
  const outcomes: Outcome[] = [];
  const outputs = sources.map(({ path }) => join(folder, resultNameOf(path, target)));
  const rest = sources.entries();

  async function convertNext(index: number, { path }: SourceToConvert): Promise<void> {
    const output = outputs[index] ?? "";
    try {
      const first = outputs.indexOf(output);
      if (first < index) {
        throw new LongwaveError("cli/same-name", `${sources[first]?.path} gives ${output} already`);
      }
      if (isSameFile(path, output)) {
        throw new LongwaveError("cli/same-name", `${output} is the recording itself: give another folder`);
      }
      if (!options.replace && existsSync(output)) {
        throw new LongwaveError("cli/exists", `${output} is there already; --force replaces it`);
      }
      const facts = await convertOne(
        path,
        {
          ...options,
          output,
          format: target,
          replace: options.replace,
          workers: Math.max(1, Math.floor(workers / atOnce)),
          onShare: (share) => work.tell(index, share),
        },
        work.terminal,
      );
      outcomes[index] = { source: path, ...(facts as { output: string; bytes: number }) };
    } catch (error) {
      if (signal?.aborted) throw error;
      const told = withName(path, error);
      if (!(told instanceof LongwaveError) || told.code === "media/not-installed") throw told;
      const { code, message } = told;
      outcomes[index] = { source: path, output, error: { code, message } };
      out.complain(`failed: ${message} (${code})`);
    } finally {
      work.tell(index, 1);
    }
  }

  const lanes = Array.from({ length: atOnce }, async () => {
    for (const [index, source] of rest) await convertNext(index, source);
  });
  const ends = await Promise.allSettled(lanes);
  out.clearProgress();
  const done = outcomes.filter((outcome) => outcome !== undefined);
  const broken = ends.find((end) => end.status === "rejected");
  const failed = done.filter((outcome) => "error" in outcome).length;
  if (broken && signal?.aborted) {
    const complete = done.length - failed;
    const kept = complete > 0 ? `, kept in ${folder}` : "";
    const message = `interrupted: ${complete} of ${countText(sources.length, "result")} complete${kept}`;
    throw new Interruption({ files: done, total: sources.length }, broken.reason, message);
  }
  if (broken) throw broken.reason;
  const bytes = done.reduce((sum, outcome) => sum + ("error" in outcome ? 0 : outcome.bytes), 0);
  out.json({ files: done, failed });
  const trouble = failed > 0 ? `, ${failed} failed` : "";
  out.say(`${countText(done.length - failed, "file")} in ${folder}${trouble}, ${bytesText(bytes)}`);
  return failed === 0;
}

function makeFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true });
  } catch (error) {
    throw fileError(error as NodeJS.ErrnoException, "make the folder", folder);
  }
}

/** Shows how far all of them are together, each as much as it has bytes. */
function batch(
  sources: readonly SourceToConvert[],
  out: Terminal,
): { readonly terminal: Terminal; tell(index: number, share: number): void } {
  const begun = Date.now();
  const shares = sources.map(() => 0);
  const total = sources.reduce((sum, { size }) => sum + size, 0);
  return {
    // Results and remarks of each are told; the progress is that of all, and the document too.
    terminal: { ...out, json: () => {}, progress: () => {}, clearProgress: () => {} },
    tell(index, share) {
      shares[index] = Math.max(shares[index] ?? 0, share);
      const done = sources.reduce((sum, { size }, at) => sum + size * (shares[at] ?? 0), 0);
      const finished = shares.filter((part) => part === 1).length;
      const elapsed = (Date.now() - begun) / 1000;
      const left = done > 0 && elapsed > 1 ? `, ${Math.ceil((elapsed / done) * (total - done))} s left` : "";
      out.progress(`${bar(done, total)} ${finished} of ${countText(sources.length, "file")}${left}`);
    },
  };
}
