// The parts of the page that come after its network was closed: their text runs because the policy names its hash; the
// same text with one word more does not.
import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import { after, before, describe, test } from "node:test";
import { BROWSERS, ROOT, launch } from "./harness.js";
import { failures, openReady } from "./page-steps.js";

const PART = fs.readFileSync(path.join(ROOT, "pkg/workbench-part.js"), "utf8");

/** In the page: puts a text into a module script; answers whether a part arrived by it. */
async function put(/** @type {string} */ text) {
  const before = document.adoptedStyleSheets.length;
  const script = document.createElement("script");
  script.type = "module";
  script.textContent = text;
  document.head.append(script);
  const until = performance.now() + 2000;
  while (document.adoptedStyleSheets.length === before && performance.now() < until) await new Promise((ready) => { setTimeout(ready, 20); });
  return document.adoptedStyleSheets.length > before;
}

for (const kind of BROWSERS) {
  describe(`parts of the page in ${kind}`, () => {
    /** @type {import("./harness.js").Driven} */
    let driven;
    before(async () => { driven = await launch({ browser: kind }); });
    after(async () => { await driven?.remove(); });

    test("the hashed text runs, an altered one does not", async () => {
      const page = await openReady(driven);
      assert.equal(await page.evaluate(put, `document.title = "altered";${PART}`), false);
      assert.equal(await page.evaluate(put, `${PART} `), false);
      assert.equal(await page.evaluate(put, PART), true, "the text that was built arrives");
      assert.notEqual(await page.title(), "altered");
      await page.close();
    });

    test("the first click on the settings or the keys fetches what they need, once", async () => {
      const page = await openReady(driven);
      const asked = () => driven.server.hits.filter((line) => line.endsWith("/pkg/workbench-part.js")).length;
      const before = asked();
      await page.click("#settings-open");
      await page.waitForSelector("#settings:not([hidden]) settings-form .setting");
      await page.click("#help");
      await page.waitForSelector("dialog.help[open]");
      assert.equal(asked(), before + 1);
      assert.deepEqual(failures(page), []);
      await page.close();
    });
  });
}
