// What the page hands out as an HTML file: plain markup under its own policy, whatever the engine wrote.
import assert from "node:assert/strict";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { test } from "node:test";
import { analyseFiles, exportReport } from "../../www/node.js";
import { refuseExported } from "../../www/shared/exported.js";

const MARKUP = ["<script>alert(1)</script>", "</script><a href=x>", "<meta http-equiv=refresh>", "<!-- x", "&lt;b>"];

/** Two files whose names, columns and values look like markup. */
function hostileFiles(/** @type {string} */ folder) {
  const write = (/** @type {string} */ slot, /** @type {number} */ side) => {
    const rows = Array.from({ length: 200 }, (_, i) => `"${MARKUP[(i + side * (i % 3)) % MARKUP.length]}",${i * (side + 1)},"${i % 9 ? MARKUP[i % 5] : ""}"`);
    const file = path.join(folder, `<base href=x> ${slot}.csv`);
    fs.writeFileSync(file, `"<img src=x onerror=alert(1)>","</title><link rel=preconnect>",plain\n${rows.join("\n")}\n`);
    return file;
  };
  return { reference: write("reference", 0), current: write("current", 1) };
}

test("what the engine exports is accepted, whatever stands in the data; anything that could act is refused", async () => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "driftglass-exported-"));
  try {
    const samples = path.resolve(import.meta.dirname, "../../www/samples");
    const sample = { reference: path.join(samples, "reference.csv"), current: path.join(samples, "current.csv") };
    for (const files of [sample, hostileFiles(folder)]) {
      const { report } = await analyseFiles(files);
      const text = exportReport(report, { sha256: {} }, "html");
      assert.equal(refuseExported(text), null);
      const insert = (/** @type {string} */ addition) => text.replace("<main>", `<main>${addition}`);
      for (const bad of [
        '<meta http-equiv="refresh" content="0;url=http://evil.test">', '<link rel="preconnect" href="http://evil.test">', "<base href='http://evil.test'>",
        "<a href='http://evil.test'>more</a>", "<script>location='http://evil.test'</script>", '<script type="application/json">', "<iframe srcdoc=x>", "<form action='http://evil.test'>",
        "<svg><a href=x>", "<image href=x />", "<foreignObject>", "<!-- x -->", "<?x?>", "<pre\nx>", "<titles>", "<MeTa>",
      ]) assert.notEqual(refuseExported(insert(bad)), null, bad);
      for (const other of ["", "x", ` ${text}`, text.replace("default-src 'none'", "default-src *"), text.replace(/<meta http-equiv[^>]*>\n/, ""), text.replace("style-src", "script-src 'unsafe-inline'; style-src")]) {
        assert.match(refuseExported(other) ?? "accepted", /policy/);
      }
    }
  } finally {
    fs.rmSync(folder, { recursive: true });
  }
});
