// The engine in Node, on the built engine.wasm: the same files give the same bytes, and errors keep their code.
import assert from "node:assert/strict";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { test } from "node:test";
import { analyseFiles, exportReport, openReport } from "../../www/node.js";

const sample = (name) => path.resolve(import.meta.dirname, "../../www/samples", `${name}.csv`);
const SAMPLES = { reference: sample("reference"), current: sample("current") };

test("the samples are compared, twice with the same bytes, and the report opens again as it was", async () => {
  const first = await analyseFiles(SAMPLES);
  const second = await analyseFiles(SAMPLES);
  assert.equal(first.json, second.json);
  assert.equal(first.report.verdict.severity, "matters");
  assert.ok(first.summaries.reference.rows > 0);
  assert.deepEqual(openReport(exportReport(first.report, { sha256: {} }, "json")).report, first.report);
});

test("a file that is no table is refused by code", async () => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "driftglass-node-"));
  const empty = path.join(folder, "empty.csv");
  fs.writeFileSync(empty, "");
  try {
    await assert.rejects(analyseFiles({ ...SAMPLES, current: empty }), { code: "table.empty" });
  } finally {
    fs.rmSync(folder, { recursive: true });
  }
});
