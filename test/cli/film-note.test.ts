import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { expect, test } from "vitest";
import { convertOne } from "../../src/cli/convert.ts";
import { terminal } from "../../src/cli/terminal.ts";
import { scratchFolder } from "../helpers/cli-recording.ts";
import { haveTools } from "../helpers/wav-tool.ts";

const PICTURES = ["-f", "lavfi", "-i", "testsrc=size=64x48:rate=10:duration=1"];
const SOUND = ["-f", "lavfi", "-i", "sine=duration=1:sample_rate=44100"];

test.runIf(haveTools("ffmpeg"))("of a film, the command says that its pictures are left out", async () => {
  const cwd = scratchFolder();
  const [film, sound] = [join(cwd, "film.mkv"), join(cwd, "sound.mka")];
  const args = ["-v", "error", ...PICTURES, ...SOUND, "-c:v", "mpeg4", "-c:a", "aac"];
  expect(spawnSync("ffmpeg", [...args, film, "-map", "1", "-c:a", "aac", sound]).status).toBe(0);

  const convert = async (source: string, name: string, more: object = {}) => {
    const notes: string[] = [];
    const out = { ...terminal({ json: true }), note: (line: string) => void notes.push(line) };
    const output = join(cwd, name);
    const facts = await convertOne(source, { output, replace: true, ...more }, out);
    return { notes, facts };
  };
  const note = `note: ${film}: its pictures are left out (mpeg4, 64×48)`;
  // Moved, decoded, and computed, into WAV and another format.
  for (const [name, more] of [
    ["moved.m4a", {}],
    ["decoded.wav", {}],
    ["computed.wav", { gain: -6 }],
    ["computed.mp3", { gain: -6 }],
  ] as const) {
    const { notes, facts } = await convert(film, name, more);
    expect(notes).toEqual([note]);
    expect(facts).toMatchObject({ film: { kind: "video", codec: "mpeg4" }, warnings: [] });
  }
  const { notes, facts } = await convert(sound, "sound.m4a");
  expect(notes).toEqual([]);
  expect(facts).not.toHaveProperty("film");
});
