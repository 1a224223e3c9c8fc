import { JOB_FOLDER } from "../engine/job-path.ts";
import type { CoreFileSystem, FFmpegModule, FileNode, FileStream } from "./core.ts";
import type { JobOutput } from "./job-output.ts";
import type { JobInput } from "./job-streams.ts";

/** Emscripten's numbers of errors, which are those of WASI. */
const NO_ENTRY = 44;
const INPUT_OUTPUT = 29;
const NO_SPACE = 51;
const INVALID = 28;

const FOLDER_MODE = 0o40777;
const FILE_MODE = 0o100666;
const FIFO_MODE = 0o10666;

/** Whence `llseek` counts. */
const FROM_POSITION = 1;
const FROM_END = 2;

/**
 * A folder of Emscripten's that holds a job's files: reading one reads its source by range, writing one hands
 * the bytes on. Nothing of a file is kept in WebAssembly's memory.
 *
 * @param onUnreadable told of an input that throws
 */
export function mountJobFiles(
  core: FFmpegModule,
  inputs: ReadonlyMap<string, JobInput>,
  outputs: ReadonlyMap<string, JobOutput>,
  onUnreadable: (error: unknown) => void,
): void {
  const { FS } = core;
  const streams = streamOperations(FS, inputs, outputs, onUnreadable);
  const make = (parent: FileNode | null, name: string, mode: number): FileNode => {
    const node = FS.createNode(parent, name, mode, 0);
    node.node_ops = nodes;
    node.stream_ops = streams;
    return node;
  };
  const sizeOf = (name: string) => inputs.get(name)?.size ?? outputs.get(name)?.size ?? 0;
  const nodes = {
    getattr: ({ id, mode, name }: FileNode) => attributes(id, mode, sizeOf(name)),
    // What is truncated was made a moment ago, and is empty.
    setattr: () => {},
    lookup(parent: FileNode, name: string): FileNode {
      const input = inputs.get(name);
      if (input === undefined) throw new FS.ErrnoError(NO_ENTRY);
      return make(parent, name, input.size === undefined ? FIFO_MODE : FILE_MODE);
    },
    mknod(parent: FileNode, name: string): FileNode {
      const output = outputs.get(name);
      if (output === undefined) throw new FS.ErrnoError(NO_ENTRY);
      return make(parent, name, output.isSeekable ? FILE_MODE : FIFO_MODE);
    },
    readdir: () => [".", "..", ...inputs.keys()],
  };
  FS.mkdir(JOB_FOLDER);
  FS.mount({ mount: () => make(null, "/", FOLDER_MODE) }, {}, JOB_FOLDER);
}

function attributes(id: number, mode: number, size: number): object {
  const time = new Date(0);
  return {
    dev: 1,
    ino: id,
    mode,
    nlink: 1,
    uid: 0,
    gid: 0,
    rdev: 0,
    size,
    atime: time,
    mtime: time,
    ctime: time,
    blksize: 4096,
    blocks: Math.ceil(size / 512),
  };
}

function streamOperations(
  FS: CoreFileSystem,
  inputs: ReadonlyMap<string, JobInput>,
  outputs: ReadonlyMap<string, JobOutput>,
  onUnreadable: (error: unknown) => void,
): object {
  return {
    open(stream: FileStream) {
      const { name } = stream.node;
      if (inputs.has(name) ? inputs.get(name)?.size === undefined : !outputs.get(name)?.isSeekable) {
        stream.seekable = false;
      }
    },
    close() {},
    read({ node }: FileStream, heap: Int8Array, start: number, length: number, position: number): number {
      const input = inputs.get(node.name);
      // An output cannot be read back: it has left already.
      if (input === undefined) throw new FS.ErrnoError(INPUT_OUTPUT);
      const into = new Uint8Array(heap.buffer, heap.byteOffset + start, length);
      try {
        return input.read(position, into);
      } catch (error) {
        onUnreadable(error);
        throw new FS.ErrnoError(INPUT_OUTPUT);
      }
    },
    write({ node }: FileStream, heap: Int8Array, start: number, length: number, position: number): number {
      const bytes = new Uint8Array(heap.buffer, heap.byteOffset + start, length);
      if (!outputs.get(node.name)?.write(position, bytes)) throw new FS.ErrnoError(NO_SPACE);
      return length;
    },
    llseek({ node, position }: FileStream, offset: number, whence: number): number {
      const from = whence === FROM_POSITION ? position : whence === FROM_END ? sizeOf(node) : 0;
      if (from + offset < 0) throw new FS.ErrnoError(INVALID);
      return from + offset;
    },
  };

  function sizeOf({ name }: FileNode): number {
    return inputs.get(name)?.size ?? outputs.get(name)?.size ?? 0;
  }
}
