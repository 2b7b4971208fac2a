// Runs after the explain module's `no-modules` glue in a worker that the cell starts: a model and rows that were handed
// over, explained within a budget of time and then to the end. The protocol is the cell's.
"use strict";
{
  /* global wasm_bindgen */
  /** Rows explained between two looks at the clock: as many as are looked up together, fewer take as long. */
  const STEP_ROWS = 1024;
  /** Rows that are not looked up in tables of all trees may take long: steps begin with so few, and then have as many as are explained in `SHORT_MS`. */
  const FIRST_ROWS = 4;
  const SHORT_MS = 25;
  /** Rows that are looked at for the error from the background ahead of the first pictures, and how long: the others come behind. */
  const ERROR_ROWS = 8;
  const ERROR_MS = 40;

  /** @type {import("../pkg/further.js").Explanation | null} */
  let explanation = null;
  let stepRows = FIRST_ROWS;
  /** Sides that pictures were made of. @type {Set<number>} */
  const pictured = new Set();
  /** To the worker that has the other half of the trees, while rows are explained together. @type {MessagePort | null} */
  let other = null;
  /** Steps that were asked of it, the next answer first. @type {{ side: number, from: number, rows: number, values: Promise<Float32Array> }[]} */
  let asked = [];
  /** Who waits for what was asked of it, by number. @type {Map<number, { resolve: (found: any) => void, reject: (why: unknown) => void }>} */
  const heard = new Map();
  let lastAsked = 0;

  /** @returns {import("../pkg/further.js").Explanation} */
  const ready = () => {
    if (!explanation) throw coded("call.invalid", "no model was handed over", "`begin` first", "Open the explanations again.");
    return explanation;
  };

  /**
   * A model, the rows that "nothing is known" is drawn from, and whose rows these are: they are explained, all or those at `places`.
   * `beside` another worker that explains rows, no tables are made for them. With a `port` two workers have half of the trees
   * each: this one asks through it, or answers where it `serves`.
   * @param {{ model: Uint8Array, known: Float64Array[], rows: number, asked: any, side: number, places?: Uint32Array, beside?: boolean, port?: MessagePort, serves?: boolean }} args
   */
  const begin = ({ model, known, rows, asked: chosen, side, places, beside, port, serves }) => {
    if (other) other.close();
    other = null;
    asked = [];
    for (const { reject } of heard.values()) reject(coded("call.cancelled", "another explanation was begun", "one explanation at a time", "Nothing is to be done."));
    heard.clear();
    pictured.clear();
    if (explanation) explanation.free();
    explanation = null;
    const part = port ? { part: serves ? 1 : 0, parts: 2 } : {};
    explanation = new wasm_bindgen.Explanation(model, known, rows, { ...chosen, ...part, keep: true });
    explanation.giveKnown(side, places);
    if (port && serves) answer(port);
    else if (port) listen(port);
    if (!beside) explanation.prepare(side);
    stepRows = FIRST_ROWS;
    return explanation.card();
  };

  /** Answers what this half of the trees adds in rows, or what stands beside the values of one row, which goes first: a person waits for it. @param {MessagePort} port */
  const answer = (port) => {
    /** @type {{ id: number, side: number, from: number, rows?: number, row: number, output: number }[]} */
    const waiting = [];
    const pause = pauses();
    const next = () => {
      const [{ id, side, from, rows, row, output }] = waiting.splice(Math.max(waiting.findIndex((one) => one.rows === undefined), 0), 1);
      try {
        const found = rows === undefined ? ready().beside(side, row, output) : ready().part(side, from, rows);
        port.postMessage({ id, found }, buffersOf(found));
      } catch (thrown) { port.postMessage({ id, failed: String(thrown) }); }
    };
    port.onmessage = async ({ data }) => {
      waiting.push(data);
      // What came during a step is heard before the next one begins.
      if (waiting.length === 1) do { await pause(); next(); } while (waiting.length > 0);
    };
  };

  /** Hears what the other half answers. @param {MessagePort} port */
  const listen = (port) => {
    other = port;
    port.onmessage = ({ data: { id, found, failed } }) => {
      const one = heard.get(id);
      heard.delete(id);
      if (failed === undefined) one?.resolve(found);
      else one?.reject(coded("internal.worker-lost", `the worker with the other trees: ${failed}`, "an answer", "Try once more."));
    };
  };

  /** Asks the other half. @param {MessagePort} port @param {object} what @returns {Promise<any>} */
  const ask = (port, what) => {
    lastAsked += 1;
    const found = new Promise((resolve, reject) => heard.set(lastAsked, { resolve, reject }));
    found.catch(() => {}); // told where it is waited for
    port.postMessage({ id: lastAsked, ...what });
    return found;
  };

  /** Asks for its next step. @param {MessagePort} port @param {number} side @param {number} from @param {number} rows */
  const askStep = (port, side, from, rows) => asked.push({ side, from, rows, values: ask(port, { side, from, rows }) });

  /**
   * Explains the next rows together, while the other half goes on with those behind them; answers how many are done.
   * @param {MessagePort} port @param {number} side @param {number} done @param {number} of
   */
  const stepTogether = async (port, side, done, of) => {
    if (asked.length === 0) askStep(port, side, done, stepRows);
    const [now] = asked;
    const end = now.from + now.rows;
    if (asked.length === 1 && now.side === side && end < of) askStep(port, side, end, stepRows);
    ready().step(now.side, now.rows);
    const values = await now.values;
    asked.shift();
    const reached = ready().add(now.side, values);
    return now.side === side ? reached : done;
  };

  /** Looks for the error from the background in some rows. @param {number} side @param {number} rows @param {number} most_ms */
  const lookForError = (side, rows, most_ms) => {
    const start = performance.now();
    for (let row = 0; row < rows && ready().lookForError(side, 1) > 0 && performance.now() - start < most_ms;) row += 1;
  };

  /** Explains rows until the budget is spent, at least one step. @param {{ side: number, budget_ms: number }} args @param {Told} progress */
  const spend = async ({ side, budget_ms }, progress) => {
    const start = performance.now();
    const pause = pauses();
    const { of, table_bytes, looked_up, done: before } = ready().standing(side);
    if (looked_up) stepRows = STEP_ROWS;
    // Beside tables for some trees.
    const growth = table_bytes > 0 ? 16 : 2;
    for (let done = before; ;) {
      const began = performance.now();
      const now = other && done < of ? await stepTogether(other, side, done, of) : ready().step(side, stepRows);
      const took = performance.now() - began;
      // By the time that a row has taken: one quick row among slow ones says little of the next 16.
      const fit = Math.floor(((now - done) * SHORT_MS) / took);
      if (!looked_up) stepRows = Math.max(Math.min(fit, growth * stepRows, STEP_ROWS), 1);
      progress(now, of);
      if (done === before) lookForError(side, ERROR_ROWS, ERROR_MS);
      if (now >= of || now === done || performance.now() - start >= budget_ms) break;
      done = now;
      await pause();
    }
    return { ...ready().standing(side), took_ms: performance.now() - start };
  };

  /** One row; the other half finds what stands beside its values meanwhile. @param {{ side: number, row: number, output: number, reasons?: object }} args */
  const oneRow = async ({ side, row, output, reasons }) => {
    const asking = other && ask(other, { side, row, output });
    const view = ready().row(side, row, output, reasons ?? undefined);
    const beside = await asking;
    // The break-down stays the last.
    if (beside) view.blocks.splice(-1, 0, beside);
    return view;
  };

  /** @type {Record<string, (args: any, progress: Told) => unknown>} */
  const CALLS = {
    begin,
    rows: ({ side, output, row }) => ready().rows(side, output, row ?? undefined),
    give: ({ side, columns, rows, places }) => ready().give(side, columns, rows, places),
    spend,
    overview: ({ side, output }) => {
      if (pictured.has(side)) lookForError(side, Infinity, Infinity);
      pictured.add(side);
      return ready().overview(side, output);
    },
    dependence: ({ side, input, output }) => ready().dependence(side, input, output),
    profile: ({ side, input, output }) => ready().profile(side, input, output),
    interactions: ({ side, output }) => ready().interactions(side, output),
    shuffled: ({ side }) => ready().shuffled(side),
    row: oneRow,
    askedOfRow: ({ side, row, output }) => ready().askedOfRow(side, row, output),
    reasonsCsv: ({ side, output, reasons }) => ready().reasonsCsv(side, output, reasons ?? undefined),
    drift: ({ output }) => ready().drift(output),
    gap: ({ side, output, groups }) => ready().gap(side, output, groups),
  };

  answerCalls(CALLS, "the explaining worker stopped", "Open the explanations again.", ["row", "askedOfRow"]);
}
