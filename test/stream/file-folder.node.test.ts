import { mkdir, readFile, rm, stat, utimes, writeFile } from "node:fs/promises";
import { pathToFileURL } from "node:url";
import { describe, expect, it } from "vitest";
import { fileFolder } from "../../src/stream/node/index.ts";
import { startChild } from "../helpers/child.ts";
import { failureCode, rejection } from "../helpers/failure.ts";
import { describeFolder } from "../helpers/folder-contract.ts";
import { tempFolder } from "../helpers/temp-folder.ts";

const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

describeFolder("a file folder", async () => fileFolder((await tempFolder()).path));

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
