// What the tests of the German page share: how it comes to speak German, and when it is done.
import { openReady } from "./page-steps.js";

/** @import { Page } from "puppeteer-core" */
/** @import { Driven, Size } from "./harness.js" */

/** Opens the page and has it speak German. @param {Driven} driven @param {Size} [size] */
export async function inGerman(driven, size = {}) {
  const page = await openReady(driven, "/", size);
  if ((await page.$eval("html", (root) => root.lang)) === "de") return page;
  await Promise.all([page.waitForNavigation(), page.click("#language")]);
  await page.waitForSelector('body[data-phase="ready"]');
  return page;
}

/** Waits for the result and for what follows it. @param {Page} page */
export async function completed(page) {
  await page.waitForSelector('body[data-phase="result"]');
  await page.waitForFunction(() => !document.getElementById("status")?.textContent?.startsWith("Die Zeilen werden weiter"), { polling: 50 });
}
