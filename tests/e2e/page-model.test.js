// A model file dropped beside the data: its card, its inputs, its scores, and what the scores are good for.
import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import { after, before, test } from "node:test";
import { chooseFile, dropFiles, launch } from "./harness.js";
import { assertClean, catchDownloads, failures, openReady, waitForPhase } from "./page-steps.js";

/** @import { Page } from "puppeteer-core" */
const BOOSTERS = path.resolve(import.meta.dirname, "../golden/models");
const SCIKIT = path.resolve(import.meta.dirname, "../golden/model_files/scikit-learn-1.9.1");
const ONNX = path.resolve(import.meta.dirname, "../golden/model_files/small");
const json = (/** @type {string} */ file) => JSON.parse(fs.readFileSync(file, "utf8"));

/** @type {import("./harness.js").Driven} */
let driven;
/** @type {import("./harness.js").Driven} */
let firefox;
before(async () => {
  driven = await launch();
  firefox = await launch({ browser: "firefox" });
});
after(async () => {
  await driven.remove();
  await firefox.remove();
});

/** A golden case: rows and what the library says of them. @param {string} folder @param {string} name */
const golden = (folder, name) => (folder === BOOSTERS ? json(path.join(folder, `${name}.golden.json`)) : json(path.join(folder, "golden.json")).cases[name]);

/**
 * Rows of a golden case as a CSV file; `more` adds columns: a name and a value for each row.
 * @param {any} said @param {Record<string, (row: number) => string | number>} more @param {string} name
 */
function csv(said, more = {}, name = "current.csv") {
  const rows = said.X.rows ?? said.X;
  const names = said.X.columns ?? rows[0].map((/** @type {unknown} */ _, /** @type {number} */ i) => `f${i}`);
  const file = path.join(fs.mkdtempSync(path.join(driven.folder, "model-")), name);
  const lines = rows.map((/** @type {unknown[]} */ row, /** @type {number} */ at) => [...row.map((cell) => cell ?? ""), ...Object.values(more).map((value) => value(at))].join(","));
  fs.writeFileSync(file, [[...names, ...Object.keys(more)].join(","), ...lines].join("\n") + "\n");
  return file;
}

/** @param {Page} page @param {string} selector */
const text = (page, selector) => page.$eval(selector, (element) => element.textContent);

/** Drops data and a model, and waits for the card with its hash. @param {Page} page @param {Record<string, string>} data @param {string} model */
async function dropBoth(page, data, model) {
  await dropFiles(page, data);
  await dropFiles(page, { model });
  await page.waitForSelector("#model-inputs select");
  await page.waitForFunction(() => /^[0-9a-f]{64}$/.test(document.getElementById("model-digest")?.textContent ?? ""));
}

/** Scores a file and takes the CSV away: lines of cells, the heading first. @param {Page} page @param {string} slot */
async function scores(page, slot) {
  const download = await catchDownloads(page);
  await page.waitForSelector(`[data-score=${slot}]:not([disabled])`);
  await page.click(`[data-score=${slot}]`);
  await page.waitForSelector(`[data-download=${slot}]`);
  await page.click(`[data-download=${slot}]`);
  return fs.readFileSync(await download(".csv"), "utf8").trim().split("\n").map((line) => line.split(","));
}

const FORMATS = /** @type {[string, string, string, string, string][]} */ ([
  [BOOSTERS, "xgb_levels", "xgb_levels.json", "XGBoost JSON", "proba"],
  [BOOSTERS, "xgb_gamma", "xgb_gamma.ubj", "XGBoost UBJSON", "predict"],
  [BOOSTERS, "lgb_sigmoid", "lgb_sigmoid.txt", "LightGBM text", "predict"],
  [BOOSTERS, "lgb_ova", "lgb_ova.dump.json", "LightGBM dump", "predict"],
  [BOOSTERS, "cb_onehot", "cb_onehot.json", "CatBoost JSON", "proba"],
  [SCIKIT, "mixed_logreg", "mixed_logreg.pkl", "Python pickle", "proba"],
  [SCIKIT, "forest3", "forest3.joblib", "joblib", "proba"],
  [SCIKIT, "gaps_hist", "gaps_hist.skops", "skops", "proba"],
  [ONNX, "pipeline", "pipeline.onnx", "ONNX", "scores"],
]);

