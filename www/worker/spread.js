// One comparison spread over workers: each reads a file, then each compares some of the columns.
"use strict";

/* global wasm_bindgen */

/** Smaller files are read here: starting a worker would take longer. */
const SPREAD_BYTES = 1024 * 1024;
/** A first reading, one for other types, and some for a sample that the memory can hold. */
const MOST_READINGS = 8;
const PROGRESS_EVERY_MS = 150;
/** @type {readonly Slot[]} */
const SLOTS = ["reference", "current"];

/**
 * @typedef {{ slot: Slot, file: File, config: unknown, key: string }} Reading
 * @typedef {import("../pkg/full.js").Session} Session
 */

/** @type {Session | null} */
let session = null;
/** @type {string | null} */
let sessionKey = null;
/** What was read last, by slot. @type {Partial<Record<Slot, Reading>>} */
const readings = {};
/** Goes up with every call that changes what is compared: what still runs in the background is then of no more use. */
let generation = 0;

/** How another worker like this one is started; `null` in a worker that is another's. @type {{ text: string, module: WebAssembly.Module } | null} */
let ownParts = null;
/** The worker that holds the columns that are not here. @type {Helper | null} */
let partner = null;
/** False until the partner knows the reference that was read here. */
let partnerKnows = false;
/** True once a partner was lost: this cell then goes on alone. */
let alone = false;
/** Holds both files whole, where the settings ask for what this module lacks. @type {Helper | null} */
let deputy = null;

/** @param {number} id @param {number} total @param {(message: object) => void} post */
const throttled = (id, total, post) => {
  let last = -Infinity;
  return (/** @type {number} */ done) => {
    const now = performance.now();
    if (now - last < PROGRESS_EVERY_MS && done < total) return;
    last = now;
    post({ v: PROTOCOL, id, progress: { done, total } });
  };
};

/** The slots that hold a file, in order: one alone is looked at for itself. */
const given = () => SLOTS.filter((slot) => readings[slot]);

/** @returns {Session} */
const tables = () => {
  if (!session) throw coded("call.invalid", "`analyse` before `read`", "a file that was read", "Read the files, then analyse.");
  return session;
};

/** Makes the session anew where files are read with other settings. @param {unknown} config @param {string} key @returns {Session} */
const openSession = (config, key) => {
  if (session && sessionKey === key) return session;
  if (session) session.free();
  const opened = new wasm_bindgen.Session(config);
  session = opened;
  sessionKey = key;
  return opened;
};

/** @param {Reading} reading @param {Told} progress */
const readHere = async ({ slot, file, config, key }, progress) => {
  const reading = openSession(config, key);
  const packed = await isGzip(file);
  for (let pass = 0; pass < MOST_READINGS; pass += 1) {
    reading.begin(slot, file.name, packed ? NaN : file.size);
    progress(0);
    const take = (/** @type {Uint8Array<ArrayBuffer>} */ chunk, /** @type {number} */ seen) => { reading.push(slot, chunk); progress(seen); };
    await (packed ? unpacked(file, true, take) : stream(file, take));
    const summary = reading.finish(slot);
    if (summary) return summary;
  }
  throw changed(file, `${MOST_READINGS} readings asked for another`);
};

/** The worker that takes half of the work, or `null` where there is none to be had. @returns {Promise<Helper | null>} */
const findPartner = async () => {
  if (!ownParts || alone || !(navigator.hardwareConcurrency >= 2)) return null;
  try {
    partner = await startWorker("second worker", ownParts.text, { module: ownParts.module, inner: true }, 1);
  } catch {
    alone = true;
    partner = null;
  }
  return partner;
};

/** The partner's part of both files is lost, or no longer wanted. */
const dropPartner = () => {
  if (partner) partner.end("it is not needed any more");
  partner = null;
  partnerKnows = false;
};

/** @param {Reading} reading @param {Told} progress */
const readFile = async (reading, progress) => {
  const { slot, file, config, key } = reading;
  generation += 1;
  readings[slot] = reading;
  deputy = null;
  if (sessionKey !== key) partnerKnows = false;
  if (slot === "reference") {
    if (partner) await partner.ask("forget", { slot }).catch(() => {});
    partnerKnows = false;
    return readHere(reading, progress);
  }
  const held = openSession(config, key);
  const helper = readings.reference && file.size >= SPREAD_BYTES ? await findPartner() : null;
  if (!helper) {
    // What the partner held of the reference is read again with it.
    if (partner && partnerKnows) await readAgain("reference");
    dropPartner();
    return readHere(reading, progress);
  }
  try {
    const head = await helper.ask("readPart", { ...reading }, { progress });
    held.takeHead(slot, head);
    return JSON.parse(head);
  } catch (thrown) {
    if (!isLost(thrown)) throw thrown;
    await goOnAlone();
    return readHere(reading, progress);
  }
};

