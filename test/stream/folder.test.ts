import { mkdir, readFile, rm, stat, utimes, writeFile } from "node:fs/promises";
import { pathToFileURL } from "node:url";
import { describe, expect, it } from "vitest";
import { copy } from "../../src/stream/copy.ts";
import type { Folder } from "../../src/stream/folder.ts";
import { memoryFolder } from "../../src/stream/memory-folder.ts";
import { memorySource } from "../../src/stream/memory-source.ts";
import { fileFolder } from "../../src/stream/node/index.ts";
import { readText, writeText } from "../../src/stream/text.ts";
import { startChild } from "../helpers/child.ts";
import { failure, failureCode, rejection } from "../helpers/failure.ts";
import { bytesAt, pattern } from "../helpers/pattern.ts";
import { tempFolder } from "../helpers/temp-folder.ts";

const text = (content: string): Uint8Array => new TextEncoder().encode(content);
const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

const kinds: [string, () => Promise<Folder>][] = [
  ["a memory folder", async () => memoryFolder()],
  ["a file folder", async () => fileFolder((await tempFolder()).path)],
];

describe.each(kinds)("%s", (_kind, makeFolder) => {
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
      await pause(20);
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

describe("a file folder", () => {
  it("is made, with what lies above it", async () => {
    const { file } = await tempFolder();
    await fileFolder(file("a/b/c"));
    expect((await stat(file("a/b/c"))).isDirectory()).toBe(true);
    const again = await fileFolder(pathToFileURL(file("a/b/c")));
    expect(again.name).toBe(file("a/b/c"));
  });

  it("cannot be where a file is, or below one", async () => {
    const { file } = await tempFolder();
    await writeFile(file("a"), "");
    expect(await failureCode(fileFolder(file("a")))).toBe("file/not-folder");
    expect(await failureCode(fileFolder(file("a/b")))).toBe("file/not-folder");
  });

  it("lists no folders, and does not open them as files", async () => {
    const { path, file } = await tempFolder();
    await mkdir(file("sub"));
    const folder = await fileFolder(path);
    expect(await folder.list()).toEqual([]);
    expect(await failureCode(folder.open("sub"))).toBe("file/is-folder");
  });

  it("sweeps away unfinished files of the dead, and no file that only looks similar", async () => {
    const { path, file, names } = await tempFolder();
    const folder = await fileFolder(path);
    const dead = folder.owner.replace(/-\d+-\d+$/, "-4194305-1");
    const kept = [
      `.longwave-${folder.owner}-1.part`,
      `longwave-${dead}-1.part`,
      `.longwave-${dead}-1.part.wav`,
    ];
    const swept = [`.longwave-${dead}-1.part`, ".longwave-elsewhere-1-1-77.part"];
    for (const name of [...kept, ...swept]) await writeFile(file(name), "");
    await folder.sweep();
    expect(await names()).toEqual([...kept].sort());
  });
});

describe("the lock of a file folder", () => {
  it("lets three processes count to 600 in one file", async () => {
    const { path, file, names } = await tempFolder();
    const children = [1, 2, 3].map(() => startChild("child-counter", path, "200"));
    await Promise.all(children.map((child) => child.ended()));
    expect(await readFile(file("count"), "utf8")).toBe("600");
    expect(await names()).toEqual(["count"]);
  });

  it("is held by a live process of another number, and taken over when that was killed", async () => {
    const { path, names } = await tempFolder();
    const folder = await fileFolder(path);
    const holder = startChild("child-lock-holder", path, "lock");
    const owner = await holder.line();
    expect(folder.isAlive(owner)).toBe(true);
    const signal = AbortSignal.timeout(100);
    expect(await rejection(folder.exclusive("lock", async () => {}, signal))).toBe(signal.reason);
    await holder.kill();
    expect(folder.isAlive(owner)).toBe(false);
    expect(await names()).toEqual(["lock"]);
    let inside = 0;
    let most = 0;
    await Promise.all(
      Array.from({ length: 8 }, () =>
        folder.exclusive("lock", async () => {
          most = Math.max(most, ++inside);
          await pause(1);
          inside--;
        }),
      ),
    );
    expect(most).toBe(1);
    expect(await names()).toEqual([]);
  });

  it("is never seen without its holder, so that none is taken for that of a dead process", async () => {
    const { path, file } = await tempFolder();
    const folder = await fileFolder(path);
    const seen = new Set<string>();
    let done = false;
    const watch = async () => {
      while (!done) seen.add(await readFile(file("lock"), "latin1").catch(() => "no lock"));
    };
    const watching = watch();
    for (let turn = 0; turn < 300; turn++) await folder.exclusive("lock", async () => {});
    done = true;
    await watching;
    seen.delete("no lock");
    expect([...seen]).toEqual([folder.owner]);
  });

  it("leaves one hidden file while somebody waits for it, and none after that", async () => {
    const { path, names } = await tempFolder();
    const folder = await fileFolder(path);
    let open = () => {};
    const held = folder.exclusive(
      "lock",
      () =>
        new Promise<void>((resolve) => {
          open = resolve;
        }),
    );
    await expect.poll(names).toEqual(["lock"]);
    const waiting = folder.exclusive("lock", async () => {});
    await expect.poll(async () => (await names()).length).toBe(2);
    open();
    await Promise.all([held, waiting]);
    expect(await names()).toEqual([]);
  });

  it("is taken over even where another died while taking it over", async () => {
    const { path, file, names } = await tempFolder();
    const folder = await fileFolder(path);
    await writeFile(file("lock"), "elsewhere-1-1");
    await writeFile(file("lock.takeover"), "elsewhere-1-1");
    const longAgo = new Date(Date.now() - 3000);
    await utimes(file("lock.takeover"), longAgo, longAgo);
    expect(await folder.exclusive("lock", async () => "mine")).toBe("mine");
    expect(await names()).toEqual([]);
  });

  it("cannot be had in a folder that was removed, and says so", async () => {
    const { file } = await tempFolder();
    const folder = await fileFolder(file("a"));
    await rm(file("a"), { recursive: true });
    expect(await failureCode(folder.exclusive("lock", async () => {}))).toBe("file/not-found");
    expect(await failureCode(folder.list())).toBe("file/not-found");
    expect(await failureCode(folder.create("x"))).toBe("file/not-found");
  });
});

describe("a memory folder", () => {
  it("shows its files as bytes", async () => {
    const folder = memoryFolder("session");
    await copy(memorySource(pattern(5000)), await folder.create("a"));
    expect(folder.files.get("a")).toEqual(pattern(5000));
    expect(folder.name).toBe("session");
  });
});
