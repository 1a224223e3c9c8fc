import { scan } from "../audio/scan.ts";
import { LongwaveError } from "../stream/error.ts";
import { computeFast } from "./compute-fast.ts";
import { showFrames } from "./frames-progress.ts";
import { Interruption } from "./interruption.ts";
import { openRecording } from "./open-recording.ts";
import { printable } from "./printable.ts";
import { type OpenRecordingOptions, warningTeller, withName } from "./recording.ts";
import { type ScanFacts, type ScanFailure, scanFacts } from "./scan-facts.ts";
import { scanLines, scanTable } from "./scan-lines.ts";
import { type OutputOptions, type Terminal, terminal } from "./terminal.ts";

/** What `longwave scan` takes. */
export interface ScanCommandOptions extends OutputOptions, OpenRecordingOptions {
  /** What counts as silence, dBFS. */
  readonly silence: number;
  /** How long it lasts at least, seconds. */
  readonly min: number;
}

/**
 * `longwave scan SOURCE… --silence -60dB --min 0.5s`
 *
 * @returns whether all sources could be measured
 * @throws Interruption with those that were measured before the signal came
 */
export async function scanSources(args: readonly string[], options: ScanCommandOptions): Promise<boolean> {
  const { signal } = options;
  const out = terminal(options);
  computeFast();
  const results: (ScanFacts | ScanFailure)[] = [];
  for (const argument of args) {
    try {
      results.push(await scanOne(argument, args.length > 1 ? printable(argument) : "scanning", options, out));
    } catch (error) {
      if (signal?.aborted && results.length > 0) {
        sayScanned(results, args.length, out);
        throw new Interruption({ sources: results }, error);
      }
      const told = withName(argument, error);
      if (!(told instanceof LongwaveError) || args.length === 1 || signal?.aborted) throw told;
      const { code, message } = told;
      results.push({ source: argument, error: { code, message } });
      out.complain(`failed: ${message} (${code})`);
    }
  }
  out.json({ sources: results });
  sayScanned(results, args.length, out);
  return results.every(isScanned);
}

function isScanned(result: ScanFacts | ScanFailure): result is ScanFacts {
  return !("error" in result);
}

/** A report of the only source; a row for each where more were asked for. */
function sayScanned(results: readonly (ScanFacts | ScanFailure)[], asked: number, out: Terminal): void {
  const scanned = results.filter(isScanned);
  const [only] = scanned;
  if (asked === 1 && only !== undefined) for (const line of scanLines(only)) out.say(line);
  else for (const line of scanTable(scanned)) out.say(line);
}

async function scanOne(
  argument: string,
  label: string,
  options: ScanCommandOptions,
  out: Terminal,
): Promise<ScanFacts> {
  const { silence: threshold, min: minDuration, signal } = options;
  const wav = await openRecording(argument, options);
  try {
    const tellWarnings = warningTeller(argument, wav, out);
    tellWarnings();
    const { channelMask } = wav.format;
    const silence = { threshold, minDuration };
    const found = await scan(wav, {
      silence,
      onProgress: showFrames(out, wav.sampleRate, label),
      ...(channelMask !== undefined && { channelMask }),
      ...(signal && { signal }),
    });
    tellWarnings();
    return scanFacts(argument, wav, found, silence);
  } finally {
    out.clearProgress();
    await wav.close();
  }
}
