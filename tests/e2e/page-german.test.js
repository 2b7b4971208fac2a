// The page in German: chosen by a button, kept for the next visit; report, drawings, settings, errors and files in German, numbers by the
// marks of the language.
import assert from "node:assert/strict";
import fs from "node:fs";
import { after, before, test } from "node:test";
import { completed, inGerman } from "./german-steps.js";
import { dropFiles, launch } from "./harness.js";
import { PAIR, assertClean, catchDownloads, failures, openReady } from "./page-steps.js";

/** @type {import("./harness.js").Driven} */
let driven;
before(async () => { driven = await launch(); });
after(async () => { await driven?.remove(); });

/** Words that only English sentences have. */
const ENGLISH = /\b(the|of|and|with|which|rows|values|columns|is|are|went|interval|nothing|compare|again|more|share)\b|\d,\d{3},\d{3}|\b(reference|current)\b(?!\.csv)/i;

test("the other language is a click away, and stays until everything is forgotten", async () => {
  const page = await openReady(driven);
  assert.equal(await page.$eval("#language", (button) => button.textContent), "Deutsch");
  await Promise.all([page.waitForNavigation(), page.click("#language")]);
  await page.waitForSelector('body[data-phase="ready"]');
  assert.equal(await page.$eval("html", (root) => root.lang), "de");
  assert.equal(await page.$eval("#sample", (button) => button.textContent), "Beispiel ansehen");
  await dropFiles(page, PAIR);
  await completed(page);
  assert.equal(await page.$eval("#findings-heading", (heading) => heading.textContent), "Befunde");
  const words = await page.$$eval("#findings severity-mark", (list) => list.map((one) => one.textContent));
  assert.ok(words.includes("Von Belang"), words.join());
  assert.ok(await page.$eval("#language", (button) => /** @type {HTMLElement} */ (button).checkVisibility()), "it can always be reached");
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

for (const [width, theme] of /** @type {const} */ ([[400, "dark"], [1280, "light"]])) {
  test(`${width} px, ${theme}: verdict, findings, a detail with its chart, settings and an error are German and accessible`, async () => {
    const page = await inGerman(driven, { width });
    await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: theme }]);
    await page.click("#sample");
    await completed(page);
    const said = await page.$$eval("#verdict h1, #verdict p, #findings .finding-sentence, #findings h3", (list) => list.map((one) => one.textContent ?? ""));
    assert.ok(said.length > 10, `${said.length} sentences`);
    assert.deepEqual(said.filter((one) => ENGLISH.test(one)), []);
    await assertClean(page, "result in German");
    await page.evaluate(() => { location.hash = `#finding=${encodeURIComponent("drift/income/values")}`; });
    await page.waitForSelector('#detail .decision[data-id="drift/income/values"]');
    await page.waitForFunction(() => (document.querySelector("#detail canvas")?.getAttribute("aria-label") ?? "") !== "");
    const detail = await page.$$eval("#detail p, #detail h3, #detail figcaption, #detail summary, #detail dt, #detail canvas", (list) => list.map((one) => one.getAttribute("aria-label") ?? one.textContent ?? ""));
    assert.deepEqual(detail.filter((one) => ENGLISH.test(one.replace(/\b(Review|Journal) of\b/g, ""))), []);
    assert.ok(detail.some((one) => /Die Verteilungen liegen bei [\d.]+/.test(one)), detail.join(" | "));
    await page.$$eval("#detail details", (list) => list.forEach((one) => { one.open = true; }));
    await page.waitForSelector("#detail data-table th");
    const headings = await page.$$eval("#detail data-table th[scope=col], #detail data-table caption", (list) => list.map((one) => one.textContent ?? ""));
    assert.deepEqual(headings.filter((one) => ENGLISH.test(one)), []);
    await assertClean(page, "detail in German");
    await page.click("#settings-open");
    await page.waitForSelector("settings-form .setting-meaning");
    await page.$$eval("#settings details", (list) => list.forEach((one) => { one.open = true; }));
    const meanings = await page.$$eval("#settings .setting-meaning, #settings legend, #settings .setting label", (list) => list.map((one) => one.textContent ?? ""));
    assert.ok(meanings.length > 100, `${meanings.length} settings`);
    assert.deepEqual(meanings.filter((one) => /\b(the|of|with|which|where|rows|values)\b/i.test(one)), []);
    assert.deepEqual(failures(page), []);
    await page.close();
    const other = await inGerman(driven, { width });
    await other.emulateMediaFeatures([{ name: "prefers-color-scheme", value: theme }]);
    await dropFiles(other, { reference: { text: "a,b\n" }, current: { text: "a,b\n1,2\n" } });
    await other.waitForSelector('body[data-phase="failed"]');
    const problem = await other.$eval("#failure", (place) => place.textContent ?? "");
    assert.match(problem, /Es gibt einen Kopf und keine Zeile darunter/i);
    assert.doesNotMatch(problem, /\bthe\b|\brow under\b/);
    await assertClean(other, "error in German");
    await other.close();
  });
}

test("files are taken away in German, and JSON as the engine made it", async () => {
  const page = await inGerman(driven);
  const download = await catchDownloads(page);
  await dropFiles(page, PAIR);
  await completed(page);
  await page.click('[data-export="html"]');
  const html = fs.readFileSync(await download(".html"), "utf8");
  assert.match(html, /<html lang="de">/);
  assert.match(html, /<h2>Befunde<\/h2>/);
  assert.match(html, /<svg[^>]*>[\s\S]*Referenz/);
  const shown = html.replace(/<script[\s\S]*?<\/script>/g, "").replace(/<details><summary>Einstellungen[\s\S]*?<\/details>/, "").replace(/<style[\s\S]*?<\/style>/, "").replace(/<p lang="en">.*?<\/p>/, "").replace(/<[^>]*>/g, "\n");
  assert.deepEqual([...new Set(shown.split("\n").map((line) => line.trim()).filter((line) => / (the|of|with|which|rows) /.test(line.replace(/\b(Review|Journal) of\b/g, ""))))], []);
  await page.click('[data-export="json"]');
  const json = fs.readFileSync(await download(".json"), "utf8");
  assert.match(JSON.parse(json).report.verdict.sentence, /^The data has drifted|^No |^Something/);
  await page.close();
  // Dropped back on the page it opens again.
  const again = await inGerman(driven);
  await dropFiles(again, { current: { name: "bericht.html", text: html } });
  await again.waitForSelector('body[data-phase="result"]');
  assert.match(await again.$eval("#verdict h1", (heading) => heading.textContent ?? ""), /Die Daten|Keine|Etwas/);
  await again.close();
});