/** @param {Slot} slot */
const readAgain = async (slot) => {
  const reading = readings[slot];
  if (reading) await readHere(reading, () => {});
};

/** After the partner was lost: what it held is read here. */
const goOnAlone = async () => {
  alone = true;
  const holdsSome = partnerKnows;
  dropPartner();
  if (holdsSome) await readAgain("reference");
};

/** Steps of the comparison that can be done here. @param {Told} progress */
const doSteps = async (progress) => {
  const pause = pauses();
  const held = tables();
  for (let done = 1; !held.stepAnalysis(); done += 1) {
    progress(done);
    await pause();
  }
};

/** @param {unknown} config @param {(total: number) => Told} begin */
const analyseHere = async (config, begin) => {
  const total = tables().beginAnalysis(config);
  const progress = begin(total);
  await doSteps(progress);
  progress(total);
  return tables().finishAnalysis();
};

/**
 * Columns change hands until none is left, each in the memory in which the last one came: new memory takes longer than the copy.
 * @typedef {{ slot: Slot, column: number }} Place
 * @param {Helper} helper @param {Place[]} given @param {Place[]} wanted
 */
const swapColumns = async (helper, given, wanted) => {
  const held = tables();
  /** @type {ArrayBuffer | undefined} */
  let spare;
  while (given.length + wanted.length > 0) {
    const [mine, theirs] = [given.shift(), wanted.shift()];
    const values = mine && held.giveColumn(mine.slot, mine.column, spare);
    const back = await helper.ask("swap", { mine, values, theirs }, { transfer: buffersOf(values) });
    if (theirs) held.takeColumn(theirs.slot, theirs.column, back);
    spare = memoryOf(back);
  }
};

/** @param {Helper} helper @param {unknown} config @param {(total: number) => Told} begin */
const analyseTogether = async (helper, config, begin) => {
  const held = tables();
  if (!partnerKnows) await helper.ask("takeHead", { slot: "reference", head: held.head("reference") });
  partnerKnows = true;
  const { give, take } = held.share(config);
  const [given, wanted] = [give, take].map((columns) => SLOTS.flatMap((slot, file) => columns[file].map((/** @type {number} */ column) => ({ slot, column }))));
  // Two at a time: one is on its way while the other is put in.
  await Promise.all([swapColumns(helper, given, wanted), swapColumns(helper, given, wanted)]);
  const total = held.beginAnalysis(config);
  const progress = begin(total);
  let [mine, theirs] = [0, 0];
  const found = helper.ask("steps", { config }, { progress: (done) => { theirs = done; progress(mine + theirs); } });
  found.catch(() => {}); // heard below, once what is done here is done
  await doSteps((done) => { mine = done; progress(mine + theirs); });
  held.absorb(await found);
  progress(total);
  return held.finishAnalysis();
};

/**
 * One question to the model's worker: what it is, where its inputs come from, what it says of a file.
 * @param {string} ask @param {any} args @param {(total: number) => Told} begin
 */
const askModel = async (ask, { module, slot, ...args }, begin) => {
  const file = args.file ?? readings[/** @type {Slot} */ (slot)]?.file;
  // The same file cut in the same way is read once.
  const key = slot && file ? JSON.stringify([slot, file.name, file.size, file.lastModified, args.config?.dialect, args.config?.seed, args.config?.budgets]) : "";
  return (await startModule("models", module)).ask(ask, { ...args, file, key }, { progress: (done, total) => begin(total)(done) });
};

/**
 * Gives the explaining worker what it explains: a model with the rows of the files, or predictions that stand in a file.
 * @param {any} args `files`: a slot and a file each, the reference first @param {(total: number) => Told} begin
 */
const openExplanation = async (args, begin) => {
  beginPictures();
  handed = args;
  aside = null;
  try { return await handExplanation(args, begin); } catch (thrown) { firstPictures?.end(); throw thrown; }
};

/** What was handed over last: with `further`, to the module of every kind of model. @type {any} */
let handed = null;
/** The same in the further module beside the one that explains rows, once something was asked of it. @type {Promise<Helper> | null} */
let aside = null;
/** One after the other: each begins anew in the same worker. */
let lastAside = Promise.resolve();

/** @param {ModulePart} further @returns {Promise<Helper>} */
const openAside = (further) => {
  const args = { ...handed, further, beside: true };
  const opened = lastAside.then(() => handExplanation(args, () => () => {})).then(() => startModule("further", further));
  lastAside = opened.then(() => {}, () => { if (aside === opened) aside = null; });
  return opened;
};

