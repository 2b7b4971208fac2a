// How files come in and are read: pasted, packed, with another delimiter or type, one divided, several as periods; what
// columns are for, and what is learned from a file.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import zlib from "node:zlib";
import fs from "node:fs";
import { dropFiles, launch } from "./harness.js";
import { PAIR, failures, openReady, waitForPhase } from "./page-steps.js";

/** @import { Page } from "puppeteer-core" */

/** @type {import("./harness.js").Driven} */
let driven;
before(async () => { driven = await launch(); });
after(async () => { await driven?.remove(); });

const text = (/** @type {Page} */ page, /** @type {string} */ selector) => page.$eval(selector, (element) => element.textContent ?? "");

/** A table of days. @param {number} rows @param {(row: number) => number} value @param {string} [cut] */
const days = (rows, value, cut = ",") => ["day", "amount", "kind"].join(cut) + "\n" + Array.from({ length: rows }, (_, row) => [new Date(Date.UTC(2024, 0, 1 + Math.floor(row / 10))).toISOString().slice(0, 10), value(row), row % 3 === 0 ? "a" : "b"].join(cut)).join("\n") + "\n";

/** Waits until a result computed with other settings stands there. @param {Page} page */
const recomputed = async (page) => {
  await page.waitForFunction(() => !document.body.hasAttribute("data-stale"));
  await waitForPhase(page, "result");
};

test("two tables pasted from a spreadsheet are compared", async () => {
  const page = await openReady(driven);
  const paste = (/** @type {string} */ table) => page.evaluate((given) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData("text/plain", given);
    document.body.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
  }, table);
  await paste(days(300, (row) => row % 50, "\t"));
  await page.waitForFunction(() => /pasted 1\.tsv/.test(document.querySelector(".slots")?.textContent ?? ""));
  await paste(days(300, (row) => (row % 50) + 40, "\t"));
  await waitForPhase(page, "result");
  assert.match(await text(page, "#verdict-sentence"), /amount/);
  assert.deepEqual(failures(page), []);
  await page.close();
});

test("a packed file says the same as the plain one", async () => {
  const page = await openReady(driven);
  await dropFiles(page, PAIR);
  await waitForPhase(page, "result");
  const plain = await text(page, "#verdict-sentence");
  await page.click("#another");
  await waitForPhase(page, "ready");
  await dropFiles(page, { reference: { name: "reference.csv.gz", text: zlib.gzipSync(fs.readFileSync(PAIR.reference)) }, current: { name: "current.csv.gz", text: zlib.gzipSync(fs.readFileSync(PAIR.current)) } });
  await waitForPhase(page, "result");
  assert.equal(await text(page, "#verdict-sentence"), plain);
  await page.click("#another");
  await waitForPhase(page, "ready");
  const cut = zlib.gzipSync(fs.readFileSync(PAIR.reference));
  await dropFiles(page, { reference: { name: "reference.csv.gz", text: cut.subarray(0, cut.length - 400) }, current: PAIR.current });
  await waitForPhase(page, "failed");
  assert.match(await text(page, "#failure"), /table\.gzip/);
  await page.close();
});

