// What follows the verdict, in the full module: over all rows, a few columns at a time, in one worker, and over samples in
// another beside it. The columns stay where they are; copies of them travel.
"use strict";

/* global wasm_bindgen */

/**
 * The look over all rows of the comparison of a generation: what it starts from, once its steps are laid out, and all that
 * it found.
 * @type {{ generation: number, laidOut: Promise<string>, over: Promise<string> } | null}
 */
let followed = null;

/** The worker that looks at samples, among those of the full module. */
const SAMPLING = "sampling";

/** Why a look ends whose comparison was followed by another one. */
const overtaken = () => coded("call.cancelled", "another comparison was begun", "one comparison at a time", "Nothing is to be done.");

/** Refuses to go on once another comparison was begun. @returns {() => void} */
const sameComparison = () => {
  const begun = generation;
  return () => { if (generation !== begun) throw overtaken(); };
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
  /** @type {(found: string) => void} */
  let layOut = () => {};
  const beginning = new Promise((/** @type {(found: string) => void} */ yes) => { layOut = yes; });
  const ended = throughColumns(config, module, begin, layOut);
  const over = ended.then(({ found }) => found);
  const laidOut = Promise.race([beginning, over]);
  for (const one of [laidOut, over]) one.catch(() => {}); // heard by a look over samples, if there is one
  followed = { generation, laidOut, over };
  return (await ended).report;
};

/**
 * @param {unknown} config @param {ModulePart | undefined} module @param {(total: number) => Told} begin
 * @param {(found: string) => void} laidOut told what was found before, with the steps that are to come
 * @returns {Promise<{ found: string, report: unknown }>}
 */
const throughColumns = async (config, module, begin, laidOut) => {
  const check = sameComparison();
  const found = deputy ? "" : tables().found();
  await standAside();
  check();
  const full = await startModule("full", module);
  check();
  if (deputy) return { found, report: await deputy.ask("whole", {}, { progress: (done, total) => begin(total)(done) }) };
  const heads = given().map((slot) => [slot, tables().head(slot)]);
  const wanted = await full.ask("resumeWhole", { config, heads, found });
  laidOut(await full.ask("found", {}));
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
  return ended;
};

/**
 * Which rows of each file are looked at, found by a worker of the full module from what stands in all columns.
 * @param {Helper} full @param {unknown} config @param {() => void} check @returns {Promise<[Slot, Uint32Array][]>}
 */
const chooseRows = async (full, config, check) => {
  /** @type {[Slot, Uint32Array][]} */
  const samples = [];
  for (const slot of given()) {
    const keys = [tables().rowKeys(slot)];
    if (partner) keys.push(await partner.ask("rowKeys", { slot }));
    check();
    const { rows } = JSON.parse(tables().head(slot));
    samples.push([slot, await full.ask("chooseRows", { config, rows, keys }, { transfer: buffersOf(keys) })]);
    check();
  }
  return samples;
};

/**
 * Hands samples to a worker of the full module and lays the steps over them out there; answers how many these are.
 * @param {Helper} full @param {unknown} config @param {string} found @param {[Slot, Uint32Array][]} samples @param {() => void} check
 * @returns {Promise<number>}
 */
const handSamples = async (full, config, found, samples, check) => {
  for (const slot of SLOTS) await full.ask("forget", { slot });
  for (const [slot, rows] of samples) {
    await full.ask("takeRows", { slot, config, head: tables().head(slot), rows });
    check();
    const columns = tables().giveRows(slot, rows);
    await full.ask("takeColumns", { slot, columns }, { transfer: buffersOf(columns) });
    check();
    if (!partner) continue;
    const others = await partner.ask("giveRows", { slot, rows });
    check();
    await full.ask("takeColumns", { slot, columns: others }, { transfer: buffersOf(others) });
  }
  return full.ask("resumeAnalysis", { config, found });
};

/**
 * Over samples, beside the look over all rows: answers the completed report. Nothing waits for it. Once that other look has
 * ended, its worker does some of the steps.
 * @param {{ config: unknown, module?: ModulePart }} args @param {(total: number) => Told} begin
 */
const lookFurther = async ({ config, module }, begin) => {
  const check = sameComparison();
  const look = followed && followed.generation === generation ? followed : null;
  // One worker holds all, or one processor is all there is: one look after the other.
  if (look && (deputy || !(navigator.hardwareConcurrency >= 2))) await look.over;
  await standAside();
  check();
  if (deputy) return deputy.ask("background", {}, { progress: (done, total) => begin(total)(done) });
  const found = look ? await look.laidOut : tables().found();
  check();
  const full = await startModule("full", module, SAMPLING);
  try { return await throughSamples(full, config, module, begin, { check, look, found }); } finally { full.end("it has answered"); }
};

/**
 * @param {Helper} full @param {unknown} config @param {ModulePart | undefined} module @param {(total: number) => Told} begin
 * @param {{ check: () => void, look: typeof followed, found: string }} from
 */
const throughSamples = async (full, config, module, begin, { check, look, found }) => {
  check();
  const samples = await chooseRows(full, config, check);
  const steps = await handSamples(full, config, found, samples, check);
  check();
  const progress = begin(steps);
  const places = [...Array(steps).keys()];
  let done = 0;
  const doSome = async (/** @type {Helper} */ worker, /** @type {() => number | undefined} */ next) => {
    for (let place = next(); place !== undefined; place = next()) {
      await standAside();
      check();
      await worker.ask("stepBackground", { place });
      check();
      done += 1;
      progress(done);
    }
  };
  const join = async (/** @type {string} */ all) => {
    check();
    if (places.length === 0) return all;
    const other = await startModule("full", module);
    await handSamples(other, config, all, samples, check);
    await doSome(other, () => places.shift());
    return other.ask("found", {});
  };
  const [, others] = await Promise.all([doSome(full, () => places.pop()), look && look.over.then(join)]);
  if (others !== null) await full.ask("absorb", { found: others });
  check();
  const ended = await full.ask("ended", {});
  check();
  return ended.report;
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
  found: () => tables().found(),
  absorb: (/** @type {any} */ { found }) => { tables().absorb(found); },
  chooseRows: (/** @type {any} */ { config, rows, keys }) => {
    const sampling = new wasm_bindgen.Sampling(rows);
    for (const part of keys) sampling.add(part);
    return sampling.rows(config);
  },
  takeRows: (/** @type {any} */ { slot, config, head, rows }) => {
    const held = openSession(config, JSON.stringify(config));
    held.takeHead(slot, head);
    held.takeRows(slot, rows);
  },
  resumeAnalysis: (/** @type {any} */ { config, found }) => tables().resumeAnalysis(config, found),
  stepBackground: (/** @type {any} */ { place }) => { tables().stepBackground(place); },
  background: async (/** @type {any} */ _args, /** @type {(total: number) => Told} */ begin) => {
    const total = tables().beginBackground();
    const progress = begin(total);
    if (total > 0) await doSteps(progress);
    return tables().finishAnalysis();
  },
});
