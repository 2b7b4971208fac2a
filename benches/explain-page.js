// One round: a CSV file and a model file dropped together on the real page in a fresh headless Chromium, timed until the
// first pictures of the explanations stand, until every row is explained, and row by row after that.
// usage: node benches/explain-page.js ROOT FOLDER MODEL ROWS   prints one line of JSON
import { closeSync, existsSync, openSync, readFileSync, readdirSync, renameSync, writeSync } from "node:fs";
import { join, resolve } from "node:path";
import { withChromium } from "./chromium.js";

const PATIENCE_MS = 120_000;
const CHOSEN_ROWS = 20;

/** Rows of the folder again and again, each a little elsewhere, as CSV with the columns f0, f1, … */
function csv(folder, rows) {
  const file = join(folder, `page-${rows}.csv`);
  if (existsSync(file)) return file;
  const { features } = JSON.parse(readFileSync(join(folder, "complete.json"), "utf8"));
  const bytes = readFileSync(join(folder, "rows.f32"));
  const flat = new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length));
  let state = 7;
  const next = () => { state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0; return state / 2 ** 32 - 0.5; };
  const out = openSync(`${file}.part`, "w");
  const lines = [Array.from({ length: features }, (_, f) => `f${f}`).join(",")];
  for (let row = 0; row < rows; row += 1) {
    const start = (row * features) % flat.length;
    lines.push(Array.from({ length: features }, (_, f) => (flat[start + f] + 0.02 * next()).toFixed(4)).join(","));
    if (lines.length > 5000) writeSync(out, `${lines.splice(0).join("\n")}\n`);
  }
  if (lines.length > 0) writeSync(out, `${lines.join("\n")}\n`);
  closeSync(out);
  renameSync(`${file}.part`, file);
  return file;
}

/** Runs in the page before its own scripts: when files were dropped, and how many rows were said to be explained when. */
function watchPage() {
  const seen = { dropped: 0, verdict: 0, told: [] };
  globalThis.benchSeen = seen;
  if (globalThis !== globalThis.top) return;
  addEventListener("drop", () => { seen.dropped = performance.now(); }, true);
  new MutationObserver(() => {
    if (!seen.verdict && document.body?.dataset.phase === "result") seen.verdict = performance.now();
    const text = document.getElementById("explaining-done")?.textContent ?? "";
    const [done, of] = (text.replaceAll(",", "").match(/\d+/g) ?? []).map(Number);
    if (of && seen.told.at(-1)?.done !== done) seen.told.push({ at: performance.now(), done, of });
  }).observe(document, { subtree: true, childList: true, characterData: true, attributes: true, attributeFilter: ["data-phase"] });
}

/** Runs in the page: chooses rows one after the other, milliseconds of each until its view stands. */
async function chooseRows(count) {
  const place = document.querySelector('[data-view="row"] .explaining-shown');
  const times = [];
  for (let row = 1; row <= count; row += 1) {
    const chosen = row * 7;
    // A picture of the row before may still be drawn: only the sentence says whose view it is.
    const shown = new Promise((done) => {
      const watch = new MutationObserver(() => {
        if (!place.textContent.startsWith(`Row ${chosen}:`)) return;
        watch.disconnect();
        done();
      });
      watch.observe(place, { childList: true, characterData: true, subtree: true });
    });
    const input = document.getElementById("explaining-row");
    input.value = String(chosen);
    const start = performance.now();
    input.dispatchEvent(new Event("change", { bubbles: true }));
    await shown;
    times.push(performance.now() - start);
    await new Promise((done) => setTimeout(done, 400));
  }
  return times.sort((a, b) => a - b);
}

const round = (root, folder, model, rows) => withChromium(root, async (browser, site) => {
  const faults = [];
  const page = await browser.newPage();
  page.on("pageerror", (error) => faults.push(String(error)));
  page.on("console", (message) => { if (message.type() === "error") faults.push(message.text()); });
  await page.evaluateOnNewDocument(watchPage);
  await page.goto(site.url);
  await page.waitForFunction("document.body.dataset.phase === 'ready'", { timeout: 30_000, polling: 50 });
  await new Promise((done) => setTimeout(done, 1000)); // what runs after ready is not the drop's
  const file = readdirSync(folder).find((name) => name.startsWith(`${model}.`) && /\.(json|txt|joblib)$/.test(name));
  const session = await page.createCDPSession();
  const data = { items: [], files: [csv(folder, rows), join(folder, file)], dragOperationsMask: 1 };
  for (const type of ["dragEnter", "dragOver", "drop"]) await session.send("Input.dispatchDragEvent", { type, x: 200, y: 200, data });
  const first = "document.getElementById('explaining')?.dataset.tookMs";
  await page.waitForFunction(first, { timeout: PATIENCE_MS, polling: 50 })
    .catch(async () => { throw new Error(`no pictures: ${await page.$eval("body", (body) => body.innerText.slice(0, 400))} ${faults.join("; ")}`); });
  const pictures_s = Number(await page.evaluate(first)) / 1000;
  const seen = () => page.evaluate("benchSeen");
  const { told, dropped, verdict } = await seen();
  // A forest may take minutes for all rows; the first pictures are what counts then.
  const patience = Math.max(20_000, 6000 * pictures_s);
  const complete = await page.waitForFunction("document.getElementById('explaining').dataset.complete === 'true'", { timeout: patience, polling: 50 }).then(() => true, () => false);
  const last = (await seen()).told.at(-1);
  const times = await page.evaluate(`(${chooseRows})(${CHOSEN_ROWS})`);
  return {
    model, rows, pictures_s,
    done_at_pictures: told.at(-1)?.done ?? 0,
    all_s: last.done === last.of ? (last.at - dropped) / 1000 : null,
    complete, verdict_s: verdict ? (verdict - dropped) / 1000 : null,
    row_median_ms: times[Math.floor(times.length / 2)], row_p95_ms: times[Math.ceil(0.95 * times.length) - 1],
    faults,
  };
});

const [root, folder, model, rows] = process.argv.slice(2);
if (!(Number(rows) > 0)) {
  console.error("usage: node benches/explain-page.js ROOT FOLDER MODEL ROWS");
  process.exit(2);
}
console.log(JSON.stringify(await round(resolve(root), resolve(folder), model, Number(rows))));
