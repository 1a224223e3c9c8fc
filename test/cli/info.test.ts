import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { longwave } from "../helpers/cli-command.ts";
import { noise, scratchFolder, wavBytes, writeRecording } from "../helpers/cli-recording.ts";
import { rangeServer } from "../helpers/range-server.ts";
import { chunk, formatBody, u32, wavBytes as wavChunks } from "../helpers/wav-chunks.ts";

test("info shows what a recording is, as a table", async () => {
  const cwd = scratchFolder();
  writeRecording(join(cwd, "take.wav"), { frames: 12_000 });
  const { code, stdout, stderr } = await longwave(["info", "take.wav"], { cwd });
  expect(stderr).toBe("");
  expect(stdout).toBe(`\
source     take.wav
size       24.0 kB (24044 bytes)
container  RIFF
format     16-bit PCM, 8000 Hz, 1 channel
duration   0:01.500
frames     12000

chunk  offset  body   size
fmt        12    20     16
data       36    44  24000
`);
  expect(code).toBe(0);
});

test("info --json prints one document on standard output and nothing else", async () => {
  const cwd = scratchFolder();
  writeRecording(join(cwd, "take.wav"), { frames: 8000, channels: 2 });
  const { code, stdout, stderr } = await longwave(["info", "take.wav", "--json"], { cwd });
  expect(stderr).toBe("");
  expect(code).toBe(0);
  expect(JSON.parse(stdout)).toEqual({
    source: "take.wav",
    size: 32_044,
    container: "RIFF",
    format: {
      encoding: "pcm",
      channels: 2,
      sampleRate: 8000,
      bitsPerSample: 16,
      validBits: 16,
      blockAlign: 4,
      framesPerBlock: 1,
    },
    frames: 8000,
    duration: 1,
    data: { offset: 44, size: 32_000 },
    chunks: [
      { id: "fmt ", offset: 12, bodyOffset: 20, size: 16 },
      { id: "data", offset: 36, bodyOffset: 44, size: 32_000 },
    ],
    metadata: {},
    warnings: [],
  });
});

test("info says how many frames the fact chunk claims, where it is not what there is", async () => {
  const cwd = scratchFolder();
  const format = chunk("fmt ", formatBody({ bits: 8 }));
  const audio = chunk("data", new Uint8Array(20));
  for (const frames of [7, 20]) {
    writeFileSync(join(cwd, `${frames}.wav`), wavChunks([format, chunk("fact", u32(frames)), audio]));
    const { stdout } = await longwave(["info", `${frames}.wav`, "--json"], { cwd });
    expect(JSON.parse(stdout)).toMatchObject({ frames: 20, declaredFrames: frames });
  }
  const { stdout: differing } = await longwave(["info", "7.wav"], { cwd });
  expect(differing).toMatch(/^frames {5}20\ndeclared {3}7 frames \(fact chunk\)$/m);
  const { stdout: agreeing } = await longwave(["info", "20.wav"], { cwd });
  expect(agreeing).not.toContain("declared");
});

test("info --quiet prints nothing", async () => {
  const cwd = scratchFolder();
  writeRecording(join(cwd, "take.wav"), { frames: 100 });
  expect(await longwave(["info", "take.wav", "-q"], { cwd })).toMatchObject({
    code: 0,
    stdout: "",
    stderr: "",
  });
});

test("info shows the oddities of a file and exits with 0", async () => {
  const cwd = truncatedRecording();
  const { code, stdout } = await longwave(["info", "short.wav"], { cwd });
  expect(code).toBe(0);
  expect(stdout).toMatch(/^frames {5}500$/m);
  expect(stdout).toMatch(/\n\n\d warnings?\n(?: {2}\S.* \(wav\/[a-z-]+\)\n)+$/);
  expect(stdout).toContain("(wav/truncated)");
});

test("info --json holds the oddities with code and offset", async () => {
  const cwd = truncatedRecording();
  const { stdout } = await longwave(["info", "short.wav", "--json"], { cwd });
  expect(JSON.parse(stdout).warnings).toContainEqual(
    expect.objectContaining({ code: "wav/truncated", offset: expect.any(Number) }),
  );
});

test("info --strict makes an oddity an error, with exit code 1", async () => {
  const cwd = truncatedRecording();
  const { code, stdout, stderr } = await longwave(["info", "short.wav", "--strict"], { cwd });
  expect(code).toBe(1);
  expect(stdout).toBe("");
  expect(stderr).toMatch(/^error: .+ \(wav\/[a-z-]+\)\n$/);
});

test.each([
  ["nothing.wav", "error: cannot open nothing.wav: no such file or folder (file/not-found)\n"],
  ["folder", "error: cannot read folder: it is a folder (file/is-folder)\n"],
  [
    "text.wav",
    'error: text.wav is no WAV file: expected RIFF, RIFX, RF64 or BW64 with "WAVE", or Sony Wave64, in its first bytes, got "plai" and "xt t" (wav/not-wav)\n',
  ],
  [
    "empty.wav",
    'error: empty.wav is no WAV file: expected RIFF, RIFX, RF64 or BW64 with "WAVE", or Sony Wave64, in its first bytes, got an empty file (wav/not-wav)\n',
  ],
  [
    "song.mp3",
    expect.stringMatching(/^error: song\.mp3: the file is no recording .*\(media\/not-media\)\n$/),
  ],
])("info of %s fails in one line with exit code 1", async (name, message) => {
  const cwd = scratchFolder();
  mkdirSync(join(cwd, "folder"));
  writeFileSync(join(cwd, "text.wav"), "plain text that has been given the name of a recording");
  writeFileSync(join(cwd, "empty.wav"), "");
  writeFileSync(join(cwd, "song.mp3"), Buffer.concat([Buffer.from("ID3\x04"), noise(4000)]));
  expect(await longwave(["info", name], { cwd })).toMatchObject({ code: 1, stdout: "", stderr: message });
});

test("info of a URL reads the head by range and sends the headers of -H", async () => {
  const samples = noise(2_000_000);
  const file = wavBytes(samples);
  const server = await rangeServer({
    size: file.length,
    fill: (offset, into) => into.set(file.subarray(offset, offset + into.length)),
    etag: '"take"',
  });
  try {
    const args = ["info", server.url, "-H", "Authorization: Bearer abc:def", "-H", "X-Empty:", "--json"];
    const { code, stdout, stderr } = await longwave(args);
    expect(stderr).toBe("");
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ source: server.url, size: file.length, frames: 1_000_000 });
    expect(server.requests.every(({ range }) => range?.startsWith("bytes="))).toBe(true);
    expect(server.requests[0]?.headers).toMatchObject({ authorization: "Bearer abc:def", "x-empty": "" });
    expect(server.bytesMoved).toBeLessThan(300_000);
  } finally {
    await server.close();
  }
});

test("info of a URL that is not there names the URL and the status", async () => {
  const server = await rangeServer({ size: 10, fill: () => {} });
  server.always({ kind: "status", status: 404 });
  try {
    const { code, stderr } = await longwave(["info", server.url]);
    expect(code).toBe(1);
    expect(stderr).toMatch(/^error: .*\/take\.wav.*404.* \(http\/[a-z-]+\)\n$/);
  } finally {
    await server.close();
  }
});

function truncatedRecording(): string {
  const cwd = scratchFolder();
  writeFileSync(join(cwd, "short.wav"), wavBytes(noise(2000)).subarray(0, 1044));
  return cwd;
}
