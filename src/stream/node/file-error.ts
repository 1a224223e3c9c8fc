import { LongwaveError } from "../error.ts";

/** The operating system's failures that a user can do something about, as our codes and words. */
const KNOWN: Readonly<Record<string, readonly [code: string, words: string]>> = {
  ENOENT: ["file/not-found", "no such file or folder"],
  EACCES: ["file/not-permitted", "permission denied"],
  EPERM: ["file/not-permitted", "operation not permitted"],
  EROFS: ["file/not-permitted", "the file system is read-only"],
  EEXIST: ["file/exists", "it exists already"],
  EISDIR: ["file/is-folder", "it is a folder"],
  ENOTDIR: ["file/not-folder", "a part of the path is not a folder"],
  ENOSPC: ["file/no-space", "no space left on the disk"],
  EDQUOT: ["file/no-space", "the disk quota is used up"],
  EFBIG: ["file/too-large", "the file system allows no file of this size"],
  EMFILE: ["file/too-many-open", "too many open files"],
  ENFILE: ["file/too-many-open", "too many open files"],
  ENAMETOOLONG: ["file/name-too-long", "the name is too long"],
  EBADF: ["file/closed", "the file was closed"],
  EPIPE: ["file/output-closed", "nobody reads it any more"],
};

/**
 * Wraps a failure of the operating system.
 *
 * @param action what was tried, as a verb: `"open"`, `"write"`
 * @returns a LongwaveError `file/…`, with `path` and the system's `errno` name in its details
 */
export function fileError(error: NodeJS.ErrnoException, action: string, path: string): LongwaveError {
  const errno = error.code ?? "unknown";
  const [code, words] = KNOWN[errno] ?? ["file/failed", error.message];
  return new LongwaveError(code, `cannot ${action} ${path}: ${words}`, { path, errno, cause: error });
}

/** The failure of a call on a file that was closed before. */
export function closedError(action: string, path: string): LongwaveError {
  return fileError(Object.assign(new Error("the file was closed"), { code: "EBADF" }), action, path);
}
