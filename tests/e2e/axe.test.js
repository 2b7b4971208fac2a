// No accessibility rule of axe-core is broken in any state, theme and width, and nothing scrolls sideways.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { dropFiles, launch } from "./harness.js";
import { PAIR, assertClean, openReady, showFinding, waitForPhase } from "./page-steps.js";

/** @type {import("./harness.js").Driven} */
let driven;
before(async () => { driven = await launch(); });
after(() => driven.remove());

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

for (const [width, theme] of /** @type {const} */ ([[400, "dark"], [1280, "light"]])) {
  test(`${theme}, ${width} px: settings with the first rows, one file with its division`, async () => {
    const page = await driven.openPage("/", { width });
    await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: theme }]);
    await waitForPhase(page, "ready");
    await dropFiles(page, { current: PAIR.current });
    await page.waitForSelector("#compare:not([hidden])");
    await page.click("#compare");
    await waitForPhase(page, "result");
    await page.waitForSelector("#splitting:not([hidden])");
    await page.click("#settings-open");
    await page.waitForSelector("settings-form .setting");
    await page.$$eval("#settings details", (list) => list.forEach((one) => { one.open = true; }));
    await page.waitForSelector("#previews .first-rows tbody tr");
    await assertClean(page, "settings");
    await page.close();
  });
}

test("400 % zoom, forced colours and reduced motion: empty, result, keys, kept and compared", async () => {
  // 1280 px at 400 % are 320 css px.
  const page = await driven.openPage("/", { width: 320 });
  const session = await page.createCDPSession();
  await session.send("Emulation.setEmulatedMedia", { features: [{ name: "forced-colors", value: "active" }, { name: "prefers-reduced-motion", value: "reduce" }] });
  await waitForPhase(page, "ready");
  await assertClean(page, "empty");
  await dropFiles(page, PAIR);
  await waitForPhase(page, "result");
  await page.click("#keep");
  await page.waitForSelector(".kept-list li");
  await page.click(".kept-list button:nth-child(2)");
  await page.waitForSelector("#compared h3");
  await assertClean(page, "kept and compared");
  const moving = await page.evaluate(() => document.getAnimations().filter((one) => one.playState === "running").length);
  assert.equal(moving, 0, "nothing moves");
  await page.click(".more-formats > summary");
  await assertClean(page, "formats");
  await page.keyboard.press("Escape");
  await page.click("#help");
  await page.waitForSelector("dialog[open]");
  await assertClean(page, "keys");
  await page.close();
});

// The walk of the main job as a screen reader meets it: (1) the button that tries the sample, by its name; (2) the verdict,
// the one heading of level 1 that is shown, which has the focus when it comes; (3) the group of severities, each a button that
// says whether it is pressed; (4) the heading "Findings" and the list of links, each with severity, column and sentence;
// (5) a finding's heading, which has the focus after its link; (6) the chart: a group with a name that says its keys, an image
// whose name is its sentence, a value read out at each arrow; (7) "Download report", and the status that says it is saved.
test("the main job is done by roles and names alone", async () => {
  const page = await openReady(driven);
  const by = (/** @type {string} */ role, /** @type {string} */ name) => page.waitForSelector(`::-p-aria([name="${name}"][role="${role}"])`);
  await (await by("button", "Try the sample"))?.asLocator().click();
  await waitForPhase(page, "result");
  const focus = () => page.evaluate(() => ({ tag: document.activeElement?.tagName, id: document.activeElement?.id, text: document.activeElement?.textContent ?? "" }));
  const verdict = await focus();
  assert.deepEqual([verdict.tag, verdict.id], ["H1", "verdict-sentence"]);
  assert.equal(await page.$$eval("h1", (list) => list.filter((one) => one.checkVisibility()).length), 1);
  await by("group", "Show only findings that are");
  await by("heading", "Findings");
  const first = await page.$("#findings li[data-id] > a");
  assert.match(await first?.evaluate((link) => link.textContent) ?? "", /Matters/);
  await first?.focus();
  await page.keyboard.press("Enter");
  await page.waitForFunction(() => document.activeElement?.id === "detail-heading");
  const chart = await page.waitForSelector("#detail .plot[aria-label]");
  assert.match(await chart?.evaluate((plot) => plot.getAttribute("aria-label")) ?? "", /Arrow keys read the values/);
  const sentence = await page.$eval("#detail canvas[role=img]", (canvas) => canvas.getAttribute("aria-label") ?? "");
  assert.ok(sentence.endsWith(".") && sentence.length > 20, sentence);
  await chart?.focus();
  await page.keyboard.press("ArrowRight");
  await page.waitForFunction(() => /: /.test(document.querySelector("#detail [aria-live]")?.textContent ?? ""));
  await (await by("button", "Download report"))?.asLocator().click();
  await page.waitForFunction(() => document.querySelector("[role=status]#status")?.textContent?.startsWith("Saved driftglass-"));
  await page.close();
});

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
