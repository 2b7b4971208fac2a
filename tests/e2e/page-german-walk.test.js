// Every view of the German page, read through for words that are still English.
import assert from "node:assert/strict";
import fs from "node:fs";
import { after, before, test } from "node:test";
import { completed, inGerman } from "./german-steps.js";
import { englishOn } from "./german-words.js";
import { dropFiles, launch } from "./harness.js";
import { PAIR, catchDownloads, failures } from "./page-steps.js";

/** @import { Page } from "puppeteer-core" */
/** @type {import("./harness.js").Driven} */
let driven;
before(async () => { driven = await launch(); });
after(async () => { await driven?.remove(); });

/** Opens everything that can be opened in a part of the page, and lets its charts draw. @param {Page} page @param {string} selector */
async function openAll(page, selector) {
  await page.$$eval(`${selector} details`, (list) => list.forEach((one) => { one.open = true; }));
  await page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 300)));
}

/** Every kind of finding in detail, everything open. @param {Page} page @param {string[]} data */
async function readDetails(page, data) {
  await page.select("#finding-kind", "");
  await page.evaluate(() => {
    const more = () => [...document.querySelectorAll("#findings .show-more")].find((one) => /^(Alle|\d+ weitere)/.test(one.textContent));
    for (let button = more(), clicks = 0; button && clicks < 100; button = more(), clicks += 1) /** @type {HTMLElement} */ (button).click();
  });
  const ids = await page.$$eval("#findings li[data-id]", (list) => list.map((one) => one.getAttribute("data-id") ?? ""));
  // One of each kind: what stands between the first and the last part of an id is a column.
  const kinds = new Map(ids.map((id) => [`${id.split("/")[0]} ${id.split("/").at(-1)}`, id]));
  assert.ok(kinds.size > 2, ids.join());
  /** @type {Set<string>} */
  const found = new Set();
  for (const id of kinds.values()) {
    await page.evaluate((wanted) => { location.hash = `#finding=${encodeURIComponent(wanted)}`; }, id);
    await page.waitForSelector(`#findings li[data-id="${id}"] > a[aria-current="true"]`);
    await openAll(page, "#detail");
    for (const text of await englishOn(page, "#detail", data)) found.add(text);
  }
  return [...found];
}

test("a single file with its model: audit, model, explanations, every detail", async () => {
  const page = await inGerman(driven);
  assert.deepEqual(await englishOn(page), []);
  await page.click('[data-reader="compliance"]');
  await completed(page);
  await page.waitForFunction(() => document.getElementById("explaining")?.dataset["complete"] === "true", { polling: 50 });
  await page.$$eval(".explaining-view .explaining-shown > .button", (list) => list.forEach((one) => /** @type {HTMLElement} */ (one).click()));
  await page.waitForSelector('[data-view="shuffled"] block-chart');
  await openAll(page, "main");
  assert.deepEqual(await englishOn(page), []);
  assert.deepEqual(await readDetails(page, []), []);
  assert.match(await page.$eval('[data-view="row"] .quiet', (place) => place.textContent ?? ""), /^Zeile 1: Klasse 1 ist /);
  // A row is chosen in a picture by its German name, too.
  await page.$eval('[data-view="rows"] block-chart', (chart) => chart.dispatchEvent(new CustomEvent("markchosen", { bubbles: true, detail: { label: "Zeile 7" } })));
  await page.waitForFunction(() => /^Zeile 7: /.test(document.querySelector('[data-view="row"] .quiet')?.textContent ?? ""));
  assert.deepEqual(failures(page), []);
  await page.close();
});

test("files that follow each other: over time, parts of the rows, telling the files apart", async () => {
  const page = await inGerman(driven);
  await page.click('[data-reader="engineer"]');
  await completed(page);
  await openAll(page, "main");
  assert.deepEqual(await englishOn(page), []);
  assert.deepEqual(await readDetails(page, []), []);
  await page.close();
});

