// The airlock: once the page may be given files, it can fetch nothing more, not even from its own server, while the
// loader, which takes an index only, still delivers.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { BROWSERS, launch, partsPage } from "./harness.js";

const ROUNDS = 8;

/** In the page: tries to reach the page's own server in every way that a policy governs; answers what seemed to work. */
async function tryAll(/** @type {string} */ mark) {
  /** @type {Record<string, (url: string) => Promise<unknown>>} */
  const ways = {
    fetch: (url) => fetch(url),
    image: (url) => new Promise((yes, no) => { const image = new Image(); image.onload = yes; image.onerror = no; image.src = url; }),
    beacon: async (url) => { navigator.sendBeacon(url, "x"); },
    xhr: (url) => new Promise((yes, no) => { const x = new XMLHttpRequest(); x.onload = yes; x.onerror = no; x.open("GET", url); x.send(); }),
    import: (url) => import(`${url}.js`),
    script: (url) => new Promise((yes, no) => { const script = document.createElement("script"); script.src = `${url}.js`; script.onload = yes; script.onerror = no; document.head.append(script); }),
    style: (url) => new Promise((yes, no) => { const link = document.createElement("link"); link.rel = "stylesheet"; link.href = `${url}.css`; link.onload = yes; link.onerror = no; document.head.append(link); }),
    eventsource: (url) => new Promise((yes, no) => { const s = new EventSource(url); s.onopen = (event) => { s.close(); yes(event); }; s.onerror = (event) => { s.close(); no(event); }; }),
    frame: async (url) => { const frame = document.createElement("iframe"); frame.src = url; document.body.append(frame); await new Promise((ready) => { setTimeout(ready, 300); }); frame.remove(); },
  };
  const limit = () => new Promise((_, no) => { setTimeout(() => no(new Error("no answer")), 2000); });
  await Promise.all(Object.entries(ways).map(([name, way]) => Promise.race([way(`/leak/${mark}-${name}`), limit()]).catch(() => {})));
  await new Promise((ready) => { setTimeout(ready, 200); });
  return Object.keys(ways);
}

for (const kind of BROWSERS) {
  describe(`the airlock in ${kind}`, () => {
    /** @type {import("./harness.js").Driven} */
    let driven;
    before(async () => { driven = await launch({ browser: kind, extra: partsPage() }); });
    after(async () => { await driven?.remove(); });
    const arrived = (/** @type {string} */ mark) => driven.server.hits.flatMap((line) => line.match(new RegExp(`/leak/${mark}-([a-z]+)`))?.[1] ?? []);

    test("before it closes, the page reaches its own server; after, in no way", async () => {
      const page = await driven.openPage("/parts.html");
      const ways = await page.evaluate(tryAll, "before");
      // A frame and an event source of the own origin are refused or ended by the first policy already or by a 404.
      assert.deepEqual(["fetch", "image", "beacon", "xhr", "import", "script", "style"].filter((way) => !arrived("before").includes(way)), []);
      assert.ok(!arrived("before").includes("frame"), "the first policy let a frame be led to the own server");
      await page.evaluate(async () => { await window.parts.boot(); });
      assert.deepEqual(await page.evaluate(tryAll, "after"), ways);
      assert.deepEqual(arrived("after"), []);
      await page.evaluate(() => { document.querySelectorAll("meta[http-equiv]").forEach((meta) => meta.remove()); });
      await page.evaluate(tryAll, "removed");
      assert.deepEqual(arrived("removed"), [], "removing the policy's element opened the airlock");
      await page.close();
    });

    test("the loader still delivers, and takes nothing but an index", async (context) => {
      let delivered = 0;
      const times_ms = [];
      for (let round = 0; round < ROUNDS; round += 1) {
        const page = await driven.openPage("/parts.html");
        const answer = await page.evaluate(async () => {
          const { FILES, boot } = window.parts;
          const { loader } = await boot();
          const started = performance.now();
          const bytes = await loader.load("sample-reference").then((buffer) => buffer.byteLength, (why) => why);
          const unlisted = await loader.load("/leak/loader").then(() => "loaded", (why) => why.code);
          return { bytes, listed: FILES.find((file) => file.role === "sample-reference")?.bytes, unlisted, took_ms: performance.now() - started };
        });
        if (answer.bytes === answer.listed) delivered += 1;
        times_ms.push(Math.round(answer.took_ms));
        assert.equal(answer.unlisted, "start.file-refused");
        await page.close();
      }
      context.diagnostic(`${kind}: the loader delivered after the airlock closed in ${delivered} of ${ROUNDS} tries (ms: ${times_ms.join(", ")})`);
      assert.equal(delivered, ROUNDS);
      assert.deepEqual(driven.server.hits.filter((line) => line.includes("/leak/loader")), []);
    });
  });
}