/** A second worker that explains, for half of the trees; `null` where there is no core for it. @param {ModulePart} explain @returns {Promise<Helper | null>} */
const otherHalf = async (explain) => {
  if (!(navigator.hardwareConcurrency >= 2)) return null;
  try { return await startModule("explain", explain, "explain, other half"); } catch { return null; }
};

/** Starts what explains trees ahead of the question: nothing waits for it. @param {{ explain: ModulePart }} args */
const startExplaining = ({ explain }) => {
  startModule("explain", explain).catch(() => {}); // told when it is asked
  void otherHalf(explain);
  return null;
};

/** @param {any} args @param {(total: number) => Told} begin */
const handExplanation = async ({ module, explain, further, surrogate, config, mapping, files, asked, predictions, leftOut, cohort, beside }, begin) => {
  // It starts while the model's worker gets ready what is handed over.
  const starting = further ? startModule("further", further) : startModule("explain", explain);
  starting.catch(() => {}); // heard where it is waited for
  const half = further ? null : otherHalf(explain);
  if (predictions) {
    const { columns, places } = await askModel("tableColumns", { module, config, cohort, ...files[0] }, begin);
    const seed = config.seed ?? 0;
    const learning = await startModule("surrogate", surrogate);
    const learned = learning.ask("learn", { columns, predictions, leftOut, seed }, { transfer: buffersOf(columns) });
    const [model, known, fidelity] = await learned.finally(() => learning.end("it has answered"));
    const rows = known.length > 0 ? known[0].length : 0;
    const card = await (await starting).ask("begin", { model, known, rows, asked: { seed }, side: 1, places }, { transfer: buffersOf(known) });
    return { ...card, fidelity };
  }
  const model = await askModel("handOver", { module, config }, begin);
  /** @type {any} */
  let card = null;
  for (const { slot, file } of files) {
    const columns = await askModel("inputColumns", { module, config, mapping, slot, file }, begin);
    const rows = columns.length > 0 ? columns[0].length : 0;
    // The rows that everything is about: "nothing is known" is still drawn from all.
    const renames = slot === "reference" ? config.renames : undefined;
    const places = cohort && cohort.length > 0 ? await askModel("cohortRows", { module, config, slot, file, cohort, renames }, begin) : undefined;
    const side = SLOTS.indexOf(slot);
    const options = { transfer: buffersOf(columns) };
    const [helper, second] = await Promise.all([starting, half]);
    if (card) {
      const taken = second?.ask("give", { side, columns, rows, places });
      await Promise.all([helper.ask("give", { side, columns, rows, places }, options), taken]);
      continue;
    }
    const given = { model, known: columns, rows, asked, side, places, beside };
    const channel = second ? new MessageChannel() : null;
    // Copied for this one before the other takes the memory.
    const taken = second && channel ? second.ask("begin", { ...given, port: channel.port2, serves: true }, { transfer: [channel.port2] }) : null;
    const port = channel?.port1;
    [card] = await Promise.all([helper.ask("begin", { ...given, port }, { transfer: port ? [...options.transfer, port] : options.transfer }), taken]);
    second?.ended.then(() => helper.end("the worker with the other half of the trees was lost"));
  }
  return { ...card, fidelity: null };
};

/** How long what follows the verdict waits for explanations at the most. */
const ASIDE_MS = 4000;

/** Open while a person waits for the first pictures of an explanation. @type {{ over: Promise<void>, end: () => void } | null} */
let firstPictures = null;

/** Explanations were asked for: what follows the verdict stands aside until their first pictures are there. */
const beginPictures = () => {
  firstPictures?.end();
  /** @type {() => void} */
  let resolve = () => {};
  const over = new Promise((/** @type {(value: void) => void} */ done) => { resolve = done; });
  const end = () => {
    clearTimeout(late);
    if (firstPictures?.over === over) firstPictures = null;
    resolve();
  };
  const late = setTimeout(end, ASIDE_MS);
  firstPictures = { over, end };
};

/** Waits while an explanation goes first: what follows the verdict was not asked for, and both would share the same cores. */
const standAside = async () => { while (firstPictures) await firstPictures.over; };

/**
 * A question to the explaining worker, or to the one beside it where the further module is handed in.
 * @param {string} ask @param {any} args @param {(total: number) => Told} begin
 */
const askExplanation = async (ask, { module, explain, further, config, ...args }, begin) => {
  // The first thing that is asked for once the first pictures stand.
  if (ask === "rows") firstPictures?.end();
  const alone = handed?.further ? "further" : "explain";
  const beside = further && alone === "explain" ? aside ??= openAside(further) : null;
  try {
    if (beside && ask === "row") return await rowBeside(await startModule(alone, explain), await beside, args);
    const helper = await (beside ?? startModule(alone, explain));
    return await helper.ask(ask, args, { progress: (done, total) => begin(total)(done) });
  } catch (thrown) {
    if (isLost(thrown)) aside = null; // begun anew when it is asked again
    throw thrown;
  }
};

