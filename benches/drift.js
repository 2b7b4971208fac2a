// One round: the real page in a fresh headless Chromium, two files chosen, timed until the verdict stands.
// usage: node benches/drift.js ROOT REFERENCE CURRENT   prints one line of JSON
import { resolve } from "node:path";
import { withChromium } from "./chromium.js";
import { processes, spent } from "./processes.js";

const PATIENCE_MS = 180_000;

/** Runs in the page before its own scripts: notes when phases begin and which tasks blocked the main thread. */
function watchPage() {
  let finish;
  let completed;
  const seen = { phases: {}, painted: 0, dropped: 0, completed: null, tasks: [], finished: new Promise((done) => { finish = done; }), further: new Promise((done) => { completed = done; }) };
  globalThis.benchSeen = seen;
  if (globalThis !== globalThis.top) return;
  new PerformanceObserver((list) => seen.tasks.push(...list.getEntries().map(({ startTime, duration }) => ({ startTime, duration }))))
    .observe({ type: "longtask", buffered: true });
  addEventListener("change", () => { seen.dropped = performance.now(); }, true);
  /** What follows the verdict is over when the status line stops saying that it goes on. */
  const watchFurther = () => {
    const status = document.getElementById("status");
    let began = false;
    const look = () => {
      const goesOn = status?.textContent?.startsWith("Looking further") ?? false;
      if (goesOn) began = true;
      else if (began) { seen.completed ??= performance.now(); completed(); }
    };
    new MutationObserver(look).observe(status, { childList: true, characterData: true, subtree: true });
    look();
  };
  let last;
  new MutationObserver(() => {
    const phase = document.body?.dataset.phase;
    if (!phase || phase === last) return;
    last = phase;
    seen.phases[phase] = performance.now();
    if (phase === "failed") finish();
    if (phase === "result") watchFurther();
    if (phase === "result") requestAnimationFrame(() => setTimeout(() => { seen.painted = performance.now(); finish(); }));
  }).observe(document, { subtree: true, childList: true, attributes: true, attributeFilter: ["data-phase"] });
}

/** Sessions of all dedicated workers, wherever they are nested. */
async function workers(page) {
  const found = [];
  const root = await page.createCDPSession();
  const attach = async (session) => {
    session.on("sessionattached", (child) => { found.push(child); void attach(child).catch(() => {}); });
    await session.send("Target.setAutoAttach", { autoAttach: true, waitForDebuggerOnStart: false, flatten: true });
  };
  await attach(root);
  await new Promise((done) => setTimeout(done, 300));
  return found;
}

/** Bytes of the wasm memories of all workers together: none ever shrinks, so this is the peak. */
async function wasmMemory(page) {
  let all = null;
  for (const session of await workers(page)) {
    // The glue's initSync answers the exports of what is already running.
    const expression = "typeof wasm_bindgen === 'undefined' ? null : wasm_bindgen.initSync({module: new ArrayBuffer(0)}).memory.buffer.byteLength";
    const answer = await session.send("Runtime.evaluate", { expression, returnByValue: true }).catch(() => null);
    const bytes = answer?.result?.value;
    if (typeof bytes === "number") all = (all ?? 0) + bytes;
  }
  return all;
}

/** Loads the page in a context of its own, without any cache, and waits until files can be dropped. */
async function load(browser, url, faults) {
  const context = await browser.createBrowserContext();
  const page = await context.newPage();
  page.on("pageerror", (error) => faults.push(String(error)));
  page.on("console", (message) => { if (message.type() === "error") faults.push(message.text()); });
  await page.evaluateOnNewDocument(watchPage);
  await page.goto(url);
  await page.waitForFunction("document.body.dataset.phase === 'ready'", { timeout: 30_000, polling: "mutation" })
    .catch(() => { throw new Error(`the page did not become ready: ${faults.join("; ") || "no error shown"}`); });
  return { context, page, ready_ms: await page.evaluate("benchSeen.phases.ready") };
}

function round(root, reference, current) {
  return withChromium(root, async (browser, site) => {
    const faults = [];
    const first = await load(browser, site.url, faults);
    await first.context.close();
    const { page, ready_ms } = await load(browser, site.url, faults);
    const start = [...site.loaded].map(([path, size]) => ({ path, ...size }));
    await new Promise((done) => setTimeout(done, 500)); // what runs after ready is not the drop's

    const id = browser.process()?.pid ?? 0;
    const slot = async (name) => await page.$(`file-slot[slot-name=${name}] input[type=file]`);
    await (await slot("reference")).uploadFile(reference);
    await new Promise((done) => setTimeout(done, 200));
    const second = await slot("current");
    const before = processes(id);
    await second.uploadFile(current);
    const late = setTimeout(() => { console.error(`no verdict after ${PATIENCE_MS / 1000} s`); process.exit(1); }, PATIENCE_MS);
    await page.evaluate("benchSeen.finished");
    const after = processes(id);
    const verdict_bytes = await wasmMemory(page);
    await page.evaluate("Promise.race([benchSeen.further, new Promise((late) => setTimeout(late, 60_000))])");
    clearTimeout(late);
    const seen = await page.evaluate("({ ...benchSeen, finished: null, further: null })");
    if (seen.phases.failed) throw new Error(await page.$eval("#failure", (element) => element.innerText));
    const renderers = [...after.values()].filter((one) => one.kind === "renderer");
    return {
      wall_s: (seen.phases.result - seen.dropped) / 1000,
      painted_s: (seen.painted - seen.dropped) / 1000,
      cpu_s: spent(before, after),
      renderer_cpu_s: spent(before, after, "renderer"),
      further_s: seen.completed === null ? null : (seen.completed - seen.phases.result) / 1000,
      wasm_bytes: verdict_bytes,
      further_wasm_bytes: await wasmMemory(page),
      renderer_peak_bytes: Math.max(...renderers.map((one) => one.peak_bytes)),
      ready_ms,
      first_ready_ms: first.ready_ms,
      longest_task_ms: Math.max(0, ...seen.tasks.map((task) => task.duration)),
      long_tasks: seen.tasks,
      start_gzip_bytes: start.reduce((sum, file) => sum + file.gzip, 0),
      start_files: start.length,
      verdict: await page.$eval("#verdict", (element) => element.innerText.trim().split("\n")[0]),
      faults,
    };
  });
}

const [root, reference, current] = process.argv.slice(2);
if (!current) {
  console.error("usage: node benches/drift.js ROOT REFERENCE CURRENT");
  process.exit(2);
}
console.log(JSON.stringify(await round(resolve(root), resolve(reference), resolve(current))));
