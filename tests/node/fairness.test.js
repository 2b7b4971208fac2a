// The fairness audit in Node, on the built engine: attributes from a file of their own, and what is refused.
import assert from "node:assert/strict";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { after, before, test } from "node:test";
import { analyseFiles, lookAtFile } from "../../www/node.js";

let folder = "";
before(() => { folder = fs.mkdtempSync(path.join(os.tmpdir(), "driftglass-fairness-")); });
after(() => fs.rmSync(folder, { recursive: true }));

/** @param {string} name @param {string[]} lines */
function file(name, lines) {
  const place = path.join(folder, name);
  fs.writeFileSync(place, `${lines.join("\n")}\n`);
  return place;
}

const config = { version: 1, analyses: { fairness: { favourable: "yes" } }, roles: { approve: "prediction" } };
const scored = () => file("scored.csv", ["id,approve", ...Array.from({ length: 400 }, (_, i) => `${i},${Math.floor(i / 2) % 10 < (i % 2 ? 6 : 3) ? "yes" : "no"}`)]);
const people = (/** @type {number} */ rows, name = "people.csv") => file(name, ["id,sex", ...Array.from({ length: rows }, (_, i) => `${i},${i % 2 ? "m" : "f"}`), "0,f"]);

test("attributes of a second file are joined, counted and audited; twice with the same bytes", async () => {
  const run = { file: scored(), attributes: people(390), config };
  const first = await lookAtFile(run);
  assert.deepEqual(first.joined, [{ keys: ["id", "id"], columns: ["sex"], matched: 390, unmatched: 10, without_key: 0, duplicates: 1, contradicting: 0, unused: 1 }]);
  const codes = first.report.warnings.map((/** @type {{ code: string }} */ one) => one.code);
  assert.ok(codes.includes("attributes.unmatched-rows") && codes.includes("attributes.duplicate-key"), codes.join());
  const parity = first.report.findings.find((/** @type {{ id: string }} */ one) => one.id === "fairness/sex/demographic-parity");
  assert.equal(parity.severity, "matters");
  assert.equal(first.json, (await lookAtFile(run)).json);
});

test("two files get the attributes each; one of them may have none", async () => {
  const other = file("other.csv", ["id,approve", ...Array.from({ length: 300 }, (_, i) => `${1000 + i},${i % 3 ? "yes" : "no"}`)]);
  const both = await analyseFiles({ reference: scored(), current: file("now.csv", fs.readFileSync(scored(), "utf8").trim().split("\n")), attributes: people(400), config });
  assert.equal(both.joined?.length, 2);
  const one = await analyseFiles({ reference: other, current: scored(), attributes: people(400), config });
  assert.equal(one.joined?.length, 1);
  assert.ok(one.report.warnings.some((/** @type {{ code: string }} */ warning) => warning.code === "attributes.no-match"));
});

test("a file of attributes without a key, or without a match, is refused by code", async () => {
  await assert.rejects(lookAtFile({ file: scored(), attributes: file("no-key.csv", ["person,sex", "1,f", "2,m"]), config }), { code: "attributes.no-key" });
  await assert.rejects(lookAtFile({ file: scored(), attributes: file("no-match.csv", ["id,sex", "a,f", "b,m"]), config }), { code: "attributes.no-match" });
  const named = { ...config, attributes: { column: "id", attributes_column: "person" } };
  const found = await lookAtFile({ file: scored(), attributes: file("named.csv", ["person,sex", "1,f", "2,m"]), config: named });
  assert.equal(found.joined?.[0].matched, 2);
});
