// The same files, settings and seed give the same report, byte for byte: in the cell of each browser and in Node.
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import path from "node:path";
import { after, before, describe, test } from "node:test";
import { analyseFiles, defaultConfig, exportReport } from "../../www/node.js";
import { BROWSERS, ROOT, launch, partsPage } from "./harness.js";

const sample = (/** @type {string} */ slot) => path.join(ROOT, "samples", `${slot}.csv`);

/** SHA-256 of the part of an exported report that determinism promises: all but the attachments. */
function reportSha256(/** @type {string} */ exported) {
  const end = exported.lastIndexOf(',"attachments":');
  assert.ok(exported.startsWith('{"report":{') && end > 10_000, "an exported report begins with the report and ends with its attachments");
  return createHash("sha256").update(exported.slice('{"report":'.length, end)).digest("hex");
}

/** In the page: compares the samples in the cell at a seed; answers the exported report. */
async function compareSamples(/** @type {number} */ seed) {
  const { engine, loader } = window.app;
  for (const slot of /** @type {const} */ (["reference", "current"])) await engine.read(slot, new File([await loader.load(`sample-${slot}`)], `${slot}.csv`));
  const config = { ...engine.defaultConfig, seed };
  await engine.analyse(config);
  await engine.whole(config);
  const report = await engine.background(config);
  return engine.exportReport(report, { sha256: { reference: "0".repeat(64) }, generatedAt: "2026-01-01T00:00:00Z" }, "json");
}

describe("the sample's report in every host", () => {
  const SEEDS = [0, 7];
  /** @type {string[]} */
  let inNode;
  before(async () => {
    inNode = [];
    for (const seed of SEEDS) {
      const config = { ...defaultConfig(), seed };
      const { report } = await analyseFiles({ reference: sample("reference"), current: sample("current"), config });
      inNode.push(reportSha256(exportReport(report, { sha256: {} }, "json")));
    }
  });

  test("the bytes depend on the settings: two seeds, two reports", () => {
    assert.notEqual(inNode[0], inNode[1]);
  });

  for (const kind of BROWSERS) {
    describe(kind, () => {
      /** @type {import("./harness.js").Driven} */
      let driven;
      before(async () => { driven = await launch({ browser: kind, extra: partsPage() }); });
      after(async () => { await driven?.remove(); });

      test("the cell gives the bytes that Node gives, the first time and again", async (context) => {
        const page = await driven.openPage("/parts.html");
        await page.evaluate(async () => { window.app = await window.parts.boot(); });
        const hashes = [];
        for (const seed of [...SEEDS, ...SEEDS]) hashes.push(reportSha256(await page.evaluate(compareSamples, seed)));
        context.diagnostic(`${kind}: ${hashes[0]}`);
        assert.deepEqual(hashes, [...inNode, ...inNode]);
        await page.close();
      });
    });
  }
});
