// What a person does on the page, as steps that tests share.
import assert from "node:assert/strict";
import fs from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { PATIENCE_MS } from "./harness.js";

/** @import { Page } from "puppeteer-core" */
/** @import { Driven, Size } from "./harness.js" */
const AXE = fs.readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const GOLDEN = path.resolve(import.meta.dirname, "../golden/e2e");

/** The checked-in pair and scipy's numbers for it. */
export const PAIR = { reference: path.join(GOLDEN, "reference.csv"), current: path.join(GOLDEN, "current.csv") };
export const EXPECTED = JSON.parse(fs.readFileSync(path.join(GOLDEN, "expected.json"), "utf8"));

/** Waits until the page is in a phase, a result completed by what follows the verdict; answers what it says of a problem when it never comes. @param {Page} page @param {string} phase */
export async function waitForPhase(page, phase) {
  const come = (/** @type {string} */ wanted) => document.body.dataset.phase === wanted && !document.getElementById("status")?.textContent?.startsWith("Looking further");
  await page.waitForFunction(come, { polling: 50 }, phase).catch(async () => {
    const state = await page.evaluate(() => `${document.body.dataset.phase}: ${document.getElementById("failure")?.textContent ?? ""}`);
    throw new Error(`the page did not come to "${phase}" but stays at ${state}; ${page.messages?.join(" | ")}`);
  });
}

/** Opens the page and waits until files may be dropped. @param {Driven} driven @param {string} address @param {Size} size */
export async function openReady(driven, address = "/", size = {}) {
  const page = await driven.openPage(address, size);
  await waitForPhase(page, "ready");
  return page;
}

/** Runs the sample to its verdict. @param {Page} page */
export async function runSample(page) {
  await page.click("#sample");
  await waitForPhase(page, "result");
}

/** Opens every group of the list, until all rows that fit are there, also where findings still arrive. @param {Page} page */
export async function showAll(page) {
  await page.waitForSelector("#findings .finding-group");
  let clicks = 0;
  const until = Date.now() + PATIENCE_MS;
  for (;;) {
    const seen = await page.evaluate(() => {
      const more = [...document.querySelectorAll("#findings .show-more")].find((one) => /^Show (all|\d+ more)/.test(one.textContent));
      if (more) {
        /** @type {HTMLElement} */ (more).click();
        return { clicked: true, missing: "" };
      }
      const missing = [...document.querySelectorAll("#findings .finding-group")].map((group) => {
        const counted = [...group.querySelectorAll(".tally [aria-hidden]")].reduce((sum, one) => sum + Number(one.textContent.replaceAll(",", "")), 0);
        return [group.getAttribute("data-group"), group.querySelectorAll("li[data-id]").length, counted];
      }).filter(([, listed, counted]) => listed !== counted).map(([key, listed, counted]) => `${key}: ${listed} of ${counted}`);
      return { clicked: false, missing: missing.join(", ") };
    });
    if (seen.clicked) clicks += 1;
    else if (seen.missing === "") return clicks;
    else await new Promise((resolve) => { setTimeout(resolve, 50); });
    if (Date.now() > until) throw new Error(`the list did not open whole: ${seen.missing}`);
  }
}

/** Shows a finding in detail, by its link in the list. @param {Page} page @param {string} id */
export async function showFinding(page, id) {
  // By the element and not by its place: the list may still move.
  if (!(await page.$(`#findings li[data-id="${id}"]`))) await showAll(page);
  await page.$eval(`#findings li[data-id="${id}"] > a`, (link) => /** @type {HTMLElement} */ (link).click());
  await page.waitForSelector(`#detail .decision[data-id="${id}"]`);
}

/** What the page wrote to the console as an error or failed with. @param {Page} page */
export function failures(page) {
  return page.messages.filter((message) => /^(error|uncaught)/.test(message));
}

/**
 * Lets the page's downloads go to a folder; answers how to wait for one. A file has its name in the folder before it
 * has its content: only the browser knows when it is whole.
 * @param {Page} page
 */
export async function catchDownloads(page) {
  const folder = fs.mkdtempSync(path.join(page.driven.folder, "downloads-"));
  const session = await page.browser().target().createCDPSession();
  /** @type {Set<string>} */
  const whole = new Set();
  session.on("Browser.downloadProgress", ({ state, filePath }) => {
    if (state === "completed" && filePath && path.dirname(filePath) === folder) whole.add(filePath);
  });
  await session.send("Browser.setDownloadBehavior", { behavior: "allow", downloadPath: folder, eventsEnabled: true });
  return async (/** @type {string} */ ending) => {
    const until = Date.now() + PATIENCE_MS;
    for (;;) {
      const file = [...whole].find((one) => one.endsWith(ending));
      if (file) return file;
      if (Date.now() > until) throw new Error(`no download ending in ${ending}; whole: ${[...whole].join(", ")}; in the folder: ${fs.readdirSync(folder).join(", ")}`);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  };
}

/** No accessibility rule of axe-core is broken, and nothing scrolls sideways. @param {Page} page @param {string} state */
export async function assertClean(page, state) {
  const session = await page.createCDPSession();
  await session.send("Runtime.evaluate", { expression: AXE });
  await session.detach();
  const found = await page.evaluate(async () => {
    const { violations, passes } = await /** @type {typeof import("axe-core")} */ (window.axe).run(document, { resultTypes: ["violations"] });
    return { passes: passes.length, violations: violations.map((one) => `${one.id}: ${one.nodes.map((node) => `${node.target.join(" ")} ${node.any[0]?.message ?? ""}`).join(" | ")}`) };
  });
  assert.ok(found.passes > 10, "axe looked at too little");
  assert.deepEqual(found.violations, [], state);
  const { width, needed } = await page.evaluate(() => ({ width: innerWidth, needed: document.documentElement.scrollWidth }));
  assert.ok(needed <= width, `${state}: the page is ${needed} px wide in a window of ${width} px`);
}
