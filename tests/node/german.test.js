// The report in German: every sentence, phrase, setting, error and drawing of the engine has German words, with the same places for numbers.
import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import { test } from "node:test";
import { speak } from "../../www/shared/words.js";
import { DRAWN } from "../../www/words/german-drawing.js";
import { PROBLEMS } from "../../www/words/german-problems.js";
import { SENTENCES } from "../../www/words/german-sentences.js";
import { SETTINGS } from "../../www/words/german-settings.js";
import { GERMAN_TELLER, numbersInGerman } from "../../www/words/german-telling.js";
import { GERMAN } from "../../www/words/german.js";

speak(GERMAN);

const PROJECT = path.resolve(import.meta.dirname, "../..");

/** The texts of the Rust files of a folder. @param {string} folder */
function sources(folder) {
  return fs.readdirSync(path.join(PROJECT, folder)).filter((name) => name.endsWith(".rs")).map((name) => fs.readFileSync(path.join(PROJECT, folder, name), "utf8").split("#[cfg(test)]")[0] ?? "");
}

/** A Rust literal as the text it means. @param {string} literal */
function meant(literal) {
  return /** @type {string} */ (JSON.parse(`"${literal.replace(/\\\n\s*/g, "")}"`));
}

const LITERAL = String.raw`"((?:[^"\\]|\\[^])*)"`;

/** Key, sentence and advice of each entry of the English tables. */
function entries() {
  const entry = new RegExp(String.raw`\bentry\(\s*${LITERAL},\s*${LITERAL},\s*${LITERAL},?\s*\)`, "g");
  return sources("src/wording").flatMap((text) => [...text.matchAll(entry)].map(([, key = "", sentence = "", next = ""]) => ({ key: meant(key), sentence: meant(sentence), next: meant(next) })));
}

/** The places of a template with their units, in order. @param {string} text */
function places(text) {
  return [...new Set([...text.matchAll(/\{([^{}?]*)(?:\?[^{}]*)?\}/g)].map(([, inside]) => String(inside)))];
}

test("every key of the wording tables has German words, and no others have", () => {
  const english = entries();
  assert.ok(english.length > 260, `${english.length} entries were found`);
  assert.deepEqual(Object.keys(SENTENCES).sort(), english.map((one) => one.key).sort());
  for (const { key, sentence, next } of english) {
    const [told = "", advised = ""] = SENTENCES[key] ?? [];
    assert.equal(advised === "", next === "", `${key}: advice in both languages or in neither`);
    const known = new Set(places(sentence + next));
    const plain = new Set([...known].map((place) => place.split(":")[0]));
    for (const place of places(told + advised)) assert.ok(known.has(place) || (!place.includes(":") && plain.has(place)), `${key}: {${place}} is not in the English`);
    for (const place of places(sentence)) assert.ok(places(told).some((one) => one.split(":")[0] === place.split(":")[0]), `${key}: {${place}} is lost`);
  }
});

test("every explanation of a setting is German", () => {
  /** @type {Set<string>} */
  const said = new Set();
  const walk = (/** @type {any} */ node) => {
    for (const [name, value] of Object.entries(node ?? {})) {
      if (name === "description" && typeof value === "string") said.add(value.replace(/\s+/g, " "));
      else if (typeof value === "object") walk(value);
    }
  };
  walk(JSON.parse(fs.readFileSync(path.join(PROJECT, "www/shared/settings.json"), "utf8")));
  assert.ok(said.size > 150);
  assert.deepEqual([...said].filter((text) => !Object.hasOwn(SETTINGS, text)), []);
  assert.deepEqual(Object.keys(SETTINGS).filter((text) => !said.has(text)), []);
});

test("what charts and files say has German words", () => {
  const phrase = (/** @type {string} */ literal) => {
    let place = 96;
    return meant(literal).replace(/\{[^{}]*\}/g, () => `{${String.fromCharCode((place += 1))}}`);
  };
  const texts = [...sources("src/charts"), ...sources("src/export")].join("\n");
  const wholes = [
    ...texts.matchAll(new RegExp(String.raw`\bsay\(\s*&?\s*(?:format!\(\s*)?${LITERAL}`, "g")),
    ...texts.matchAll(new RegExp(String.raw`\bnothing\(picture,\s*${LITERAL}`, "g")),
    ...texts.matchAll(new RegExp(String.raw`\blegend\(picture, Keys::\w+, ${LITERAL}`, "g")),
    ...texts.matchAll(new RegExp(String.raw`\(${LITERAL}, (?:Unit::\w+|block\.\w*unit)\)`, "g")),
  ].map((found) => phrase(String(found[1])));
  const counted = [...texts.matchAll(new RegExp(String.raw`counted\([^"]*?, ${LITERAL}\)`, "g"))].flatMap(([, what]) => [`{a} ${what}`, `{a} ${what}s`]);
  const missing = [...new Set([...wholes, ...counted])].filter((one) => !Object.hasOwn(DRAWN, one) && one !== "{a} {b}{c}" && one !== "n" && one !== "SHA-256" && one !== "x");
  assert.ok(wholes.length > 90, `${wholes.length} phrases were found`);
  assert.deepEqual(missing, []);
  for (const [english, german] of Object.entries(DRAWN)) {
    const lost = places(english).filter((place) => !places(german).includes(place));
    assert.ok(lost.length === 0 || english.startsWith(" {a} {b} too little"), `${english}: {${lost}} is lost`);
  }
});