test("a pair: settings, chosen rows, reports kept and compared, help", async () => {
  const page = await inGerman(driven);
  const data = ["prediction", "other"];
  await page.click("#sample");
  await completed(page);
  await openAll(page, "main");
  assert.deepEqual(await englishOn(page, "body", data), []);
  assert.deepEqual(await readDetails(page, data), []);
  await page.click("#keep");
  // The line of the kept report comes once the browser has stored it.
  await page.waitForFunction(() => {
    const compare = [...document.querySelectorAll("#kept li button")].find((one) => /ergleichen/.test(one.textContent ?? ""));
    if (compare instanceof HTMLElement) compare.click();
    return compare !== undefined;
  });
  // Reading goes there with it: what is clicked before would be scrolled away.
  await page.waitForSelector("#compared:focus h3");
  await page.click("#settings-open");
  await page.waitForSelector("settings-form .setting-meaning");
  await openAll(page, "#settings");
  // Values of settings are named as they are written in a file.
  assert.deepEqual(await englishOn(page, "body", [...data, "by", "column", "reference"]), []);
  await page.$eval("#help", (button) => /** @type {HTMLElement} */ (button).click());
  await page.waitForSelector("dialog.help[open]");
  assert.deepEqual(await englishOn(page, "dialog.help"), []);
  await page.keyboard.press("Escape");
  await page.click("#forget");
  await page.close();
});

/** What is wrong with a file, and how its name ends. @type {[string, string, string][]} */
const DAMAGED = [
  ["a model that is cut", "cut.txt", "tree\nversion=v4\nnum_class=1\nnum_tree_per_iteration=1\nmax_feature_idx=0\nobjective=binary sigmoid:1\nfeature_names=a\nfeature_infos=[0:1]\n\nTree=0\nnum_leaves=2\n"],
  ["no model and no table", "nothing.onnx", "nothing"],
  ["a header without rows", "empty.csv", "a,b\n"],
  ["a quote that never closes", "quote.csv", `a,b\n1,"2\n${"3,4\n".repeat(40)}`],
];
for (const [what, name, text] of DAMAGED) {
  test(`${what} is said in German`, async () => {
    const page = await inGerman(driven);
    await dropFiles(page, { current: { name, text } });
    await Promise.race([page.waitForSelector('body[data-phase="failed"]'), page.waitForSelector("#compare:not([hidden])").then((button) => button?.click())]);
    await page.waitForSelector('body[data-phase="failed"]');
    assert.ok((await page.$eval("#failure", (place) => place.textContent ?? "")).length > 80);
    assert.deepEqual(await englishOn(page), []);
    await page.close();
  });
}

test("files that leave out small groups say so in German", async () => {
  const page = await inGerman(driven);
  const download = await catchDownloads(page);
  await dropFiles(page, PAIR);
  await completed(page);
  await page.click("#settings-open");
  await page.waitForSelector("#setting-exports-small_cells");
  await page.$eval("#setting-exports-small_cells", (input) => { /** @type {HTMLInputElement} */ (input).value = "400"; input.dispatchEvent(new Event("change")); });
  // A setting is checked before anything is computed with it: nothing is stale until then.
  await page.waitForFunction(() => /"small_cells": 400/.test(document.getElementById("provenance")?.textContent ?? ""));
  await completed(page);
  await page.click('[data-export="html"]');
  const html = fs.readFileSync(await download(".html"), "utf8");
  const other = await driven.browser.newPage();
  await other.setContent(html.replace(/<script[\s\S]*?<\/script>/g, ""));
  await other.$$eval("details", (list) => list.forEach((one) => { one.open = true; }));
  assert.match(await other.$eval("body", (body) => body.textContent ?? ""), /weniger als 400 Zeilen/);
  assert.deepEqual(await englishOn(other, "body", ["reference", "current"]), []);
  await other.close();
  await page.close();
});

test("the language changes with a result in sight, and the report comes along", async () => {
  const page = await inGerman(driven);
  await dropFiles(page, PAIR);
  await completed(page);
  await page.click("#language");
  await page.waitForSelector("dialog.speaking[open]");
  assert.deepEqual(await englishOn(page, "dialog.speaking p"), []);
  await page.click("dialog.speaking .button:not(.primary)");
  await page.waitForFunction(() => !document.querySelector("dialog.speaking"));
  const verdict = await page.$$eval("#findings li[data-id]", (list) => list.map((one) => one.getAttribute("data-id")));
  await page.click("#language");
  await Promise.all([page.waitForNavigation(), page.click("dialog.speaking .primary")]);
  await page.waitForSelector('body[data-phase="result"]');
  assert.equal(await page.$eval("html", (root) => root.lang), "en");
  assert.match(await page.$eval("#verdict h1", (heading) => heading.textContent ?? ""), /^The data has drifted/);
  assert.deepEqual(await page.$$eval("#findings li[data-id]", (list) => list.map((one) => one.getAttribute("data-id"))), verdict);
  assert.equal(await page.evaluate(() => sessionStorage.length), 0, "nothing of it stays");
  assert.deepEqual(failures(page), []);
  await page.close();
});
