// One file looked at alone, and a second one added to it.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { dropFiles, launch } from "./harness.js";
import { PAIR, failures, openReady, waitForPhase } from "./page-steps.js";

/** @type {import("./harness.js").Driven} */
let driven;
before(async () => { driven = await launch(); });
after(() => driven.remove());

test("one file alone is looked at, and compared once a second one is there", async () => {
  const page = await openReady(driven);
  await dropFiles(page, { reference: PAIR.reference });
  await page.waitForSelector("#compare:not([hidden])");
  assert.equal(await page.$eval("#compare", (button) => button.textContent), "Look at this file alone");
  await page.click("#compare");
  await waitForPhase(page, "result");
  const shown = await page.$eval("main", (main) => main.textContent);
  assert.ok(!shown?.includes("Opened from a saved report"));
  assert.equal(await page.$eval('file-slot[slot-name="reference"]', (slot) => slot.hasAttribute("filled")), false);
  await page.waitForFunction(() => /[0-9a-f]{64}/.test(document.getElementById("provenance")?.textContent ?? ""));
  await dropFiles(page, { current: PAIR.current });
  await page.waitForFunction(() => document.getElementById("verdict-sentence")?.textContent?.includes("drift"));
  await waitForPhase(page, "result");
  assert.match((await page.$eval('file-slot[slot-name="current"]', (slot) => slot.textContent)) ?? "", /current\.csv/);
  assert.deepEqual(failures(page), []);
  await page.close();
});
