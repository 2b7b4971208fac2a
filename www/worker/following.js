// What follows the verdict, in the full module in a worker of its own: first over all rows, a few columns at a time, then
// over samples. The columns stay where they are; copies of them travel.
"use strict";

/* global wasm_bindgen */

/** What was found over all rows, for the comparison of a generation. @type {{ generation: number, found: string } | null} */
let followed = null;

/** Refuses to go on once another comparison was begun. @returns {() => void} */
const sameComparison = () => {
  const begun = generation;
  return () => { if (generation !== begun) throw coded("call.cancelled", "another comparison was begun", "one comparison at a time", "Nothing is to be done."); };
};

/**
 * What another comparison interrupted was cancelled, however it ended: its worker may have been ended under it.
 * @template A, B @param {(args: A, begin: B) => Promise<any>} look @returns {(args: A, begin: B) => Promise<any>}
 */
const interruptible = (look) => async (args, begin) => {
  const check = sameComparison();
  try { return await look(args, begin); } catch (why) { check(); throw why; }
};

/**
 * Copies of columns, from wherever they are.
 * @param {Slot} slot @param {number[]} columns @param {ArrayBuffer[]} [spares] memory that they may be put into @returns {Promise<[number, unknown][]>}
 */
const copies = async (slot, columns, spares = []) => {
  const held = tables();
  const [here, there] = [true, false].map((side) => columns.filter((column) => held.holdsColumn(slot, column) === side));
  /** @type {[number, unknown][]} */
  const out = here.map((column) => [column, held.copyColumn(slot, column, spares.pop())]);
  const lent = spares.splice(0, there.length);
  if (there.length > 0 && partner) out.push(...(await partner.ask("copyColumns", { slot, columns: there, spares: lent }, { transfer: lent })));
  return out;
};

/**
 * Over all rows: answers the report with what was found.
 * @param {{ config: unknown, module?: ModulePart }} args @param {(total: number) => Told} begin
 */
const lookWhole = async ({ config, module }, begin) => {
  const check = sameComparison();
  followed = null;
  const found = deputy ? "" : tables().found();
  await standAside();
  check();
  const full = await startModule("full", module);
  check();
  if (deputy) return deputy.ask("whole", {}, { progress: (done, total) => begin(total)(done) });
  const heads = given().map((slot) => [slot, tables().head(slot)]);
  const wanted = await full.ask("resumeWhole", { config, heads, found });
  check();
  const slots = given();
  // One file alone is the current one, whichever slot it is in.
  const sides = /** @type {const} */ ([slots.length > 1 ? slots[0] : undefined, slots[slots.length - 1]]);
  const progress = begin(wanted.length);
  /** @type {Record<Slot, Set<number>>} */
  const there = { reference: new Set(), current: new Set() };
  /** @type {ArrayBuffer[]} */
  const spares = [];
  for (const [step, columns] of wanted.entries()) {
    await standAside();
    check();
    for (const [side, slot] of sides.entries()) {
      if (!slot) continue;
      const needed = new Set(columns[side]);
      const gone = [...there[slot]].filter((column) => !needed.has(column));
      const coming = [...needed].filter((column) => !there[slot].has(column));
      const taken = await copies(slot, coming, spares);
      check();
      spares.push(...(await full.ask("exchange", { slot, gone, taken }, { transfer: buffersOf(taken) })));
      check();
      there[slot] = needed;
    }
    await full.ask("oneStep", {});
    check();
    progress(step + 1);
  }
  const ended = await full.ask("ended", {});
  check();
  followed = { generation, found: ended.found };
  return ended.report;
};

/**
 * Over samples: answers the completed report. Nothing waits for it.
 * @param {{ config: unknown, module?: ModulePart }} args @param {(total: number) => Told} begin
 */
