// No accessibility rule of axe-core is broken in any state, theme and width, and nothing scrolls sideways.
import assert from "node:assert/strict";
import fs from "node:fs";
import { createRequire } from "node:module";
import { after, before, test } from "node:test";
import { dropFiles, launch } from "./harness.js";
import { PAIR, openReady, showFinding, waitForPhase } from "./page-steps.js";

const AXE = fs.readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** @type {import("./harness.js").Driven} */
let driven;
before(async () => { driven = await launch(); });
after(() => driven.remove());

/** @param {import("puppeteer-core").Page} page @param {string} state */
async function assertClean(page, state) {
  const session = await page.createCDPSession();
  await session.send("Runtime.evaluate", { expression: AXE });
  await session.detach();
  const found = await page.evaluate(async () => {
    const { violations, passes } = await /** @type {typeof import("axe-core")} */ (window.axe).run(document, { resultTypes: ["violations"] });
    return { passes: passes.length, violations: violations.map((one) => `${one.id}: ${one.nodes.map((node) => `${node.target.join(" ")} ${node.any[0]?.message ?? ""}`).join(" | ")}`) };
  });
  assert.ok(found.passes > 10, "axe looked at too little");
  assert.deepEqual(found.violations, [], state);
  const { width, needed } = await page.evaluate(() => ({ width: innerWidth, needed: document.documentElement.scrollWidth }));
  assert.ok(needed <= width, `${state}: the page is ${needed} px wide in a window of ${width} px`);
}

for (const width of [400, 1280]) {
  for (const theme of ["light", "dark"]) {
    test(`${theme}, ${width} px: empty, result, detail, data, error`, async () => {
      const page = await driven.openPage("/", { width });
      await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: theme }]);
      await waitForPhase(page, "ready");
      await assertClean(page, "empty");
      await dropFiles(page, PAIR);
      await waitForPhase(page, "result");
      await assertClean(page, "result");
      await showFinding(page, "drift/region/values");
      await page.waitForFunction(() => (document.querySelector("canvas")?.width ?? 0) > 100);
      await assertClean(page, "detail");
      await page.evaluate(() => document.querySelectorAll("details").forEach((one) => { one.open = true; }));
      await page.waitForSelector("#detail data-table td");
      await assertClean(page, "everything open");
      await page.close();
      const other = await openReady(driven, "/", { width });
      await other.emulateMediaFeatures([{ name: "prefers-color-scheme", value: theme }]);
      await dropFiles(other, { reference: { text: "a,b\n" }, current: { text: "a,b\n1,2\n" } });
      await waitForPhase(other, "failed");
      await assertClean(other, "error");
      await other.close();
    });
  }
}

test("the theme switch wins over the system", async () => {
  const page = await openReady(driven);
  await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: "light" }]);
  const paper = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  const light = await paper();
  await page.click("#theme");
  assert.notEqual(await paper(), light);
  await page.click("#theme");
  assert.equal(await paper(), light);
  await page.close();
});
