// The page from the first visit to what a person takes away.
import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import { after, before, test } from "node:test";
import { pathToFileURL } from "node:url";
import { ROOT, dropFiles, launch } from "./harness.js";
import { PAIR, catchDownloads, failures, openReady, runSample, showAll, showFinding, waitForPhase } from "./page-steps.js";
import { longestTask_ms } from "./trace.js";
import { Session, exportReport, initSync } from "../../www/pkg/full.js";

/** @type {import("./harness.js").Driven} */
let driven;
before(async () => {
  driven = await launch();
  initSync({ module: fs.readFileSync(path.join(ROOT, "pkg/full.wasm")) });
});
after(() => driven.remove());

/** The report of the golden pair, made by the same engine in Node. */
function reportInNode() {
  const session = new Session(undefined);
  for (const [slot, file] of Object.entries(PAIR)) {
    const bytes = fs.readFileSync(file);
    let summary = null;
    for (let pass = 0; pass < 2 && !summary; pass += 1) {
      session.begin(slot, path.basename(file), bytes.length);
      session.push(slot, bytes);
      summary = session.finish(slot);
    }
    assert.ok(summary);
  }
  return session.analyse(undefined);
}

/** @param {import("puppeteer-core").Page} page @param {string} selector */
const text = (page, selector) => page.$eval(selector, (element) => element.textContent);

test("the document says what it is before any script runs", async () => {
  const page = await driven.browser.newPage();
  await page.setJavaScriptEnabled(false);
  await page.goto(driven.origin);
  const shown = await text(page, "main");
  for (const words of ["Has your data changed", "Reference", "Current", "Try the sample", "sealed worker that has no network"]) assert.ok(shown.includes(words), words);
  assert.equal((await page.$$("input[type=file]")).length, 3);
  await page.close();
});

test("the sample gives a verdict, a ranked list, a chart and hashes", async () => {
  const page = await openReady(driven);
  await runSample(page);
  assert.match(await text(page, "#verdict-sentence"), /The data has drifted: \d+ of \d+ columns/);
  const ranks = ["matters", "real-size-unclear", "real-but-small", "not-enough-data", "no-evidence", "not-compared"];
  const groups = () => page.$$eval("#findings .finding-group", (list) => list.map((group) => [...group.querySelectorAll("li[data-id]")].map((row) => row.getAttribute("data-severity") ?? "")));
  const first = await groups();
  assert.ok(first.length > 3 && first.every((group) => group.length <= 3), "the first screen shows the worst few of each group");
  assert.ok(first.flat().every((severity) => ranks.indexOf(severity) < 2), "and what is to be acted on only");
  await showAll(page);
  const all = await groups();
  for (const group of all) assert.deepEqual(group, [...group].sort((a, b) => ranks.indexOf(a) - ranks.indexOf(b)));
  assert.deepEqual(all.map((group) => ranks.indexOf(group[0] ?? "")), all.map((group) => ranks.indexOf(group[0] ?? "")).sort());
  const order = all.flat();
  assert.ok(order.length > 12);
  const counted = await page.$$eval("#verdict data", (list) => list.reduce((sum, one) => sum + Number(one.value), 0));
  assert.equal(counted, order.length);
  await page.waitForFunction(() => {
    const canvas = document.querySelector("canvas");
    if (!canvas || canvas.width <= 100) return false;
    return canvas.getContext("2d")?.getImageData(0, 0, canvas.width, canvas.height).data.some((part) => part !== 0);
  });
  await page.waitForFunction(() => [...document.querySelectorAll("[data-hash]")].filter((one) => /^[0-9a-f]{64}$/.test(one.textContent)).length === 2);
  assert.deepEqual(failures(page), []);
  await page.close();
});

test("search and severities narrow the list, and a link leads to a finding", async () => {
  const page = await openReady(driven, "/#finding=drift%2Fincome%2Fvalues");
  await runSample(page);
  assert.equal(await text(page, "#detail-heading"), "income");
  await page.type("#finding-search", "incom");
  const visible = () => page.$$eval("#findings li[data-id] .finding-column", (list) => list.map((one) => one.textContent));
  assert.deepEqual([...new Set(await visible())], ["income"]);
  await page.click('#verdict [data-severity="no-evidence"]');
  assert.deepEqual(await visible(), []);
  await page.click('#verdict [data-severity="no-evidence"]');
  await page.$eval("input#finding-search", (input) => { input.value = ""; input.dispatchEvent(new Event("input")); });
  await showFinding(page, "drift/score/values");
  assert.equal(new URL(page.url()).hash, "#finding=drift%2Fscore%2Fvalues");
  await page.goBack();
  assert.equal(await text(page, "#detail-heading"), "income");
  await page.close();
});

