// The engine behind the seal when things go wrong: cancelled, killed, panicked, mistrusted, files that change. The
// engine is the built one; its text is only given ways to misbehave on demand, by the seed in the settings.
import assert from "node:assert/strict";
import { createHash, randomBytes } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { after, before, describe, test } from "node:test";
import { BROWSERS, cpuShare, launch, memoryBytes, partsPage, processTree } from "./harness.js";

const SPIN = 101;
const PANIC = 102;
const THROW = 103;
const WRONG_SHAPE = 104;
const TOO_LARGE = 105;
const NOT_PLAIN = 106;
const UNKNOWN_MEMBER = 107;
const UNASKED_PART = 108;
const ENDLESS = 109;
const LOUD_EXPORT = 110;

/** Appended to the worker's text: what an analysis does at a given seed. */
const MISBEHAVIOUR = `
{
  const wasm = (...bytes) => new WebAssembly.Instance(new WebAssembly.Module(new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0, 1, 4, 1, 96, 0, 0, 3, 2, 1, 0, 7, 7, 1, 3, 114, 117, 110, 0, 0, ...bytes]))).exports.run();
  const honest = { ...Object.getOwnPropertyDescriptors(wasm_bindgen.Session.prototype) };
  const post = MessagePort.prototype.postMessage;
  let seed = 0;
  let settings;
  Object.assign(wasm_bindgen.Session.prototype, {
    beginAnalysis(config) {
      settings = config;
      seed = config.seed;
      if (seed === ${SPIN}) {
        self.held = new Uint8Array(new WebAssembly.Memory({ initial: 4000 }).buffer).fill(7);
        wasm(10, 9, 1, 7, 0, 3, 64, 12, 0, 11, 11);
      }
      if (seed === ${PANIC}) wasm(10, 5, 1, 3, 0, 0, 11);
      if (seed === ${THROW}) setTimeout(() => { throw new Error("thrown late"); });
      return honest.beginAnalysis.value.call(this, config);
    },
    stepAnalysis() {
      if (seed === ${THROW}) return false;
      const all = honest.stepAnalysis.value.call(this);
      // The same columns are compared again and again: a real analysis that does not end while a test looks on.
      if (all && seed === ${ENDLESS}) honest.beginAnalysis.value.call(this, settings);
      return all && seed !== ${ENDLESS};
    },
    finishAnalysis() {
      const report = honest.finishAnalysis.value.call(this);
      if (seed === ${WRONG_SHAPE}) report.verdict = "a text instead of a verdict";
      if (seed === ${TOO_LARGE}) report.sections = new Array(600_000).fill({ ...report.sections[0], blocks: [] });
      if (seed === ${NOT_PLAIN}) report.verdict = new Float64Array(3);
      if (seed === ${UNKNOWN_MEMBER}) report.sections[0].blocks[0].rows_of_the_file = "1,2,3";
      return report;
    },
  });
  const exported = wasm_bindgen.exportReport;
  if (exported) wasm_bindgen.exportReport = (report, ...rest) => {
    const text = exported(report, ...rest);
    return report.provenance.seed === ${LOUD_EXPORT} ? text.replace("<main>", '<main><meta http-equiv="refresh" content="0;url=http://evil.test">') : text;
  };
  MessagePort.prototype.postMessage = function (message, ...rest) {
    if (seed === ${UNASKED_PART} && message.ok) post.call(this, { v: 1, id: message.id, part: { of: "constructor", items: [] } });
    return post.call(this, message, ...rest);
  };
}`;

const rows = (/** @type {number} */ shift) => Array.from({ length: 300 }, (_, i) => `${(i * 37) % 101 + shift},${"abc"[(i + shift) % 3]}`).join("\n");
const CSV = { reference: `amount,kind\n${rows(0)}\n`, current: `amount,kind\n${rows(9)}\n` };

