/// <reference path="./page-globals.d.ts" />
// Drives real browsers over the static page. `launch` starts one, `openPage` opens the page, `dropFiles` gives it files.
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import puppeteer from "puppeteer-core";
import { assertNotDisabled, processTree } from "./harness-process.js";
import { serve, startSink } from "./harness-server.js";

export { cpuShare, memoryBytes, processTree } from "./harness-process.js";
export { isBrowsersOwn, serve, startSink } from "./harness-server.js";

const PROJECT = path.resolve(import.meta.dirname, "../..");
/** The folder that is served. */
export const ROOT = path.join(PROJECT, "www");
/** The browsers that the tests drive. @type {readonly ("chromium" | "firefox")[]} */
export const BROWSERS = ["chromium", "firefox"];
/** How long a step waits for what must come, in ms: far more than it takes, since a machine may be slow. What is timed has a limit of its own. */
export const PATIENCE_MS = 90_000;

const PROGRAMS = {
  chromium: process.env.CHROMIUM ?? "/usr/bin/chromium",
  firefox: process.env.FIREFOX ?? "/usr/bin/firefox-esr",
};

/** The process of a browser that was started here. @param {import("puppeteer-core").Browser} browser */
function pidOf(browser) {
  const pid = browser.process()?.pid;
  if (pid === undefined) throw new Error("the browser has no process of its own");
  return pid;
}

/** Chromium's flags stand in wasm-pack.toml and nowhere else. */
function browserFlags() {
  const settings = fs.readFileSync(path.join(PROJECT, "wasm-pack.toml"), "utf8");
  const list = settings.match(/^browser_flags = \[([^\]]*)\]/m)?.[1];
  if (!list) throw new Error("wasm-pack.toml has no [tests] browser_flags");
  return [...list.matchAll(/"([^"]+)"/g)].map((match) => match[1]);
}

/**
 * @typedef {import("puppeteer-core").Page} Page
 * @typedef {{ name?: string, text: string | Buffer }} NamedText
 * @typedef {string | NamedText} Given a path, or a text that is written to disk
 * @typedef {{ width?: number, height?: number }} Size
 * @typedef {object} Driven a started browser and the server of its pages
 * @property {"chromium" | "firefox"} kind
 * @property {import("puppeteer-core").Browser} browser
 * @property {number} pid
 * @property {Awaited<ReturnType<typeof serve>>} server
 * @property {string} origin
 * @property {string} folder where it keeps its files
 * @property {(address?: string, size?: Size) => Promise<Page>} openPage
 * @property {() => string} netLog Chromium's network log as text; complete only after `close()`
 * @property {() => Promise<void>} close
 * @property {() => Promise<void>} remove closes and removes what the run left on disk
 */

/**
 * Starts a browser.
 * @param {object} options
 * @param {"chromium" | "firefox"} [options.browser]
 * @param {boolean} [options.netLog] keep Chromium's network log; `netLog()` then answers its text after `close()`
 * @param {number} [options.sinkPort] every host name but the loopback address leads to this port (Chromium) or to
 *   the loopback at the address's own port (Firefox)
 * @param {string} [options.root] folder to serve
 * @param {Record<string, string | Buffer>} [options.extra] further paths to serve, with their text
 * @returns {Promise<Driven>}
 */
export async function launch({ browser: kind = "chromium", netLog = false, sinkPort, root = ROOT, extra } = {}) {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "driftglass-e2e-"));
  const server = await serve(root, { extra });
  const log = path.join(folder, "net-log.json");
  const browser = kind === "chromium" ? await startChromium(folder, log, netLog, sinkPort) : await startFirefox(sinkPort);
  const pid = pidOf(browser);
  let closed = false;
  /** @type {Driven} */
  const driven = {
    kind,
    browser,
    pid,
    server,
    origin: server.origin,
    folder,
    openPage: (address = "/", options) => openPage(driven, address, options),
    netLog: () => fs.readFileSync(log, "utf8"),
    async close() {
      if (closed) return;
      closed = true;
      await browser.close();
      server.close();
    },
    async remove() {
      await driven.close();
      fs.rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
    },
  };
  return driven;
}

/** @param {string} folder @param {string} log @param {boolean} netLog @param {number} [sinkPort] */
async function startChromium(folder, log, netLog, sinkPort) {
  const browser = await puppeteer.launch({
    executablePath: PROGRAMS.chromium,
    // The driver's own defaults switch off the isolation of sandboxed frames, so none of them is taken.
    ignoreDefaultArgs: true,
    pipe: true,
    timeout: PATIENCE_MS,
    args: [
      ...browserFlags(),
      "--remote-debugging-pipe",
      `--user-data-dir=${path.join(folder, "profile")}`,
      "--no-default-browser-check",
      "--disable-default-apps",
      "--disable-extensions",
      "--disable-breakpad",
      ...(netLog ? [`--log-net-log=${log}`, "--net-log-capture-mode=Everything"] : []),
      ...(sinkPort ? [`--host-resolver-rules=MAP * 127.0.0.1:${sinkPort}, EXCLUDE 127.0.0.1`] : []),
      "about:blank",
    ],
  });
  assertNotDisabled(processTree(pidOf(browser)), "IsolateSandboxedIframes");
  return browser;
}

