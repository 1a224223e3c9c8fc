import { execFile } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { delimiter, join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { transformSync } from "esbuild";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { copy, encodeWav, memorySink } from "../src/index.ts";
import { PICTURE } from "./helpers/cli-media.ts";
import { type RangeServer, rangeServer } from "./helpers/range-server.ts";

const run = promisify(execFile);
const root = resolve(import.meta.dirname, "..");
const pages = ["README.md", ...readdirSync(join(root, "docs")).map((file) => `docs/${file}`)];

/** Pages have a dozen commands, and some encode: each is a process of its own. */
const COMMANDS_MS = 120_000;

/**
 * Runs the programs of a page in one process, each in its folder, because starting one takes longer than most of them. The first
 * that fails ends it.
 */
const RUN_ALL = `
  for (const folder of process.argv.slice(2)) {
    process.chdir(folder);
    console.log("in " + folder);
    await import(new URL("file://" + folder + "/example.mjs").href);
  }
  console.log("all have run");`;

/** Within the project, so that the examples find the package by its own name; of this run alone. */
let workshop: string;
let server: RangeServer;
let session: Uint8Array;

beforeAll(async () => {
  workshop = mkdtempSync(join(root, ".docs-examples-"));
  mkdirSync(join(workshop, "bin"));
  session = await tone(30);
  server = await rangeServer({
    size: session.length,
    fill: (offset, into) => into.set(session.subarray(offset, offset + into.length)),
    etag: '"1"',
  });
  // Pages name https://example.org; here that is a real server on the loopback.
  writeFileSync(
    join(workshop, "example-org.mjs"),
    `const real = globalThis.fetch;
     globalThis.fetch = (url, init) => real(String(url).replace("https://example.org/session.wav", ${JSON.stringify(server.url)}), init);`,
  );
  writeFileSync(join(workshop, "run-all.mjs"), RUN_ALL);
  const command = `#!/bin/sh\nexec "${process.execPath}" "${join(root, "dist/cli/longwave.cjs")}" "$@"\n`;
  writeFileSync(join(workshop, "bin/longwave"), command, { mode: 0o755 });
});

afterAll(async () => {
  await server.close();
  rmSync(workshop, { recursive: true, force: true });
});

describe.each(pages)("the examples of %s", (page) => {
  const programs = blocks(page, "ts").filter((code) => code.startsWith("import "));
  const commands = blocks(page, "sh")
    .flatMap((block) => block.split("\n"))
    .filter((line) => line.startsWith("longwave "));

  test.runIf(programs.length > 0)(
    "its programs run",
    async () => {
      const folders: string[] = [];
      for (const code of programs) {
        const folder = await freshFolder();
        if (page === "docs/media.md") await makeTalk(folder);
        writeFileSync(join(folder, "example.mjs"), transformSync(code, { loader: "ts" }).code);
        folders.push(folder);
      }
      const script = join(workshop, "run-all.mjs");
      const { stdout } = await run(process.execPath, [script, ...folders], { env: environment() });
      expect(stdout).toMatch(/^all have run$/m);
    },
    COMMANDS_MS,
  );

  test.runIf(commands.length > 0)(
    "its commands run",
    async () => {
      const folder = await freshFolder();
      const shell = await pipeShell();
      for (const command of commands) {
        await run(shell[0], [...shell.slice(1), command], { cwd: folder, env: environment() });
      }
    },
    COMMANDS_MS,
  );

  test("its links lead somewhere", () => {
    const text = readFileSync(join(root, page), "utf8");
    for (const [, link = ""] of text.matchAll(/\]\((?!https?:)([^)#]+)\)/g)) {
      expect(existsSync(resolve(root, page, "..", link)), `${page} → ${link}`).toBe(true);
    }
  });
});

test("the functions of docs/in-a-page.md do what the page says", async () => {
  const folder = await freshFolder();
  const [first = "", second = ""] = blocks("docs/in-a-page.md", "ts");
  writeFileSync(join(folder, "first.ts"), first);
  writeFileSync(join(folder, "second.ts"), second);
  const { firstTenSeconds } = await import(pathToFileURL(join(folder, "first.ts")).href);
  const clip: Blob = await firstTenSeconds(new File([session as Uint8Array<ArrayBuffer>], "session.wav"));
  expect(clip.size).toBe(44 + 10 * 16_000 * 2);
  const { snippetsOf } = await import(pathToFileURL(join(folder, "second.ts")).href);
  const files: ReadonlyMap<string, Uint8Array> = await snippetsOf(session.slice().buffer);
  expect([...files.keys()].sort()).toEqual(["manifest.json", "segment_0001_Ada.wav"]);
});

test("docs/errors.md has every code that is thrown, and no other", () => {
  const page = readFileSync(join(root, "docs/errors.md"), "utf8");
  const explained = new Set([...page.matchAll(/`([a-z]+\/[a-z0-9-]+)`/g)].map(([, code]) => code));
  const thrown = new Set(["wav/no-fmt-chunk", "wav/no-data-chunk"]);
  for (const file of readdirSync(join(root, "src"), { recursive: true, encoding: "utf8" })) {
    if (!file.endsWith(".ts")) continue;
    const source = readFileSync(join(root, "src", file), "utf8");
    const codes = source.matchAll(
      /["`]((?:stream|file|http|wav|audio|dsp|snippets|segments|options|cut|tag|cli|media)\/[a-z0-9-]+)["`]/g,
    );
    for (const [, code = ""] of codes) thrown.add(code);
  }
  // Named in the docs as entries of the package, not as codes.
  expect([...explained].filter((code) => code?.startsWith("longwave/") === false).sort()).toEqual(
    [...thrown].sort(),
  );
});

/** The code blocks of a page in one language. */
function blocks(page: string, language: string): string[] {
  const text = readFileSync(join(root, page), "utf8");
  return [...text.matchAll(new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\``, "gms"))].map(
    ([, code]) => code ?? "",
  );
}

/** A shell in which a pipe fails when any of its programs does, where there is one. */
async function pipeShell(): Promise<[program: string, ...options: string[]]> {
  const hasBash = await run("bash", ["-c", "exit 0"]).then(
    () => true,
    () => false,
  );
  return hasBash ? ["bash", "-o", "pipefail", "-c"] : ["sh", "-c"];
}

let folders = 0;

/** A folder with the files that the pages speak of. */
async function freshFolder(): Promise<string> {
  folders++;
  const folder = join(workshop, String(folders));
  mkdirSync(folder);
  writeFileSync(join(folder, "session.wav"), session);
  writeFileSync(join(folder, "part1.wav"), await tone(1));
  writeFileSync(join(folder, "part2.wav"), await tone(2));
  writeFileSync(join(folder, "chapters.txt"), "0:00 Start\n0:10 The end\n");
  writeFileSync(join(folder, "cover.png"), PICTURE);
  const segments = [{ start: 1.5, end: 4.25, speaker: "Ada", text: "shall we begin" }];
  writeFileSync(join(folder, "segments.json"), JSON.stringify({ segments }));
  return folder;
}

let talk: Buffer | undefined;

/** A recording that is no WAV file, made once. */
async function makeTalk(folder: string): Promise<void> {
  if (talk === undefined) {
    await run(join(workshop, "bin/longwave"), ["convert", "session.wav", "talk.mp3"], { cwd: folder });
    talk = readFileSync(join(folder, "talk.mp3"));
  }
  writeFileSync(join(folder, "talk.mp3"), talk);
}

/** So many seconds of a tone, 16-bit mono at 16 kHz. */
async function tone(seconds: number): Promise<Uint8Array> {
  const audio = {
    sampleRate: 16_000,
    channels: 1,
    frames: seconds * 16_000,
    async read(start: number, planes: Float32Array[]) {
      for (const plane of planes) {
        for (let frame = 0; frame < plane.length; frame++) plane[frame] = Math.sin((start + frame) / 9) / 2;
      }
      return planes[0]?.length ?? 0;
    },
  };
  const sink = memorySink();
  await copy(encodeWav(audio, { encoding: "pcm", bitsPerSample: 16 }), sink);
  return sink.bytes();
}

function environment(): NodeJS.ProcessEnv {
  return {
    ...process.env,
    PATH: `${join(workshop, "bin")}${delimiter}${process.env["PATH"]}`,
    NODE_OPTIONS: `--import ${pathToFileURL(join(workshop, "example-org.mjs")).href}`,
  };
}
