// The engine in Node, on the built engine.wasm: the same files give the same bytes, and errors keep their code.
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { test } from "node:test";
import { analyseFiles, exportReport, openReport } from "../../www/node.js";

/** @param {string} name */
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

// The same hash is held to by the wasm tests in page, worker and Node; DRIFTGLASS_UPDATE=1 renews it after report.json.
test("the built engine's report of the golden pair has the bytes of every host, and the native report's values", async () => {
  /** @param {string} name */
  const golden = (name) => path.resolve(import.meta.dirname, "../golden/pipeline", name);
  const { json } = await analyseFiles({ reference: golden("reference.csv"), current: golden("current.csv") });
  const hash = createHash("sha256").update(json).digest("hex");
  if (process.env.DRIFTGLASS_UPDATE) fs.writeFileSync(golden("report.sha256"), `${hash}\n`);
  assert.equal(hash, fs.readFileSync(golden("report.sha256"), "utf8").trim());
  assert.ok(close(JSON.parse(json), JSON.parse(fs.readFileSync(golden("report.json"), "utf8"))), "native and wasm differ");
});

/** Whether two values are equal, numbers to 1e-12 relative. @param {any} ours @param {any} theirs @returns {boolean} */
function close(ours, theirs) {
  if (typeof ours === "number" && typeof theirs === "number") return Math.abs(ours - theirs) <= 1e-12 * Math.max(Math.abs(ours), Math.abs(theirs));
  if (typeof ours !== "object" || ours === null || typeof theirs !== "object" || theirs === null) return ours === theirs;
  const keys = Object.keys(ours);
  return keys.length === Object.keys(theirs).length && keys.every((key) => Object.hasOwn(theirs, key) && close(ours[key], theirs[key]));
}

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
