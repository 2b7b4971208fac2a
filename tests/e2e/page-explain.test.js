// Why a model decides as it does: a model file beside data, linked choices, reasons, files with aggregates only; and
// without a model file the predictions in the data, by a surrogate that says how faithful it is.
import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import { after, before, test } from "node:test";
import { dropFiles, launch } from "./harness.js";
import { assertClean, catchDownloads, failures, openReady, waitForPhase } from "./page-steps.js";

/** @import { Page } from "puppeteer-core" */
const GOLDEN = path.resolve(import.meta.dirname, "../golden/explain");
const golden = JSON.parse(fs.readFileSync(path.join(GOLDEN, "values.json"), "utf8"));

/** @type {import("./harness.js").Driven} */
let driven;
before(async () => { driven = await launch(); });
after(() => driven.remove());

/** The same numbers in every run: a linear congruence of Numerical Recipes. @param {number} seed */
function random(seed) {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

/** @param {string} name @param {string[]} columns @param {unknown[][]} rows */
function csv(name, columns, rows) {
  const file = path.join(fs.mkdtempSync(path.join(driven.folder, "explain-")), name);
  fs.writeFileSync(file, `${[columns, ...rows].map((row) => row.join(",")).join("\n")}\n`);
  return file;
}

/** Golden rows first, then drawn ones. @param {string} name @param {number} count */
function numbers(name, count) {
  const next = random(7);
  const drawn = Array.from({ length: count - golden.rows.length }, () => golden.columns.map((/** @type {string} */ _, /** @type {number} */ at) => (at === 4 ? Number(next() > 0.5) : (next() * 4 - 2).toFixed(3))));
  return csv(name, golden.columns, [...golden.rows, ...drawn]);
}

/** People of three towns. @param {string} name @param {number} count @param {number} seed @param {number} older */
function people(name, count, seed, older = 0) {
  const next = random(seed);
  const towns = ["north", "south", "east"];
  return csv(name, ["age", "income", "town"], Array.from({ length: count }, () => [Math.round(20 + 45 * next() + older), Math.round(8000 + 40_000 * next()), towns[Math.floor(next() * 3)]]));
}

/** @param {Page} page @param {string} selector */
const text = (page, selector) => page.$eval(selector, (element) => element.textContent ?? "");

/** Waits until every row is explained and every picture that needs no click is there. @param {Page} page */
async function explained(page) {
  await page.waitForFunction(() => document.getElementById("explaining")?.dataset["complete"] === "true", { polling: 50 }).catch(async () => {
    throw new Error(`not explained: ${await text(page, "#explaining")}; ${page.messages.join(" | ")}`);
  });
}

/** The kinds of blocks that a view shows. @param {Page} page @param {string} view */
const kinds = (page, view) => page.$$eval(`[data-view="${view}"] block-chart`, (charts) => charts.map((chart) => /** @type {any} */ (chart).block.kind));

test("XGBoost JSON: pictures within a stopwatch, the library's own numbers, choices that are linked", async () => {
  const before = driven.server.hits.length;
  const page = await openReady(driven);
  const asked = () => driven.server.hits.slice(before).filter((one) => one.includes("/pkg/explain"));
  await dropFiles(page, { current: numbers("current.csv", 3000) });
  assert.deepEqual(asked(), [], "the module comes when the view opens");
  await dropFiles(page, { model: path.join(GOLDEN, "xgboost.json") });
  await explained(page);
  assert.ok(asked().length >= 2, asked().join(" "));
  assert.match(await text(page, "#explaining-said"), /^f0 moves class 1 most: by .* on average \(log odds\)/);
  assert.match(await text(page, "#explaining-done"), /^3,?000 of 3,?000 rows explained/);
  assert.match(await text(page, "#explaining-clock"), /^[0-9.]+ s from the drop/);
  assert.equal(await page.$eval("#explaining-badge", (badge) => badge.getAttribute("data-badge")), "true");
  assert.deepEqual(await kinds(page, "overview"), ["intervals", "swarm"]);
  assert.deepEqual(await kinds(page, "rows"), ["strip", "paths"]);
  assert.deepEqual(await kinds(page, "interactions"), ["matrix"]);
  assert.ok((await kinds(page, "column")).includes("curve"));
  // One row by its number: the waterfall ends where the library says.
  for (const row of [1, 5, 12]) {
    await page.$eval("#explaining-row", (input, value) => {
      /** @type {HTMLInputElement} */ (input).value = String(value);
      input.dispatchEvent(new Event("change"));
    }, row);
    await page.waitForFunction((wanted) => document.querySelector('[data-view="row"] .quiet')?.textContent?.startsWith(`Row ${wanted}:`), {}, row);
    const waterfall = await page.$eval('[data-view="row"] block-chart', (chart) => /** @type {any} */ (chart).block);
    const end = waterfall.start + waterfall.steps.reduce((/** @type {number} */ sum, /** @type {any} */ step) => sum + step.value, 0);
    assert.ok(Math.abs(end - golden.models.xgboost.margin[row - 1]) < 1e-5, `row ${row}: ${end}`);
  }
  // What asks the model came behind the first pictures.
  assert.ok(driven.server.hits.slice(before).some((one) => one.includes("/pkg/further")));
  assert.equal((await kinds(page, "column")).filter((kind) => kind === "curve").length, 3);
  assert.ok((await kinds(page, "row")).includes("intervals"), "the local line");
  // A column chosen in the bars is the column that is shown, a row in the decision plot the row.
  await page.focus('[data-view="overview"] .plot');
  for (const key of /** @type {const} */ (["ArrowRight", "ArrowRight", "Enter"])) await page.keyboard.press(key);
  const second = await page.$eval('[data-view="overview"] block-chart', (chart) => /** @type {any} */ (chart).block.rows[1].label);
  await page.waitForFunction((name) => /** @type {any} */ (document.querySelector('[data-view="column"] block-chart'))?.block.title.includes(`of ${name} to`), {}, second);
  await page.evaluate(() => /** @type {HTMLElement} */ (document.querySelectorAll('[data-view="rows"] .plot')[1]).focus());
  for (const key of /** @type {const} */ (["End", "Enter"])) await page.keyboard.press(key);
  await page.waitForFunction(() => !document.querySelector('[data-view="row"] .quiet')?.textContent?.startsWith("Row 12:"));
  const chosen = await page.$eval("#explaining-row", (input) => /** @type {HTMLInputElement} */ (input).value);
  await page.waitForFunction((row) => /** @type {any} */ (document.querySelectorAll('[data-view="rows"] block-chart')[1]).block.lines.some((/** @type {any} */ line) => line.marked && line.label === `row ${row}`), {}, chosen);
  // The other way of not knowing a column.
  await page.select("#explaining-method", "covers");
  // It may be there before it is asked whether the one before is gone.
  await page.waitForFunction(() => /path-dependent/.test(document.querySelector(".explaining-facts")?.textContent ?? ""), { polling: 50 });
  await explained(page);
  assert.deepEqual(failures(page), []);
  await page.close();
});

test("a scikit-learn pipeline in raw columns: drift of what drives it, reasons in words, files with aggregates only", async () => {
  const page = await openReady(driven);
  await dropFiles(page, { reference: people("reference.csv", 800, 1), current: people("current.csv", 800, 2, 18) });
  await waitForPhase(page, "result");
  await dropFiles(page, { model: path.join(GOLDEN, "pipeline_trees.joblib") });
  await explained(page);
  await waitForPhase(page, "result");
  const bars = await page.$eval('[data-view="overview"] block-chart', (chart) => /** @type {any} */ (chart).block.rows.map((/** @type {any} */ row) => row.label));
  assert.deepEqual([...bars].sort(), ["age", "income", "town"]);
  assert.deepEqual(await kinds(page, "drift"), ["intervals"]);
  assert.match(await text(page, '[data-view="drift"] .quiet'), /columns move predictions otherwise than before/);
  const moved = await page.$eval('[data-view="drift"] block-chart', (chart) => /** @type {any} */ (chart).block.rows.find((/** @type {any} */ row) => row.label === "age").marked);
  assert.equal(moved, true, "people are older");
  // A category has its levels, a row its reasons.
  await page.select("#explaining-column", "2");
  await page.waitForFunction(() => /** @type {any} */ (document.querySelector('[data-view="column"] block-chart'))?.block.title.startsWith("Contribution of town"));
  await page.select("#explaining-against", "high");
  await page.waitForFunction(() => /raised/.test(document.querySelector(".explaining-reasons")?.textContent ?? ""));
  const reason = await page.$eval(".explaining-reasons li", (one) => one.textContent ?? "");
  const column = reason.split(" ")[0];
  await page.$eval("#explaining-wording", (details) => { /** @type {HTMLDetailsElement} */ (details).open = true; });
  await page.waitForSelector(`[data-wording="raises ${column}"]`);
  await page.$eval(`[data-wording="raises ${column}"]`, (input) => {
    /** @type {HTMLInputElement} */ (input).value = "Because of {column}, namely {value}.";
    input.dispatchEvent(new Event("change"));
  });
  await page.waitForFunction((name) => document.querySelector(".explaining-reasons")?.textContent?.includes(`Because of ${name}, namely`), {}, column);
  const download = await catchDownloads(page);
  await page.click("#explaining-csv");
  const lines = fs.readFileSync(await download(".csv"), "utf8").trim().split("\r\n");
  assert.equal(lines.length, 801);
  assert.ok(lines[0]?.startsWith("row,output,reason_1_column") && lines.some((line) => line.includes(`Because of ${column}, namely`)));
  await page.$eval("#explaining-html", (button) => /** @type {HTMLElement} */ (button).click());
  const html = fs.readFileSync(await download(".html"), "utf8");
  assert.ok(html.includes("Explanations: What moves the output") && html.includes("Explanations: One column"));
  assert.ok(!html.includes("Explanations: One row") && !/\brow \d+</.test(html), "no single row");
  assert.deepEqual(failures(page), []);
  await page.close();
});

test("a linear pipeline is explained by the module of every kind, trees fetch it behind their first pictures", async () => {
  const page = await openReady(driven);
  await dropFiles(page, { current: people("current.csv", 800, 3) });
  const before = driven.server.hits.length;
  const asked = () => driven.server.hits.slice(before).filter((one) => /\/pkg\/(explain|further)\.wasm/.test(one)).map((one) => one.replace(/.*pkg\/|\?.*/g, ""));
  await dropFiles(page, { model: path.join(GOLDEN, "pipeline_linear.joblib") });
  await explained(page);
  assert.ok(asked().includes("further.wasm"), asked().join(" "));
  const bars = await page.$eval('[data-view="overview"] block-chart', (chart) => /** @type {any} */ (chart).block.rows.map((/** @type {any} */ row) => row.label));
  assert.deepEqual([...bars].sort(), ["age", "income", "town"]);
  assert.ok((await kinds(page, "row")).includes("intervals"), "the local line");
  await page.$eval('[data-view="shuffled"] .button', (button) => /** @type {HTMLElement} */ (button).click());
  await page.waitForSelector('[data-view="shuffled"] block-chart');
  assert.deepEqual(failures(page), []);
  await page.close();
});

test("rows chosen for the whole page are those that are explained; paper has no single row however it is printed", async () => {
  const page = await openReady(driven);
  await dropFiles(page, { current: people("current.csv", 900, 5) });
  await page.click("#compare");
  await waitForPhase(page, "result");
  await dropFiles(page, { model: path.join(GOLDEN, "pipeline_trees.joblib") });
  await explained(page);
  assert.match(await text(page, "#explaining-done"), /^900 of 900 rows explained$/);
  assert.deepEqual((await kinds(page, "column")).slice(0, 2), ["scatter", "curve"]);
  // The browser's own menu fires these events; drawing waits for nothing.
  const faint = () => page.$$eval('[data-view="column"] block-chart', (charts) => charts.map((chart) => /** @type {any} */ (chart).block).filter((block) => block.kind === "curve").flatMap((block) => block.lines).filter((line) => line.faint).length);
  assert.ok(await faint() > 0, "single rows on the screen");
  await page.evaluate(() => { dispatchEvent(new Event("beforeprint")); });
  assert.equal(await faint(), 0);
  await page.evaluate(() => { dispatchEvent(new Event("afterprint")); });
  assert.ok(await faint() > 0);
  await page.click("#explaining-with-rows");
  await page.evaluate(() => { dispatchEvent(new Event("beforeprint")); });
  assert.ok(await faint() > 0, "rows when asked for");
  await page.evaluate(() => { dispatchEvent(new Event("afterprint")); });
  // Older people only.
  await page.$eval(".cohort-adding", (details) => { /** @type {HTMLDetailsElement} */ (details).open = true; });
  await page.select("#cohort-column", "age");
  await page.type(".cohort-ways input[name=from]", "50");
  await page.click(".cohort-form [type=submit]");
  await page.waitForFunction(() => /of those chosen above/.test(document.getElementById("explaining-done")?.textContent ?? ""));
  await explained(page);
  const ages = await page.$eval('[data-view="column"]', () => /** @type {any} */ (document.querySelector('[data-view="rows"] block-chart')).block.names.length);
  assert.ok(ages > 0);
  const [, done, of] = /^(\d+) of (\d+) rows explained, of those chosen above$/.exec(await text(page, "#explaining-done")) ?? [];
  assert.ok(Number(done) === Number(of) && Number(of) > 100 && Number(of) < 500, `${done} of ${of}`);
  await page.select("#explaining-column", "0");
  await page.waitForFunction(() => /** @type {any} */ (document.querySelector('[data-view="column"] block-chart'))?.block.x_label === "age");
  const youngest = await page.$eval('[data-view="column"] block-chart', (chart) => Math.min(.../** @type {any} */ (chart).block.dots.map((/** @type {any} */ dot) => dot.x)));
  assert.ok(youngest >= 50, String(youngest));
  // All rows again.
  await page.click(".cohort-line > .plain");
  await page.waitForFunction(() => /^900 of 900 rows explained$/.test(document.getElementById("explaining-done")?.textContent ?? ""));
  assert.deepEqual(failures(page), []);
  await page.close();
});

test("without a model file a surrogate of the predictions, and how faithful it is", async () => {
  const page = await openReady(driven);
  const next = random(11);
  const rows = Array.from({ length: 4000 }, () => {
    const [age, income, tenure] = [20 + 45 * next(), 8000 + 40_000 * next(), 12 * next()];
    const score = 1 / (1 + Math.exp(-((age - 40) / 10 + (income - 28_000) / 9000)));
    return [age.toFixed(1), income.toFixed(0), tenure.toFixed(2), score.toFixed(4)];
  });
  await dropFiles(page, { current: csv("current.csv", ["age", "income", "tenure", "score"], rows) });
  await page.click("#compare");
  await waitForPhase(page, "result");
  await page.waitForSelector("#explaining-offer");
  assert.match(await text(page, "#explaining-offer"), /score/);
  await page.click("#explaining-offer");
  await explained(page);
  const fidelity = Number(await page.$eval("[data-fidelity]", (place) => place.getAttribute("data-fidelity")));
  assert.ok(fidelity > 0.9 && fidelity <= 1, String(fidelity));
  assert.match(await text(page, "[data-fidelity]"), /rows that it was not learned from/);
  const bars = await page.$eval('[data-view="overview"] block-chart', (chart) => /** @type {any} */ (chart).block.rows.map((/** @type {any} */ row) => row.label));
  assert.equal(bars.at(-1), "tenure", bars.join(", "));
  assert.ok(await page.$('[data-view="overview"] .explaining-badge'), "the fidelity stands beside every picture");
  await assertClean(page, "a surrogate");
  assert.deepEqual(failures(page), []);
  await page.close();
});

for (const [width, theme] of /** @type {const} */ ([[400, "dark"], [1280, "light"]])) {
  test(`${theme}, ${width} px: no accessibility rule is broken`, async () => {
    const page = await openReady(driven, "/", { width });
    await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: theme }]);
    await dropFiles(page, { current: numbers("current.csv", 600) });
    await dropFiles(page, { model: path.join(GOLDEN, "xgboost.json") });
    await explained(page);
    await page.evaluate(() => document.querySelectorAll("#explaining details").forEach((one) => { /** @type {HTMLDetailsElement} */ (one).open = true; }));
    await page.waitForSelector("#explaining data-table td");
    await assertClean(page, "explanations");
    await page.close();
  });
}

