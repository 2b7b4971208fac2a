// Nothing leaves: a unique token in every cell of both files, the whole page driven, every host name led to a sink,
// the browser's own network log kept. Not one token in it, not one unlisted request, nothing at the sink.
import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import { after, before, describe, test } from "node:test";
import { BROWSERS, ROOT, dropFiles, isBrowsersOwn, launch, startSink } from "./harness.js";

const MARK = "qzx7token";
const ROWS = 400;

/** A table in which every cell and every column name carries the mark; some columns are categories, some free text. */
function marked(/** @type {string} */ side) {
  const columns = ["region", "plan", "note"].map((name) => `${MARK}${name}`);
  const lines = Array.from({ length: ROWS }, (_, i) => [
    `${MARK}${side}region${(i * 7) % (side === "reference" ? 5 : 7)}`,
    `${MARK}${"abc"[(i * i) % 3]}`,
    `${MARK}${side}note${i}`,
  ].join(","));
  return `${columns.join(",")}\n${lines.join("\n")}\n`;
}

/** The mark as it may hide on the way out: as it is, percent-encoded, in base64 at each offset, as UTF-16, in hex. */
function disguises(/** @type {string} */ mark) {
  const bytes = Buffer.from(mark);
  const base64 = [0, 1, 2].map((pad) => Buffer.concat([Buffer.alloc(pad), bytes]).toString("base64").replace(/=+$/, "").slice(pad === 0 ? 0 : 4, -2));
  return [mark, ...base64, bytes.toString("hex"), Buffer.from(mark, "utf16le").toString("latin1")];
}

/** In the page, before any of its scripts: records every reading call on a `File` that did not come from our server. */
function watchReading() {
  window.readings = [];
  for (const name of ["text", "arrayBuffer", "stream", "bytes", "slice"]) {
    /** @type {Record<string, Function>} */
    const methods = /** @type {any} */ (Blob.prototype);
    const honest = methods[name];
    if (!honest) continue;
    methods[name] = function (/** @type {unknown[]} */ ...args) {
      if (this instanceof File) window.readings.push(`${name} of ${this.name}`);
      return honest.apply(this, args);
    };
  }
  for (const name of ["readAsText", "readAsArrayBuffer", "readAsDataURL", "readAsBinaryString"]) {
    /** @type {any} */ (FileReader.prototype)[name] = function (/** @type {File} */ blob) { window.readings.push(`${name} of ${blob.name}`); };
  }
  const address = URL.createObjectURL;
  URL.createObjectURL = (blob) => {
    if (blob instanceof File) window.readings.push(`createObjectURL of ${blob.name}`);
    return address.call(URL, blob);
  };
}

/** In the page: opens, presses and fills in whatever can be, so that everything that could send something does. */
async function driveEverything() {
  const pause = (/** @type {number} */ span_ms) => new Promise((ready) => { setTimeout(ready, span_ms); });
  const visible = (/** @type {HTMLElement & { disabled?: boolean }} */ element) => element.getClientRects().length > 0 && !element.disabled;
  // What leads to another comparison, or to the page in the other language, is not pressed.
  const skip = /sample|new comparison|replace|choose|swap|compare|cancel|deutsch/i;
  let pressed = 0;
  for (let round = 0; round < 2; round += 1) {
    for (const element of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("summary, button, select, input[type=search], canvas, [tabindex='0']"))) {
      if (!visible(element) || skip.test(`${element.textContent} ${element.getAttribute("aria-label") ?? ""} ${element.id}`)) continue;
      if (element.matches("input")) {
        element.value = "region";
        element.dispatchEvent(new Event("input", { bubbles: true }));
        await pause(50);
        element.value = "";
        element.dispatchEvent(new Event("input", { bubbles: true }));
      } else {
        element.focus();
        element.dispatchEvent(new PointerEvent("pointermove", { bubbles: true, clientX: 300, clientY: 300 }));
        element.dispatchEvent(new KeyboardEvent("keydown", { key: "ArrowRight", bubbles: true }));
        element.click();
      }
      pressed += 1;
      await pause(30);
    }
  }
  return pressed;
}

const verdictShown = () => (document.querySelector("#verdict")?.textContent ?? "").trim().length > 10;

