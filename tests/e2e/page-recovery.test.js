// What a person sees when the engine cannot start, or is lost on the way.
import assert from "node:assert/strict";
import { test } from "node:test";
import { dropFiles, launch } from "./harness.js";
import { PAIR, openReady, waitForPhase } from "./page-steps.js";

test("an altered engine is not started, and the page says so with its code", async () => {
  const driven = await launch({ extra: { "/pkg/engine.wasm": "not what was built" } });
  try {
    const page = await driven.openPage();
    await page.waitForSelector("#failure:not([hidden]) code");
    assert.equal(await page.$eval("#failure code", (one) => one.textContent), "start.file-refused");
    assert.match(await page.$eval("#failure", (one) => one.textContent), /pkg\/engine\.wasm/);
    assert.deepEqual(await page.$$eval("input[type=file], #sample", (list) => list.map((one) => one.matches(":disabled"))), [true, true, true, true]);
  } finally {
    await driven.remove();
  }
});

test("a lost engine is started again: a notice, the files, and a further comparison", async () => {
  const driven = await launch();
  try {
    const page = await openReady(driven);
    await dropFiles(page, PAIR);
    await waitForPhase(page, "result");
    await page.waitForFunction(() => [...document.querySelectorAll("[data-hash]")].filter((one) => one.textContent.length === 64).length === 2);
    const cells = page.frames().filter((frame) => frame !== page.mainFrame());
    assert.ok(cells.length > 0);
    await Promise.all(cells.map((frame) => frame.evaluate(() => parent.postMessage({ dead: "ended by the test" }, "*")).catch(() => {})));
    await page.waitForFunction(() => /started again/.test(document.getElementById("status")?.textContent ?? ""));
    assert.deepEqual(await page.$$eval(".slot-file", (list) => list.map((one) => one.textContent)), ["reference.csv", "current.csv"]);
    await page.click("#swap");
    await page.waitForFunction(() => document.body.dataset.phase === "result" && /700 rows/.test(document.querySelector("file-slot")?.textContent ?? ""));
  } finally {
    await driven.remove();
  }
});
