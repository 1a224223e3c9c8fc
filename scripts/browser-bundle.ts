import { basename } from "node:path";
import { gzipSync } from "node:zlib";
import { build, type Metafile } from "esbuild";

/** A file of a bundle. */
export interface BundledFile {
  readonly name: string;
  readonly text: string;
  /** Whether the page waits for it; the others come when they are needed first. */
  readonly isInitial: boolean;
  /** Bytes. */
  readonly size: number;
  /** Bytes, compressed as a server would. */
  readonly gzipped: number;
}

/**
 * Bundles for a browser what a page would write.
 *
 * @param source a module beside package.json
 * @throws when something in it needs what a browser does not have
 */
export async function browserBundle(source: string): Promise<readonly BundledFile[]> {
  const { outputFiles, metafile } = await build({
    stdin: { contents: source, resolveDir: ".", sourcefile: "page.js" },
    outdir: "bundle",
    bundle: true,
    platform: "browser",
    format: "esm",
    target: "es2022",
    splitting: true,
    minify: true,
    write: false,
    metafile: true,
    logLevel: "silent",
  });
  const [entry = ""] = Object.entries(metafile.outputs)
    .filter(([, { entryPoint }]) => entryPoint === "page.js")
    .map(([path]) => path);
  const initial = loadedWith(entry, metafile);
  return outputFiles.map(({ path, text, contents }) => {
    const name = basename(path);
    return {
      name,
      text,
      isInitial: initial.has(`bundle/${name}`),
      size: contents.length,
      gzipped: gzipSync(contents, { level: 9 }).length,
    };
  });
}

/** A file and what it imports, directly or not, but for what it imports later. */
function loadedWith(path: string, metafile: Metafile, found: Set<string> = new Set()): Set<string> {
  if (found.has(path)) return found;
  found.add(path);
  for (const { path: next, kind } of metafile.outputs[path]?.imports ?? []) {
    if (kind === "import-statement") loadedWith(next, metafile, found);
  }
  return found;
}