/** In the page: boots, starts an engine that can misbehave, and reads both files. */
async function startMisbehaving(/** @type {string} */ misbehaviour, /** @type {Record<"reference" | "current", string>} */ csv) {
  const { assets } = await window.parts.boot();
  const spoilt = (/** @type {import("../../www/types/protocol").ModulePart} */ part) => ({ ...part, text: part.text + misbehaviour });
  const module = async (/** @type {string} */ name) => (name === "full" ? spoilt(await assets.module(name)) : assets.module(name));
  const engine = await window.parts.Engine.start({ ...assets, module, engine: spoilt(assets.engine) });
  window.engine = engine;
  window.restarts = [];
  engine.addEventListener("restarted", (event) => window.restarts.push(/** @type {CustomEvent} */ (event).detail.code));
  for (const slot of /** @type {const} */ (["reference", "current"])) await engine.read(slot, new File([csv[slot]], `${slot}.csv`));
  window.first = JSON.stringify(await engine.analyse());
  await new Promise((ready) => { setTimeout(ready, 600); }); // the spare cell warms meanwhile
}

/** In the page: the settings at this seed are analysed; answers the code of the refusal. */
async function analyseAt(/** @type {number} */ seed) {
  return window.engine.analyse({ ...window.engine.defaultConfig, seed }).then(() => "answered", (why) => why.code);
}

/** In the page: cancels what runs; answers how that call ended and when another was answered. */
async function cancelNow() {
  const started = performance.now();
  window.engine.cancel();
  const code = await window.running;
  await window.engine.checkConfig(window.engine.defaultConfig);
  return { code, usable_ms: performance.now() - started };
}

/** In the page: whether the same files still give the same report, and what was restarted. */
async function stillThere() {
  const files = window.engine.files;
  const again = JSON.stringify(await window.engine.analyse());
  return { names: [files.reference?.name, files.current?.name], same: again === window.first, restarts: window.restarts };
}

const pause = (/** @type {number} */ span_ms) => new Promise((ready) => { setTimeout(ready, span_ms); });

