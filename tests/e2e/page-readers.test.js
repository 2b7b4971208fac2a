// The first screen for different readers, and the states that it says: stale, offline; and every number explained.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { dropFiles, launch } from "./harness.js";
import { PAIR, failures, openReady, showFinding, waitForPhase } from "./page-steps.js";

/** @type {import("./harness.js").Driven} */
let driven;
before(async () => { driven = await launch(); });
after(async () => { await driven?.remove(); });

/** What each reader's sample is made of, says first, and opens with. */
const SAMPLES = [
  { reader: "product", files: ["shop-before.csv", "shop-after.csv"], verdict: /2 of 8 columns have changed enough to matter, first of all device[^]*What matters: 2 under “Columns that changed”, 1 under “Telling the files apart”/, first: /^drift\/device/, groups: [""] },
  { reader: "scientist", files: ["reference.csv", "current.csv"], verdict: /\d of \d+ columns have changed enough to matter/, first: /^drift\//, groups: ["income", "model_version", "score"] },
  { reader: "engineer", files: ["service-reference.csv", "service-week-1.csv to service-week-3.csv"], verdict: /3 of 9 columns have changed enough to matter/, first: /^over-time\//, groups: ["over-time"] },
  { reader: "compliance", files: ["decisions.csv"], verdict: /fairness criteria are outside the limit \(gender, age_group/, first: /^fairness\//, groups: ["fairness"] },
];

for (const { reader, files, verdict, first, groups } of SAMPLES) {
  test(`${reader}: a sample of its own, its verdict, and the view it is read in`, async () => {
    const page = await openReady(driven);
    await page.click(`[data-reader="${reader}"]`);
    await waitForPhase(page, "result");
    await page.waitForFunction((kind) => kind === "" || /** @type {HTMLSelectElement | null} */ (document.getElementById("finding-kind"))?.value === kind, {}, groups.length === 1 ? groups[0] : "");
    assert.match(await page.$eval("#verdict", (place) => place.textContent ?? ""), verdict);
    const provenance = await page.$eval("#provenance", (place) => place.textContent ?? "");
    assert.deepEqual(files.filter((file) => !provenance.includes(file)), []);
    const shown = await page.$$eval("#findings .finding-group", (list) => list.map((one) => one.getAttribute("data-group") ?? ""));
    for (const group of groups) assert.ok(shown.includes(group), `${group} is not among ${shown.join()}`);
    assert.match(await page.$eval("#detail .decision", (one) => one.getAttribute("data-id") ?? ""), first);
    if (reader === "compliance") {
      await page.waitForFunction(() => document.getElementById("explaining")?.dataset["complete"] === "true", { polling: 50 });
      assert.match(await page.$eval("#model", (place) => place.textContent ?? ""), /LightGBM/);
      // What those who made the sample know of it is not guessed, and leaves with it.
      await page.waitForSelector("#audit-favourable");
      assert.equal(await page.$eval("#audit-favourable", (one) => /** @type {HTMLSelectElement} */ (one).value), "1");
      assert.equal(await page.$("#audit-confirm"), null);
      assert.match(await page.$eval("#provenance", (place) => place.textContent ?? ""), /"outcome":\s*"label"/);
      assert.match(await page.$eval("#explaining-said", (place) => place.textContent ?? ""), /(income|years_employed|debts|savings) moves class 1 most/);
    }
    if (reader === "compliance") {
      await page.click("#another");
      await waitForPhase(page, "ready");
      await dropFiles(page, PAIR);
      await waitForPhase(page, "result");
      assert.doesNotMatch(await page.$eval("#provenance", (place) => place.textContent ?? ""), /"outcome":/);
    }
    assert.deepEqual(failures(page), []);
    await page.close();
  });
}

test("a number is explained by its formula and what went into it", async () => {
  const page = await openReady(driven);
  await dropFiles(page, PAIR);
  await waitForPhase(page, "result");
  await showFinding(page, "drift/amount/values");
  const said = await page.$eval('#detail .decision[data-id="drift/amount/values"]', (one) => one.textContent ?? "");
  assert.match(said, /Explain \d[\d.]*: How far values moved/);
  assert.match(said, /Formula.*Wasserstein/);
  assert.match(said, /With.*Rows: 600 reference, 700 current/);
  assert.match(said, /Read as.*lies from/);
  await page.close();
});

test("the page says when a result is of earlier settings, and when there is no network", async () => {
  const page = await openReady(driven);
  await dropFiles(page, PAIR);
  await waitForPhase(page, "result");
  await page.evaluate(() => {
    window.saidWhileStale = [];
    new MutationObserver(() => window.saidWhileStale.push(document.getElementById("status")?.textContent ?? "")).observe(document.getElementById("status") ?? document.body, { childList: true, subtree: true, characterData: true });
  });
  await page.click("#settings-open");
  await page.waitForSelector("#setting-distance");
  await page.$eval("#setting-distance", (input) => { /** @type {HTMLInputElement} */ (input).value = "0.9"; input.dispatchEvent(new Event("change")); });
  await page.waitForFunction(() => window.saidWhileStale.some((/** @type {string} */ text) => /earlier settings/.test(text)));
  await page.waitForFunction(() => !document.body.hasAttribute("data-stale"));
  await page.setOfflineMode(true);
  await page.waitForFunction(() => /Offline/.test(document.getElementById("claim")?.textContent ?? ""));
  await page.setOfflineMode(false);
  await page.waitForFunction(() => /Nothing leaves/.test(document.getElementById("claim")?.textContent ?? ""));
  await page.close();
});
