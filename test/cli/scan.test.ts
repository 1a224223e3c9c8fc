import { execFile } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { describe, expect, test } from "vitest";
import type { ScanFacts } from "../../src/cli/scan-facts.ts";
import { longwave } from "../helpers/cli-command.ts";
import { scratchFolder, wavBytes, writeRecording } from "../helpers/cli-recording.ts";
import { writeSounds } from "../helpers/cli-sounds.ts";
import { chunk, wavBytes as chunkedWav, extensibleBody } from "../helpers/wav-chunks.ts";
import { haveTools } from "../helpers/wav-tool.ts";

const run = promisify(execFile);

async function scanned(cwd: string, ...args: string[]): Promise<ScanFacts[]> {
  const { stdout, stderr } = await longwave(["scan", ...args, "--json"], { cwd });
  expect(stderr).toBe("");
  return JSON.parse(stdout).sources;
}

test("scan of one recording is a report, with a row for each channel and each silence", async () => {
  const cwd = scratchFolder();
  const sounds = [
    { seconds: 1, level: [0.5, 0.25], frequency: 1000 },
    { seconds: 1, level: 0 },
  ];
  writeSounds(join(cwd, "my talk.wav"), sounds, { sampleRate: 48_000, channels: 2 });
  const { code, stdout, stderr } = await longwave(["scan", "my talk.wav"], { cwd });
  expect(stderr).toBe("");
  expect(code).toBe(0);
  expect(stdout).toMatchInlineSnapshot(`
    "source          my talk.wav
    format          16-bit PCM, 48000 Hz, 2 channels
    duration        0:02.000 (96000 frames)
    integrated      -8.8 LUFS
    loudness range  0.0 LU
    max momentary   -8.1 LUFS
    max short-term  -inf LUFS
    true peak       -6.01 dBTP
    peak            -6.02 dBFS, first at 0:00.000
    RMS             -14.08 dBFS
    DC offset       0.00000
    clipped         no
    silence         0:01.000 in all (50.0 %), once below -60 dB for 0.5 s or longer

    channel  peak dBFS  true peak dBTP  RMS dBFS  DC offset  clipped
          1      -6.02           -6.01    -12.04    0.00000        0
          2     -12.04          -12.04    -18.06    0.00000        0

    silent from           to    length
    0:00:01.000  0:00:02.000  0:01.000
    "
  `);
});

test("scan --json has all figures, and null for what is minus infinity", async () => {
  const cwd = scratchFolder();
  writeFileSync(join(cwd, "nothing.wav"), wavBytes(new Uint8Array(16_000)));
  writeFileSync(join(cwd, "empty.wav"), wavBytes(new Uint8Array(0)));
  const level = {
    peak: null,
    peakFrame: 0,
    truePeak: null,
    rms: null,
    dcOffset: 0,
    clippedSamples: 0,
    clippedRuns: 0,
    nonFiniteSamples: 0,
  };
  const nothing = {
    source: "nothing.wav",
    format: "16-bit PCM, 8000 Hz, 1 channel",
    sampleRate: 8000,
    channels: 1,
    frames: 8000,
    duration: 1,
    ...level,
    integrated: null,
    loudnessRange: 0,
    maxMomentary: null,
    maxShortTerm: null,
    perChannel: [level],
    silence: {
      threshold: -60,
      minDuration: 0.5,
      frames: 8000,
      duration: 1,
      share: 1,
      spans: [{ start: 0, end: 1, fromFrame: 0, toFrame: 8000 }],
    },
  };
  const silence = { ...nothing.silence, frames: 0, duration: 0, share: 0, spans: [] };
  const empty = { ...nothing, source: "empty.wav", frames: 0, duration: 0, silence };
  expect(await scanned(cwd, "nothing.wav", "empty.wav")).toEqual([nothing, empty]);
});

test("scan counts as silence what --silence and --min say", async () => {
  const cwd = scratchFolder();
  const parts = [0.5, 0.02, 0.5, 0].map((level, at) => ({ seconds: at === 3 ? 0.25 : 0.5, level }));
  writeSounds(join(cwd, "talk.wav"), parts);
  const spansOf = async (...args: string[]) =>
    (await scanned(cwd, "talk.wav", ...args))[0]?.silence.spans.map(({ start, end }) =>
      [start, end].map((seconds) => Math.round(seconds * 100) / 100),
    );
  expect(await spansOf()).toEqual([]);
  expect(await spansOf("--min", "200ms")).toEqual([[1.5, 1.75]]);
  expect(await spansOf("--silence", "-30dB", "--min", "0.2")).toEqual([
    [0.5, 1],
    [1.5, 1.75],
  ]);
});

