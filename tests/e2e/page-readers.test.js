// The first screen for different readers, and the states that it says: stale, offline; and every number explained.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { dropFiles, launch } from "./harness.js";
import { PAIR, failures, openReady, showFinding, waitForPhase } from "./page-steps.js";

/** @type {import("./harness.js").Driven} */
let driven;
before(async () => { driven = await launch(); });
after(async () => { await driven?.remove(); });

test("compliance meets the sample by its fairness, data science by its columns", async () => {
  const page = await openReady(driven);
  await page.click('[data-reader="compliance"]');
  await waitForPhase(page, "result", 90_000);
  await page.waitForFunction(() => /** @type {HTMLSelectElement | null} */ (document.getElementById("finding-kind"))?.value === "fairness");
  assert.deepEqual(await page.$$eval("#findings .finding-group", (list) => list.map((one) => one.getAttribute("data-group"))), ["fairness"]);
  assert.match(await page.$eval("#detail .decision", (one) => one.getAttribute("data-id") ?? ""), /^fairness/);
  await page.click("#another");
  await waitForPhase(page, "ready");
  await page.click('[data-reader="scientist"]');
  await waitForPhase(page, "result", 90_000);
  const groups = await page.$$eval("#findings .finding-group", (list) => list.map((one) => one.getAttribute("data-group")));
  assert.ok(groups.includes("income") && groups.includes("model_version"), groups.join());
  assert.deepEqual(failures(page), []);
  await page.close();
});

test("a number is explained by its formula and what went into it", async () => {
  const page = await openReady(driven);
  await dropFiles(page, PAIR);
  await waitForPhase(page, "result");
  await showFinding(page, "drift/amount/values");
  const said = await page.$eval('#detail .decision[data-id="drift/amount/values"]', (one) => one.textContent ?? "");
  assert.match(said, /Explain \d[\d.]*: How far values moved/);
  assert.match(said, /Formula.*Wasserstein/);
  assert.match(said, /With.*Rows: 600 reference, 700 current/);
  assert.match(said, /Read as.*lies between/);
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
