#!/usr/bin/env bash
# Uses the packed tarball as a stranger would, from an empty folder: import, types, command. try-package.sh TARBALL
set -euo pipefail
tarball=$(realpath "$1")
tools=$(realpath node_modules)
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"

npm init -y > /dev/null
npm pkg set type=module > /dev/null
npm install --silent --no-audit --no-fund "$tarball"

cat > use.ts << 'TS'
import { clipWav, copy, memorySink, memorySource, openWav, writeWav, type Wav } from "longwave";
import { exportSnippets, type Manifest } from "longwave/jobs";
import { fileFolder, fileSink, fileSource } from "longwave/node";
import { openMedia, transcode, type Media } from "longwave/transcode";

const writer = await writeWav(await fileSink("tone.wav"), {
  encoding: "pcm", bitsPerSample: 16, channels: 1, sampleRate: 8000,
});
await writer.write([Float32Array.from({ length: 16000 }, (_, frame) => Math.sin(frame / 5))]);
await writer.close();
const wav: Wav = await openWav(await fileSource("tone.wav"));
const clip = memorySink();
await copy(clipWav(wav, 4000, 8000), clip);
const frames: number = (await openWav(memorySource(clip.bytes()))).frames;
const { clips } = await exportSnippets(wav.source, [{ start: 0.5, end: 1 }], { folder: await fileFolder("clips") });
const manifest: Manifest["status"] = "completed";
const tone = await fileSource("tone.wav");
if (process.argv.includes("--without-ffmpeg")) {
  const code = await openMedia(tone).catch((error: { code?: string }) => error.code);
  if (code !== "media/not-installed") throw new Error(`expected media/not-installed, got ${String(code)}`);
} else {
  await transcode(tone, await fileSink("tone.m4b"), { format: "m4b" });
  const book: Media = await openMedia(await fileSource("tone.m4b"));
  if (book.frames !== 16000) throw new Error(`expected 16000 frames, got ${book.frames}`);
}
if (frames !== 4000 || clips.length !== 1 || !manifest) throw new Error("the package does not work");
TS
cat > tsconfig.json << 'JSON'
{ "compilerOptions": { "module": "nodenext", "target": "es2023", "strict": true, "types": [], "lib": ["es2023", "dom", "dom.asynciterable"] } }
JSON
echo 'declare const process: { readonly argv: readonly string[] };' > process.d.ts
node "$tools/typescript/bin/tsc" --outDir built
node built/use.js --without-ffmpeg
npm install --silent --no-audit --no-fund @ffmpeg/core@0.12.10
node built/use.js
npx --no-install longwave --version > /dev/null
npx --no-install longwave info tone.wav
npx --no-install longwave cut tone.wav --from 0.5 --to 1 -o clip.wav
npx --no-install longwave convert tone.wav tone.mp3
npx --no-install longwave info tone.mp3
echo "the package works from an empty folder"