for (const [folder, name, file, format, key] of FORMATS) {
  test(`${format}: the card, the inputs and the scores of the library`, async () => {
    const page = await openReady(driven);
    const case_ = golden(folder, name);
    await dropBoth(page, { current: csv(case_) }, path.join(folder, file));
    assert.ok((await text(page, "#model"))?.includes(format), `the card names the format: ${(await text(page, "#model"))?.slice(0, 300)}`);
    const [heading, ...lines] = await scores(page, "current");
    assert.equal(heading?.[0], "row");
    assert.equal(lines.length, case_[key].length);
    lines.forEach((line, row) => {
      const theirs = Array.isArray(case_[key][row]) ? case_[key][row].at(-1) : case_[key][row];
      const ours = Number(line.at(-1));
      assert.ok(Math.abs(ours - theirs) <= 1e-6 * Math.max(1, Math.abs(theirs)), `row ${row}: ${ours} for ${theirs}`);
    });
    await assertClean(page, `${format}, scored`);
    assert.deepEqual(failures(page), []);
    await page.close();
  });
}

// Firefox's driver takes no downloads: what the library says stands in the file, and the page compares.
for (const [folder, name, file, format, key] of FORMATS) {
  test(`Firefox, ${format}: every row scores as the library says, and one that was changed is found`, async () => {
    const page = await openReady(firefox);
    const case_ = golden(folder, name);
    const changed = case_[key].length - 1;
    const said = (/** @type {number} */ row) => {
      const theirs = Array.isArray(case_[key][row]) ? case_[key][row].at(-1) : case_[key][row];
      return row === changed ? theirs + 0.5 : theirs;
    };
    await chooseFile(page, "current", csv(case_, { prediction: said }));
    const choose = /** @type {import("puppeteer-core").ElementHandle<HTMLInputElement>} */ (await page.waitForSelector("#model-choose input:not([disabled])"));
    await choose.uploadFile(path.join(folder, file));
    await page.waitForSelector("[data-score=current]:not([disabled])");
    assert.ok((await text(page, "#model"))?.includes(format));
    await page.select(".model-score select", "prediction");
    await page.click("[data-score=current]");
    await page.waitForSelector("[data-skew]");
    assert.equal(await page.$eval("[data-skew]", (note) => /** @type {HTMLElement} */ (note).dataset.skew), "1", (await text(page, ".model-skew")) ?? "");
    assert.deepEqual(await page.$$eval(".model-skew tbody th", (cells) => cells.map((cell) => cell.textContent)), [String(changed + 1)]);
    assert.match((await text(page, "[data-skew]")) ?? "", new RegExp(`1 of ${case_[key].length} rows`));
    assert.deepEqual(failures(page), []);
    await page.close();
  });
}

test("the module that reads models is fetched with the first model file", async () => {
  const before = driven.server.hits.length;
  const page = await openReady(driven);
  const asked = () => driven.server.hits.slice(before).filter((one) => one.includes("/pkg/models"));
  assert.deepEqual(asked(), []);
  await dropFiles(page, { model: path.join(BOOSTERS, "xgb_gamma.ubj") });
  await page.waitForSelector("#model-inputs tbody tr");
  assert.equal(asked().length, 2, asked().join(" "));
  await page.close();
});