test("JSON: the very bytes of the engine; dropped again it opens, with its hashes", async () => {
  const page = await openReady(driven);
  const download = await catchDownloads(page);
  await dropFiles(page, PAIR);
  await waitForPhase(page, "result");
  await page.waitForFunction(() => [...document.querySelectorAll("[data-hash]")].filter((one) => one.textContent.length === 64).length === 2);
  await page.click('[data-export="json"]');
  const file = await download(".json");
  const saved = fs.readFileSync(file, "utf8");
  const { attachments } = JSON.parse(saved);
  assert.equal(Object.keys(attachments.sha256).length, 2);
  assert.ok(Math.abs(Date.parse(attachments.generatedAt) - Date.now()) < 60_000);
  assert.equal(saved, exportReport(reportInNode(), attachments, "json"));

  const verdict = await text(page, "#verdict-sentence");
  await page.click("#another");
  await waitForPhase(page, "ready");
  await dropFiles(page, { current: file });
  await waitForPhase(page, "result");
  assert.equal(await text(page, "#verdict-sentence"), verdict);
  await page.waitForSelector('[data-hash="current"]');
  assert.equal(await text(page, '[data-hash="current"]'), attachments.sha256.current);
  assert.deepEqual(failures(page), []);
  await page.close();
});

test("HTML: one file that opens from disk without an error and says the same", async () => {
  const page = await openReady(driven);
  const download = await catchDownloads(page);
  await dropFiles(page, PAIR);
  await waitForPhase(page, "result");
  const verdict = await text(page, "#verdict-sentence");
  await page.click('[data-export="html"]');
  const file = await download(".html");
  const opened = await driven.browser.newPage();
  /** @type {string[]} */
  const messages = [];
  opened.on("console", (message) => messages.push(message.text()));
  opened.on("pageerror", (error) => messages.push(String(error)));
  opened.on("request", (request) => { if (!request.url().startsWith("file:")) messages.push(request.url()); });
  await opened.goto(pathToFileURL(file).href);
  const whole = await opened.evaluate(() => document.body.innerText);
  assert.ok(whole.includes(verdict), whole.slice(0, 400));
  assert.ok((await opened.$$("svg")).length > 0);
  assert.deepEqual(messages, []);
  await opened.close();
  await page.close();
});

test("cancelling keeps the files and leaves the page usable", async () => {
  const page = await openReady(driven);
  const large = path.join(driven.folder, "large.csv");
  const line = Array.from({ length: 20 }, (_, i) => `${i * 37}.25`).join(",");
  fs.writeFileSync(large, `${Array.from({ length: 20 }, (_, i) => `column_${i}`).join(",")}\n${`${line}\n`.repeat(400_000)}`);
  const second = path.join(driven.folder, "large-second.csv");
  fs.linkSync(large, second);
  await dropFiles(page, { reference: large, current: second });
  const took_ms = await page.evaluate(async () => {
    // Waited for in the page: reading may be done before an answer is here.
    while (!((document.querySelector("progress")?.value ?? 0) > 0)) await new Promise((resolve) => { setTimeout(resolve); });
    const start = performance.now();
    /** @type {HTMLElement} */ (document.getElementById("cancel")).click();
    await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
    return performance.now() - start;
  });
  assert.equal(await page.evaluate(() => document.body.dataset.phase), "ready");
  assert.ok(took_ms < 100, `${took_ms} ms`);
  assert.deepEqual(await page.$$eval(".slot-file", (list) => list.map((one) => one.textContent)), ["large.csv", "large-second.csv"]);
  assert.match(await text(page, "#status"), /Cancelled/);
  assert.equal(await page.$eval("#compare", (button) => button.matches("[hidden]")), false);
  await dropFiles(page, PAIR);
  await waitForPhase(page, "result");
  assert.deepEqual(failures(page), []);
  await page.close();
});

