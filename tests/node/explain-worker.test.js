// The explaining worker's own text over its module: a budget of time is kept, and a worker that is lost midway is begun anew.
import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import { before, test } from "node:test";
import { pathToFileURL } from "node:url";
import vm from "node:vm";

const ROOT = path.resolve(import.meta.dirname, "../..");
const GOLDEN = path.join(ROOT, "tests/golden/explain");
const golden = JSON.parse(fs.readFileSync(path.join(GOLDEN, "values.json"), "utf8"));
const TEXT = ["reading.js", "answering.js", "explain.js"].map((name) => fs.readFileSync(path.join(ROOT, "www/worker", name), "utf8")).join("\n");
const ROWS = 120_000;
/** @type {any} */
let explain;
/** @type {Uint8Array} */
let model;
/** @type {Float64Array[]} */
let columns;

before(async () => {
  const start = async (/** @type {string} */ name) => {
    const found = await import(pathToFileURL(path.join(ROOT, `www/pkg/${name}.js`)).href);
    found.initSync({ module: fs.readFileSync(path.join(ROOT, `www/pkg/${name}.wasm`)) });
    return found;
  };
  explain = await start("explain");
  const file = new (await start("models")).ModelFile();
  file.push(fs.readFileSync(path.join(GOLDEN, "xgboost.json")));
  file.open();
  model = file.handOver();
  columns = golden.columns.map((/** @type {string} */ _, /** @type {number} */ at) => Float64Array.from({ length: ROWS }, (_, row) => golden.rows[row % golden.rows.length][at] + (row % 7) / 50));
});

/** A worker as the cell starts one, in a context of its own. @param {{ now: () => number }} clock */
function worker(clock = performance) {
  /** @type {any} */
  const self = {};
  /** The worker's own channels: they would keep this process alive. @type {MessageChannel[]} */
  const channels = [];
  class Channel extends MessageChannel {
    constructor() {
      super();
      channels.push(this);
    }
  }
  const context = vm.createContext({ self, wasm_bindgen: { ...explain, initSync: () => {} }, performance: clock, setTimeout, clearTimeout, MessageChannel: Channel, queueMicrotask, TextDecoder });
  vm.runInContext(TEXT, context);
  const { port1, port2 } = new MessageChannel();
  self.onmessage({ data: { start: { wasm: new ArrayBuffer(0) }, port: port2 } });
  let next = 0;
  /** @type {Map<number, { resolve: (ok: any) => void, reject: (error: any) => void }>} */
  const pending = new Map();
  port1.onmessage = ({ data }) => {
    const waiting = pending.get(data.id);
    if (!waiting || data.progress) return;
    pending.delete(data.id);
    if (data.error) waiting.reject(data.error);
    else waiting.resolve(data.ok);
  };
  return {
    /** @param {string} call @param {object} args @param {MessagePort[]} [ports] @returns {Promise<any>} */
    ask: (call, args, ports = []) => new Promise((resolve, reject) => {
      next += 1;
      pending.set(next, { resolve, reject });
      port1.postMessage({ v: 1, id: next, call, args }, ports);
    }),
    kill: () => { for (const port of [port1, port2, ...channels.flatMap((one) => [one.port1, one.port2])]) port.close(); },
  };
}

/** @param {ReturnType<typeof worker>} one */
async function begun(one) {
  await one.ask("begin", { model, known: columns.map((column) => column.slice(0, 500)), rows: 500, asked: {}, side: 0 });
  await one.ask("give", { side: 1, columns, rows: ROWS });
  return one;
}

test("a budget of 50 ms is kept, what is done by then is shown with its intervals, and the rest follows", async () => {
  // A clock on which every look takes 10 ms: how fast this machine is does not matter.
  let time = 0;
  const one = await begun(worker({ now: () => { time += 10; return time; } }));
  try {
    // The first step makes the tables, and looks at the background's error.
    await one.ask("spend", { side: 1, budget_ms: 0 });
    const half = await one.ask("spend", { side: 1, budget_ms: 50 });
    assert.ok(half.done > 1024 && half.done <= 5 * 1024, `${half.done} rows`);
    assert.ok(half.took_ms >= 50 && half.took_ms < 150, `${half.took_ms} ms`);
    assert.ok(half.adds_up);
    const bars = (await one.ask("overview", { side: 1, output: 0 })).blocks[0].rows;
    assert.ok(bars[0].interval.low < bars[0].value && bars[0].value < bars[0].interval.high);
    let all = half;
    while (all.done < all.of) all = await one.ask("spend", { side: 1, budget_ms: 1000 });
    const whole = (await one.ask("overview", { side: 1, output: 0 })).blocks[0].rows;
    assert.equal(whole[0].label, bars[0].label);
    assert.ok(whole[0].value > bars[0].interval.low && whole[0].value < bars[0].interval.high, "the beginning's interval holds the mean of all");
  } finally { one.kill(); }
});

