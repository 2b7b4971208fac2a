// What drives the engine from the page, over an engine that answers when the test says so.
import assert from "node:assert/strict";
import { test } from "node:test";
import { Comparison } from "../../www/sections/comparing.js";
import { State } from "../../www/shared/state.js";
import { speakMore } from "../../www/shared/words.js";
import { ENGLISH_LATER } from "../../www/words/english-later.js";

speakMore(ENGLISH_LATER);

/** @param {string} name @param {number} findings */
const reportOf = (name, findings) => /** @type {any} */ ({ name, findings: new Array(findings).fill({}), sections: [], answers: [] });

/** An engine whose calls are answered by name, in the order in which they were asked. */
class Asked extends EventTarget {
  /** @type {{ call: string, config: any, answer: (value: any) => void }[]} */
  open = [];
  /** @type {string[]} every call, with the settings' name */
  calls = [];

  /** @param {string} call @param {any} [config] @returns {Promise<any>} */
  #ask(call, config) {
    this.calls.push(config?.name ? `${call} ${config.name}` : call);
    return new Promise((answer) => { this.open.push({ call, config, answer }); });
  }

  read() { return Promise.resolve({ columns: [] }); }
  roles() { return Promise.resolve({ reference: [], current: [] }); }
  digest() { return Promise.resolve("0"); }
  analyse(/** @type {any} */ config) { return this.#ask("analyse", config); }
  whole(/** @type {any} */ config) { return this.#ask("whole", config); }
  background(/** @type {any} */ config) { return this.#ask("background", config); }

  /** Answers an open call of these settings, and lets what waits for it go on. @param {string} call @param {any} value a report named as the settings */
  async answer(call, value) {
    await settled();
    const at = this.open.findIndex((one) => one.call === call && one.config.name === value.name);
    assert.notEqual(at, -1, `${call} was not asked; open: ${this.open.map((one) => one.call)}`);
    this.open.splice(at, 1)[0]?.answer(value);
    await settled();
  }
}

/** Lets promises and short timers that are due run. */
const settled = () => new Promise((resolve) => { setTimeout(resolve, 20); });

async function compared() {
  const engine = new Asked();
  const state = new State();
  const comparison = new Comparison(/** @type {any} */ (engine), state, () => Promise.resolve(), () => Promise.resolve());
  state.set({ phase: "ready", config: { name: "first" }, files: { reference: new File(["a"], "a.csv"), current: new File(["a"], "b.csv") } });
  void comparison.run();
  await engine.answer("analyse", reportOf("first", 1));
  return { engine, state, comparison };
}

test("a report is completed by both looks, and nothing more is to come then", async () => {
  const { engine, state } = await compared();
  assert.equal(state.further, true);
  await engine.answer("whole", reportOf("first", 2));
  assert.equal(state.report?.findings.length, 2);
  await engine.answer("background", reportOf("first", 3));
  assert.equal(state.report?.findings.length, 3);
  assert.equal(state.further, false);
  assert.deepEqual(engine.calls, ["analyse first", "whole first", "background first"]);
});

test("settings that change while what follows the verdict is looked for: nothing of the earlier ones is shown or asked", async () => {
  const { engine, state, comparison } = await compared();
  state.set({ config: { name: "second" } });
  void comparison.rerun();
  await settled();
  // The looks of the first settings are answered while the comparison of the second ones runs, and after it.
  await engine.answer("whole", reportOf("first", 2));
  assert.equal(state.report?.findings.length, 1);
  await engine.answer("analyse", reportOf("second", 1));
  await engine.answer("background", reportOf("first", 3));
  assert.equal(state.report?.findings.length, 1);
  assert.equal(state.further, true);
  assert.deepEqual(engine.calls, ["analyse first", "whole first", "background first", "analyse second", "whole second", "background second"]);
  await engine.answer("background", reportOf("second", 5));
  assert.equal(state.report?.findings.length, 1, "the look over all rows comes first");
  await engine.answer("whole", reportOf("second", 4));
  assert.equal(state.report?.findings.length, 5);
  assert.equal(state.further, false);
  assert.equal(state.stale, false);
});
