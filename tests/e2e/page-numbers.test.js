// The numbers that a person reads are scipy's numbers.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { BROWSERS, dropFiles, launch } from "./harness.js";
import { EXPECTED, PAIR, failures, openReady, showAll, showFinding, waitForPhase } from "./page-steps.js";

const driven = /** @type {Record<import("./harness.js").Driven["kind"], import("./harness.js").Driven>} */ ({});
before(async () => {
  for (const browser of BROWSERS) driven[browser] = await launch({ browser: /** @type {"chromium" | "firefox"} */ (browser) });
});
after(() => Promise.all(Object.values(driven).map((one) => one.remove())));

/** @type {Record<string, string>} */
const SUFFIX = { "wasserstein-distance": "values", "total-variation": "values", "missing-rate-difference": "missing" };

/** Equal to twelve significant digits, or both too small to tell. @param {number} found @param {number} expected @param {string} what */
function assertClose(found, expected, what) {
  const room = 1e-9 * Math.abs(expected) + 1e-15;
  assert.ok(Math.abs(found - expected) <= room, `${what}: the page shows ${found}, scipy has ${expected}`);
}

for (const browser of BROWSERS) test(`${browser}: dropped files give a verdict with scipy's numbers in list and detail`, async () => {
  const page = await openReady(driven[browser]);
  await dropFiles(page, PAIR);
  await waitForPhase(page, "result");
  assert.match(await page.$eval("#verdict-sentence", (element) => element.textContent), /drifted.* of 4 columns/);
  for (const expected of EXPECTED.findings) {
    const id = `drift/${expected.column}/${SUFFIX[expected.measure]}`;
    await showFinding(page, id);
    const shown = await page.$$eval(`#detail .decision[data-id="${id}"] data[data-number]`, (list) =>
      Object.fromEntries(list.map((one) => [one.dataset.number, Number(one.value)])),
    );
    assertClose(shown.effect, expected.effect, `${id} effect`);
    assertClose(shown.p, expected.p, `${id} p`);
    assertClose(shown.q, expected.q, `${id} q`);
    const inList = await page.$eval(`#findings li[data-id="${id}"] .finding-effect`, (one) => ({ value: Number(one.getAttribute("value")), text: one.textContent }));
    assertClose(inList.value, expected.effect, `${id} effect in the list`);
    const written = expected.measure === "wasserstein-distance" ? `${Number(expected.effect.toPrecision(3))}` : `${Number((expected.effect * 100).toPrecision(3))} pp`;
    assert.equal(inList.text, written);
  }
  const slots = await page.$$eval("file-slot", (list) => list.map((one) => one.textContent));
  assert.match(slots[0], new RegExp(`${EXPECTED.rows.reference} rows`));
  assert.match(slots[1], new RegExp(`${EXPECTED.rows.current} rows`));
  assert.deepEqual(failures(page), []);
  await page.close();
});

test("swapping the files keeps distances and turns the counts around", async () => {
  const page = await openReady(driven.chromium);
  await dropFiles(page, PAIR);
  await waitForPhase(page, "result");
  const read = () => page.$eval('#findings li[data-id="drift/region/values"]', (row) => ({
    effect: Number(row.querySelector(".finding-effect")?.getAttribute("value")),
    n: row.querySelector(".finding-numbers")?.lastElementChild?.textContent,
  }));
  await showAll(page);
  const first = await read();
  await page.click("#swap");
  await page.waitForFunction(() => /700/.test(document.querySelector('file-slot[slot-name="reference"]')?.textContent ?? "") && document.body.dataset.phase === "result");
  await showAll(page);
  const second = await read();
  assertClose(second.effect, first.effect, "effect after the swap");
  assert.equal(first.n, "n 600 / 700");
  assert.equal(second.n, "n 700 / 600");
  await page.close();
});
