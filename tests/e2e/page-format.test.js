// The page writes every number as the engine does: the engine's own sentences are the judge.
import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import { test } from "node:test";
import { ROOT } from "./harness.js";
import { describe, initSync } from "../../www/pkg/full.js";
import { formatNumber } from "../../www/shared/format.js";

initSync({ module: fs.readFileSync(path.join(ROOT, "pkg/full.wasm")) });

/** A number as the engine writes it: in the sentence of a ranking with one row. @param {number} value @param {import("../../www/types/driftglass").Unit} unit */
function engineWrites(value, unit) {
  const { sentence } = describe({ kind: "ranking", title: "t", unit, rows: [{ label: "ROW", value }] });
  const written = /^Only ROW \((.*)\)\.$/.exec(sentence)?.[1];
  assert.ok(written, sentence);
  return written;
}

/** Numbers at every size with every digit pattern that rounding can meet, exact halves included. */
function* numbers() {
  for (const sign of [1, -1]) {
    for (const mantissa of [0, 1, 1.005, 1.25, 2.5, 3.125, 4.9995, 5, 7.375, 9.995, 9.9949, 9.999]) {
      for (let power = -7; power <= 16; power += 1) yield sign * mantissa * 10 ** power;
    }
    for (const share of [0.125, 0.3125, 0.28125, 0.0625, 0.5, 0.9999, 0.99951, 0.00009, 0.00005, 0.012345]) yield sign * share;
  }
  for (const time of [1_709_164_800_000, 1_767_276_300_000, 1_767_276_312_345, -1]) yield time;
}

for (const unit of /** @type {const} */ (["number", "count", "share", "share-points", "probability", "time-ms", "bytes"])) {
  test(`numbers of unit ${unit} are written as the engine writes them`, () => {
    let compared = 0;
    for (const value of numbers()) {
      assert.equal(formatNumber(value, unit), engineWrites(value, unit), String(value));
      compared += 1;
    }
    assert.ok(compared > 500);
  });
}

test("what does not exist is said in words", () => {
  assert.equal(formatNumber(null, "share"), "not estimable");
  assert.equal(formatNumber(Infinity, "number"), "∞");
});
