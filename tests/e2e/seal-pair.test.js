// One comparison over two sealed workers: the same bytes as with one, and what happens when the second one misbehaves.
import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import { after, before, describe, test } from "node:test";
import { analyseFiles } from "../../www/node.js";
import { BROWSERS, launch, partsPage } from "./harness.js";

const ROWS = 60_000;

/** Numbers, levels, texts, times and gaps, over a megabyte. @param {number} seed */
function csv(seed) {
  let state = seed;
  const next = () => { state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0; return state; };
  const lines = ["amount,kind,note,day,flag"];
  for (let row = 0; row < ROWS; row += 1) {
    const amount = row % 50 === 0 ? "" : ((next() >>> 8) / 1000 + (seed % 7)).toFixed(2);
    const day = `2024-0${1 + (next() >>> 28) % 9}-${10 + (next() >>> 28)}`;
    lines.push(`${amount},${"abcdef"[(next() >>> 16) % 6]},text ${next()},${day},${next() >>> 31 ? "yes" : "no"}`);
  }
  return `${lines.join("\n")}\n`;
}

const TEXTS = { reference: csv(1), current: csv(5) };

/** In the second worker only, which is handed a compiled module. @param {string} code */
const inSecond = (code) => `\n;{ const begin = self.onmessage; self.onmessage = (event) => { if (event.data.start.module) { ${code} } else begin(event); }; }`;

const ALONE = '\n;Object.defineProperty(navigator, "hardwareConcurrency", { value: 1 });';
const TWO = '\n;Object.defineProperty(navigator, "hardwareConcurrency", { value: 2 });';
const REFUSES = `${TWO}${inSecond('INNER_CALLS.readPart = () => { throw coded("call.invalid", "asked", "", ""); }; begin(event);')}`;
const NEVER_STARTS = `${TWO}${inSecond("")}`;
const DIES = (/** @type {string} */ call) => `${TWO}${inSecond(`INNER_CALLS.${call} = () => { setTimeout(() => { throw new Error("dies"); }); return new Promise(() => {}); }; begin(event);`)}`;
const PANICS = `${TWO}${inSecond('INNER_CALLS.steps = () => { throw new WebAssembly.RuntimeError("unreachable"); }; begin(event);')}`;

/** The first worker ends and starts others so often before it says that it is there. */
const RESTARTS = 60;
const RESTARTED = `\n;{ const begin = self.onmessage; self.onmessage = async (event) => {
  const short = "onmessage = ({ data }) => data.port.postMessage({ v: 1, id: 0, ok: 'started' })";
  for (let i = 0; i < ${RESTARTS}; i += 1) (await startWorker("short", short, {})).end("ended");
  begin(event);
}; }`;

/** In the page: compares both texts with a worker text that has this behind it; answers the report or a code. */
async function compare(/** @type {string} */ behind, /** @type {typeof TEXTS} */ texts) {
  const { assets } = await (window.booted ??= window.parts.boot());
  const engine = await window.parts.Engine.start({ ...assets, engine: { ...assets.engine, text: assets.engine.text + behind } });
  try {
    const files = { reference: new File([texts.reference], "reference.csv"), current: new File([texts.current], "current.csv") };
    const summaries = await Promise.all([engine.read("reference", files.reference), engine.read("current", files.current)]);
    const first = JSON.stringify(await engine.analyse());
    // Once more, with another reference over the columns that were divided, and back.
    await engine.read("reference", new File([texts.current], "current.csv"));
    const same = (await engine.analyse()).warnings.some((/** @type {{ code: string }} */ warning) => warning.code === "pair.identical");
    await engine.read("reference", files.reference);
    const again = JSON.stringify(await engine.analyse());
    const whole = JSON.stringify(await engine.whole());
    const completed = JSON.stringify(await engine.background());
    // Asked together and in the other order, the one waits whose worker may help the other.
    const together = await Promise.all([engine.background(), engine.whole()]).then((both) => both.map((one) => JSON.stringify(one)));
    return { report: first, again: again === first, same, rows: summaries.map((summary) => summary.rows), completed, apart: together[0] === completed && together[1] === whole };
  } catch (why) {
    return { code: /** @type {{ code: string }} */ (why).code };
  } finally {
    engine.close();
  }
}

for (const kind of BROWSERS) {
  describe(`two workers in ${kind}`, () => {
    /** @type {import("./harness.js").Driven} */
    let driven;
    /** @type {import("puppeteer-core").Page} */
    let page;
    /** @type {Awaited<ReturnType<typeof compare>>} */
    let alone;
    before(async () => {
      driven = await launch({ browser: kind, extra: partsPage() });
      page = await driven.openPage("/parts.html");
      const once = () => Promise.race([page.evaluate(compare, ALONE, TEXTS), new Promise((_, no) => setTimeout(no, 60_000, new Error("no answer in a minute")))]);
      // Firefox has left the first call of a fresh driver unanswered under load: one more try, in a page of its own.
      alone = await once().catch(async () => { page = await driven.openPage("/parts.html"); return once(); });
    });
    after(async () => { await driven?.remove(); });

    test("one worker: whole, repeatable, and completed as Node completes it", async () => {
      assert.deepEqual({ ...alone, report: null, completed: null }, { report: null, completed: null, again: true, same: true, apart: true, rows: [ROWS, ROWS] });
      const files = Object.fromEntries(Object.entries(TEXTS).map(([slot, text]) => {
        const file = path.join(driven.folder, `${slot}.csv`);
        fs.writeFileSync(file, text);
        return [slot, file];
      }));
      const { json } = await analyseFiles({ reference: files.reference, current: files.current });
      assert.equal(alone.completed, json);
    });

    test("two workers: the same bytes, before and after looking further", async () => {
      assert.deepEqual(await page.evaluate(compare, REFUSES, TEXTS), { code: "call.invalid" }, "the second worker is not asked to read");
      assert.deepEqual(await page.evaluate(compare, TWO, TEXTS), alone);
    });

    for (const [name, behind] of [["never starts", NEVER_STARTS], ["dies while it reads", DIES("readPart")], ["dies while columns change hands", DIES("swap")], ["dies while it compares", DIES("steps")]]) {
      test(`a second worker that ${name}: the first goes on alone, with the same bytes`, async () => {
        assert.deepEqual(await page.evaluate(compare, behind, TEXTS), alone);
      });
    }

    test("workers that end and start anew do not stop the first one", async () => {
      const code = await page.evaluate(async (behind) => {
        const { assets } = await (window.booted ??= window.parts.boot());
        return window.parts.Engine.start({ ...assets, engine: { ...assets.engine, text: assets.engine.text + behind } })
          .then((engine) => { engine.close(); return "started"; }, (why) => why.code);
      }, RESTARTED);
      assert.equal(code, "started");
    });

    test("a second worker that panics is said, not hidden", async () => {
      assert.deepEqual(await page.evaluate(compare, PANICS, TEXTS), { code: "internal.panic" });
    });
  });
}
