import type { JobOutput } from "../worker/job-output.ts";
import { placedOutput } from "../worker/placed-output.ts";

/** What workers have and pages have not (File System Standard, "The FileSystemSyncAccessHandle interface"). */
interface SyncAccess {
  write(bytes: Uint8Array, options: { readonly at: number }): number;
  close(): void;
}

interface WorkerFileHandle extends FileSystemFileHandle {
  createSyncAccessHandle(): Promise<SyncAccess>;
}

/** Writes a file of the browser's own. Only workers can, one at a time. */
export async function scratchOutput(handle: FileSystemFileHandle, isSeekable: boolean): Promise<JobOutput> {
  const access = await (handle as WorkerFileHandle).createSyncAccessHandle();
  return placedOutput(isSeekable, {
    place(start, bytes) {
      try {
        for (let done = 0; done < bytes.length; ) {
          const count = access.write(bytes.subarray(done), { at: start + done });
          if (count === 0) return false;
          done += count;
        }
        return true;
      } catch {
        // The page has no more room.
        return false;
      }
    },
    end() {
      access.close();
      return undefined;
    },
  });
}
