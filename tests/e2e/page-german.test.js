// The page in German: chosen by a button, kept for the next visit, numbers by the marks of the language.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { dropFiles, launch } from "./harness.js";
import { PAIR, failures, openReady } from "./page-steps.js";

/** @type {import("./harness.js").Driven} */
let driven;
before(async () => { driven = await launch(); });
after(async () => { await driven?.remove(); });

test("the other language is a click away, and stays until everything is forgotten", async () => {
  const page = await openReady(driven);
  assert.equal(await page.$eval("#language", (button) => button.textContent), "Deutsch");
  await Promise.all([page.waitForNavigation(), page.click("#language")]);
  await page.waitForSelector('body[data-phase="ready"]');
  assert.equal(await page.$eval("html", (root) => root.lang), "de");
  assert.equal(await page.$eval("#sample", (button) => button.textContent), "Beispiel ansehen");
  await dropFiles(page, PAIR);
  await page.waitForSelector('body[data-phase="result"]');
  assert.equal(await page.$eval("#findings-heading", (heading) => heading.textContent), "Befunde");
  const words = await page.$$eval("#findings severity-mark", (list) => list.map((one) => one.textContent));
  assert.ok(words.includes("Von Belang"), words.join());
  assert.ok(await page.$eval("#language", (button) => /** @type {HTMLElement} */ (button).hidden), "nothing is lost by a click");
  const effects = await page.$$eval("#findings .finding-effect", (list) => list.map((one) => one.textContent ?? ""));
  assert.ok(effects.some((one) => /\d,\d/.test(one)) && effects.every((one) => !/\d\.\d(?!\d\d)/.test(one)), effects.join());
  await page.click("#keep");
  await page.waitForSelector("#forget:not([hidden])");
  await page.click("#forget");
  await page.waitForFunction(() => /ist fort/.test(document.querySelector("#kept [role=status]")?.textContent ?? ""));
  assert.deepEqual(failures(page), []);
  await page.reload();
  await page.waitForSelector('body[data-phase="ready"]');
  assert.equal(await page.$eval("#sample", (button) => button.textContent), "Try the sample");
  await page.close();
});
