// Every state of the page, by what it says and without a broken rule of axe-core: empty, reading, partial, error, sampled, stale and
// offline; on a phone, on a wide screen, and at 400 % zoom with forced colours and without motion.
import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import { after, before, test } from "node:test";
import { dropFiles, launch } from "./harness.js";
import { PAIR, assertClean, failures, waitForPhase } from "./page-steps.js";

/** @typedef {import("puppeteer-core").Page} Page */

/** @type {import("./harness.js").Driven} */
let driven;
/** Files that take seconds to read. @type {{ reference: string, current: string }} */
let large;
before(async () => {
  driven = await launch();
  const row = (/** @type {number} */ at) => `${at},${(at * 7919) % 1000},${((at * 31) % 997) / 10},${["north", "south", "east"][at % 3]},${"x".repeat(40)}${at % 50}\n`;
  const rows = Array.from({ length: 20_000 }, (_, at) => row(at)).join("");
  large = { reference: path.join(driven.folder, "long-reference.csv"), current: path.join(driven.folder, "long-current.csv") };
  for (const file of Object.values(large)) {
    fs.writeFileSync(file, "row,amount,share,region,remark\n");
    for (let part = 0; part < 160; part += 1) fs.appendFileSync(file, rows);
  }
});
after(async () => { await driven?.remove(); });

const status = (/** @type {Page} */ page) => page.$eval("#status", (one) => one.textContent ?? "");

/** Where the page is looked at: its width, its theme, and whether colours are forced and nothing moves. */
const PLACES = /** @type {const} */ ([
  { name: "400 px, light", width: 400, theme: "light", forced: false },
  { name: "400 px, dark", width: 400, theme: "dark", forced: false },
  { name: "1280 px, light", width: 1280, theme: "light", forced: false },
  { name: "1280 px, dark", width: 1280, theme: "dark", forced: false },
  // 1280 px at 400 % are 320 css px.
  { name: "400 % zoom, forced colours, reduced motion", width: 320, theme: "light", forced: true },
]);

/** @param {typeof PLACES[number]} place @param {string} [address] */
async function opened({ width, theme, forced }, address = "/") {
  const page = await driven.openPage(address, { width });
  const session = await page.createCDPSession();
  const features = [{ name: "prefers-color-scheme", value: theme }, ...(forced ? [{ name: "forced-colors", value: "active" }, { name: "prefers-reduced-motion", value: "reduce" }] : [])];
  await session.send("Emulation.setEmulatedMedia", { features });
  await waitForPhase(page, "ready");
  return page;
}