test("the preview says how a file was read and why, and what is set there is read anew", async () => {
  const page = await openReady(driven);
  const numbers = days(120, (row) => row % 9, ";").replaceAll("amount", "code");
  await dropFiles(page, { reference: { text: numbers }, current: { text: numbers } });
  await waitForPhase(page, "result");
  await page.click("#settings-open");
  await page.click("#previews > summary");
  await page.waitForSelector('#previews [data-slot="current"] .first-rows tbody tr');
  assert.equal((await page.$$('#previews [data-slot="reference"] .first-rows tbody tr')).length, 50);
  const delimiter = await page.$$eval('#previews [data-slot="reference"] .inferences tr', (rows) => rows.map((row) => row.textContent ?? "").find((row) => row.startsWith("Delimiter")) ?? "");
  assert.match(delimiter, /automatic: semicolon/);
  assert.match(delimiter, /\d+ of \d+/, "with how many lines speak for it");
  await page.select('#previews [data-slot="reference"] select[aria-label="Type of code"]', "category");
  await recomputed(page);
  await page.waitForFunction(() => /** @type {HTMLSelectElement | null} */ (document.querySelector('#previews [data-slot="reference"] select[aria-label="Type of code"]'))?.value === "category");
  // A setting is checked before anything is computed with it: nothing is stale until then.
  await page.waitForFunction(() => /"types": \{\s*"code": "category"/.test(document.getElementById("provenance")?.textContent ?? ""));
  await page.select('#previews [data-slot="reference"] select[aria-label="Delimiter"]', ",");
  await page.waitForFunction(() => document.querySelectorAll('#previews [data-slot="reference"] .first-rows thead th').length === 1);
  assert.deepEqual(failures(page), []);
  await page.close();
});

test("what columns are for is shown with reason and confidence, and changed for all of them at once", async () => {
  const page = await openReady(driven);
  await dropFiles(page, { reference: { text: days(300, (row) => row % 50) }, current: { text: days(300, (row) => row % 50) } });
  await waitForPhase(page, "result");
  await page.click("#settings-open");
  await page.waitForSelector("role-table tbody tr");
  const lines = () => page.$$eval("role-table tbody tr", (rows) => rows.map((row) => [...row.children].map((cell) => (cell.querySelector("select") ? cell.querySelector("select")?.selectedOptions[0]?.textContent ?? "" : cell.textContent ?? ""))));
  const day = (await lines()).find((line) => line[0] === "day") ?? [];
  assert.equal(day[2], "automatic: Timestamp");
  assert.match(day[3] ?? "", /date|instant|name/);
  assert.match(day[4] ?? "", /^\d+(\.\d+)?%$/);
  assert.match(day[5] ?? "", /600 values, 0 missing/);
  await page.select("role-table .role-actions select", "ignore");
  await page.$$eval("role-table .role-actions button", (list) => list.find((one) => one.textContent === "Set 3")?.click());
  await recomputed(page);
  await page.waitForFunction(() => [...document.querySelectorAll("role-table tbody tr")].every((row) => row.querySelector("select")?.value === "ignore"));
  await page.$$eval("role-table .role-actions button", (list) => list.find((one) => one.textContent === "Back to the guesses")?.click());
  await recomputed(page);
  await page.waitForFunction(() => [...document.querySelectorAll("role-table tbody tr")].every((row) => row.querySelector("select")?.value === ""));
  assert.deepEqual(failures(page), []);
  await page.close();
});

test("expectations are learned from the reference, and the current file is held to them", async () => {
  const page = await openReady(driven);
  await dropFiles(page, { reference: { text: days(400, (row) => row % 50) }, current: { text: days(400, (row) => (row % 50) + (row % 4 === 0 ? 5000 : 0)) } });
  await waitForPhase(page, "result");
  await page.click("#settings-open");
  await page.waitForSelector("#learn:not([hidden])");
  await page.click("#learn");
  await page.waitForFunction(() => /expectations were learned/.test(document.querySelector(".settings-effect")?.textContent ?? ""));
  assert.ok(Number((await text(page, ".settings-effect")).match(/^\d+/)?.[0]) > 2);
  await recomputed(page);
  await page.waitForFunction(() => /"expectations"/.test(document.querySelector("#provenance")?.textContent ?? ""));
  await page.close();
});

test("one file is divided at a date, and put together again", async () => {
  const page = await openReady(driven);
  await dropFiles(page, { current: { name: "year.csv", text: days(600, (row) => (row % 50) + (row < 300 ? 0 : 40)) } });
  await page.waitForSelector("#compare:not([hidden])");
  await page.click("#compare");
  await waitForPhase(page, "result");
  const alone = await text(page, "#verdict-sentence");
  await page.waitForSelector("#splitting:not([hidden])");
  await page.click("#splitting > summary");
  assert.equal(await page.$eval("#split-column", (select) => /** @type {HTMLSelectElement} */ (select).value), "day");
  await page.type("#split-at", "2024-01-31");
  await page.click("#splitting [type=submit]");
  await page.waitForFunction((before) => document.getElementById("verdict-sentence")?.textContent !== before, {}, alone);
  await recomputed(page);
  assert.match(await text(page, "#verdict-sentence"), /drifted.*amount/);
  assert.match(await text(page, "#provenance"), /day before 2024-01-31/);
  await page.$$eval("#splitting button", (list) => list.find((one) => one.textContent === "Back to the whole file")?.click());
  await page.waitForFunction((before) => document.getElementById("verdict-sentence")?.textContent === before, {}, alone);
  assert.deepEqual(failures(page), []);
  await page.close();
});

test("several files become periods in the order of their names", async () => {
  const page = await openReady(driven);
  const month = (/** @type {number} */ shift) => ({ text: days(300, (row) => (row % 50) + shift) });
  await dropFiles(page, /** @type {any} */ ({ c: { name: "month_10.csv", ...month(40) }, a: { name: "month_2.csv", ...month(0) }, b: { name: "base.csv", ...month(0) } }));
  await waitForPhase(page, "result");
  const slots = await page.$$eval("file-slot", (list) => list.map((one) => one.textContent ?? ""));
  assert.match(slots[0] ?? "", /base\.csv/);
  assert.match(slots[1] ?? "", /month_2\.csv \+ 1 more/);
  assert.match(await text(page, "#provenance"), /600 read/);
  assert.deepEqual(failures(page), []);
  await page.close();
});