/** Words that are the same in both languages, or names. */
const SAME = /^(n|p|q|Brier-?score|Minimum|Maximum|Median|Theil.*|p \((Fisher|mid-p|Boschloo)\)|.*Mantel.*|.*Breslow.*|Fairness|Impact ratio|drift|W.*SE|ECE|Text|Score|Fairness: .*|Definition|Rate)$/i;

test("titles, headings and definitions of the stored report are German", async () => {
  const report = JSON.parse(fs.readFileSync(path.join(PROJECT, "tests/golden/pipeline/report.json"), "utf8"));
  const german = await GERMAN_TELLER.report(report);
  /** @type {Set<string>} */
  const left = new Set();
  const columns = new Set(report.findings.map((/** @type {any} */ one) => one.column));
  const compare = (/** @type {any} */ one, /** @type {any} */ other, /** @type {string} */ name) => {
    if (typeof one === "string") {
      const isSaid = ["title", "definition", "x_label", "y_label", "sentence", "next", "word"].includes(name);
      if (isSaid && one === other && one !== "" && !SAME.test(one) && !columns.has(one)) left.add(one);
      return;
    }
    if (typeof one !== "object" || one === null) return;
    for (const key of Object.keys(one)) compare(one[key], other[key], Array.isArray(one) ? name : key);
  };
  for (const part of ["verdict", "answers", "findings", "sections"]) compare(report[part], /** @type {any} */ (german)[part], part);
  const headings = report.sections.flatMap((/** @type {any} */ section) => section.blocks.flatMap((/** @type {any} */ block) => (block.kind === "table" ? block.columns.map((/** @type {any} */ column) => column.label) : [])));
  for (const heading of headings) if (GERMAN_TELLER.phrase(heading) === heading && !SAME.test(heading)) left.add(`heading: ${heading}`);
  assert.deepEqual([...left], []);
  assert.notEqual(german.verdict.sentence, report.verdict.sentence);
  assert.deepEqual(report, JSON.parse(fs.readFileSync(path.join(PROJECT, "tests/golden/pipeline/report.json"), "utf8")), "the engine's report is left alone");
});

test("errors and warnings of reading are German", () => {
  const rows = fs.readFileSync(path.join(PROJECT, "docs/errors.md"), "utf8").split("\n").filter((line) => line.startsWith("| `")).map((line) => line.split(" | "));
  const real = rows.filter((row) => row.length === 7 && !row[4]?.startsWith("in the message"));
  assert.ok(real.length > 25, `${real.length} errors were found`);
  const left = real.flatMap(([code = "", , , , found = "", expected = "", action = ""]) => {
    const [here, there, then] = [found, expected, action.replace(/ \|$/, "")];
    const said = GERMAN_TELLER.problem({ code, found: here, expected: there, action: then });
    return [here !== said.found, there !== said.expected, then !== said.action].every(Boolean) ? [] : [`${code}: ${here} / ${there} / ${then} → ${said.found} / ${said.expected} / ${said.action}`];
  });
  assert.deepEqual(left, []);
});

test("numbers, days and conditions inside words are written the German way", () => {
  assert.equal(numbersInGerman("1,234.5 pp on 2024-03-05"), "1.234,5 Prozentpunkte on 05.03.2024");
  assert.equal(GERMAN_TELLER.phrase("a ratio of 0.745 (95% interval 0.668 to 0.816)"), "ein Verhältnis von 0,745 (95-%-Intervall 0,668 bis 0,816)");
  assert.equal(GERMAN_TELLER.phrase("Groups of Groups of age"), "Gruppen von Groups of age", "what the data says stays as it is");
  assert.equal(GERMAN_TELLER.problem({ code: "x", found: "columns 1, 3 have the same name", expected: "two different files", action: "" }).found, "die Spalten 1, 3 haben denselben Namen");
  assert.ok(Object.keys(PROBLEMS).length > 150);
});
