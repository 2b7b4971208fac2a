// Protected attributes in a file of their own: read in the full module's worker, put beside the rows with the same key, and
// forgotten. Whole tables are needed for it.
"use strict";

INNER_CALLS.joinAttributes = async (/** @type {{ file: File, config: unknown }} */ { file, config }) => {
  await readHere({ slot: /** @type {any} */ ("attributes"), file, config, key: sessionKey ?? "" }, () => {});
  tables().joinAttributes(config);
};