test("everything is reached by keyboard, and a chart's values are read by arrow keys", async () => {
  const page = await openReady(driven);
  const focus = () => page.evaluate(() => {
    const active = /** @type {HTMLInputElement} */ (document.activeElement);
    const style = getComputedStyle(active);
    const label = active.closest("label");
    return { id: active.id || active.className || active.tagName, type: active.type, outline: style.outlineStyle !== "none" || (label && getComputedStyle(label).outlineStyle !== "none") };
  });
  /** @param {(now: Awaited<ReturnType<typeof focus>>) => boolean} fits */
  const tabTo = async (fits, most = 60) => {
    const seen = [];
    for (let i = 0; i < most; i += 1) {
      await page.keyboard.press("Tab");
      const now = await focus();
      seen.push(now);
      assert.ok(now.outline, `no visible focus on ${JSON.stringify(now)}`);
      if (fits(now)) return seen;
    }
    throw new Error(`not reached: ${JSON.stringify(seen)}`);
  };
  const first = await tabTo((now) => now.id === "sample");
  assert.equal(first[0].id, "skip");
  assert.equal(first.filter((one) => one.type === "file").length, 2);
  await page.keyboard.press("Enter");
  await waitForPhase(page, "result");
  await page.waitForFunction(() => document.activeElement?.id === "verdict-sentence");
  await tabTo((now) => now.id === "finding-search");
  // The filters stand between the search and the list.
  const inList = () => page.evaluate(() => Boolean(document.activeElement?.closest("#findings li[data-id]")));
  for (let i = 0; i < 5 && !(await inList()); i += 1) await page.keyboard.press("Tab");
  await page.keyboard.press("ArrowDown");
  const chosen = await page.evaluate(() => document.activeElement?.querySelector(".finding-column")?.textContent);
  await page.keyboard.press("Enter");
  await page.waitForFunction(() => document.activeElement?.id === "detail-heading");
  assert.equal(await text(page, "#detail-heading"), chosen);
  await tabTo((now) => now.id === "plot");
  await page.keyboard.press("ArrowRight");
  const read = await text(page, "#detail block-chart [aria-live]");
  assert.match(read, /\d/);
  assert.equal(await page.$eval("#detail .tooltip", (tip) => tip.matches("[hidden]")), false);
  await page.keyboard.press("ArrowRight");
  assert.notEqual(await text(page, "#detail block-chart [aria-live]"), read);
  await page.keyboard.press("Escape");
  assert.equal(await page.$eval("#detail .tooltip", (tip) => tip.matches("[hidden]")), true);
  await page.close();
});

test("one file waits for the other, and the names decide which is which", async () => {
  const page = await openReady(driven);
  await dropFiles(page, { current: { name: "train.csv", text: fs.readFileSync(PAIR.reference) } });
  await page.waitForFunction(() => /Add the other file/.test(document.getElementById("status")?.textContent ?? ""));
  assert.equal(await text(page, 'file-slot[slot-name="reference"] .slot-file'), "train.csv");
  await dropFiles(page, { reference: { name: "prod_2026.csv", text: fs.readFileSync(PAIR.current) } });
  await waitForPhase(page, "result");
  assert.equal(await text(page, 'file-slot[slot-name="current"] .slot-file'), "prod_2026.csv");
  await page.close();
});

test("300 columns: a complete list, and no long task", async () => {
  const page = await openReady(driven);
  const table = (/** @type {number} */ shift) => {
    const header = Array.from({ length: 300 }, (_, column) => `column_${column}`).join(",");
    const rows = Array.from({ length: 400 }, (_, row) => Array.from({ length: 300 }, (_, column) => ((row * 7919 + column * 104_729) % 1009) + (column % 7 === 0 ? shift : 0)).join(","));
    return `${header}\n${rows.join("\n")}\n`;
  };
  const trace = path.join(driven.folder, "trace.json");
  await page.tracing.start({ path: trace, categories: ["toplevel"] });
  await dropFiles(page, { reference: { text: table(0) }, current: { text: table(300) } });
  await waitForPhase(page, "result");
  await showAll(page);
  assert.equal((await page.$$('#findings li[data-id^="drift/"][data-id$="/values"]')).length, 300);
  await page.type("#finding-search", "column_14");
  await page.waitForFunction(() => document.querySelectorAll('#findings li[data-id^="drift/"][data-id$="/values"]').length === 11);
  await page.tracing.stop();
  const longest_ms = longestTask_ms(trace);
  assert.ok(longest_ms <= 50, `a task of ${longest_ms} ms`);
  await page.close();
});
