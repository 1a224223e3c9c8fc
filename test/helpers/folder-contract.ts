import { describe, expect, it } from "vitest";
import type { Folder } from "../../src/stream/folder.ts";
import { readText, writeText } from "../../src/stream/text.ts";
import { failure, rejection } from "./failure.ts";
import { bytesAt, pattern } from "./pattern.ts";

const text = (content: string): Uint8Array => new TextEncoder().encode(content);
const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** What every folder does, whatever it keeps its files in. */
export function describeFolder(kind: string, makeFolder: () => Promise<Folder>): void {
  describe(kind, () => {
    it("lists nothing at first, then what is in it, hidden files too", async () => {
      const folder = await makeFolder();
      expect(await folder.list()).toEqual([]);
      await writeText(folder, "b", "two");
      await writeText(folder, ".a", "one");
      expect((await folder.list()).sort()).toEqual([".a", "b"]);
    });

    it("opens a file, and nothing where there is none", async () => {
      const folder = await makeFolder();
      await writeText(folder, "a", "one");
      const source = await folder.open("a");
      expect(source).toMatchObject({ size: 3, name: "a" });
      await source?.close?.();
      expect(await folder.open("b")).toBeUndefined();
      expect(await readText(folder, "a")).toBe("one");
      expect(await readText(folder, "b")).toBeUndefined();
    });

    it("shows a file under its name from its close on", async () => {
      const folder = await makeFolder();
      const sink = await folder.create("a");
      await sink.write(pattern(10));
      expect(await folder.open("a")).toBeUndefined();
      await sink.close();
      expect((await folder.open("a"))?.size).toBe(10);
    });

    it("keeps the earlier file until the new one is closed, and when that is aborted", async () => {
      const folder = await makeFolder();
      await writeText(folder, "a", "old");
      const aborted = await folder.create("a");
      await aborted.write(text("newer"));
      await aborted.abort();
      expect(await readText(folder, "a")).toBe("old");
      const closed = await folder.create("a");
      await closed.write(text("newer"));
      expect(await readText(folder, "a")).toBe("old");
      await closed.close();
      expect(await readText(folder, "a")).toBe("newer");
      expect(await folder.list()).toEqual(["a"]);
    });

    it("goes on reading the file that was opened, when it is replaced", async () => {
      const folder = await makeFolder();
      await writeText(folder, "a", "old");
      const source = await folder.open("a");
      await writeText(folder, "a", "new");
      expect(source && (await bytesAt(source, 0, 9))).toEqual(text("old"));
      await source?.close?.();
    });

    it("patches a file that is being written", async () => {
      const folder = await makeFolder();
      const sink = await folder.create("a");
      await sink.write(text("0123"));
      await sink.patch?.(1, text("ab"));
      await sink.close();
      expect(await readText(folder, "a")).toBe("0ab3");
    });

    it("appends to a file at once, and makes it when it is not there", async () => {
      const folder = await makeFolder();
      const first = await folder.append("log");
      expect(await readText(folder, "log")).toBe("");
      await first.write(text("one\n"));
      expect(await readText(folder, "log")).toBe("one\n");
      await first.write(text("two\n"));
      await first.close();
      const second = await folder.append("log");
      await second.write(text("three\n"));
      await second.abort();
      expect(await readText(folder, "log")).toBe("one\ntwo\nthree\n");
    });

    it("removes a file, and minds none that is not there", async () => {
      const folder = await makeFolder();
      await writeText(folder, "a", "one");
      await folder.remove("a");
      await folder.remove("a");
      expect(await folder.list()).toEqual([]);
    });

    it.each(["", ".", "..", "../x", "a/b", "/a", "a\\b", "a\0b"])(
      "refuses the name %j in everything it does",
      async (name) => {
        const folder = await makeFolder();
        const attempts = [
          folder.open(name),
          folder.create(name),
          folder.append(name),
          folder.remove(name),
          folder.exclusive(name, async () => {}),
        ];
        for (const attempt of attempts) {
          const error = await failure(attempt);
          expect(error.code).toBe("file/bad-name");
          expect(error.message).toBe(
            `expected a plain file name within ${folder.name}, got ${JSON.stringify(name)}`,
          );
        }
        expect(await folder.list()).toEqual([]);
      },
    );

    it.each(["...", "..a", "-", "ü 1.wav", "*?"])("takes the name %j", async (name) => {
      const folder = await makeFolder();
      await writeText(folder, name, "x");
      expect(await folder.list()).toEqual([name]);
    });

    it("works for a process that is alive", async () => {
      const folder = await makeFolder();
      expect(folder.isAlive(folder.owner)).toBe(true);
      expect(folder.isAlive("somebody-1-1")).toBe(false);
      expect(folder.owner).toMatch(/^[A-Za-z0-9-]+$/);
    });

    it("sweeps away nothing that somebody still needs", async () => {
      const folder = await makeFolder();
      await writeText(folder, "a", "one");
      const sink = await folder.create("b");
      await sink.write(text("two"));
      await folder.sweep();
      await sink.close();
      expect((await folder.list()).sort()).toEqual(["a", "b"]);
    });

    describe("its lock", () => {
      it("lets one run at a time, and gives back what the task gives", async () => {
        const folder = await makeFolder();
        let inside = 0;
        let most = 0;
        const results = await Promise.all(
          Array.from({ length: 12 }, (_, index) =>
            folder.exclusive("lock", async () => {
              most = Math.max(most, ++inside);
              await pause(1);
              inside--;
              return index;
            }),
          ),
        );
        expect(most).toBe(1);
        expect(results).toEqual(Array.from({ length: 12 }, (_, index) => index));
        expect(await folder.list()).toEqual([]);
      });

      it("of one name does not hold up one of another", async () => {
        const folder = await makeFolder();
        expect(await folder.exclusive("a", () => folder.exclusive("b", async () => "both"))).toBe("both");
      });

      it("is given back when the task throws", async () => {
        const folder = await makeFolder();
        const reason = new Error("the task failed");
        expect(await rejection(folder.exclusive("lock", () => Promise.reject(reason)))).toBe(reason);
        const thrown = folder.exclusive("lock", () => {
          throw reason;
        });
        expect(await rejection(thrown)).toBe(reason);
        expect(await folder.exclusive("lock", async () => "free")).toBe("free");
      });

      it("is not waited for any longer when the signal is aborted; the next in line still waits", async () => {
        const folder = await makeFolder();
        let release: (() => void) | undefined;
        const holding = folder.exclusive(
          "lock",
          () =>
            new Promise<void>((resolve) => {
              release = resolve;
            }),
        );
        await expect.poll(() => release).toBeDefined();
        const controller = new AbortController();
        const order: string[] = [];
        const waiting = folder.exclusive("lock", async () => order.push("waiting"), controller.signal);
        const next = folder.exclusive("lock", async () => order.push("next"));
        const reason = new Error("no more");
        setTimeout(() => controller.abort(reason), 10);
        expect(await rejection(waiting)).toBe(reason);
        await pause(20);
        expect(order).toEqual([]);
        release?.();
        await holding;
        await next;
        expect(order).toEqual(["next"]);
      });

      it("is not taken for one whose signal is aborted before", async () => {
        const folder = await makeFolder();
        const reason = new Error("no more");
        let ran = false;
        const task = async () => {
          ran = true;
        };
        expect(await rejection(folder.exclusive("lock", task, AbortSignal.abort(reason)))).toBe(reason);
        expect(ran).toBe(false);
      });

      it("lets a task that has begun end, whatever its signal does", async () => {
        const folder = await makeFolder();
        const controller = new AbortController();
        const task = async () => {
          controller.abort();
          await pause(1);
          return "done";
        };
        expect(await folder.exclusive("lock", task, controller.signal)).toBe("done");
      });
    });
  });
}