for (const place of PLACES) {
  test(`${place.name}: empty, then reading with bytes, time and a way out`, async () => {
    const page = await opened(place);
    await assertClean(page, "empty");
    // All of it at one moment, which is noted when it comes: a fast machine is done soon.
    await page.evaluate(() => {
      const reads = () => document.body.dataset.phase === "working" && /of [\d.]+ MB read/.test(document.querySelector("file-slot")?.textContent ?? "")
        && /^Reading long-|^Comparing/.test(document.getElementById("status")?.textContent ?? "") && !document.getElementById("cancel")?.hidden;
      new MutationObserver((_, seeing) => {
        if (!reads()) return;
        seeing.disconnect();
        document.body.dataset.seen = "reading";
      }).observe(document.body, { subtree: true, childList: true, characterData: true, attributes: true });
    });
    await dropFiles(page, large);
    await page.waitForSelector('body[data-seen="reading"]');
    await page.waitForFunction(() => /about .* left/.test(document.getElementById("time-left")?.textContent ?? "") || document.body.dataset.phase !== "working", { polling: 20 });
    await assertClean(page, "reading");
    if (place.forced) assert.equal(await page.evaluate(() => document.getAnimations().filter((one) => one.playState === "running").length), 0, "nothing moves");
    const cancelled = await page.evaluate(() => {
      if (document.body.dataset.phase !== "working") return false;
      document.getElementById("cancel")?.click();
      return true;
    });
    if (cancelled) {
      await page.waitForSelector('body[data-phase="ready"]');
      assert.match(await status(page), /Cancelled/);
    }
    assert.deepEqual(failures(page), []);
    await page.close();
  });

  test(`${place.name}: partial, then complete, stale, offline`, async () => {
    const page = await opened(place);
    await page.click("#sample");
    // The verdict stands and the list is there while the rows are still looked at.
    await page.waitForFunction(() => document.body.dataset.phase === "result" && /^Looking further/.test(document.getElementById("status")?.textContent ?? "")
      && document.querySelectorAll("#findings li[data-id]").length > 3, { polling: 20 });
    await assertClean(page, "partial");
    await waitForPhase(page, "result");
    await page.evaluate(() => {
      window.saidWhileStale = [];
      new MutationObserver(() => window.saidWhileStale.push(document.getElementById("status")?.textContent ?? "")).observe(document.getElementById("status") ?? document.body, { childList: true, subtree: true, characterData: true });
    });
    await page.click("#settings-open");
    await page.waitForSelector("#setting-distance");
    await page.$eval("#setting-distance", (input) => { /** @type {HTMLInputElement} */ (input).value = "0.9"; input.dispatchEvent(new Event("change")); });
    await assertClean(page, "stale");
    await page.waitForFunction(() => window.saidWhileStale.some((/** @type {string} */ text) => /earlier settings/.test(text)));
    await page.waitForFunction(() => !document.body.hasAttribute("data-stale"));
    await page.setOfflineMode(true);
    await page.waitForFunction(() => /Offline/.test(document.getElementById("claim")?.textContent ?? ""));
    await assertClean(page, "offline");
    assert.deepEqual(failures(page), []);
    await page.close();
  });

  test(`${place.name}: sampled, and an error`, async () => {
    const page = await opened(place, `/#settings=${encodeURIComponent(JSON.stringify({ budgets: { memory_bytes: 1_000_000 } }))}`);
    const text = `a,b\n${Array.from({ length: 120_000 }, (_, at) => `${at % 977},${(at * 31) % 1009}`).join("\n")}\n`;
    await dropFiles(page, { reference: { text }, current: { text: text.replaceAll(",1", ",2") } });
    await waitForPhase(page, "result");
    assert.match(await page.$eval("#verdict-sentence", (one) => one.textContent ?? ""), /larger than the memory budget: every number is about [\d,]+ of its 120,000 rows/);
    assert.equal(await page.$eval(".cohort-said", (one) => one.textContent), "All rows of the sample are looked at.");
    await assertClean(page, "sampled");
    await page.close();
    const other = await opened(place);
    await dropFiles(other, { reference: { text: "a,b\n" }, current: PAIR.current });
    await waitForPhase(other, "failed");
    assert.match(await other.$eval("#failure", (one) => one.textContent ?? ""), /table\.header-only/);
    await assertClean(other, "error");
    await other.close();
  });
}

test("a completed report leaves who reads a detail where they are", async () => {
  const page = await driven.openPage("/", { width: 1280 });
  await waitForPhase(page, "ready");
  await page.click("#sample");
  await page.waitForFunction(() => document.body.dataset.phase === "result" && /^Looking further/.test(document.getElementById("status")?.textContent ?? "")
    && document.querySelector("#detail .decision"), { polling: 20 });
  const found = () => page.$eval("#findings-count", (one) => Number.parseInt(one.textContent ?? "", 10));
  const early = await found();
  const read = await page.$eval("#detail", (detail) => {
    /** @type {HTMLDetailsElement} */ (detail.querySelector(".decision")).open = true;
    detail.scrollTop = 150;
    return detail.scrollTop;
  });
  assert.ok(read > 0, "the detail is longer than the window");
  await waitForPhase(page, "result");
  assert.ok((await found()) > early, "more was found meanwhile");
  assert.equal(await page.$eval("#detail", (detail) => detail.scrollTop), read);
  assert.equal(await page.$eval("#detail .decision", (one) => /** @type {HTMLDetailsElement} */ (one).open), true);
  // Asked for, it is shown from its beginning.
  await page.$eval('#findings a[aria-current="true"]', (link) => /** @type {HTMLElement} */ (link).click());
  await page.waitForFunction(() => document.activeElement?.id === "detail-heading");
  assert.equal(await page.$eval("#detail", (detail) => detail.scrollTop), 0);
  assert.deepEqual(failures(page), []);
  await page.close();
});
