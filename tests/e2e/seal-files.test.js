// The build-time list: a file whose bytes are not the listed ones is refused, and page, cell and Node run what is served.
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { describe, test } from "node:test";
import { BROWSERS, ROOT, launch, partsPage } from "./harness.js";
import { openReady, runSample } from "./page-steps.js";

const built = (/** @type {string} */ name) => fs.readFileSync(path.join(ROOT, name));

/** A text with one letter more at its end: the same program, other bytes. */
const altered = (/** @type {string} */ name) => Buffer.concat([built(name), Buffer.from("\n")]);

/** What the document leads to by itself: its links and scripts, and what those import. These are covered by `'self'` only. */
function leadsTo() {
  const found = new Set([...built("index.html").toString().matchAll(/<(?:script|link)[^>]* (?:src|href)="([^":]+)"/g)].map((match) => `/${match[1]}`));
  for (const name of found) {
    if (!name.endsWith(".js")) continue;
    for (const [, address] of built(name).toString().matchAll(/^(?:import|export)\s(?:[^"';]*?from\s*)?"(\.[^"]+)"/gm)) found.add(path.posix.join(path.posix.dirname(name), address));
  }
  return [...found];
}

/** In the page: how the start ends. */
const bootCode = () => window.parts.boot().then(() => "started", (why) => `${why.code} ${why.place.file}`);

describe("the build-time list", () => {
  for (const name of ["pkg/digest.wasm", "pkg/digest-cell.js"]) {
    test(`an altered ${name} is refused when it is first needed, and the page goes on`, async () => {
      const driven = await launch({ extra: { ...partsPage(), [`/${name}`]: altered(name) } });
      try {
        const page = await driven.openPage("/parts.html");
        const ends = await page.evaluate(async () => {
          const { engine } = await window.parts.boot();
          const refused = await engine.digest(new File(["a"], "a.csv")).then(() => "digested", (why) => `${why.code} ${why.place.file}`);
          return { refused, name: (await engine.about()).name };
        });
        assert.deepEqual(ends, { refused: `start.file-refused ${name}`, name: "driftglass" });
      } finally {
        await driven.remove();
      }
    });
  }

  for (const name of ["pkg/engine.wasm", "pkg/engine-cell.js", "worker/bootstrap.js"]) {
    test(`the page refuses to start with an altered ${name}`, async () => {
      const driven = await launch({ extra: { ...partsPage(), [`/${name}`]: altered(name) } });
      try {
        const page = await driven.openPage("/parts.html");
        assert.equal(await page.evaluate(bootCode), `start.file-refused ${name}`);
      } finally {
        await driven.remove();
      }
    });
  }

  test("the loader refuses an altered sample, and the page goes on", async () => {
    const driven = await launch({ extra: { ...partsPage(), "/samples/reference.csv": altered("samples/reference.csv") } });
    try {
      const page = await driven.openPage("/parts.html");
      const codes = await page.evaluate(async () => {
        const { loader, engine } = await window.parts.boot();
        const code = (/** @type {string} */ role) => loader.load(role).then(() => "loaded", (why) => why.code);
        return [await code("sample-reference"), await code("sample-current"), (await engine.about()).name];
      });
      assert.deepEqual(codes, ["start.file-refused", "loaded", "driftglass"]);
    } finally {
      await driven.remove();
    }
  });

  for (const kind of BROWSERS) test(`what ${kind} fetches is listed with its hash, or a script, style sheet or schema that our document leads to`, async () => {
    const led = leadsTo();
    const { FILES } = await import("../../www/pkg/files.js");
    const hashed = FILES.map((file) => `/${file.url}`);
    const driven = await launch({ browser: kind });
    try {
      const page = await openReady(driven);
      const start = driven.server.hits.splice(0);
      await runSample(page);
      // The digest and the full module are fetched after the verdict, the later part of the page while files are read.
      for (let tries = 0; tries < 200 && driven.server.hits.length < 8; tries += 1) await new Promise((turn) => { setTimeout(turn, 50); });
      const later = driven.server.hits.splice(0);
      const known = new Set([...led, ...hashed.filter((name) => name.startsWith("/pkg/engine")), "/", "/worker/bootstrap.js", "/favicon.ico"].map((name) => `GET ${name}`));
      assert.deepEqual(start.filter((line) => !known.has(line)), []);
      assert.ok(start.length > 40, `only ${start.length} requests were seen`);
      assert.deepEqual(start.filter((line) => /\.wasm$|-cell\.js$/.test(line)).sort(), hashed.filter((name) => name.startsWith("/pkg/engine")).map((name) => `GET ${name}`).sort());
      assert.deepEqual(later.sort(), ["GET /pkg/charts.wasm", "GET /pkg/digest-cell.js", "GET /pkg/digest.wasm", "GET /pkg/full-cell.js", "GET /pkg/full.wasm", "GET /pkg/workbench-part.js", "GET /samples/current.csv", "GET /samples/reference.csv"]);
    } finally {
      await driven.remove();
    }
  });

  test("page, cell and Node run the bytes that are served", async () => {
    const driven = await launch({ extra: partsPage() });
    try {
      const page = await driven.openPage("/parts.html");
      // In place of the engine, a worker that hands back the bytes it was given.
      const echo = "self.onmessage = ({ data: { start, port } }) => { port.postMessage({ v: 1, id: 0, ok: 'started' }); port.postMessage(start.wasm); };";
      const hashes = await page.evaluate(async (text) => {
        const { assets } = await window.parts.boot();
        const hash = async (/** @type {ArrayBuffer} */ bytes) => Array.from(new Uint8Array(await crypto.subtle.digest("SHA-256", bytes)), (byte) => byte.toString(16).padStart(2, "0")).join("");
        const inCell = await new Promise((resolve, reject) => {
          window.parts.openCell({ ...assets, engine: { ...assets.engine, text } }, reject).then((cell) => {
            cell.port.onmessage = ({ data }) => { cell.close(); resolve(data); };
          }, reject);
        });
        return { page: await hash(assets.engine.wasm), cell: await hash(inCell) };
      }, echo);
      const { engineSha256 } = await import("../../www/node.js");
      const served = createHash("sha256").update(built("pkg/engine.wasm")).digest("hex");
      const full = createHash("sha256").update(built("pkg/full.wasm")).digest("hex");
      assert.deepEqual({ ...hashes, node: engineSha256() }, { page: served, cell: served, node: full });
    } finally {
      await driven.remove();
    }
  });
});
