// The frame of the cell: only the hashed bootstrap runs in it, and it cannot be led away from its document.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { BROWSERS, launch, partsPage, startSink } from "./harness.js";

/** In the page: opens a cell whose bootstrap is changed; answers how that ended. */
async function openAltered(/** @type {{ hashToo: boolean }} */ { hashToo }) {
  const { loadAssets, openCell, FILES } = window.parts;
  const assets = await loadAssets(FILES);
  const text = assets.bootstrap.text.replace("\"the worker failed\"", "\"the worker  failed\"");
  if (text === assets.bootstrap.text) throw new Error("the bootstrap was not altered");
  const sum = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
  const hash = `sha256-${btoa(String.fromCharCode(...new Uint8Array(sum)))}`;
  const bootstrap = hashToo ? { text, hash } : { ...assets.bootstrap, text };
  const ended = (/** @type {{ text: string, hash: string }} */ given) => openCell({ ...assets, bootstrap: given }, () => {}, 3000).then((cell) => { cell.close(); return "started"; }, (why) => why.code);
  return { altered: await ended(bootstrap), unaltered: await ended(assets.bootstrap) };
}

for (const kind of BROWSERS) {
  describe(`the frame of the cell in ${kind}`, () => {
    /** @type {Awaited<ReturnType<typeof startSink>>} */
    let sink;
    /** @type {import("./harness.js").Driven} */
    let driven;
    before(async () => {
      sink = await startSink();
      const control = `<!doctype html><iframe sandbox="allow-scripts" srcdoc="<!doctype html><p>free</p>"></iframe>`;
      driven = await launch({ browser: kind, sinkPort: sink.port, extra: { ...partsPage(), "/control.html": control, "/leak": "arrived" } });
    });
    after(async () => {
      await driven?.remove();
      sink?.close();
    });
    const arrived = () => [...sink.paths(), ...driven.server.hits].filter((line) => line.includes("/leak"));

    test("an altered bootstrap does not run", async () => {
      const page = await driven.openPage("/parts.html");
      assert.deepEqual(await page.evaluate(openAltered, { hashToo: false }), { altered: "start.no-answer", unaltered: "started" });
      await page.close();
    });

    test("not even when the frame's own policy names its hash: the page's policy counts too", async () => {
      const page = await driven.openPage("/parts.html");
      assert.deepEqual(await page.evaluate(openAltered, { hashToo: true }), { altered: "start.no-answer", unaltered: "started" });
      await page.close();
    });

    /** Every address that a frame may be led to, and every way: from the page, and by a script inside. */
    const addresses = () => [`http://evil.test:${sink.port}/leak`, `${driven.origin}/leak`, "data:text/html,<p>led away</p>"];

    const leadAway = async (/** @type {import("puppeteer-core").Page} */ page) => {
      for (const address of addresses()) {
        const inside = page.frames().find((frame) => frame !== page.mainFrame());
        // A frame that is led away mid-call answers with an error, which is no result of this test.
        await inside?.evaluate((to) => { location.href = to; }, address).catch(() => {});
        await new Promise((ready) => { setTimeout(ready, 300); });
        await page.evaluate(async (to) => {
          const frame = document.querySelector("iframe");
          if (!frame?.contentWindow) throw new Error("no frame to lead away");
          frame.contentWindow.location = to;
          await new Promise((ready) => { setTimeout(ready, 300); });
          frame.removeAttribute("srcdoc");
          frame.src = to;
          await new Promise((ready) => { setTimeout(ready, 300); });
        }, address);
      }
    };

    test("the frame cannot be led away: remote, own server, data:", async () => {
      const page = await driven.openPage("/parts.html");
      await page.evaluate(async () => { window.app = await window.parts.boot(); });
      const inside = page.frames().filter((frame) => frame !== page.mainFrame());
      assert.ok(inside.length >= 1, "the driver sees no frame of the cell");
      await leadAway(page);
      assert.deepEqual(arrived(), []);
      await page.close();
    });

    test("control: without our policy the frame is led away", async () => {
      const page = await driven.openPage("/control.html");
      await leadAway(page);
      assert.ok(arrived().some((line) => line.startsWith("GET ")), `only ${arrived()} arrived at the own server`);
      assert.ok(sink.paths().includes("/leak"), "nothing arrived at the sink");
      await page.close();
    });
  });
}
