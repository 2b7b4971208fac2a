// Runs after the surrogate module's `no-modules` glue in a worker that the cell starts: learns from the predictions in a
// table what another module explains. The protocol is the cell's.
"use strict";
{
  /* global wasm_bindgen */

  /** @type {Record<string, (args: any, progress: Told) => unknown>} */
  const CALLS = {
    /** @param {{ columns: any[], predictions: string, leftOut: string[], seed: number }} args */
    learn: ({ columns, predictions, leftOut, seed }) => wasm_bindgen.learnSurrogate(columns, predictions, leftOut, seed),
  };

  answerCalls(CALLS, "the learning worker stopped", "Open the explanations again.");
}