/** Paths that the page may ask its server for: scripts and styles of its own, the listed files, the icon. */
function allowedPath(/** @type {string} */ pathname) {
  if (pathname === "/" || pathname === "/favicon.ico") return true;
  const name = pathname.slice(1);
  return /^(?:[\w-]+\/)*[\w.-]+\.(?:html|js|css|svg|wasm|csv|json)$/.test(name) && fs.existsSync(path.join(ROOT, name));
}

for (const kind of BROWSERS) {
  describe(`the person's data in ${kind}`, () => {
    /** @type {Awaited<ReturnType<typeof startSink>>} */
    let sink;
    /** @type {import("./harness.js").Driven} */
    let driven;
    before(async () => {
      sink = await startSink();
      driven = await launch({ browser: kind, netLog: kind === "chromium", sinkPort: sink.port });
    });
    after(async () => {
      await driven?.remove();
      sink?.close();
    });

    test("stays: the whole page is driven and no token, no unlisted request leaves", async (context) => {
      const page = await driven.openPage("about:blank");
      await page.evaluateOnNewDocument(watchReading);
      await page.goto(`${driven.origin}/`, { waitUntil: "load" });
      await page.waitForFunction(() => document.body.dataset.phase === "ready");
      await dropFiles(page, { reference: { name: "reference.csv", text: marked("reference") }, current: { name: "current.csv", text: marked("current") } });
      const compare = await page.$("#compare:not([hidden])");
      if (compare) await compare.asLocator().click();
      await page.waitForFunction(verdictShown);
      assert.ok(await page.evaluate((mark) => document.body.textContent.includes(mark), MARK), "the page does not show the marked columns: nothing was tested");
      const pressed = await page.evaluate(driveEverything);
      assert.ok(pressed >= 5, `only ${pressed} controls were found to press`);
      await new Promise((ready) => { setTimeout(ready, 1500); });
      assert.deepEqual(await page.evaluate(() => window.readings), [], "the page read a dropped file");

      const unlisted = driven.server.hits.filter((line) => !/^GET \/[^?#]*$/.test(line) || !allowedPath(line.slice(4)));
      assert.deepEqual(unlisted, []);
      await driven.close();
      // Chromium opens connections of its own and may close them before they carry anything; its log tells whose they were.
      const carried = sink.foreign().filter((text) => kind !== "chromium" || text !== "");
      assert.deepEqual(carried, [], "something reached the sink");
      /** @type {Record<string, string>} */
      const places = { sink: sink.text(), server: driven.server.hits.join("\n") };
      if (kind === "chromium") {
        places.log = driven.netLog();
        assert.ok(places.log.includes("/pkg/engine.wasm"), "the network log does not even hold what was fetched");
        const all = [...new Set([...places.log.matchAll(/"url":"([^"]+)"/g)].map((match) => match[1]))].filter((url) => /^(https?|wss?|ftp):/.test(url));
        const asked = all.filter((url) => new URL(url).origin === driven.origin);
        assert.deepEqual(all.filter((url) => !asked.includes(url) && !isBrowsersOwn(url)), [], "the browser was asked for another server");
        assert.deepEqual(asked.filter((url) => !allowedPath(new URL(url).pathname) || new URL(url).search !== ""), []);
        context.diagnostic(`network log of ${places.log.length} characters, ${asked.length} addresses of our own server, ${pressed} controls pressed`);
      }
      for (const [place, text] of Object.entries(places)) {
        for (const disguise of disguises(MARK)) assert.ok(!text.includes(disguise), `${place} holds ${JSON.stringify(disguise)}`);
      }
    });

    test("control: a token that is sent is found", { skip: kind === "firefox" && "the network log is Chromium's" }, async () => {
      const loud = await launch({ netLog: true, sinkPort: sink.port, extra: { "/loud.html": "<!doctype html><title>loud</title>" } });
      try {
        const page = await loud.openPage("/loud.html");
        await page.evaluate((mark) => fetch(`/loud.html?${mark}`), MARK);
        await loud.close();
        assert.ok(loud.netLog().includes(MARK));
        assert.ok(loud.server.hits.some((line) => line.includes(MARK)));
      } finally {
        await loud.remove();
      }
    });
  });
}
