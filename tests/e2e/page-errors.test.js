// Files that cannot be compared: the page shows the exact code, keeps the files and can be used on.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { chooseFile, dropFiles, launch } from "./harness.js";
import { EXPECTED, PAIR, openReady, waitForPhase } from "./page-steps.js";

/** @type {import("./harness.js").Driven} */
let driven;
before(async () => { driven = await launch(); });
after(() => driven.remove());

const GOOD = { name: "good.csv", text: `a,b\n${Array.from({ length: 40 }, (_, i) => `${i},${i % 3}`).join("\n")}\n` };
const BAD = [
  ["an empty file", "", "table.empty"],
  ["a header only", "a,b\n", "table.header-only"],
  ["binary content", Buffer.from([0x50, 0x4b, 3, 4, 0, 0, 0, 0, 1, 2, 3, 0, 255]), "table.binary"],
  ["duplicate names", "a,a\n1,2\n3,4\n", "table.duplicate-name"],
  ["an unclosed quote", 'a,b\n1,"2\n3,4\n5,6\n', "table.unclosed-quote"],
  ["no common columns", `x,y\n${"1,2\n".repeat(40)}`, "pair.no-common-columns"],
];

for (const [what, text, code] of BAD) {
  test(`${what}: ${code}`, async () => {
    const page = await openReady(driven);
    await dropFiles(page, { reference: GOOD, current: { name: "bad.csv", text } });
    await waitForPhase(page, "failed");
    const failure = await page.$eval("#failure", (element) => ({
      code: element.querySelector("code")?.textContent,
      terms: [...element.querySelectorAll("dd")].map((one) => one.textContent),
      found: element.querySelector(".problem-found")?.textContent,
      focused: element.contains(document.activeElement),
    }));
    assert.equal(failure.code, code);
    assert.ok((failure.found?.length ?? 0) > 10 && failure.terms.every((text) => text.length > 3), JSON.stringify(failure));
    assert.ok(failure.focused, "focus is not on the problem");
    const names = await page.$$eval(".slot-file", (list) => list.map((one) => one.textContent));
    assert.deepEqual(names, ["good.csv", "bad.csv"]);
    assert.equal(await page.$eval("#compare", (button) => button.matches("[hidden]")), false);

    await chooseFile(page, "reference", PAIR.reference);
    await waitForPhase(page, "failed");
    await chooseFile(page, "current", PAIR.current);
    await waitForPhase(page, "result");
    assert.equal(await page.$eval("#failure", (element) => element.matches("[hidden]")), true);
    await page.close();
  });
}

test("ragged rows are compared, and a warning says where with its code", async () => {
  const page = await openReady(driven);
  const rows = GOOD.text.trimEnd().split("\n");
  rows[12] = "11";
  await dropFiles(page, { reference: GOOD, current: { name: "ragged.csv", text: `${rows.join("\n")}\n` } });
  await waitForPhase(page, "result");
  await page.waitForSelector("#provenance problem-note");
  const warning = await page.$$eval("#provenance problem-note", (list) => list.map((one) => one.textContent).find((text) => text.includes("table.ragged-row")));
  assert.ok(warning);
  assert.match(warning, /ragged\.csv/);
  assert.match(warning, /Line 13/);
  await page.close();
});

test("a file that is no report is refused by its code, and the sample still runs", async () => {
  const page = await openReady(driven);
  await dropFiles(page, { current: { name: "other.json", text: '{"a": 1}' } });
  await waitForPhase(page, "failed");
  assert.equal(await page.$eval("#failure code", (one) => one.textContent), "report.unreadable");
  await dropFiles(page, PAIR);
  await waitForPhase(page, "result");
  assert.match(await page.$eval('file-slot[slot-name="reference"]', (one) => one.textContent), new RegExp(`${EXPECTED.rows.reference} rows`));
  await page.close();
});
