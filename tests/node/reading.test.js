// Archives and files as Node reads them: what is damaged is refused by code.
import assert from "node:assert/strict";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { test } from "node:test";
import { gzipSync } from "node:zlib";
import { analyseFiles } from "../../www/node.js";

const SAMPLE = path.resolve(import.meta.dirname, "../../www/samples/reference.csv");

test("gzip archives are unpacked, and refused by code where they are cut short or damaged", async () => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "driftglass-gzip-"));
  try {
    const packed = gzipSync(fs.readFileSync(SAMPLE));
    const file = (/** @type {string} */ name, /** @type {Uint8Array} */ bytes) => {
      fs.writeFileSync(path.join(folder, name), bytes);
      return path.join(folder, name);
    };
    const plain = await analyseFiles({ reference: SAMPLE, current: SAMPLE });
    const unpacked = await analyseFiles({ reference: SAMPLE, current: file("whole.csv.gz", packed) });
    assert.equal(unpacked.summaries.current.rows, plain.summaries.current.rows);
    const damaged = Buffer.from(packed);
    const middle = Math.floor(packed.length / 2);
    damaged.fill(0xff, middle, middle + 64);
    for (const [name, bytes] of /** @type {[string, Uint8Array][]} */ ([["cut.csv.gz", packed.subarray(0, middle)], ["damaged.csv.gz", damaged]])) {
      await assert.rejects(analyseFiles({ reference: SAMPLE, current: file(name, bytes) }), (/** @type {any} */ error) => {
        assert.equal(error.code, "table.gzip");
        assert.equal(error.place.file, name);
        return true;
      });
    }
  } finally {
    fs.rmSync(folder, { recursive: true });
  }
});