/** @param {number} [sinkPort] */
function startFirefox(sinkPort) {
  return puppeteer.launch({
    browser: "firefox",
    executablePath: PROGRAMS.firefox,
    headless: true,
    timeout: PATIENCE_MS,
    // The driver loosens these two; a test of the seal needs them as people have them.
    extraPrefsFirefox: {
      "security.fileuri.strict_origin_policy": true,
      "network.http.speculative-parallel-limit": 20,
      ...(sinkPort ? { "network.dns.forceResolve": "127.0.0.1" } : {}),
    },
  });
}

/**
 * Opens a page of the server. What it writes to the console and its uncaught errors are kept in `page.messages`.
 * @param {Driven} driven @param {string} address @param {Size} [size]
 */
async function openPage(driven, address, { width = 1280, height = 900 } = {}) {
  const page = await driven.browser.newPage();
  page.setDefaultTimeout(PATIENCE_MS);
  // Where it stands once it stands still: what is above it may still come.
  page.click = (selector) => page.locator(selector).click();
  page.messages = [];
  page.on("console", (message) => page.messages.push(`${message.type()}: ${message.text()}`));
  page.on("pageerror", (error) => page.messages.push(`uncaught: ${error instanceof Error ? error.message : error}`));
  await page.setViewport({ width, height });
  await page.goto(new URL(address, driven.origin).href, { waitUntil: "load" });
  page.driven = driven;
  if (driven.kind === "chromium") assertNotDisabled(processTree(driven.pid), "IsolateSandboxedIframes");
  return page;
}

/** Writes `{name, text}` to disk, or answers the path that was given. @param {Driven} driven @param {string} slot @param {Given} given */
function onDisk(driven, slot, given) {
  if (typeof given === "string") return given;
  const folder = fs.mkdtempSync(path.join(driven.folder, `${slot}-`));
  const file = path.join(folder, given.name ?? `${slot}.csv`);
  fs.writeFileSync(file, given.text);
  return file;
}

/**
 * Gives the page files from disk: in Chromium by a real drop on the page, in Firefox through the file inputs.
 * @param {Page} page
 * @param {{ reference?: Given, current?: Given, model?: Given }} files
 */
export async function dropFiles(page, files) {
  const paths = Object.entries(files).map(([slot, given]) => [slot, onDisk(page.driven, slot, given)]);
  if (page.driven.kind === "chromium") {
    const session = await page.createCDPSession();
    const data = { items: [], files: paths.map(([, file]) => file), dragOperationsMask: 1 };
    const at = { x: 200, y: 200, data };
    for (const type of /** @type {const} */ (["dragEnter", "dragOver", "drop"])) await session.send("Input.dispatchDragEvent", { type, ...at });
    await session.detach();
    return;
  }
  for (const [slot, file] of paths) await chooseFile(page, slot, file);
}

/** Chooses a file through the file input of a slot. @param {Page} page @param {string} slot @param {Given} given */
export async function chooseFile(page, slot, given) {
  const input = await page.waitForSelector(`[slot-name="${slot}"] input[type=file]:not([disabled])`);
  if (!input) throw new Error(`no file input for ${slot}`);
  await input.uploadFile(onDisk(page.driven, slot, given));
}

/**
 * A test's own page: the policy of the real one, and one module that makes `parts` of the client visible to the test.
 * Pass it as `extra` to `launch`, then open `/parts.html`.
 */
export function partsPage() {
  const policy = fs.readFileSync(path.join(ROOT, "index.html"), "utf8").match(/<meta http-equiv="Content-Security-Policy"[^>]*>/)?.[0];
  if (!policy) throw new Error("index.html has no policy");
  const modules = ["shared/boot.js", "shared/seal.js", "shared/airlock.js", "shared/loader.js", "client.js", "pkg/files.js"];
  return {
    "/parts.html": `<!doctype html><head><meta charset="utf-8">${policy}<script type="module" src="parts.js"></script></head><body><input type="file" id="file" multiple></body>`,
    "/parts.js": `${modules.map((name, i) => `import * as part${i} from "./${name}";`).join("\n")}\nwindow.parts = Object.assign({}, ${modules.map((_, i) => `part${i}`).join(", ")});\n`,
  };
}
