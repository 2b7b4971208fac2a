// What each module of the build carries: readers of model files are in the module that is fetched with the first model file.
import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import { test } from "node:test";

const PKG = path.resolve(import.meta.dirname, "../../www/pkg");
/** Keys of the formats, which only their readers say. */
const KEYS = ["learner_model_param", "scale_and_bias", "num_tree_per_iteration"];

test("only the models module holds readers of model files", () => {
  const has = (/** @type {string} */ name, /** @type {string} */ key) => fs.readFileSync(path.join(PKG, `${name}.wasm`)).includes(key);
  for (const key of KEYS) {
    assert.ok(has("models", key), `models lacks ${key}`);
    for (const name of ["engine", "charts", "full", "digest"]) assert.ok(!has(name, key), `${name} holds ${key}`);
  }
});