/**
 * One row of trees: its values from the worker that explains them, and meanwhile what the model is asked from the one beside it.
 * @param {Helper} explaining @param {Helper} asking @param {any} args
 */
const rowBeside = async (explaining, asking, args) => {
  const [view, asked] = await Promise.all([explaining.ask("row", args), asking.ask("askedOfRow", args)]);
  const [first, ...others] = view.blocks;
  return { ...view, blocks: [first, ...(asked.response ? [asked.response] : []), ...others, ...asked.blocks], line: asked.line };
};

/** True while the tables have a model's scores behind the files' own columns. */
let scored = false;

/**
 * Puts a model's scores behind the columns of every file, or takes them away again. Whole tables are needed for it, so
 * one worker then holds all.
 * @param {{ mapping: unknown, module?: ModulePart } | undefined} scores @param {unknown} config
 */
const withScores = async (scores, config) => {
  if (!scores && !scored) return;
  dropPartner();
  for (const slot of given()) {
    await readAgain(slot);
    if (!scores) continue;
    for (const [name, , values] of await askModel("columns", { ...scores, slot, config }, () => () => {})) tables().addColumn(slot, name, values);
  }
  scored = scores !== undefined;
};

/**
 * @param {{ config: unknown, module?: ModulePart, split?: boolean, periods?: File[], attributes?: File | null, scores?: { mapping: unknown, module?: ModulePart } }} args `split`: the one file
 * is divided; `periods`: files that follow the current one; `attributes`: a file whose columns are put beside the rows with the same key
 * @param {(total: number) => Told} begin
 */
const analyseFiles = async ({ config, module, split, periods, scores, attributes }, begin) => {
  generation += 1;
  await withScores(scores, config);
  for (const name of ["full", SAMPLING]) started.get(`module ${name}`)?.then((helper) => { if (helper.busy) helper.end("what it looked for is not wanted any more"); }, () => {});
  if (module) {
    const held = await startModule("full", module);
    deputy = held;
    // A table has its scores before it is divided or joined to others: they go where its rows go.
    const read = async (/** @type {Reading} */ reading, /** @type {Slot} */ slot = reading.slot) => {
      await held.ask("read", { ...reading, slot, config });
      if (scores) await held.ask("addColumns", { slot, columns: await askModel("columns", { ...scores, slot: reading.slot, file: reading.file, config }, () => () => {}) });
    };
    const [only] = given();
    if (split && only) {
      await held.ask("forget", { slot: "current" });
      await read(/** @type {Reading} */ (readings[only]), "reference");
      await held.ask("split", { config });
    } else {
      for (const slot of SLOTS) await (readings[slot] ? read(readings[slot]) : held.ask("forget", { slot }));
    }
    if (periods && periods.length > 0 && readings.current) {
      await held.ask("keepPeriod", {});
      for (const file of periods) {
        await read({ ...readings.current, file });
        await held.ask("keepPeriod", {});
      }
      await held.ask("joinPeriods", {});
    }
    if (attributes) await held.ask("joinAttributes", { file: attributes, config });
    return deputy.ask("analyse", { config }, { progress: (done, total) => begin(total)(done) });
  }
  deputy = null;
  const [only, other] = given();
  if (partner && only && !other) {
    dropPartner();
    await readAgain(only);
  }
  if (!partner) return analyseHere(config, begin);
  try {
    return await analyseTogether(partner, config, begin);
  } catch (thrown) {
    if (!isLost(thrown)) throw thrown;
    await goOnAlone();
    await readAgain("current");
    return analyseHere(config, begin);
  }
};

/** What only another worker of the cell asks for. @type {Record<string, (args: any, progress: (total: number) => Told) => unknown>} */
const INNER_CALLS = {
  readPart: async (reading, begin) => {
    await readHere(reading, begin(reading.file.size));
    return tables().head(reading.slot);
  },
  takeHead: ({ slot, head }) => tables().takeHead(slot, head),
  swap: ({ mine, values, theirs }) => {
    if (mine) tables().takeColumn(mine.slot, mine.column, values);
    return theirs ? tables().giveColumn(theirs.slot, theirs.column, memoryOf(values)) : null;
  },
  takeColumns: ({ slot, columns }) => { for (const [column, values] of columns) tables().takeColumn(slot, column, values); },
  addColumns: ({ slot, columns }) => { for (const [name, , values] of columns) tables().addColumn(slot, name, values); },
  steps: async ({ config }, begin) => {
    await doSteps(begin(tables().beginAnalysis(config)));
    return tables().found();
  },
  rowKeys: ({ slot }) => tables().rowKeys(slot),
  giveRows: ({ slot, rows }) => tables().giveRows(slot, rows),
};
