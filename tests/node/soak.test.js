// Many comparisons in one engine: the same bytes every time, and no memory that grows with their number.
import assert from "node:assert/strict";
import path from "node:path";
import { test } from "node:test";
import { analyseFiles, exportReport, memoryBytes } from "../../www/node.js";

const ROUNDS = Number(process.env.DRIFTGLASS_SOAK_ROUNDS ?? 30);
/** @param {string} name */
const golden = (name) => path.resolve(import.meta.dirname, "../golden/pipeline", name);
const FILES = { reference: golden("reference.csv"), current: golden("current.csv") };

test(`${ROUNDS} comparisons and exports give the same bytes and leave no memory behind`, async () => {
  const first = await analyseFiles(FILES);
  const html = exportReport(first.report, { sha256: {} }, "html");
  let settled = 0;
  for (let round = 0; round < ROUNDS; round += 1) {
    const { json, report } = await analyseFiles(FILES);
    assert.ok(json === first.json, `round ${round} gave another report`);
    assert.ok(exportReport(report, { sha256: {} }, "html") === html, `round ${round} gave another export`);
    await assert.rejects(analyseFiles({ ...FILES, current: golden("expected.json") }), (error) => typeof (/** @type {any} */ (error)).code === "string");
    if (round === Math.floor(ROUNDS / 3)) settled = memoryBytes();
  }
  assert.ok(memoryBytes() <= settled, `memory grew from ${settled} to ${memoryBytes()} bytes`);
});
