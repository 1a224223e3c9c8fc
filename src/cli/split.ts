import { existsSync } from "node:fs";
import { type SoundSpans, soundSpans } from "../audio/sound-spans.ts";
import { fileFolder } from "../stream/node/index.ts";
import type { Wav } from "../wav/wav.ts";
import { computeFast } from "./compute-fast.ts";
import {
  checkClipFolder,
  checkClipFormat,
  type ExportClipsOptions,
  exportClips,
  exportFacts,
  sayExported,
} from "./export-clips.ts";
import { showFrames } from "./frames-progress.ts";
import { openRecording } from "./open-recording.ts";
import { clockText, countText, durationText } from "./quantity.ts";
import { type OpenRecordingOptions, warningTeller } from "./recording.ts";
import { type SpanFacts, spanFacts } from "./scan-facts.ts";
import { tableLines } from "./table.ts";
import { type Terminal, terminal } from "./terminal.ts";
import { UsageError } from "./usage-error.ts";

/** What `longwave split` takes. */
export interface SplitOptions extends Omit<ExportClipsOptions, "out" | "mode">, OpenRecordingOptions {
  readonly out?: string;
  readonly dryRun?: boolean;
  /** dBFS. */
  readonly silence?: number;
  /** Seconds, as all below. */
  readonly min: number;
  readonly keep: number;
  readonly shortest: number;
  readonly longest?: number;
  readonly adaptive?: boolean;
}

/** Clips here may be hours long, and a clip that hangs can be interrupted. Seconds; timers take no more. */
const NO_TIMEOUT = 2_000_000;

const NOTHING = "nothing but silence: there was nothing to cut out";

/**
 * `longwave split SOURCE --silence -40dB --min 0.5s --out DIR`
 *
 * @returns whether every part gave its clip
 */
export async function split(argument: string, options: SplitOptions): Promise<boolean> {
  const { out: folder, dryRun = false, timeout = NO_TIMEOUT } = options;
  if (folder === undefined && !dryRun) throw new UsageError("expected --out DIR for the clips, or --dry-run");
  const { longest = Number.POSITIVE_INFINITY, keep } = options;
  if (longest <= 2 * keep) {
    throw new UsageError(`--longest must be more than --keep at both ends, ${durationText(2 * keep)}`);
  }
  checkClipFormat(options);
  const out = terminal(options);
  if (folder !== undefined) checkClipFolder(folder, argument);
  // What cannot be a folder is told of before the recording is gone through.
  if (folder !== undefined && existsSync(folder)) await fileFolder(folder);
  computeFast();
  const wav = await openRecording(argument, options);
  try {
    const tellWarnings = warningTeller(argument, wav, out);
    tellWarnings();
    const found = await partsOf(wav, options, out);
    tellWarnings();
    const [segments, leftOut] = [found.spans, found.leftOut].map((spans) =>
      spans.map((span) => spanFacts(span, wav.sampleRate)),
    ) as [SpanFacts[], SpanFacts[]];
    for (const line of notes(found, options)) out.note(line);
    if (folder === undefined || dryRun) {
      out.json({ segments, leftOut });
      for (const line of partLines(segments)) out.say(line);
      return true;
    }
    const result = await exportClips(
      argument,
      wav,
      segments.map(({ start, end }) => ({ start, end })),
      {
        ...options,
        out: folder,
        mode: "streaming",
        timeout,
        clipNames: "number",
        placeholderMessage: NOTHING,
      },
      out,
    );
    tellWarnings();
    out.json({ ...exportFacts(result), segments, leftOut });
    sayExported(result, out);
    return result.failed.length === 0;
  } finally {
    out.clearProgress();
    await wav.close();
  }
}

async function partsOf(wav: Wav, options: SplitOptions, out: Terminal): Promise<SoundSpans> {
  const { silence, min, keep, shortest, longest, adaptive = false, signal } = options;
  try {
    return await soundSpans(wav, {
      minSilence: min,
      keep,
      shortest,
      adaptive,
      onProgress: showFrames(out, wav.sampleRate, "looking for silences"),
      ...(silence !== undefined && { threshold: silence }),
      ...(longest !== undefined && { longest }),
      ...(signal && { signal }),
    });
  } finally {
    out.clearProgress();
  }
}

/** What somebody may not have meant so. */
function notes({ spans, leftOut }: SoundSpans, { shortest }: SplitOptions): string[] {
  const left = countText(leftOut.length, "sound");
  return [
    ...(leftOut.length > 0
      ? [`note: ${left} shorter than ${shortest} s left out; --shortest 0 keeps all`]
      : []),
    ...(spans.length === 0 ? [`note: ${NOTHING}`] : []),
  ];
}

function partLines(parts: readonly SpanFacts[]): string[] {
  const total = parts.reduce((sum, { start, end }) => sum + end - start, 0);
  const table = tableLines(
    parts.map((part, index) => ({ ...part, number: index + 1 })),
    ["right", "right", "right", "right"],
    ["clip", "from", "to", "length"],
    ({ number, start, end }) => [String(number), clockText(start), clockText(end), durationText(end - start)],
    parts.length,
  );
  return [
    ...(parts.length > 0 ? table : []),
    `${countText(parts.length, "clip")}, ${durationText(total)} in all`,
  ];
}
