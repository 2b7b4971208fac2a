// The languages of the page: German says everything that English says, in the same shape, and numbers by its own marks.
import assert from "node:assert/strict";
import fs from "node:fs";
import { test } from "node:test";
import { formatNumber } from "../../www/shared/format.js";
import { speak } from "../../www/shared/words.js";
import { ENGLISH_EXPLAINING } from "../../www/words/english-explaining.js";
import { ENGLISH_LATER } from "../../www/words/english-later.js";
import { ENGLISH_START } from "../../www/words/english-start.js";
import { AUDIT } from "../../www/sections/fairness-words.js";
import { MODEL } from "../../www/sections/model-words.js";
import { GERMAN_AUDIT } from "../../www/words/german-audit.js";
import { GERMAN_MODEL } from "../../www/words/german-model.js";
import { GERMAN } from "../../www/words/german.js";

/** Names that only some tables have: codes of the engine that are said in its own words where there is no entry. */
const OPEN = new Set(["roles.reasons"]);

/** Each word with its path and what kind of value it is. @param {any} words @param {string} path @returns {string[]} */
function paths(words, path = "") {
  return Object.entries(words).flatMap(([name, value]) => {
    const here = path ? `${path}.${name}` : name;
    if (OPEN.has(here)) return [here];
    if (Array.isArray(value)) return [`${here}: ${value.length} of a list`];
    if (typeof value === "object" && value !== null) return paths(value, here);
    return [`${here}: ${typeof value}${typeof value === "function" ? ` of ${value.length}` : ""}`];
  });
}

test("German has every word of English and no other", () => {
  assert.deepEqual(paths(GERMAN).sort(), paths({ ...ENGLISH_START, ...ENGLISH_LATER, ...ENGLISH_EXPLAINING }).sort());
});

test("German has every word of the model section and no other", () => {
  assert.deepEqual(paths(GERMAN_MODEL).sort(), paths(MODEL).sort());
});

test("German has every word of the audit's controls", () => {
  const german = new Set(paths(GERMAN_AUDIT));
  assert.deepEqual(paths(AUDIT).filter((path) => !german.has(path)), []);
});

test("no table of the start says what comes later", () => {
  assert.deepEqual(Object.keys(ENGLISH_START).filter((name) => Object.hasOwn(ENGLISH_LATER, name)), []);
});

test("German writes numbers and days by its own marks", () => {
  assert.equal(formatNumber(1234567.8, "number"), "1,234,568");
  speak(GERMAN);
  assert.equal(formatNumber(1234567.8, "number"), "1.234.568");
  assert.equal(formatNumber(-0.12345, "number"), "−0,123");
  assert.equal(formatNumber(0.1234, "share"), "12,3\u00a0%");
  assert.equal(formatNumber(0.99999, "share"), "> 99,9\u00a0%");
  assert.equal(formatNumber(0.00004, "probability"), "< 0,0001");
  assert.equal(formatNumber(0.012345, "probability"), "0,0123");
  assert.equal(formatNumber(0.0123456, "probability"), "0,0123");
  assert.equal(formatNumber(1.5e-7, "number"), "1,5e-7");
  assert.equal(formatNumber(12_345_678, "bytes"), "12,3 MB");
  assert.equal(formatNumber(Date.UTC(2026, 2, 5), "time-ms"), "05.03.2026");
  assert.equal(formatNumber(null, "share"), "nicht schätzbar");
});

test("every group of settings has a name that is no id, and every distance is called by its own", () => {
  const schemas = JSON.parse(fs.readFileSync(new URL("../../www/shared/settings.json", import.meta.url), "utf8"));
  for (const words of [ENGLISH_LATER, GERMAN]) {
    const named = /** @type {Record<string, string>} */ (words.settings.analyses);
    assert.deepEqual(Object.keys(schemas.analyses).filter((id) => !named[id]), []);
    const said = (/** @type {string} */ key) => /** @type {Record<string, string>} */ (words.settings.names)[key] ?? /** @type {Record<string, string>} */ (words.measures)[key.replaceAll("_", "-")];
    const numbers = Object.entries(schemas.analyses.drift.properties).filter(([, one]) => /** @type {any} */ (one).type === "number").map(([key]) => key);
    assert.deepEqual(numbers.filter((key) => !said(key)), ["missing_rate"]);
  }
});