for (const kind of BROWSERS) {
  describe(`the engine in ${kind}`, () => {
    /** @type {import("./harness.js").Driven} */
    let driven;
    before(async () => { driven = await launch({ browser: kind, extra: partsPage() }); });
    after(async () => { await driven?.remove(); });

    const misbehaving = async () => {
      const page = await driven.openPage("/parts.html");
      await page.evaluate(startMisbehaving, MISBEHAVIOUR, CSV);
      return page;
    };

    // Chromium gives a worker that does not yield two seconds before it ends it by force, whatever the page does.
    const grace_ms = kind === "chromium" ? 2500 : 1000;
    test(`cancelled in a loop that never yields: usable in under 100 ms, the worker gone within ${grace_ms} ms`, async (context) => {
      const page = await misbehaving();
      const idleMemory = memoryBytes(driven.pid);
      await page.evaluate((seed) => { window.running = window.engine.analyse({ ...window.engine.defaultConfig, seed }).then(() => "answered", (why) => why.code); }, SPIN);
      await pause(700);
      const busy = await cpuShare(driven.pid, 500);
      const busyMemory = memoryBytes(driven.pid);
      assert.ok(busy > 0.15, `the loop took ${busy} of a core: it does not spin`);
      assert.ok(busyMemory - idleMemory > 200e6, "the worker holds no memory worth speaking of");
      const { code, usable_ms } = await page.evaluate(cancelNow);
      await pause(grace_ms - usable_ms);
      const freed = busyMemory - memoryBytes(driven.pid);
      const left = await cpuShare(driven.pid, 500);
      context.diagnostic(`${kind}: usable after ${usable_ms.toFixed(0)} ms; share of a core ${busy.toFixed(2)} before, ${left.toFixed(2)} after ${grace_ms} ms; ${(freed / 1e6).toFixed(0)} MB freed`);
      assert.equal(code, "call.cancelled");
      assert.ok(usable_ms < 100, `usable only after ${usable_ms} ms`);
      assert.ok(left < busy / 2, `${grace_ms} ms later ${left} of a core is still taken`);
      assert.ok(freed > 150e6, `${grace_ms} ms later only ${freed} bytes are freed`);
      assert.deepEqual(await page.evaluate(stillThere), { names: ["reference.csv", "current.csv"], same: true, restarts: [] });
      await page.close();
    });

    /** Cancels what runs; a second later its processor time and most of what it held must be gone. @param {import("puppeteer-core").Page} page @param {number} idleMemory @param {import("node:test").TestContext} context */
    const cancelledWithinASecond = async (page, idleMemory, context) => {
      const busy = await cpuShare(driven.pid, 500);
      const held = memoryBytes(driven.pid) - idleMemory;
      assert.ok(busy > 0.15, `only ${busy} of a core was taken: nothing ran`);
      assert.ok(held > 60e6, `the worker holds only ${held} bytes`);
      const { code, usable_ms } = await page.evaluate(cancelNow);
      await pause(1000 - usable_ms);
      const left = memoryBytes(driven.pid) - idleMemory;
      const share = await cpuShare(driven.pid, 500);
      context.diagnostic(`${kind}: usable after ${usable_ms.toFixed(0)} ms; share of a core ${busy.toFixed(2)} before, ${share.toFixed(2)} a second after; memory ${(held / 1e6).toFixed(0)} MB before, ${(left / 1e6).toFixed(0)} MB after`);
      assert.equal(code, "call.cancelled");
      assert.ok(usable_ms < 100, `usable only after ${usable_ms} ms`);
      assert.ok(share < busy / 2, `a second later ${share} of a core is still taken`);
      assert.ok(left < held / 2, `a second later ${left} of ${held} bytes are still held`);
    };

    test("cancelled while it reads: usable in under 100 ms, the worker gone within a second", async (context) => {
      const page = await misbehaving();
      const idleMemory = memoryBytes(driven.pid);
      await page.evaluate(() => {
        const part = new Blob([`${"123.25,some words\n".repeat(60_000)}`]);
        const file = new File(["amount,kind\n", ...new Array(2000).fill(part)], "endless.csv");
        window.told = 0;
        window.running = window.engine.read("current", file, { onProgress: (progress) => { window.told = progress.done; } }).then(() => "answered", (why) => why.code);
      });
      await page.waitForFunction(() => window.told > 150e6, { polling: 20 });
      await cancelledWithinASecond(page, idleMemory, context);
      await page.close();
    });

    test("cancelled while it compares: usable in under 100 ms, the worker gone within a second", async (context) => {
      const page = await misbehaving();
      const idleMemory = memoryBytes(driven.pid);
      await page.evaluate((seed) => {
        const columns = Array.from({ length: 20 }, (_, column) => `column_${column}`).join(",");
        const file = (/** @type {number} */ shift) => {
          const part = Array.from({ length: 4000 }, (_, row) => Array.from({ length: 20 }, (_, column) => ((row * 7919 + column * 104_729) % 10_007) / 4 + shift).join(",")).join("\n");
          return new File([`${columns}\n`, ...new Array(75).fill(new Blob([`${part}\n`]))], `${shift}.csv`);
        };
        window.steps = 0;
        const run = async () => {
          const { engine } = window;
          await engine.read("reference", file(0));
          await engine.read("current", file(9));
          return engine.analyse({ ...engine.defaultConfig, seed }, { onProgress: ({ stage, done }) => { if (stage === "analyse") window.steps = done; } });
        };
        window.running = run().then(() => "answered", (why) => why.code);
      }, ENDLESS);
      await page.waitForFunction(() => window.steps > 2, { polling: 20 });
      await cancelledWithinASecond(page, idleMemory, context);
      await page.close();
    });

    test("an abort signal cancels, before and during a call", async () => {
      const page = await misbehaving();
      const codes = await page.evaluate(async (seed) => {
        const { engine } = window;
        const during = new AbortController();
        setTimeout(() => during.abort(), 200);
        const code = (/** @type {import("../../www/types/protocol").CallOptions} */ options) => engine.analyse({ ...engine.defaultConfig, seed }, options).then(() => "answered", (why) => why.code);
        return [await code({ signal: during.signal }), await code({ signal: during.signal })];
      }, SPIN);
      assert.deepEqual(codes, ["call.cancelled", "call.cancelled"]);
      assert.deepEqual((await page.evaluate(stillThere)).restarts, []);
      await page.close();
    });

    test("what depends on no file is answered though another call is stopped, and is not when all are", async () => {
      const page = await misbehaving();
      const told = await page.evaluate(async (seed) => {
        const { engine } = window;
        const report = await engine.analyse();
        const outcome = (/** @type {Promise<any>} */ asked) => asked.then((text) => JSON.parse(text).report.format, (why) => why.code);
        const run = async (/** @type {() => void} */ end, /** @type {AbortSignal | undefined} */ signal) => {
          const running = engine.analyse({ ...engine.defaultConfig, seed }, { signal }).then(() => "answered", (/** @type {{ code: string }} */ why) => why.code);
          const pause = () => new Promise((ready) => { setTimeout(ready, 200); });
          await pause();
          const exported = outcome(engine.exportReport(report, {}, "json"));
          await pause();
          end();
          return [await running, await exported];
        };
        const stopper = new AbortController();
        return [await run(() => stopper.abort(), stopper.signal), await run(() => engine.cancel(), undefined)];
      }, SPIN);
      assert.deepEqual(told, [["call.cancelled", "driftglass.report"], ["call.cancelled", "call.cancelled"]]);
      await page.close();
    });

    test("a report is saved though a comparison begins anew", async () => {
      const page = await misbehaving();
      const told = await page.evaluate(async () => {
        const { engine } = window;
        const report = await engine.analyse();
        const save = () => engine.exportReport(report, {}, "json").then((text) => JSON.parse(text).report.format, (why) => why.code);
        const all = [await save()];
        for (let turn = 0; turn < 5; turn += 1) {
          // The look and the file are under way when the comparison is asked for.
          const [looked, saved] = [engine.whole().catch(() => {}), save()];
          await new Promise((ready) => { setTimeout(ready, turn); });
          await engine.analyse();
          await looked;
          all.push(await saved);
        }
        return all;
      });
      assert.deepEqual(told, new Array(6).fill("driftglass.report"));
      await page.close();
    });

    for (const [name, seed, code] of /** @type {[string, number, string][]} */ ([
      ["a panic", PANIC, "internal.panic"],
      ["an uncaught error in the worker", THROW, "internal.worker-lost"],
      ["an answer of another shape", WRONG_SHAPE, "internal.message"],
      ["an answer that is too large", TOO_LARGE, "internal.message"],
      ["an answer that is not plain data", NOT_PLAIN, "internal.message"],
      ["an answer with a member that the schema does not name", UNKNOWN_MEMBER, "internal.message"],
      ["a part of nothing that was asked", UNASKED_PART, "internal.message"],
    ])) {
      test(`${name}: ${code}, restarted, files still there`, async () => {
        const page = await misbehaving();
        assert.equal(await page.evaluate(analyseAt, seed), code);
        assert.deepEqual(await page.evaluate(stillThere), { names: ["reference.csv", "current.csv"], same: true, restarts: [code] });
        await page.close();
      });
    }

    test("an exported page that would lead away is not handed out", async () => {
      const page = await misbehaving();
      const outcomes = await page.evaluate(async (seed) => {
        const { engine } = window;
        const ends = (/** @type {"json" | "html"} */ format) => engine.exportReport(window.report, { sha256: {} }, format).then((text) => typeof text, (why) => why.code);
        window.report = await engine.analyse();
        const honest = await ends("html");
        window.report = await engine.analyse({ ...engine.defaultConfig, seed });
        return [honest, await ends("html"), await ends("json")];
      }, LOUD_EXPORT);
      assert.deepEqual(outcomes, ["string", "internal.message", "string"]);
      await page.close();
    });

    test("killed midway: what waited is rejected, another cell takes over, files still there", { skip: kind === "firefox" && "Firefox runs the sandboxed frame in the page's own process" }, async () => {
      const page = await misbehaving();
      await page.evaluate((seed) => { window.spinning = window.engine.analyse({ ...window.engine.defaultConfig, seed }).then(() => "answered", (why) => why.code); }, SPIN);
      await pause(500);
      const before_ms = new Map(processTree(driven.pid).map((one) => [one.pid, one.cpu_ms]));
      await pause(500);
      const busiest = processTree(driven.pid)
        .filter((one) => one.args.includes("--type=renderer"))
        .sort((a, b) => b.cpu_ms - (before_ms.get(b.pid) ?? 0) - (a.cpu_ms - (before_ms.get(a.pid) ?? 0)))[0];
      process.kill(busiest.pid, "SIGKILL");
      assert.equal(await page.evaluate(() => window.spinning), "internal.worker-lost");
      assert.deepEqual(await page.evaluate(stillThere), { names: ["reference.csv", "current.csv"], same: true, restarts: ["internal.worker-lost"] });
      await page.close();
    });

    test("the digest of a file from a sibling worker is the one that Node computes", async () => {
      const once = async () => {
        const page = await driven.openPage("/parts.html");
        await page.evaluate(async () => { window.engine = (await window.parts.boot()).engine; });
        const input = await page.$("input#file");
        for (const bytes of [Buffer.alloc(0), Buffer.from("abc"), randomBytes(9_000_001)]) {
          const file = path.join(driven.folder, `digest-${bytes.length}.bin`);
          fs.writeFileSync(file, bytes);
          await input?.uploadFile(file);
          const answer = await page.evaluate(async () => {
            /** @type {number[]} */
            const seen = [];
            const hex = await window.engine.digest(window.file.files[0], { onProgress: ({ done }) => seen.push(done) });
            return { hex, increasing: seen.every((done, i) => i === 0 || done > seen[i - 1]) };
          });
          assert.deepEqual(answer, { hex: createHash("sha256").update(bytes).digest("hex"), increasing: true });
        }
        await page.close();
      };
      const inTime = () => Promise.race([once(), new Promise((_, no) => setTimeout(no, 60_000, new Error("no answer in a minute")))]);
      // As in seal-pair.test.js: Firefox's driver has left a call unanswered under load. One more try, in a page of its own.
      await inTime().catch((why) => (String(why).includes("no answer in a minute") ? inTime() : Promise.reject(why)));
    });

    test("a file that is changed or deleted after it was chosen is refused by code", async (context) => {
      const page = await driven.openPage("/parts.html");
      await page.evaluate(async () => { window.engine = (await window.parts.boot()).engine; });
      const input = await page.$("input#file");
      const file = path.join(driven.folder, "changing.csv");
      const readAfter = async (/** @type {() => void} */ change) => {
        fs.writeFileSync(file, CSV.reference);
        await input?.uploadFile(file);
        // The browser takes note of size and time when the page first asks.
        await page.evaluate(() => { const { size, lastModified } = window.file.files[0]; return [size, lastModified]; });
        await pause(1100);
        change();
        return page.evaluate(() => window.engine.read("reference", window.file.files[0]).then(() => "read", (why) => why.code));
      };
      const outcomes = {
        grown: await readAfter(() => fs.appendFileSync(file, "1,a\n")),
        shrunk: await readAfter(() => fs.writeFileSync(file, "amount,kind\n1,a\n")),
        deleted: await readAfter(() => fs.rmSync(file)),
      };
      context.diagnostic(`${kind}: ${JSON.stringify(outcomes)}`);
      assert.equal(outcomes.shrunk, "table.file-changed");
      assert.equal(outcomes.grown, "table.file-changed");
      // Firefox names no difference between a file that is gone and one that is locked.
      assert.ok((kind === "firefox" ? ["file.unreadable", "table.file-changed"] : ["file.unreadable"]).includes(outcomes.deleted), outcomes.deleted);
      await page.close();
    });
  });
}
