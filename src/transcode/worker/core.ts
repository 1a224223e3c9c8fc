import { LongwaveError } from "../../stream/error.ts";
import { CORE_VERSION } from "../engine/core-version.ts";

/** What of Emscripten's file system is used here. */
export interface CoreFileSystem {
  readonly ErrnoError: new (errno: number) => Error;
  createNode(parent: FileNode | null, name: string, mode: number, device: number): FileNode;
  mkdir(path: string): void;
  mount(type: { mount(): FileNode }, options: object, path: string): void;
}

/** A file or folder of that file system. */
export interface FileNode {
  readonly id: number;
  readonly mode: number;
  readonly name: string;
  node_ops: object;
  stream_ops: object;
}

/** An open file of it. */
export interface FileStream {
  readonly node: FileNode;
  readonly position: number;
  seekable: boolean;
}

/** The module that `@ffmpeg/core` makes, as far as it is used here. */
export interface FFmpegModule {
  readonly FS: CoreFileSystem;
  /** What its WebAssembly exports, by minified names. */
  readonly asm: Readonly<Record<string, unknown>>;
  readonly ret: number;
  /** Milliseconds after which a run ends; it is looked at between packets. -1: never. */
  timeout: number;
  _malloc(bytes: number): number;
  exec(...args: string[]): void;
  ffprobe(...args: string[]): void;
  setLogger(logger: (line: { readonly type: string; readonly message: string }) => void): void;
  setProgress(progress: (step: { readonly time: number }) => void): void;
}

/** What the package exports. */
export type MakeCore = (options: object) => Promise<FFmpegModule>;

/** What its exports are called in `CORE_VERSION`, minified. */
const STACK_SAVE = "Da";
const STACK_RESTORE = "Ea";

/** Its own stack is 64 KiB, of which each run leaks some, and the opus encoder takes more. */
const STACK_BYTES = 8 * 1024 * 1024;

/** `wasmURL` and `workerURL` in base64: it looks for them before it asks for the module that it is given. */
const NO_ADDRESSES = `#${btoa('{"wasmURL":"-","workerURL":"-"}')}`;

/**
 * A fresh instance of ffmpeg.
 *
 * @param make what the package exports
 * @param module its WebAssembly, compiled
 * @throws LongwaveError `media/core-version` when it is another version than the one that this was made for
 */
export async function instantiateCore(make: MakeCore, module: WebAssembly.Module): Promise<FFmpegModule> {
  const core = await withoutNode(() =>
    make({
      instantiateWasm(imports: WebAssembly.Imports, done: (instance: WebAssembly.Instance) => void) {
        const instance = new WebAssembly.Instance(module, imports);
        done(instance);
        return instance.exports;
      },
      mainScriptUrlOrBlob: NO_ADDRESSES,
    }),
  );
  enlargeStack(core);
  return core;
}

/** The package takes everything for a browser's worker, and looks where that came from. */
function withoutNode<T>(make: () => T): T {
  if ("self" in globalThis) return make();
  const scope = globalThis as { self?: unknown };
  scope.self = { location: { href: "" } };
  try {
    return make();
  } finally {
    delete scope.self;
  }
}

function enlargeStack(core: FFmpegModule): void {
  const save = core.asm[STACK_SAVE];
  const restore = core.asm[STACK_RESTORE];
  const top = core._malloc(STACK_BYTES) + STACK_BYTES;
  const aligned = top - (top % 16);
  if (typeof save === "function" && typeof restore === "function") {
    restore(aligned);
    if (save() === aligned) return;
  }
  throw new LongwaveError(
    "media/core-version",
    `this @ffmpeg/core does not have the stack functions of version ${CORE_VERSION}: npm install @ffmpeg/core@${CORE_VERSION}`,
    { expected: CORE_VERSION },
  );
}
