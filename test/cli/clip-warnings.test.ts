import { join } from "node:path";
import { expect, test } from "vitest";
import { exportClips, exportFacts } from "../../src/cli/export-clips.ts";
import { openRecording } from "../../src/cli/open-recording.ts";
import type { Terminal } from "../../src/cli/terminal.ts";
import { scratchFolder, writeRecording } from "../helpers/cli-recording.ts";

const SEGMENTS = [
  { start: 0, end: 0.1 },
  { start: 0.1, end: 0.2 },
];

function listening(notes: string[]): Terminal {
  const silent = () => {};
  const note = (line: string) => void notes.push(line);
  return { say: silent, note, complain: note, json: silent, progress: silent, clearProgress: silent };
}

test("what is odd about encoded clips is told once for all of them, and stands in the facts", async () => {
  const cwd = scratchFolder();
  const path = join(cwd, "take.wav");
  writeRecording(path, { frames: 19_200, sampleRate: 96_000 });
  const recording = await openRecording(path, {});
  const message = "mp3 has no sample rate of 96000 Hz: the result has 48000 Hz";
  const notes: string[] = [];
  const options = { out: join(cwd, "clips") };
  const encoded = { ...options, format: "mp3" } as const;
  const result = await exportClips("take.wav", recording, SEGMENTS, encoded, listening(notes));
  expect(notes).toEqual([`warning: take.wav: ${message} (media/rate-changed, in 2 clips)`]);
  const warnings = [{ code: "media/rate-changed", message, clips: 2 }];
  expect(exportFacts(result)).toMatchObject({ clips: 2, failed: 0, warnings });

  const copied = await exportClips("take.wav", recording, SEGMENTS, options, listening([]));
  expect(exportFacts(copied)).not.toHaveProperty("warnings");
  await recording.close?.();
});
