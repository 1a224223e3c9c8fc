/** A number of bytes for people, in decimal units: `"1.8 MB"`. */
export function bytesText(bytes: number): string {
  const units = ["bytes", "kB", "MB", "GB", "TB"];
  let value = bytes;
  let unit = 0;
  // 999.95 would be shown as 1000.0.
  while (value >= 999.95 && unit < units.length - 1) {
    value /= 1000;
    unit++;
  }
  return unit === 0 ? `${bytes} bytes` : `${value.toFixed(1)} ${units[unit]}`;
}

/** A length of time for people, to the millisecond: `"4:00:00.000"`, `"0:07.250"`. */
export function durationText(seconds: number): string {
  const milliseconds = Math.round(seconds * 1000);
  const two = (value: number) => String(Math.floor(value)).padStart(2, "0");
  const hours = Math.floor(milliseconds / 3_600_000);
  const minutes = Math.floor(milliseconds / 60_000) % 60;
  const rest = (milliseconds % 60_000) / 1000;
  const tail = `${two(rest)}.${String(milliseconds % 1000).padStart(3, "0")}`;
  return hours > 0 ? `${hours}:${two(minutes)}:${tail}` : `${minutes}:${tail}`;
}

/** A count with its noun: `"1 clip"`, `"2 clips"`. (`toLocaleString` would load 7 MB of language data.) */
export function countText(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}

/** A time of day, to the millisecond: `"0:05:12.250"`. */
export function clockText(seconds: number): string {
  return seconds < 3600 ? `0:${durationText(seconds).padStart(9, "0")}` : durationText(seconds);
}

/** A place in a recording: `"frame 48000 (0:01.000)"`. */
export function frameText(frame: number, sampleRate: number): string {
  return `frame ${frame} (${durationText(frame / sampleRate)})`;
}
