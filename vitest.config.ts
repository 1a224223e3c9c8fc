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

const node: TestProjectInlineConfiguration = {
  extends: true,
  plugins: [builtWorker],
  test: { name: "node", include: ["test/**/*.test.ts"], exclude: ["test/browser/**"] },
};

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

/** The core's tests, but for those that say by their name that they need Node, and those of pages. */
function browser(executablePath: string): TestProjectInlineConfiguration {
  return {
    ...page,
    test: {
      name: "browser",
      provide: { isIsolated: false },
      include: ["test/{stream,dsp,audio,wav}/**/*.test.ts", "test/browser/**/*.test.ts"],
      exclude: ["**/*.node.test.ts"],
      globalSetup: ["test/browser/remote-recordings.ts", "test/browser/transcode-references.ts"],
      browser: inChromium(executablePath),
    },
  };
}

/** What pages do otherwise when they share memory with their workers. */
function isolatedBrowser(executablePath: string): TestProjectInlineConfiguration {
  return {
    ...page,
    server: { headers: ISOLATING_HEADERS },
    // Two servers that share a cache would take turns in clearing it.
    cacheDir: "node_modules/.vite-isolated",
    test: {
      name: "isolated-browser",
      provide: { isIsolated: true },
      include: ["test/browser/transcode*.test.ts"],
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
    testTimeout: 30_000,
    // Unless told otherwise, one core is left idle, which is half of a small machine.
    maxWorkers: availableParallelism(),
    projects: chromium === undefined ? [node] : [node, browser(chromium), isolatedBrowser(chromium)],
  },
});

export default config;
