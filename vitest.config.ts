import { availableParallelism } from "node:os";
import { pathToFileURL } from "node:url";
import { playwright } from "@vitest/browser-playwright";
import { defineConfig, type TestProjectInlineConfiguration, type ViteUserConfig } from "vitest/config";
import { findChromium, OFFLINE_FLAGS } from "./test/browser/chromium.ts";

/** Node's threads read no TypeScript: tests run the thread of ffmpeg as it was built. */
const builtWorker: NonNullable<ViteUserConfig["plugins"]>[number] = {
  name: "built-worker",
  enforce: "pre",
  transform: (code: string, id: string) =>
    id.endsWith("/src/transcode/node/platform.ts")
      ? code.replace("import.meta.url", JSON.stringify(pathToFileURL("dist/bundle/transcode.js").href))
      : undefined,
};

/**
 * Claims of every kind of file, of which other tests hold the commonest, comparisons with the installed ffmpeg, and what
 * shows only when it goes on for long.
 */
const LONG = "test/**/*.long.test.ts";

const node: TestProjectInlineConfiguration = {
  extends: true,
  plugins: [builtWorker],
  // One process for many files: what they import is loaded and compiled once.
  test: {
    name: "node",
    isolate: false,
    include: ["test/**/*.test.ts"],
    exclude: ["test/browser/**", LONG],
  },
};

/** What `npm run test:long` runs beside the pages that share no memory; `vitest run PATH` runs those under PATH, too. */
const long: TestProjectInlineConfiguration = {
  ...node,
  test: { ...node.test, name: "long", include: [LONG], exclude: [] },
};

/** The tests of transcoding in a page. */
const TRANSCODING = "test/browser/transcode*.test.ts";

/** What lets a page share memory with its workers (HTML Standard, "cross-origin isolation"). */
const ISOLATING_HEADERS = {
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-embedder-policy": "require-corp",
} as const;

type BrowserOptions = NonNullable<NonNullable<TestProjectInlineConfiguration["test"]>["browser"]>;

function inChromium(executablePath: string): BrowserOptions {
  return {
    enabled: true,
    headless: true,
    screenshotFailures: false,
    provider: playwright({
      // Chromium has no sandbox where it runs as root, and the pages are ours.
      launchOptions: { executablePath, chromiumSandbox: false, args: [...OFFLINE_FLAGS] },
    }),
    instances: [{ browser: "chromium" }],
  };
}

/** What both kinds of pages have in common. */
const page: TestProjectInlineConfiguration = {
  extends: true,
  // A package that is found only while tests run makes the page, and all tests in it, begin anew.
  optimizeDeps: { include: ["fast-check", "wavefile"], exclude: ["@ffmpeg/core"] },
  // Browsers would be given its ES module, which has no default export; Node is given this.
  resolve: { alias: { wavefile: "wavefile/dist/wavefile.js" } },
};

/** The core's tests, but for those that say by their name that they need Node, and those of the core in pages. */
function browser(executablePath: string): TestProjectInlineConfiguration {
  return {
    ...page,
    test: {
      name: "browser",
      // One page for many files: what they import is fetched once.
      isolate: false,
      include: ["test/{stream,dsp,audio,wav}/**/*.test.ts", "test/browser/**/*.test.ts"],
      exclude: ["**/*.node.test.ts", TRANSCODING],
      setupFiles: ["test/browser/shorter-properties.ts"],
      globalSetup: ["test/browser/remote-recordings.ts"],
      browser: inChromium(executablePath),
    },
  };
}

/** Transcoding in pages that share no memory with their workers. */
function plainBrowser(executablePath: string): TestProjectInlineConfiguration {
  return {
    ...page,
    cacheDir: "node_modules/.vite-plain",
    test: {
      name: "plain-browser",
      provide: { isIsolated: false },
      include: [TRANSCODING],
      globalSetup: ["test/browser/transcode-references.ts"],
      browser: inChromium(executablePath),
    },
  };
}

/** The same in pages that do. */
function isolatedBrowser(executablePath: string): TestProjectInlineConfiguration {
  return {
    ...page,
    server: { headers: ISOLATING_HEADERS },
    // Two servers that share a cache would take turns in clearing it.
    cacheDir: "node_modules/.vite-isolated",
    test: {
      name: "isolated-browser",
      provide: { isIsolated: true },
      include: [TRANSCODING],
      globalSetup: ["test/browser/transcode-references.ts"],
      browser: inChromium(executablePath),
    },
  };
}

const chromium = findChromium();
if (chromium === undefined) {
  // biome-ignore lint/suspicious/noConsole: tests that did not run must not look like tests that passed
  console.warn("NOT TESTED in a browser: found no Chromium. Install it, or name it with CHROMIUM_PATH.");
}

const config: ViteUserConfig = defineConfig({
  test: {
    setupFiles: ["test/helpers/equal-numbers.ts"],
    // Far more than any test or preparation takes: a machine that is busy fails none.
    testTimeout: 120_000,
    hookTimeout: 120_000,
    expect: { poll: { timeout: 60_000 } },
    // Unless told otherwise, one core is left idle, which is half of a small machine.
    maxWorkers: availableParallelism(),
    projects:
      chromium === undefined
        ? [node, long]
        : [node, long, browser(chromium), plainBrowser(chromium), isolatedBrowser(chromium)],
  },
});

export default config;
