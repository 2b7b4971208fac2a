// What is taken away, kept and compared: every format, the page dropped back, pictures of charts, reports in the browser.
import assert from "node:assert/strict";
import fs from "node:fs";
import { after, before, test } from "node:test";
import { dropFiles, launch } from "./harness.js";
import { PAIR, catchDownloads, failures, openReady, runSample, showAll, showFinding, waitForPhase } from "./page-steps.js";

/** @type {import("./harness.js").Driven} */
let driven;
before(async () => { driven = await launch(); });
after(() => driven.remove());

/** @param {import("puppeteer-core").Page} page @param {string} selector */
const text = (page, selector) => page.$eval(selector, (element) => element.textContent);

test("every format is saved, and both pages open again when they are dropped", async () => {
  const page = await openReady(driven);
  const download = await catchDownloads(page);
  await runSample(page);
  const verdict = await text(page, "#verdict-sentence");
  await showAll(page);
  const findings = (await page.$$("#findings li[data-id]")).length;
  await page.click(".more-formats > summary");
  for (const format of ["csv", "markdown", "junit", "html-summary", "html"]) {
    await page.$eval(`[data-export="${format}"]`, (button) => /** @type {HTMLElement} */ (button).click());
  }
  const read = async (/** @type {string} */ ending) => fs.readFileSync(await download(ending), "utf8");
  assert.equal((await read(".csv")).trimEnd().split("\r\n").length, findings + 1);
  assert.ok((await read(".md")).startsWith(`# ${verdict.slice(0, 20)}`));
  assert.equal((await read(".xml")).match(/<testcase /g)?.length, findings);
  const summary = await download(".summary.html");
  assert.ok(fs.statSync(summary).size <= 300_000, `${fs.statSync(summary).size} bytes`);
  await page.click("#another");
  await waitForPhase(page, "ready");
  await dropFiles(page, { current: summary });
  await waitForPhase(page, "result");
  assert.equal(await text(page, "#verdict-sentence"), verdict);
  await showAll(page);
  assert.equal((await page.$$("#findings li[data-id]")).length, findings);
  const written = fs.readFileSync(summary, "utf8");
  const altered = written.replace(/(id="driftglass-report">.{200})(.)/, (_, before, sign) => before + (sign === "A" ? "B" : "A"));
  assert.notEqual(altered, written);
  fs.writeFileSync(summary, altered);
  await page.click("#another");
  await waitForPhase(page, "ready");
  await dropFiles(page, { current: summary });
  await waitForPhase(page, "failed");
  assert.match(await text(page, "#failure"), /altered/);
  assert.deepEqual(failures(page), []);
  await page.close();
});

test("a chart has other views, holds a value, and is saved as a picture", async () => {
  const page = await openReady(driven);
  const download = await catchDownloads(page);
  await dropFiles(page, PAIR);
  await waitForPhase(page, "result");
  await showFinding(page, "drift/amount/values");
  await page.waitForSelector("#detail block-chart .views");
  for (const view of ["bins", "quantiles", "ecdf-pair"]) {
    await page.click(`#detail [data-view="${view}"]`);
    await page.waitForFunction((name) => document.querySelector(`#detail [data-view="${name}"]`)?.getAttribute("aria-pressed") === "true" && document.activeElement?.getAttribute("data-view") === name, {}, view);
    assert.equal((await page.$$('#detail .views [aria-pressed="true"]')).length, 1);
    if (view === "bins") assert.match(await text(page, "#detail figcaption"), /Population stability index over these bins: [0-9.]+\./);
  }
  await page.focus("#detail .plot");
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("Enter");
  const said = await text(page, "#detail .tooltip");
  await page.mouse.move(5, 5);
  assert.equal(await text(page, "#detail .tooltip"), said, "it stays");
  assert.ok(await page.$("#detail .marker[data-pinned]:not([hidden])"));
  await page.keyboard.press("Escape");
  assert.ok(await page.$("#detail .marker[hidden]"));
  await page.click("#detail block-chart .data summary");
  await page.waitForSelector("#detail .chart-files button");
  for (const place of [1, 2]) await page.click(`#detail .chart-files button:nth-child(${place})`);
  const png = fs.readFileSync(await download(".png"));
  assert.equal(png.subarray(1, 4).toString(), "PNG");
  const svg = fs.readFileSync(await download(".svg"), "utf8");
  assert.match(svg, /^<svg .*role="img"/);
  assert.deepEqual(failures(page), []);
  await page.close();
});

