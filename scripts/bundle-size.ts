// Prints what the faces for browsers cost a page.
import { type BundledFile, browserBundle } from "./browser-bundle.ts";

const PAGES: Readonly<Record<string, string>> = {
  "all of longwave": 'export * from "./src/index.ts";',
  "openWav + clipWav + blobSource": 'export { blobSource, clipWav, openWav } from "./src/index.ts";',
  // Beside @ffmpeg/core, which is fetched when it is needed first.
  "longwave/transcode": 'export * from "./src/transcode/index.ts";',
  "longwave/transcode, its worker": 'import "./src/transcode/browser/transcode-worker.ts";',
};

for (const [name, source] of Object.entries(PAGES)) {
  const files = await browserBundle(source);
  console.log(`${name}: ${sizeOf(files.filter(({ isInitial }) => isInitial))}`);
  for (const file of files.filter(({ isInitial }) => !isInitial)) {
    console.log(`  later, ${labelOf(file)}: ${sizeOf([file])}`);
  }
}

function sizeOf(files: readonly BundledFile[]): string {
  const total = (key: "size" | "gzipped") =>
    files.reduce((sum, file) => sum + file[key], 0).toLocaleString("en");
  return `${total("size")} bytes minified, ${total("gzipped")} gzipped`;
}

/** `"gsm-ABCDEFGH.js"` is gsm. */
function labelOf({ name }: BundledFile): string {
  return name.replace(/^(.*)-[A-Z0-9]{8}\.js$/, "$1");
}