test("what cannot be explained is said", async () => {
  const page = await openReady(driven);
  await dropFiles(page, { current: csv("current.csv", ["a", "b"], [[1, 2], [3, 4], [5, 6]]) });
  await dropFiles(page, { model: path.join(GOLDEN, "pipeline_trees.joblib") });
  await page.waitForSelector("#model-inputs select");
  assert.equal(await page.$eval("#explaining", (place) => /** @type {HTMLElement} */ (place).hidden), true, "no column in common: nothing opens");
  // A file of one row is explained, too.
  await dropFiles(page, { current: csv("current.csv", ["age", "income", "town"], [[41, 23_000, "south"]]) });
  await explained(page);
  assert.match(await text(page, "#explaining-done"), /^1 of 1 rows explained/);
  await page.click("#model-close");
  await page.waitForFunction(() => document.getElementById("explaining")?.hidden);
  assert.deepEqual(failures(page), []);
  await page.close();
});

test("a part of an axis is dragged out of a chart, drawn alone, and the whole again", async () => {
  const page = await openReady(driven);
  await dropFiles(page, { current: numbers("current.csv", 600) });
  await dropFiles(page, { model: path.join(GOLDEN, "xgboost.json") });
  await explained(page);
  const chart = '[data-view="column"] block-chart';
  await page.waitForFunction((selector) => (/** @type {HTMLCanvasElement | null} */ (document.querySelector(`${selector} canvas`))?.width ?? 0) > 100, {}, chart);
  const box = await page.$eval(`${chart} .plot`, (plot) => {
    plot.scrollIntoView({ block: "center" });
    const { left, top, width, height } = plot.getBoundingClientRect();
    return { left, top, width, height };
  });
  const y = box.top + box.height / 2;
  await page.mouse.move(box.left + box.width * 0.35, y);
  await page.mouse.down();
  await page.mouse.move(box.left + box.width * 0.75, y, { steps: 4 });
  await page.mouse.up();
  await page.waitForSelector(`${chart} [data-whole]`);
  await page.click(`${chart} [data-whole]`);
  await page.waitForFunction((selector) => !document.querySelector(`${selector} [data-whole]`), {}, chart);
  // The same by keys.
  await page.focus(`${chart} .plot`);
  await page.keyboard.press("+");
  await page.waitForSelector(`${chart} [data-whole]`);
  await page.keyboard.press("-");
  await page.waitForFunction((selector) => !document.querySelector(`${selector} [data-whole]`), {}, chart);
  assert.deepEqual(failures(page), []);
  await page.close();
});
