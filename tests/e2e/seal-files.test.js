// The build-time list: a file whose bytes are not the listed ones is refused, and page, cell and Node run one engine.wasm.
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { describe, test } from "node:test";
import { ROOT, launch, partsPage } from "./harness.js";

const built = (name) => fs.readFileSync(path.join(ROOT, name));

/** A text with one letter more at its end: the same program, other bytes. */
const altered = (name) => Buffer.concat([built(name), Buffer.from("\n")]);

/** In the page: how the start ends. */
const bootCode = () => window.parts.boot().then(() => "started", (why) => `${why.code} ${why.place.file}`);

describe("the build-time list", () => {
  for (const name of ["pkg/engine.wasm", "pkg/engine-cell.js", "pkg/digest.wasm", "pkg/digest-cell.js", "worker/bootstrap.js"]) {
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
        const code = (role) => loader.load(role).then(() => "loaded", (why) => why.code);
        return [await code("sample-reference"), await code("sample-current"), (await engine.about()).name];
      });
      assert.deepEqual(codes, ["start.file-refused", "loaded", "driftglass"]);
    } finally {
      await driven.remove();
    }
  });

  test("page, cell and Node run the same bytes", async () => {
    const driven = await launch({ extra: partsPage() });
    try {
      const page = await driven.openPage("/parts.html");
      // In place of the engine, a worker that hands back the bytes it was given.
      const echo = "self.onmessage = ({ data: { start, port } }) => { port.postMessage({ v: 1, id: 0, ok: 'started' }); port.postMessage(start.wasm); };";
      const hashes = await page.evaluate(async (text) => {
        const { assets } = await window.parts.boot();
        const hash = async (bytes) => Array.from(new Uint8Array(await crypto.subtle.digest("SHA-256", bytes)), (byte) => byte.toString(16).padStart(2, "0")).join("");
        const inCell = await new Promise((resolve, reject) => {
          window.parts.openCell({ ...assets, engine: { ...assets.engine, text } }, reject).then((cell) => {
            cell.port.onmessage = ({ data }) => { cell.close(); resolve(data); };
          }, reject);
        });
        return { page: await hash(assets.engine.wasm), cell: await hash(inCell) };
      }, echo);
      const { engineSha256 } = await import("../../www/node.js");
      const served = createHash("sha256").update(built("pkg/engine.wasm")).digest("hex");
      assert.deepEqual({ ...hashes, node: engineSha256() }, { page: served, cell: served, node: served });
    } finally {
      await driven.remove();
    }
  });
});
