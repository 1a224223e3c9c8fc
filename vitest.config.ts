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

/** The core's tests, but for those that say by their name that they need Node. */
function browser(executablePath: string): TestProjectInlineConfiguration {
  return {
    extends: true,
    // A package that is found only while tests run makes the page, and all tests in it, begin anew.
    optimizeDeps: { include: ["fast-check", "wavefile"] },
    // Browsers would be given its ES module, which has no default export; Node is given this.
    resolve: { alias: { wavefile: "wavefile/dist/wavefile.js" } },
    test: {
      name: "browser",
      include: ["test/{stream,dsp,audio,wav}/**/*.test.ts", "test/browser/**/*.test.ts"],
      exclude: ["**/*.node.test.ts"],
      globalSetup: "test/browser/remote-recordings.ts",
      browser: {
        enabled: true,
        headless: true,
        screenshotFailures: false,
        provider: playwright({
          // Chromium has no sandbox where it runs as root, and the pages are ours.
          launchOptions: { executablePath, chromiumSandbox: false, args: [...OFFLINE_FLAGS] },
        }),
        instances: [{ browser: "chromium" }],
      },
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
    projects: chromium === undefined ? [node] : [node, browser(chromium)],
  },
});

export default config;