const lookFurther = async ({ config, module }, begin) => {
  const progress = (/** @type {number} */ done, /** @type {number} */ total) => begin(total)(done);
  const held = tables();
  const check = sameComparison();
  const before = followed && followed.generation === generation ? followed.found : null;
  const found = deputy ? "" : before ?? held.found();
  await standAside();
  check();
  const full = await startModule("full", module);
  check();
  if (deputy) return deputy.ask("background", {}, { progress });
  const slots = given();
  for (const slot of SLOTS.filter((one) => !slots.includes(one))) await full.ask("forget", { slot });
  for (const slot of slots) {
    const keys = [held.rowKeys(slot)];
    if (partner) keys.push(await partner.ask("rowKeys", { slot }));
    check();
    const rows = await full.ask("sample", { slot, config, head: held.head(slot), keys }, { transfer: buffersOf(keys) });
    check();
    const columns = held.giveRows(slot, rows);
    await full.ask("takeColumns", { slot, columns }, { transfer: buffersOf(columns) });
    check();
    if (!partner) continue;
    const others = await partner.ask("giveRows", { slot, rows });
    check();
    await full.ask("takeColumns", { slot, columns: others }, { transfer: buffersOf(others) });
  }
  return full.ask("background", { config, found }, { progress });
};

/**
 * What the next file must hold, learned from one that was read: in a worker of its own, since what follows the verdict
 * may be at work in the full module's. Answers settings.
 * @param {{ slot: Slot, config: unknown, module?: ModulePart }} args
 */
const learnFrom = async ({ slot, config, module }) => {
  const held = tables();
  if (deputy) return deputy.ask("learn", { slot, config });
  const head = held.head(slot);
  const learner = await startModule("full", module, "learning");
  try {
    await learner.ask("learnHead", { slot, config, head });
    for (const column of JSON.parse(head).columns.keys()) {
      const taken = await copies(slot, [column]);
      await learner.ask("exchange", { slot, gone: [], taken }, { transfer: buffersOf(taken) });
    }
    return await learner.ask("learn", { slot, config });
  } finally {
    learner.end("it has answered");
  }
};

Object.assign(INNER_CALLS, {
  learn: (/** @type {any} */ { slot, config }) => tables().learnExpectations(slot, config),
  learnHead: (/** @type {any} */ { slot, config, head }) => { openSession(config, JSON.stringify(config)).takeHead(slot, head); },
  split: (/** @type {any} */ { config }) => { tables().split(config); },
  keepPeriod: () => { tables().keepPeriod(); },
  joinPeriods: () => { tables().joinPeriods(); },
  copyColumns: (/** @type {any} */ { slot, columns, spares }) => columns.map((/** @type {number} */ column) => [column, tables().copyColumn(slot, column, spares.pop())]),
  resumeWhole: (/** @type {any} */ { config, heads, found }) => {
    const held = openSession(config, JSON.stringify(config));
    for (const slot of SLOTS) held.forget(slot);
    for (const [slot, head] of heads) held.takeHead(slot, head);
    return held.resumeWhole(config, found);
  },
  exchange: (/** @type {any} */ { slot, gone, taken }) => {
    for (const column of gone) tables().dropColumn(slot, column);
    for (const [column, values] of taken) tables().takeColumn(slot, column, values);
    return taken.map((/** @type {[number, unknown]} */ [, values]) => memoryOf(values));
  },
  oneStep: () => { tables().stepAnalysis(); },
  ended: () => ({ found: tables().found(), report: tables().finishAnalysis() }),
  whole: async (/** @type {any} */ _args, /** @type {(total: number) => Told} */ begin) => {
    const { length } = tables().beginWhole();
    const progress = begin(length);
    if (length > 0) await doSteps(progress);
    return tables().finishAnalysis();
  },
  sample: (/** @type {any} */ { slot, config, head, keys }) => {
    const held = openSession(config, JSON.stringify(config));
    held.takeHead(slot, head);
    const sampling = new wasm_bindgen.Sampling(JSON.parse(head).rows);
    for (const part of keys) sampling.add(part);
    const rows = sampling.rows(config);
    held.takeRows(slot, rows);
    return rows;
  },
  background: async (/** @type {any} */ { config, found }, /** @type {(total: number) => Told} */ begin) => {
    const total = found ? tables().resumeAnalysis(config, found) : tables().beginBackground();
    const progress = begin(total);
    if (total > 0) await doSteps(progress);
    return tables().finishAnalysis();
  },
});