test("scan weighs channels by the channel mask of the file: what is for low frequencies does not count", async () => {
  const cwd = scratchFolder();
  const frontCenterAndLowFrequencies = 0xc;
  writeSounds(join(cwd, "plain.wav"), [{ seconds: 1, level: 0.5 }], { channels: 2 });
  const samples = readFileSync(join(cwd, "plain.wav")).subarray(44);
  const format = extensibleBody({
    channels: 2,
    sampleRate: 16_000,
    mask: frontCenterAndLowFrequencies,
  });
  writeFileSync(join(cwd, "masked.wav"), chunkedWav([chunk("fmt ", format), chunk("data", samples)]));
  const [plain, masked] = await scanned(cwd, "plain.wav", "masked.wav");
  expect((plain?.integrated ?? 0) - (masked?.integrated ?? 0)).toBeCloseTo(3.01, 2);
});

test("scan of several is a table, names those that fail, and ends with 1", async () => {
  const cwd = scratchFolder();
  writeSounds(join(cwd, "a.wav"), [{ seconds: 1, level: 0.5 }]);
  writeFileSync(join(cwd, "b.wav"), "no recording");
  writeSounds(join(cwd, "c.wav"), [{ seconds: 0.5, level: 1 }]);
  const { code, stdout, stderr } = await longwave(["scan", "a.wav", "b.wav", "nope.wav", "c.wav"], { cwd });
  expect(code).toBe(1);
  expect(stderr).toMatch(
    /^failed: b\.wav is no WAV file: .* \(wav\/not-wav\)\nfailed: cannot open nope\.wav: .* \(file\/not-found\)\n$/,
  );
  const [heads = "", ...rows] = stdout.trimEnd().split("\n");
  expect(heads.split(/\s{2,}/).join()).toBe(
    "source,duration,LUFS,LRA LU,max M,max S,dBTP,peak dB,RMS dB,DC,clipped,silent",
  );
  expect(rows.map((row) => row.split(/\s{2,}/)[0])).toEqual(["a.wav", "c.wav"]);
  const json = await longwave(["scan", "a.wav", "nope.wav", "--json"], { cwd });
  expect(json.code).toBe(1);
  const { sources } = JSON.parse(json.stdout);
  expect(sources[0].peak).toBeCloseTo(-6.02, 2);
  expect(sources[1]).toEqual({
    source: "nope.wav",
    error: { code: "file/not-found", message: "cannot open nope.wav: no such file or folder" },
  });
});

test("scan of one that fails is an error as of any command", async () => {
  const cwd = scratchFolder();
  expect(await longwave(["scan", "nope.wav"], { cwd })).toMatchObject({
    code: 1,
    stdout: "",
    stderr: "error: cannot open nope.wav: no such file or folder (file/not-found)\n",
  });
});

test.each([
  [["--silence", "quiet"], "Expected decibels, such as -40dB"],
  [["--silence", "6dB"], "Expected at most 0 dB, such as -40dB"],
  [["--min", "soon"], "Expected seconds, such as 1.5s or 250ms"],
])("scan %j is wrong usage", async (args, expected) => {
  const { code, stderr } = await longwave(["scan", "a.wav", ...args]);
  expect(code).toBe(2);
  expect(stderr).toContain(`is invalid. ${expected}; see longwave scan --help`);
});

describe.runIf(haveTools("ffmpeg"))("what ffmpeg measures", () => {
  test("scan measures too: loudness, true peak, levels and clipping", async () => {
    const cwd = scratchFolder();
    const sounds = [0.1, 0.6, 1, 0.05, 0.3].map((level, at) => ({
      seconds: 2,
      level: [level, level / 2],
      frequency: 300 + 900 * at,
    }));
    writeRecording(join(cwd, "noise.wav"), { frames: 48_000 * 4, channels: 2, sampleRate: 48_000, bits: 24 });
    writeSounds(join(cwd, "music.wav"), sounds, { sampleRate: 48_000, channels: 2 });
    // True peaks of noise depend on the filter: near half of the sample rate all filters are different.
    for (const [file, tolerance] of [
      ["noise.wav", 0.6],
      ["music.wav", 0.05],
    ] as const) {
      const [facts] = await scanned(cwd, file);
      const filters = "ebur128=peak=true,astats=measure_perchannel=none";
      const { stderr } = await run(
        "ffmpeg",
        ["-hide_banner", "-i", file, "-af", filters, "-f", "null", "-"],
        {
          cwd,
        },
      );
      const summary = stderr.slice(stderr.lastIndexOf("Integrated loudness"));
      const number = (pattern: RegExp, text: string) => Number(pattern.exec(text)?.[1]);
      expect(Math.abs((facts?.integrated ?? 99) - number(/I:\s+(-?[\d.]+) LUFS/, summary))).toBeLessThan(
        0.11,
      );
      expect(Math.abs((facts?.loudnessRange ?? 99) - number(/LRA:\s+(-?[\d.]+) LU/, summary))).toBeLessThan(
        0.5,
      );
      expect(Math.abs((facts?.truePeak ?? 99) - number(/Peak:\s+(-?[\d.]+) dBFS/, summary))).toBeLessThan(
        tolerance,
      );
      expect(facts?.peak).toBeCloseTo(number(/Peak level dB: (-?[\d.]+)/, stderr), 3);
      expect(facts?.rms).toBeCloseTo(number(/RMS level dB: (-?[\d.]+)/, stderr), 3);
    }
  });
});
