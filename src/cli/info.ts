import { describeFormat } from "../wav/format.ts";
import type { Wav } from "../wav/wav.ts";
import { openRecording } from "./open-recording.ts";
import type { OpenSourceOptions } from "./open-source.ts";
import { bytesText, countText, durationText } from "./quantity.ts";
import { type OutputOptions, terminal } from "./terminal.ts";

export interface InfoOptions extends OutputOptions, OpenSourceOptions {
  readonly strict?: boolean;
}

/** `longwave info SOURCE` */
export async function info(argument: string, options: InfoOptions): Promise<void> {
  const wav = await openRecording(argument, options);
  try {
    const out = terminal(options);
    out.json(facts(argument, wav));
    for (const line of table(argument, wav)) out.say(line);
  } finally {
    await wav.close();
  }
}

function sizeText(bytes: number): string {
  return bytes < 1000 ? bytesText(bytes) : `${bytesText(bytes)} (${bytes} bytes)`;
}

/** What `--json` prints. */
function facts(argument: string, wav: Wav): object {
  const { source, container, format, frames, duration, data, chunks, warnings } = wav;
  return { source: argument, size: source.size, container, format, frames, duration, data, chunks, warnings };
}

function table(argument: string, wav: Wav): string[] {
  const { source, container, format, frames, duration, chunks, warnings } = wav;
  const mask =
    format.channelMask === undefined ? [] : [["channel mask", `0x${format.channelMask.toString(16)}`]];
  const rows = [
    ["source", argument],
    ["size", sizeText(source.size)],
    ["container", container],
    ["format", describeFormat(format)],
    ...mask,
    ["duration", durationText(duration)],
    ["frames", String(frames)],
  ];
  const idWidth = 6;
  const columns = [14, 16, 16];
  const cells = (...texts: (string | number)[]) =>
    texts.map((text, index) => String(text).padStart(columns[index] ?? 0)).join("");
  return [
    ...rows.map(([name = "", value = ""]) => `${name.padEnd(14)}${value}`),
    "",
    `${"chunk".padEnd(idWidth)}${cells("offset", "body", "size")}`,
    ...chunks.map(
      ({ id, offset, bodyOffset, size }) => `${id.padEnd(idWidth)}${cells(offset, bodyOffset, size)}`,
    ),
    ...(warnings.length > 0 ? ["", countText(warnings.length, "warning")] : []),
    ...warnings.map(({ code, message }) => `  ${message} (${code})`),
  ];
}
