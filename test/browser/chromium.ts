import { spawnSync } from "node:child_process";
import { chromium } from "playwright";

/** What Chromium and its relatives are called, on the PATH and where installers put them. */
const PLACES = [
  "chromium",
  "chromium-browser",
  "google-chrome",
  "google-chrome-stable",
  "/usr/lib/chromium/chromium",
  "/snap/bin/chromium",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe",
];

/**
 * Keeps a browser that talks to nobody but this machine from trying: no name is resolved but that of the machine itself,
 * and what Chromium asks of its makers on its own account is off.
 */
export const OFFLINE_FLAGS: readonly string[] = [
  "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1, EXCLUDE [::1]",
  "--no-proxy-server",
  "--no-first-run",
  "--no-default-browser-check",
  "--no-pings",
  "--disable-background-networking",
  "--disable-breakpad",
  "--disable-client-side-phishing-detection",
  "--disable-component-extensions-with-background-pages",
  "--disable-component-update",
  "--disable-default-apps",
  "--disable-domain-reliability",
  "--disable-extensions",
  "--disable-field-trial-config",
  "--disable-search-engine-choice-screen",
  "--disable-sync",
  "--metrics-recording-only",
  "--safebrowsing-disable-auto-update",
];

/** A Chromium that starts: what CHROMIUM_PATH names, one that is installed, or one that Playwright has fetched. */
export function findChromium(): string | undefined {
  const { CHROMIUM_PATH } = process.env;
  const candidates = CHROMIUM_PATH ? [CHROMIUM_PATH] : [...PLACES, chromium.executablePath()];
  // A name alone says little: some systems have a script there that only tells how to install the browser.
  return candidates.map(pathOf).find((path) => path !== undefined && starts(path));
}

/** The full path of a program, for the browser is not started through a shell that would look it up. */
function pathOf(program: string): string | undefined {
  if (/[\\/]/.test(program)) return program;
  const { stdout, status } = spawnSync(process.platform === "win32" ? "where" : "which", [program], {
    encoding: "utf8",
  });
  return status === 0 ? stdout.split(/\r?\n/)[0] : undefined;
}

function starts(path: string): boolean {
  return spawnSync(path, ["--version"], { timeout: 20_000 }).status === 0;
}
