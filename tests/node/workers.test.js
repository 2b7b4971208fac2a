// Further workers of the sealed cell: started once, tried again while they keep silent, started anew once they have ended.
import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import { test } from "node:test";
import vm from "node:vm";

const WORKER = path.resolve(import.meta.dirname, "../../www/worker");
const TEXT = ["reading.js", "workers.js"].map((name) => fs.readFileSync(path.join(WORKER, name), "utf8")).join("\n");

/**
 * @typedef {{ ask: (call: string, args: object, options?: object) => Promise<any>, end: (why: string) => void, busy: boolean }} Helper
 * @typedef {(name: string, text: string, start: object, retries?: number) => Promise<Helper>} Start
 */

/**
 * The cell's own script beside a frame of this test's making, which counts the workers that it is asked for.
 * @param {(count: number) => boolean} starts whether the worker that is asked for at this place, from 0, says that it is ready
 */
function cell(starts) {
  /** @type {number[]} */
  const asked = [];
  /** @type {number[]} */
  const ended = [];
  /** @type {MessagePort[]} */
  const ports = [];
  /** @type {(event: { data: unknown }) => void} */
  let hear = () => {};
  const self = {
    /** @param {{ id: number, end?: boolean, port: MessagePort }} message */
    postMessage({ id, end, port }) {
      if (end) {
        ended.push(asked.indexOf(id));
        return;
      }
      const place = asked.push(id) - 1;
      ports.push(port);
      port.onmessage = ({ data }) => {
        if (data.call !== "wait") port.postMessage({ v: 1, id: data.id, ok: `${data.call} by ${place}` });
      };
      if (starts(place)) port.postMessage({ v: 1, id: 0, ok: "started" });
    },
  };
  const context = vm.createContext({ self, addEventListener: (/** @type {string} */ _, /** @type {typeof hear} */ listener) => { hear = listener; }, MessageChannel, setTimeout, clearTimeout, performance });
  const startWorker = /** @type {Start} */ (vm.runInContext(`${TEXT}\nstartWorker`, context));
  return {
    startWorker, asked, ended,
    /** The frame says that a worker is lost. @param {number} place @param {string} why */
    lose: (place, why) => hear({ data: { lost: asked[place], why } }),
    close: () => { for (const port of ports) port.close(); },
  };
}

/** @param {Promise<unknown>} promise */
const codeOf = (promise) => promise.then(() => "no error", (error) => error.code);

test("a worker is started once, and anew after it was ended", async () => {
  const { startWorker, asked, ended, close } = cell(() => true);
  try {
    const [first, same] = await Promise.all([startWorker("full", "text", {}), startWorker("full", "text", {})]);
    assert.equal(first, same);
    assert.equal(await first.ask("look", {}), "look by 0");
    const waiting = first.ask("wait", {});
    assert.equal(first.busy, true);
    // As when settings change while the worker looks further.
    first.end("what it looked for is not wanted any more");
    assert.equal(await codeOf(waiting), "internal.worker-lost");
    assert.equal(await codeOf(first.ask("look", {})), "internal.worker-lost");
    const second = await startWorker("full", "text", {});
    assert.notEqual(second, first);
    assert.equal(await second.ask("look", {}), "look by 1");
    assert.deepEqual([asked.length, ended], [2, [0]]);
  } finally { close(); }
});

test("a worker that is killed midway rejects what waits for it and is started anew", async () => {
  const { startWorker, lose, close } = cell(() => true);
  try {
    const first = await startWorker("second worker", "text", {}, 1);
    const waiting = first.ask("wait", {});
    lose(0, "out of memory");
    assert.equal(await codeOf(waiting), "internal.worker-lost");
    assert.equal(await (await startWorker("second worker", "text", {}, 1)).ask("look", {}), "look by 1");
  } finally { close(); }
});

test("silence is answered by another try, and the last silence by an error", { timeout: 20_000 }, async () => {
  const patient = cell((number) => number === 2);
  try {
    const helper = await patient.startWorker("full", "text", {}, 4);
    assert.equal(await helper.ask("look", {}), "look by 2");
    assert.deepEqual([patient.asked.length, patient.ended], [3, [0, 1]]);
    helper.end("it is not needed any more");
  } finally { patient.close(); }
  const silent = cell(() => false);
  try {
    assert.equal(await codeOf(silent.startWorker("full", "text", {}, 1)), "internal.worker-lost");
    assert.equal(silent.asked.length, 2);
    // A later call tries again.
    assert.equal(await codeOf(silent.startWorker("full", "text", {}, 0)), "internal.worker-lost");
    assert.equal(silent.asked.length, 3);
  } finally { silent.close(); }
});
