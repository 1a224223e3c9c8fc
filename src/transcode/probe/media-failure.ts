import { LongwaveError } from "../../stream/error.ts";
import { JOB_FOLDER } from "../engine/job-path.ts";
import { isErrorLine, type LogLine, plainLogLine, readLogLine } from "./log-line.ts";

/** A run of ffmpeg or ffprobe that failed. */
export interface FailedRun {
  /** The last lines of its log, with levels, oldest first. */
  readonly log: readonly string[];
  /** What it returned; of ffprobe in WebAssembly it means nothing. */
  readonly exitCode: number;
  /** Bytes of the input, where they are known. */
  readonly size?: number;
  /** What a person would call the input. */
  readonly name?: string;
  /** Whether the input could be read out of order; yes unless told otherwise. */
  readonly seekable?: boolean;
}

/** What is wrong, for a program and for a person. */
interface Verdict {
  readonly code: string;
  readonly message: string;
}

/** Lines of the log that are kept in an error: enough for the reason and what led to it. */
const KEPT_LINES = 8;

/** What ffmpeg says that is no reason: advice, and its way of stopping in WebAssembly. */
const NOISE: RegExp = /^(Aborted\(\)|Consider increasing the value|To ignore this, add)/;

const NOT_MEDIA: Verdict = { code: "media/not-media", message: "the file is no recording" };
const TRUNCATED: Verdict = {
  code: "media/truncated",
  message: "the file ends before what is needed to read it",
};
const CORRUPT: Verdict = { code: "media/corrupt", message: "the sound could not be decoded" };

/** Words of ffmpeg 5.1 by which a sort of failure is known, in the order in which they are looked for. */
const SIGNS: readonly (readonly [RegExp, Verdict])[] = [
  [
    /Error writing trailer|reserved_moov_size is too small|Error muxing a packet|No space left on device/,
    { code: "media/failed", message: "the result could not be written" },
  ],
  [
    /matches no streams|does not contain any stream/,
    { code: "media/no-audio", message: "the file has no sound" },
  ],
  [
    /Decoder \(codec .*\) not found|Unsupported codec with id|unknown codec|Unknown (en|de)coder/,
    { code: "media/unsupported-encoding", message: "the encoding is not supported" },
  ],
  [/detected only with low score|unspecified (frame size|sample rate)/, NOT_MEDIA],
  [
    /moov atom not found|partial file|no 'data' tag found|File ended prematurely|premature end of file|Truncating packet/,
    TRUNCATED,
  ],
  [
    /Error while decoding stream|corrupt input packet|Empty output|CRC mismatch|decode_frame\(\) failed/,
    CORRUPT,
  ],
];

/** How ffmpeg ends where it could not open the input: the input's name, and the reason. */
const NOT_OPENED: readonly (readonly [RegExp, Verdict])[] = [
  [/: (End of file|I\/O error|Input\/output error)$/, TRUNCATED],
  [/: (Invalid data found when processing input|Invalid argument)$/, NOT_MEDIA],
];

/** MP4 with its index behind the sound, of an input that only flows. */
function needsSeeking(lines: readonly LogLine[], run: FailedRun): boolean {
  return run.seekable === false && lines.some(({ text }) => /partial file|moov atom not found/.test(text));
}

function verdictOf(lines: readonly LogLine[], run: FailedRun): Verdict {
  if (run.size === 0) return { code: "media/empty", message: "the file is empty" };
  if (needsSeeking(lines, run)) {
    return {
      code: "media/needs-seeking",
      message:
        "the file has its index at the end, and the source cannot be read out of order: save it to a file first",
    };
  }
  for (const [sign, verdict] of SIGNS) if (lines.some(({ text }) => sign.test(text))) return verdict;
  const reasons = lines.filter((line) => isErrorLine(line) && line.part === undefined);
  for (const [sign, verdict] of NOT_OPENED) if (reasons.some(({ text }) => sign.test(text))) return verdict;
  // With `-xerror` ffmpeg stops after what the decoder said, and adds nothing.
  const last = lines.findLast(isErrorLine);
  if (last?.part !== undefined) return CORRUPT;
  return { code: "media/failed", message: `ffmpeg failed with code ${run.exitCode}` };
}

/**
 * What a failed run means, out of how ffmpeg 5.1 words its log.
 *
 * A source that fails while it is read is told as its end would be: whoever serves the source knows better, and
 * throws its error instead.
 *
 * @returns a LongwaveError `media/empty`, `media/not-media`, `media/no-audio`, `media/needs-seeking`,
 *   `media/truncated`, `media/corrupt`, `media/unsupported-encoding`, or `media/failed`, with the last lines of
 *   the log as `details.log`
 */
export function mediaFailure(run: FailedRun): LongwaveError {
  const lines = run.log.map(readLogLine).filter(({ text }) => text !== "" && !NOISE.test(text));
  const { code, message } = verdictOf(lines, run);
  const log = lines.slice(-KEPT_LINES).map(plainLogLine);
  const reason = lines.findLast(isErrorLine) ?? lines.at(-1);
  const subject = run.name === undefined ? "" : `${run.name}: `;
  const because =
    reason === undefined || code === "media/empty"
      ? ""
      : ` (ffmpeg: ${plainLogLine(reason).replaceAll(`${JOB_FOLDER}/`, "")})`;
  return new LongwaveError(code, `${subject}${message}${because}`, { exitCode: run.exitCode, log });
}