/** The first report that is as asked for. @param {Page} page @param {string} what @param {(report: any, found: string[]) => boolean} asked */
async function reportThat(page, what, asked) {
  let last = "";
  for (let tries = 0; tries < 60; tries += 1) {
    await waitForPhase(page, "result");
    const download = await catchDownloads(page);
    // A page that has just begun anew has no report to give; that is the next round's.
    const given = await page.$eval("[data-export=json]", (button) => document.body.dataset.phase === "result" && (/** @type {HTMLElement} */ (button).click(), true));
    if (!given) continue;
    const { report } = json(await download(".json"));
    const found = report.sections.map((/** @type {{ id: string }} */ one) => one.id);
    if (asked(report, found)) return { report, found };
    last = found.join(", ");
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
  throw new Error(`no report ${what} came; the last has ${last}; ${page.messages?.join(" | ")}`);
}

/** The report once it has, or has not, the drift of the model's scores. @param {Page} page @param {boolean} scored */
function reportWith(page, scored) {
  return reportThat(page, `${scored ? "with" : "without"} the scores`, (_, found) => found.includes("drift/model_score") === scored && found.includes("separability"));
}

/** Many rows of a golden case, by turns. @param {any} case_ @param {number} count @param {(row: number) => boolean} [kept] */
function often(case_, count, kept = () => true) {
  const { rows } = case_.X;
  return { ...case_, X: { ...case_.X, rows: Array.from({ length: count }, (_, row) => rows[(row * 7 + (row % 3)) % rows.length]).filter((_, row) => kept(row)) } };
}

/** Rows that a report counts in the drift of the scores, by side. @param {any} report */
function rowsOfScores(report) {
  return report.findings.find((/** @type {{ id: string }} */ one) => one.id === "drift/model_score/values")?.n;
}

test("scores go where the rows go: one file divided, and several as periods", async () => {
  const page = await openReady(driven);
  const case_ = golden(BOOSTERS, "xgb_levels");
  const day = (/** @type {number} */ row) => `2024-0${1 + Math.floor(row / 250)}-${String(1 + (row % 28)).padStart(2, "0")}`;
  await dropFiles(page, { current: csv(often(case_, 1000), { day }) });
  await page.waitForSelector("#compare:not([hidden])");
  await page.click("#compare");
  await waitForPhase(page, "result");
  await page.click("#splitting > summary");
  await page.select("#split-column", "day");
  await page.$eval("#split-at", (input) => { /** @type {HTMLInputElement} */ (input).value = "2024-03-01"; });
  await dropFiles(page, { model: path.join(BOOSTERS, "xgb_levels.json") });
  // The page begins anew with the scores; what was chosen before stays.
  await reportThat(page, "on the file with its scores", (report) => report.provenance.config.roles?.model_score === "score");
  assert.deepEqual(await page.$$eval("#split-column, #split-at", (fields) => fields.map((field) => /** @type {HTMLInputElement} */ (field).value)), ["day", "2024-03-01"]);
  await page.click("#splitting [type=submit]");
  const divided = (await reportWith(page, true)).report;
  assert.deepEqual(rowsOfScores(divided), { reference: 500, current: 500 }, JSON.stringify(divided.findings.find((/** @type {{ id: string }} */ one) => one.id === "drift/model_score/values")));
  assert.deepEqual(failures(page), []);
  await page.close();

  const other = await openReady(driven);
  const month = (/** @type {string} */ name, /** @type {number} */ rows) => csv(often(case_, rows), {}, name);
  await dropFiles(other, /** @type {any} */ ({ c: month("month_10.csv", 300), a: month("month_2.csv", 400), b: month("base.csv", 500) }));
  await waitForPhase(other, "result");
  await dropFiles(other, { model: path.join(BOOSTERS, "xgb_levels.json") });
  const joined = (await reportWith(other, true)).report;
  assert.deepEqual(rowsOfScores(joined), { reference: 500, current: 700 });
  assert.deepEqual(failures(other), []);
  await other.close();
});

test("scores take the roles prediction and score in drift and fairness", async () => {
  const page = await openReady(driven);
  const case_ = golden(BOOSTERS, "xgb_levels");
  const more = { sex: (/** @type {number} */ row) => (row % 5 < 2 ? "f" : "m"), label: (/** @type {number} */ row) => (row * 13) % 2 };
  await dropFiles(page, { reference: csv(often(case_, 1200), more, "reference.csv"), current: csv(often(case_, 1200, (row) => row % 4 !== 1), more, "current.csv") });
  await waitForPhase(page, "result");
  await dropFiles(page, { model: path.join(BOOSTERS, "xgb_levels.json") });
  const { report, found } = await reportWith(page, true);
  assert.deepEqual(report.provenance.config.roles, { model_prediction: "prediction", model_score: "score" });
  assert.ok(found.includes("drift/model_prediction") && found.includes("fairness/sex"), found.join(" "));
  const findings = report.findings.map((/** @type {{ id: string }} */ one) => one.id);
  // `sex` is only guessed to be protected: one finding, and the criteria in the details.
  for (const id of ["drift/model_score/values", "fairness/sex/guessed"]) assert.ok(findings.includes(id), findings.join(" "));
  const details = JSON.stringify(report.sections.filter((/** @type {{ id: string }} */ one) => one.id.startsWith("fairness")));
  for (const criterion of [/AUC parity/i, /demographic parity/i]) assert.match(details, criterion);
  // Without the model the columns are gone again.
  await page.click("#model-close");
  assert.ok(!(await reportWith(page, false)).found.includes("drift/model_prediction"));
  assert.deepEqual(failures(page), []);
  await page.close();
});

test("an input is given another column, and the settings keep it", async () => {
  const page = await openReady(driven);
  const case_ = golden(BOOSTERS, "xgb_levels");
  const renamed = { ...case_, X: { ...case_.X, columns: case_.X.columns.map((/** @type {string} */ name) => (name === "size" ? "how large" : name)) } };
  await dropBoth(page, { current: csv(renamed) }, path.join(BOOSTERS, "xgb_levels.json"));
  await page.waitForSelector("[data-score=current][disabled]");
  await page.select('#model-inputs select[aria-label="Column for size"]', "how large");
  const [, ...lines] = await scores(page, "current");
  lines.forEach((line, row) => assert.ok(Math.abs(Number(line.at(-1)) - case_.proba[row].at(-1)) <= 1e-6, `row ${row}`));
  await page.click("#settings-open");
  const download = await catchDownloads(page);
  await page.waitForSelector("#settings .settings-head button");
  await page.evaluate(() => { for (const button of document.querySelectorAll("#settings .settings-head button")) if (/save/i.test(button.textContent ?? "")) /** @type {HTMLElement} */ (button).click(); });
  const saved = await download("settings.json");
  assert.deepEqual(json(saved).model_columns, { size: "how large" });
  await page.close();
  // Loaded again, they hold for the model that is dropped then.
  const other = await openReady(driven);
  await dropFiles(other, { current: csv(renamed) });
  await other.waitForSelector("#settings-open:not([hidden])");
  await other.click("#settings-open");
  const load = /** @type {import("puppeteer-core").ElementHandle<HTMLInputElement>} */ (await other.waitForSelector("#settings .settings-head input[type=file]"));
  await load.uploadFile(saved);
  await dropFiles(other, { model: path.join(BOOSTERS, "xgb_levels.json") });
  await other.waitForSelector("[data-score=current]:not([disabled])");
  assert.equal(await other.$eval('#model-inputs select[aria-label="Column for size"]', (select) => /** @type {HTMLSelectElement} */ (select).value), "how large");
  await other.close();
});

test("a stored prediction is compared with what the model says now", async () => {
  const page = await openReady(driven);
  const case_ = golden(BOOSTERS, "xgb_gamma");
  const stored = (/** @type {number} */ row) => case_.predict[row] + (row === 4 ? 1 : 0);
  await dropBoth(page, { current: csv(case_, { prediction: stored }) }, path.join(BOOSTERS, "xgb_gamma.ubj"));
  await page.waitForSelector("[data-score=current]:not([disabled])");
  await page.click("[data-score=current]");
  await page.waitForSelector("[data-skew]");
  assert.equal(await page.$eval("[data-skew]", (note) => /** @type {HTMLElement} */ (note).dataset.skew), "1");
  assert.deepEqual(await page.$$eval(".model-skew tbody th", (cells) => cells.map((cell) => cell.textContent)), ["5"]);
  await assertClean(page, "skew");
  await page.close();
});

test("a tree is walked through by keyboard", async () => {
  const page = await openReady(driven);
  await dropFiles(page, { model: path.join(BOOSTERS, "xgb_levels.json") });
  await page.waitForSelector(".model-tree details");
  const question = () => page.$eval(".model-tree summary", (summary) => summary.textContent);
  const first = await question();
  await page.focus("#model-tree-number");
  await page.keyboard.press("ArrowUp");
  await page.waitForFunction((before) => document.querySelector(".model-tree summary")?.textContent !== before, {}, first);
  await page.keyboard.press("Tab");
  await page.waitForFunction(() => document.activeElement?.tagName === "SUMMARY");
  await page.keyboard.press("Enter");
  await page.waitForFunction(() => document.activeElement?.closest("details")?.open === false);
  await page.keyboard.press("Enter");
  await page.waitForFunction(() => document.activeElement?.closest("details")?.open === true);
  await page.close();
});

test("a damaged model says where, a hostile one what it tried, and what is no model is read as what it is", async () => {
  const page = await openReady(driven);
  const folder = fs.mkdtempSync(path.join(driven.folder, "damaged-"));
  const file = (/** @type {string} */ name, /** @type {string | Buffer} */ content) => {
    fs.writeFileSync(path.join(folder, name), content);
    return path.join(folder, name);
  };
  const refused = async (/** @type {string} */ model, /** @type {string} */ words) => {
    await dropFiles(page, { model });
    await page.waitForFunction((wanted) => document.getElementById("failure")?.textContent?.includes(wanted), {}, words);
  };
  await refused(file("cut.ubj", fs.readFileSync(path.join(BOOSTERS, "xgb_gamma.ubj")).subarray(0, 500)), "model.unreadable");
  await refused(file("bad.pkl", "cos\nsystem\n(S'rm -rf /'\ntR."), "os.system");
  await page.close();
  const other = await openReady(driven);
  await dropFiles(other, { reference: file("table.txt", "a,b\n1,2\n3,4\n5,6\n") });
  await other.waitForFunction(() => document.querySelector("file-slot")?.textContent?.includes("table.txt"));
  assert.equal(await other.$eval("#model", (section) => /** @type {HTMLElement} */ (section).hidden), true);
  await other.close();
});