test("a worker that is killed midway is begun anew, and says the same", async () => {
  const first = await begun(worker());
  const early = await first.ask("spend", { side: 1, budget_ms: 0 });
  const said = await first.ask("overview", { side: 1, output: 0 });
  void first.ask("spend", { side: 1, budget_ms: 60_000 });
  first.kill();
  const second = worker();
  try {
    assert.equal(await second.ask("spend", { side: 1, budget_ms: 50 }).then(() => "no error", (error) => error.code), "call.invalid");
    await begun(second);
    const again = await second.ask("spend", { side: 1, budget_ms: 0 });
    assert.equal(again.done, early.done);
    assert.equal(JSON.stringify(await second.ask("overview", { side: 1, output: 0 })), JSON.stringify(said));
  } finally { second.kill(); }
});

test("two with half of the trees each say of a row what one says, also right behind a step", async () => {
  const known = columns.map((column) => column.slice(0, 500));
  const given = { side: 1, columns: columns.map((column) => column.slice(0, 6000)), rows: 6000 };
  const [alone, first, second] = [worker(), worker(), worker()];
  const { port1, port2 } = new MessageChannel();
  try {
    await alone.ask("begin", { model, known, rows: 500, asked: {}, side: 0 });
    const halves = [[second, port2, true], [first, port1, false]];
    for (const [one, port, serves] of /** @type {[typeof first, MessagePort, boolean][]} */ (halves)) await one.ask("begin", { model, known, rows: 500, asked: {}, side: 0, port, serves }, [port]);
    for (const one of [alone, first, second]) await one.ask("give", given);
    const explained = first.ask("spend", { side: 1, budget_ms: 60_000 });
    for (const row of [5999, 3, 17, 3]) {
      const asked = { side: 1, row, output: 0 };
      const [said, together] = await Promise.all([alone, first].map((one) => one.ask("row", asked)));
      assert.ok(said.blocks.length >= 4, `${said.blocks.length} blocks`);
      assert.equal(JSON.stringify(together), JSON.stringify(said));
    }
    assert.equal(await first.ask("row", { side: 1, row: 6000, output: 0 }).then(() => "no error", (error) => error.code), "call.invalid");
    // What was not waited for does not stand for the next answer.
    assert.deepEqual((await explained).done, 6000);
    const last = { side: 1, row: 41, output: 0 };
    assert.equal(JSON.stringify(await first.ask("row", last)), JSON.stringify(await alone.ask("row", last)));
  } finally {
    // Begun without the other half it closes the port between them, which would keep this process alive.
    await first.ask("begin", { model, known, rows: 500, asked: {}, side: 0 });
    for (const one of [alone, first, second]) one.kill();
  }
});

test("a row that is waited for when another explanation begins is refused, not lost", { timeout: 20_000 }, async () => {
  const begin = { model, known: columns.map((column) => column.slice(0, 500)), rows: 500, asked: {}, side: 0 };
  const one = worker();
  const { port1, port2 } = new MessageChannel();
  try {
    // Nobody listens at the other end.
    await one.ask("begin", { ...begin, port: port1, serves: false }, [port1]);
    const row = one.ask("row", { side: 0, row: 3, output: 0 }).then(() => "no error", (error) => error.code);
    await one.ask("begin", begin);
    assert.equal(await row, "call.cancelled");
  } finally {
    port2.close();
    one.kill();
  }
});

test("only chosen rows are explained, under their own numbers", async () => {
  const one = worker();
  try {
    await one.ask("begin", { model, known: columns.map((column) => column.slice(0, 500)), rows: 500, asked: {}, side: 0 });
    const places = Uint32Array.from({ length: 300 }, (_, at) => 100 + 7 * at);
    await one.ask("give", { side: 1, columns, rows: ROWS, places });
    const standing = await one.ask("spend", { side: 1, budget_ms: 1000 });
    assert.deepEqual([standing.done, standing.of, standing.rows], [300, 300, 300]);
    assert.match((await one.ask("row", { side: 1, row: 107, output: 0 })).sentence, /^Row 108:/);
    assert.equal(await one.ask("row", { side: 1, row: 108, output: 0 }).then(() => "no error", (error) => error.code), "call.invalid");
  } finally { one.kill(); }
});
