// A host that refuses memory: the reading ends with a code and a place, and the engine goes on.
import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import { test } from "node:test";
import * as engine from "../../www/pkg/full.js";

const PAGE_BYTES = 65_536;
/** Most pages of a memory with 32-bit addresses. */
const MOST_PAGES = 65_536;

test("memory that the host refuses is an error with a code, not the end of the engine", () => {
  const { memory } = engine.initSync({ module: fs.readFileSync(path.resolve(import.meta.dirname, "../../www/pkg/full.wasm")) });
  const config = engine.defaultConfig();
  const header = "id,name,amount,day\n";
  const rows = (/** @type {number} */ from, /** @type {number} */ count) => new TextEncoder().encode(
    Array.from({ length: count }, (_, i) => `${from + i},person number ${from + i},${(from + i) % 977}.5,2024-03-${String(1 + (from + i) % 28).padStart(2, "0")}\n`).join(""),
  );
  /** @param {number} chunks */
  const read = (chunks) => {
    const session = new engine.Session(config);
    try {
      session.begin("current", "large.csv", NaN);
      session.push("current", new TextEncoder().encode(header));
      for (let i = 0; i < chunks; i += 1) session.push("current", rows(5000 * i, 5000));
      return session.finish("current");
    } finally { session.free(); }
  };
  assert.equal(read(2).rows, 10_000);
  // All but a little of the memory that there can be is taken; it is never touched, so that the machine need not have it.
  const left = 16 * 1024 * 1024 / PAGE_BYTES;
  memory.grow(MOST_PAGES - memory.buffer.byteLength / PAGE_BYTES - left);
  assert.throws(() => read(400), (/** @type {any} */ error) => {
    assert.equal(error.code, "table.memory-refused");
    assert.equal(error.place.file, "large.csv");
    assert.ok(error.place.line > 10_000, `line ${error.place.line}`);
    assert.match(error.action, /budgets\.memory_bytes/);
    return true;
  });
  // What was taken is given back: a file that fits is read.
  assert.equal(read(2).rows, 10_000);
});
