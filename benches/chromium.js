// A fresh headless Chromium over the served page, as people run it.
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import puppeteer from "puppeteer-core";
import { serve } from "./server.js";

const PROGRAMS = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome", "/usr/bin/google-chrome-stable"];
const FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--disable-sync"];

/**
 * Serves `root`, starts a browser with a profile of its own, and takes both away again however `use` ends.
 * @template T
 * @param {string} root
 * @param {(browser: import("puppeteer-core").Browser, site: Awaited<ReturnType<typeof serve>>) => Promise<T>} use
 */
export async function withChromium(root, use) {
  const site = await serve(root);
  const profile = mkdtempSync(join(tmpdir(), "driftglass-bench-"));
  const executablePath = process.env.CHROMIUM ?? PROGRAMS.find(existsSync);
  if (!executablePath) throw new Error("no Chromium found; set CHROMIUM to its path");
  // The driver's defaults turn the isolation of sandboxed frames off; the page is measured as people run it.
  const args = puppeteer.defaultArgs({ headless: true, userDataDir: profile, args: FLAGS })
    .map((flag) => (flag.startsWith("--disable-features=") ? flag.replace(/,?IsolateSandboxedIframes/, "") : flag));
  const browser = await puppeteer.launch({ executablePath, ignoreDefaultArgs: true, args });
  try {
    return await use(browser, site);
  } finally {
    await browser.close();
    site.close();
    rmSync(profile, { recursive: true, force: true });
  }
}
