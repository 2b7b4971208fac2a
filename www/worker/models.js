// Runs after the models module's `no-modules` glue in a worker that the cell starts: a person's model file, and what it
// says of the rows of their files. The protocol is the cell's.
"use strict";
{
  /* global wasm_bindgen */
  const SCORED_ROWS = 16_384;

  /** @type {import("../pkg/models.js").ModelFile | null} */
  let model = null;
  /** What of a table the model holds now. */
  let held = "";

  /** @returns {import("../pkg/models.js").ModelFile} */
  const opened = () => {
    if (!model) throw coded("call.invalid", "no model was opened", "a model file", "Choose the model file.");
    return model;
  };

  /** @typedef {{ file: File, config: any, mapping: unknown, key: string }} Asked */

  /** Whether a text begins as one of a model does: a table of a gigabyte is not read to find out. @param {File} file */
  const beginsAsText = async (file) => /^\uFEFF?\s*(\{|tree\r?\n)/.test(new TextDecoder().decode(await file.slice(0, 64).arrayBuffer()));

  /** @param {{ file: File }} args @param {Told} progress */
  const open = async ({ file }, progress) => {
    if (/\.(json|txt)$/i.test(file.name) && !await beginsAsText(file)) throw coded("model.unknown-format", "a text that begins as no model's does", "a model saved by XGBoost, LightGBM, CatBoost or scikit-learn, or as ONNX", "Choose the file that the library itself saved.", { file: file.name });
    const next = new wasm_bindgen.ModelFile();
    try {
      await stream(file, (chunk, seen) => { next.push(chunk); progress(seen, file.size); });
      const card = next.open();
      if (model) model.free();
      model = next;
      held = "";
      return card;
    } catch (thrown) {
      next.free();
      throw thrown;
    }
  };

  /** Reads the table that the model is to score, unless it is held. @param {Asked} asked @param {Told} progress @param {import("../pkg/models.js").ModelFile} reader */
  const read = async ({ file, config, key }, progress, reader = opened()) => {
    if (held === key) return;
    held = "";
    const packed = await isGzip(file);
    const size = packed ? NaN : file.size;
    reader.beginTable(file.name, size, config);
    for (let pass = 0; pass < 8; pass += 1) {
      const take = (/** @type {Uint8Array<ArrayBuffer>} */ chunk, /** @type {number} */ seen) => { reader.pushTable(chunk); progress(seen, file.size); };
      await (packed ? unpacked(file, true, take) : stream(file, take));
      if (reader.finishTable(file.name, size)) {
        held = key;
        return;
      }
    }
    throw coded("table.file-changed", "one reading after another asked for the next", "the same bytes from beginning to end", "Choose the file again.", { file: file.name });
  };

  /** @param {Asked} asked @param {Told} progress */
  const bind = async (asked, progress) => {
    await read(asked, progress);
    return opened().bind(asked.mapping);
  };

  /** @param {Asked} asked @param {Told} progress */
  const score = async (asked, progress) => {
    const { rows } = await bind(asked, progress);
    const pause = pauses();
    for (let done = 0; done < rows;) {
      done = opened().score(done, SCORED_ROWS);
      progress(done, rows);
      await pause();
    }
  };

  /** @type {Record<string, (args: any, progress: Told) => unknown>} */
  const CALLS = {
    open,
    bind,
    tree: ({ tree }) => opened().tree(tree),
    score: async ({ stored, ...asked }, progress) => {
      await score(asked, progress);
      return opened().summary(stored ?? undefined);
    },
    csv: async (asked, progress) => {
      await score(asked, progress);
      return opened().csv();
    },
    columns: async (asked, progress) => {
      await score(asked, progress);
      return opened().columns();
    },
    handOver: () => opened().handOver(),
    inputColumns: async (asked, progress) => {
      await bind(asked, progress);
      return opened().inputColumns();
    },
    /** Which rows conditions hold for. @param {Asked & { cohort: unknown, renames: unknown }} asked @param {Told} progress */
    cohortRows: async ({ cohort, renames, ...asked }, progress) => {
      await read(asked, progress);
      return opened().cohortRows(cohort, renames);
    },
    /** The columns of a table that no model was given with, and the rows that conditions hold for. @param {Asked & { cohort?: unknown[] }} asked @param {Told} progress */
    tableColumns: async ({ cohort, ...asked }, progress) => {
      const reader = new wasm_bindgen.ModelFile();
      try {
        held = "";
        await read(asked, progress, reader);
        return { columns: reader.tableColumns(), places: cohort && cohort.length > 0 ? reader.cohortRows(cohort, undefined) : undefined };
      } finally {
        held = "";
        reader.free();
      }
    },
  };

  answerCalls(CALLS, "the model's worker stopped", "Choose the model file again.");
}