test("a report is kept only when asked, opens after a reload, is compared, and all is forgotten", async () => {
  const page = await openReady(driven);
  const stored = () => page.evaluate(async () => (await indexedDB.databases()).length + Object.keys(localStorage).filter((key) => key.startsWith("driftglass.")).length);
  await dropFiles(page, PAIR);
  await waitForPhase(page, "result");
  assert.equal(await stored(), 0, "nothing is kept unasked");
  const verdict = await text(page, "#verdict-sentence");
  await page.click("#keep");
  await page.waitForSelector(".kept-list li");
  await page.reload();
  await waitForPhase(page, "ready");
  await page.waitForSelector(".kept-list li");
  await page.click(".kept-list button");
  await waitForPhase(page, "result");
  assert.equal(await text(page, "#verdict-sentence"), verdict);
  await page.click("#another");
  await waitForPhase(page, "ready");
  await dropFiles(page, { reference: PAIR.reference, current: PAIR.reference });
  await waitForPhase(page, "result");
  await page.$eval(".kept-list button:nth-child(2)", (button) => /** @type {HTMLElement} */ (button).click());
  await page.waitForSelector("#compared .changes li");
  const groups = await page.$$eval("#compared h4", (list) => list.map((one) => one.textContent));
  assert.ok(groups.includes("Better"), groups.join());
  assert.ok(!groups.includes("Worse"), groups.join());
  await page.click("#forget");
  await page.waitForFunction(() => document.querySelectorAll(".kept-list li").length === 0);
  assert.equal(await stored(), 0);
  assert.deepEqual(failures(page), []);
  await page.close();
});

test("what was kept before the report was complete is completed, and a file saved then says so", async () => {
  const page = await openReady(driven);
  await page.click("#sample");
  await page.waitForFunction(() => document.body.dataset.phase === "result" && /^Looking further/.test(document.getElementById("status")?.textContent ?? ""), { polling: 20 });
  const keptFindings = () => page.evaluate(() => /** @type {Promise<number>} */ (new Promise((resolve, reject) => {
    const opening = indexedDB.open("driftglass");
    opening.onerror = () => reject(opening.error);
    opening.onsuccess = () => {
      const asking = opening.result.transaction("reports").objectStore("reports").getAll();
      asking.onsuccess = () => {
        opening.result.close();
        resolve(asking.result.length === 1 ? asking.result[0].report.findings.length : -asking.result.length);
      };
    };
  })));
  await page.$eval("#keep", (button) => /** @type {HTMLElement} */ (button).click());
  await page.waitForSelector(".kept-list li");
  const before = await keptFindings();
  // What is said stands until something else is: the next word may come at once.
  const told = await page.evaluateHandle(() => {
    const status = /** @type {HTMLElement} */ (document.getElementById("status"));
    /** @type {string[]} */
    const said = [];
    new MutationObserver(() => { said.push(status.textContent ?? ""); }).observe(status, { childList: true, characterData: true, subtree: true });
    return said;
  });
  await page.$eval('[data-export="csv"]', (button) => /** @type {HTMLElement} */ (button).click());
  await page.waitForFunction((said) => said.some((one) => /with what is known so far/.test(one)) && /^Completed/.test(said.at(-1) ?? ""), {}, told);
  const shown = await page.$eval("#findings-count", (count) => Number.parseInt(count.textContent ?? "", 10));
  let kept = before;
  for (let tries = 0; tries < 50 && kept !== shown; tries += 1) {
    await new Promise((ready) => { setTimeout(ready, 100); });
    kept = await keptFindings();
  }
  assert.ok(before > 0 && before < shown, `${before} of ${shown} were known`);
  assert.equal(kept, shown);
  await page.click("#forget");
  assert.deepEqual(failures(page), []);
  await page.close();
});

test("settings come along with an address, and a wrong one is refused in words", async () => {
  const link = `/#settings=${encodeURIComponent(JSON.stringify({ correction: { method: "holm" } }))}`;
  const page = await openReady(driven, link);
  await dropFiles(page, PAIR);
  await waitForPhase(page, "result");
  assert.match(await text(page, "#provenance"), /holm/);
  await page.close();
  const wrong = await openReady(driven, `/#settings=${encodeURIComponent('{"corection":{}}')}`);
  assert.match(await text(wrong, "#status"), /corection/);
  await wrong.close();
});

test("the list is narrowed by kind, and ? opens the keys", async () => {
  const page = await openReady(driven);
  await runSample(page);
  const kinds = await page.$$eval("#finding-kind option", (list) => list.map((one) => one.value));
  assert.ok(kinds.length > 2, kinds.join());
  await page.select("#finding-kind", "drift");
  const shown = await page.$$eval("#findings li[data-id]", (list) => list.map((one) => one.dataset.id ?? ""));
  assert.ok(shown.length > 0 && shown.every((id) => id.startsWith("drift/")), shown.join());
  await page.focus("#finding-search");
  await page.keyboard.type("?");
  assert.equal(await page.$("dialog[open]"), null, "a field takes the key itself");
  await page.focus("#verdict-sentence");
  await page.keyboard.press("?");
  await page.waitForSelector("dialog[open]");
  await page.keyboard.press("Escape");
  await page.waitForFunction(() => !document.querySelector("dialog[open]"));
  await page.close();
});
