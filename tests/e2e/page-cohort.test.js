// Rows that a person chooses: everything is about them, they are said, undone and taken away again.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { analyseFiles } from "../../www/node.js";
import { dropFiles, launch } from "./harness.js";
import { PAIR, assertClean, failures, openReady, waitForPhase } from "./page-steps.js";

/** @import { Page } from "puppeteer-core" */

/** @type {import("./harness.js").Driven} */
let driven;
before(async () => { driven = await launch(); });
after(async () => { await driven?.remove(); });

const text = (/** @type {Page} */ page, /** @type {string} */ selector) => page.$eval(selector, (element) => element.textContent ?? "");

/** Waits until the verdict is another one, complete. @param {Page} page @param {string} before */
async function anotherVerdict(page, before) {
  await page.waitForFunction((said) => ![said, undefined, ""].includes(document.getElementById("verdict-sentence")?.textContent), {}, before);
  await page.waitForFunction(() => !document.body.hasAttribute("data-stale"));
  await waitForPhase(page, "result");
}

/** Opens the form and takes a column. @param {Page} page @param {string} column */
async function choosing(page, column) {
  await page.$eval(".cohort-adding", (details) => { /** @type {HTMLDetailsElement} */ (details).open = true; });
  await page.select("#cohort-column", column);
}

for (const width of [400, 1280]) {
  test(`${width} px: levels and a range are chosen, the result is the engine's, and all rows come back`, async () => {
    const page = await openReady(driven, "/", { width });
    await dropFiles(page, PAIR);
    await waitForPhase(page, "result");
    assert.equal(await text(page, ".cohort-said"), "All rows are looked at.");
    const all = await text(page, "#verdict-sentence");
    await choosing(page, "region");
    await page.click(".cohort-ways input[value=north]");
    await page.click(".cohort-ways input[value=south]");
    await assertClean(page, "choosing rows");
    await page.click(".cohort-form [type=submit]");
    await anotherVerdict(page, all);
    const regions = await text(page, "#verdict-sentence");
    const cohort = [{ column: "region", values: ["north", "south"] }];
    assert.equal(regions, (await analyseFiles({ ...PAIR, config: { cohort } })).report.verdict.sentence);
    assert.match(regions, /Only rows where region is north or south were looked at/);

    await choosing(page, "age");
    await page.type(".cohort-ways input[name=from]", "40");
    await page.click(".cohort-form [type=submit]");
    await anotherVerdict(page, regions);
    const { report } = await analyseFiles({ ...PAIR, config: { cohort: [...cohort, { column: "age", from: "40" }] } });
    assert.equal(await text(page, "#verdict-sentence"), report.verdict.sentence);
    const { rows_in_cohort: rows, rows_used: of } = report.provenance.files[1];
    assert.ok((await text(page, ".cohort-said")).includes(`${rows} of ${of} rows of current.csv`), await text(page, ".cohort-said"));
    await assertClean(page, "chosen rows");

    await page.click(".cohort-conditions li:nth-child(2) button");
    await anotherVerdict(page, report.verdict.sentence);
    assert.equal(await text(page, "#verdict-sentence"), regions);
    await page.$$eval(".cohort-line > button", ([button]) => /** @type {HTMLElement} */ (button).click());
    await anotherVerdict(page, regions);
    assert.equal(await text(page, "#verdict-sentence"), all);
    assert.deepEqual(failures(page), []);
    await page.close();
  });
}

test("no row left: said with what to do, and the condition can be taken away", async () => {
  const page = await openReady(driven);
  await dropFiles(page, PAIR);
  await waitForPhase(page, "result");
  const all = await text(page, "#verdict-sentence");
  await choosing(page, "age");
  await page.click(".cohort-form [type=submit]");
  assert.equal(await text(page, ".cohort-said"), "Choose a value or a limit first.");
  await page.type(".cohort-ways input[name=from]", "4000");
  await page.click(".cohort-form [type=submit]");
  await waitForPhase(page, "failed");
  assert.match(await text(page, "#failure"), /No row for which all conditions hold/);
  await page.click(".cohort-conditions button");
  await waitForPhase(page, "result");
  assert.equal(await text(page, "#verdict-sentence"), all);

  await choosing(page, "region");
  await page.click(".cohort-ways input[value=north]");
  await page.click(".cohort-form [type=submit]");
  await anotherVerdict(page, all);
  // It is a setting like any other: undone where the others are.
  await page.click("#settings-open");
  await page.waitForSelector("settings-form .setting");
  await page.$$eval("#settings button", (list) => list.find((one) => one.textContent === "Undo")?.click());
  await page.waitForFunction((said) => document.getElementById("verdict-sentence")?.textContent === said, {}, all);
  assert.deepEqual(failures(page), []);
  await page.close();
});

test("a finding about a part of the rows has a button that looks at just these", async () => {
  // Amounts rise for one region only.
  const rows = (/** @type {number} */ shift) => Array.from({ length: 6000 }, (_, at) => {
    const region = ["north", "south", "east", "west"][at % 4];
    const amount = ((at * 7919) % 1000) / 10 + (region === "north" ? shift : 0);
    return `${region},${amount.toFixed(1)},${(at * 31) % 97}`;
  });
  const file = (/** @type {number} */ shift) => ({ text: `region,amount,age\n${rows(shift).join("\n")}\n` });
  const page = await openReady(driven);
  await dropFiles(page, { reference: file(0), current: file(60) });
  await waitForPhase(page, "result");
  const all = await text(page, "#verdict-sentence");
  await page.select("#finding-kind", "slices");
  await page.waitForSelector('#findings li[data-id^="slices/amount"] > a');
  await page.$eval('#findings li[data-id^="slices/amount"] > a', (link) => /** @type {HTMLElement} */ (link).click());
  const look = await page.waitForSelector("#detail [data-look]");
  await look?.asLocator().click();
  await anotherVerdict(page, all);
  assert.match(await text(page, ".cohort-conditions"), /region is north/);
  assert.match(await text(page, ".cohort-said"), /1500 of 6000 rows of reference\.csv, 1500 of 6000 rows of current\.csv/);
  assert.match(await text(page, "#verdict-sentence"), /Only rows where region is north were looked at/);
  await assertClean(page, "rows of a finding");
  assert.deepEqual(failures(page), []);
  await page.close();
});
