/** @import { Problem } from "../types/page" */
/** @import { Block, Cell, Report, Unit } from "../types/driftglass" */
/** @import { Teller } from "../shared/told.js" */
import { formatNumber } from "../shared/format.js";
import { WORDS } from "../shared/words.js";
import { GERMAN_DRAWING } from "./german-drawing.js";
import { PROBLEMS } from "./german-problems.js";
import { EXPLAINED } from "./german-explaining.js";
import { GERMAN_AUDIT } from "./german-audit.js";
import { GERMAN_MODEL, MODEL_PHRASES } from "./german-model.js";
import { CONDITIONS, GROUPS, LEFT_OUT, PHRASES, WEEKDAYS } from "./german-phrases.js";
import { SENTENCES } from "./german-sentences.js";
import { SETTINGS, SETTING_NAMES } from "./german-settings.js";
import { Phrasebook } from "./phrasebook.js";

/** What stands in a file for a level on few rows. */
const RARE = "a rare value";

/** A task of this length is not felt. */
const LONGEST_TASK_MS = 8;

const phrases = new Phrasebook({ ...EXPLAINED, ...MODEL_PHRASES, ...PHRASES }, numbersInGerman);
const conditions = new Phrasebook(CONDITIONS, numbersInGerman);
const problems = new Phrasebook(PROBLEMS, numbersInGerman);
const leftOut = new Phrasebook(LEFT_OUT, numbersInGerman);
const groups = new Phrasebook(GROUPS, numbersInGerman);
const weekdays = new Phrasebook(WEEKDAYS, numbersInGerman);

/** Values of sentences that are the engine's own words, not the data's. */
const WORDY = new Set([
  "direction", "change", "side", "role", "kind", "kind_reference", "kind_current", "step", "step_reference", "gap", "gap_low", "gap_high", "gap_reference", "order", "order_reference",
  "size", "size_low", "size_high", "size_threshold", "others", "arrivals", "unit", "by", "when", "window", "windows", "criterion", "metric", "worst_metric", "worst_gap", "worst_versus", "rest", "guess",
  "favourable", "against", "score", "weighted", "labels", "which", "wider", "since", "truth", "source", "limit", "rows_needed", "unjudged", "differ", "told", "lacking", "gap_words", "open_words", "what",
  "where", "compared", "rule", "distance", "names", "more", "first", "attributes", "examples", "levels", "fence_low", "fence_high", "range_low", "range_high", "versus", "group", "place", "slice",
]);
/** Numbers that the engine has written already. */
const WRITTEN = new Set(["gap", "gap_low", "gap_high", "size_low", "size_high", "size_threshold", "limit", "fence_low", "fence_high", "range_low", "range_high"]);
/** Conditions on rows. */
const CONDITIONAL = new Set(["slice", "place", "where", "group", "versus", "worst_group", "worst_versus"]);
/** Columns of tables whose cells are the engine's own words, by their English headings. */
const WORD_COLUMNS = new Set(["File", "Verdict", "Why", "Says", "Marked", "Note", "As", "Criterion", "Definition", "What it assumes", "When it misleads", "Type", "Role", "Rate", "Metric", "Drift where", "Would that change the answer?", "On the other half", "Of", "Change", "Test of", "Changed on", "Alarm after window", "Window", "How the distance is measured", "Rows stand", "Usual step", "Longest gap", "Column", "Level", "Group", "Compared with", "Lowest", "Highest", "Values", "Reference rows", "Threshold"]);
/** Cells that name a group. */
const GROUP_COLUMNS = new Set(["Group", "Compared with", "Level", "Category"]);
/** Tables whose rows are conditions. */
const CONDITION_COLUMNS = new Set(["Rows where", "Part of the rows"]);

/** @type {Record<string, Unit>} */
const UNITS = { count: "count", share: "share", points: "share-points", probability: "probability", time: "time-ms", bytes: "bytes" };

/** @type {Teller} */
export const GERMAN_TELLER = {
  async report(report) {
    const clock = breaks();
    const findings = [];
    for (const one of report.findings) {
      await clock();
      findings.push(finding(one));
    }
    const sections = [];
    for (const section of report.sections) {
      await clock();
      sections.push({ ...section, title: section.title === section.column ? section.title : phrases.say(section.title), blocks: section.blocks.map(block) });
    }
    const answers = report.answers?.map((answer) => ({ ...answer, verdict: verdict(answer.verdict) }));
    const first = verdict(report.verdict);
    /** @type {Report} */
    const said = { ...report, verdict: { ...first, sentence: first.sentence + aboutRows(report) }, findings, sections, ...(answers && { answers }), warnings: report.warnings.map((one) => /** @type {typeof one} */ (/** @type {unknown} */ (problem(/** @type {Problem} */ (/** @type {unknown} */ (one)))))) };
    const several = report.provenance.files.map((file) => file.name).filter((name) => SEVERAL.test(name));
    return several.length > 0 ? renamed(said, several) : said;
  },
  block,
  problem,
  setting: (text) => SETTINGS[text.replace(/\s+/g, " ")] ?? SETTING_NAMES[text] ?? text,
  phrase: (text) => phrases.say(text),
  words: { audit: GERMAN_AUDIT, model: GERMAN_MODEL },
  language: () => GERMAN_DRAWING,
};

/** The name of files that follow each other and are compared together. */
const SEVERAL = /^(.+\.\w+) to (.+\.\w+)$/su;

/**
 * A value in which such names are German wherever they stand.
 * @template T
 * @param {T} value
 * @param {string[]} names
 * @returns {T}
 */
function renamed(value, names) {
  /** @type {unknown} */
  let said = value;
  if (typeof value === "string") said = names.reduce((text, name) => text.replaceAll(name, name.replace(SEVERAL, "$1 bis $2")), value);
  else if (Array.isArray(value)) said = value.map((one) => renamed(one, names));
  else if (value !== null && typeof value === "object") said = Object.fromEntries(Object.entries(value).map(([key, one]) => [key, renamed(one, names)]));
  return /** @type {T} */ (said);
}

/** Waits for a moment whenever a task has become long. */
function breaks() {
  let since = performance.now();
  return async () => {
    if (performance.now() - since < LONGEST_TASK_MS) return;
    await new Promise((resolve) => setTimeout(resolve));
    since = performance.now();
  };
}

/** @param {import("../types/driftglass").Finding} one */
function finding(one) {
  // What was left out of a file is said in words of its own.
  const without = leftOut.find(one.sentence);
  if (without !== null) return { ...one, sentence: without };
  const severity = one.severity;
  /** @type {Record<string, Cell>} */
  const numbers = { ...one.numbers, column: one.column ?? "", n_reference: one.n.reference, n_current: one.n.current };
  if (one.effect) {
    const { threshold, value, interval } = one.effect;
    Object.assign(numbers, { threshold }, value !== null && { effect: value }, interval && { low: interval.low, high: interval.high });
  }
  const [sentence, next] = fill([`${one.code}/${severity}`, one.code], numbers, [one.sentence, one.next]);
  const word = one.word ? SENTENCES[`${one.analysis}.word/${severity}`]?.[0] ?? phrases.say(one.word) : one.word;
  return { ...one, ...(one.word && { word }), sentence, next };
}

/** @param {import("../types/driftglass").Verdict} one */
function verdict(one) {
  const [sentence, next] = fill([one.code], one.numbers, [one.sentence, one.next]);
  return { ...one, sentence, next };
}

/** What the verdict's line says besides of rows that were chosen or drawn. @param {Report} report */
function aboutRows({ provenance: { config, files } }) {
  const chosen = config.cohort ?? [];
  const parts = [];
  if (chosen.length > 0) {
    const where = chosen.map(({ column, values, from, below }) => {
      const key = values ? "values" : from && below ? "between" : from ? "from" : below ? "below" : "missing";
      return fill([`cohort.${key}`], { column, from: values?.join(" oder ") ?? from ?? "", below: below ?? "" }, ["", ""])[0];
    });
    const each = files.map((file) => fill(["cohort.rows"], { file: file.name, rows: file.rows_in_cohort ?? 0, of: file.rows_sampled ?? file.rows_used + file.rows_repaired }, ["", ""])[0]);
    parts.push(fill(["verdict.cohort"], { where: where.join("; "), files: each.join(", ") }, ["", ""])[0]);
  }
  for (const file of files) {
    if (file.rows_sampled != null) parts.push(fill(["verdict.sampled"], { file: file.name, rows: file.rows_sampled, of: file.rows_used + file.rows_repaired }, ["", ""])[0]);
  }
  return parts.map((part) => ` ${part}`).join("");
}

/**
 * @param {string[]} keys
 * @param {Record<string, Cell>} numbers
 * @param {[string, string]} otherwise
 * @returns {[string, string]}
 */
function fill(keys, numbers, otherwise) {
  const key = keys.find((one) => SENTENCES[one]);
  if (key === undefined) return otherwise;
  const [sentence, next = ""] = /** @type {[string, string?]} */ (SENTENCES[key]);
  return [template(sentence, numbers), template(next, numbers)];
}

/** As `wording::template` of the engine. @param {string} text @param {Record<string, Cell>} numbers */
function template(text, numbers) {
  return text.replace(/\{([^{}]*)\}/g, (_, /** @type {string} */ inside) => {
    const [chosen, words] = inside.split("?");
    if (words !== undefined) return words.split("|")[numbers[chosen ?? ""] === 1 ? 0 : 1] ?? "";
    const [name = "", unit = "number"] = inside.split(":");
    const value = numbers[name];
    if (typeof value === "number") return unit === "hundred" ? formatNumber(100 * value, "number") : formatNumber(value, UNITS[unit] ?? "number");
    if (typeof value === "string") return word(name, value);
    return WORDS.notEstimable;
  });
}

/** @param {string} name @param {string} value */
function word(name, value) {
  if (CONDITIONAL.has(name)) {
    const found = condition(value);
    if (found !== null) return found;
  }
  if (value.includes(RARE)) return value.replaceAll(RARE, phrases.say(RARE));
  if (name === "arrivals") return arrivals(value);
  if (name === "names" && value.startsWith(" (")) return outstanding(value);
  if (name === "value" && /^[−-]?\d[\d,]*(\.\d+)?$/.test(value)) return numbersInGerman(value);
  if (!WORDY.has(name)) return value;
  const found = phrases.find(value);
  if (found !== null) return found;
  return WRITTEN.has(name) ? numbersInGerman(value) : value;
}

/** New and vanished levels: a sentence each, with how many rows each level has. @param {string} text */
function arrivals(text) {
  return text
    .replace(/ (New|Vanished) level(s?): /g, (_, which, many) => ` ${which === "New" ? "Neue" : "Verschwundene"} Ausprägung${many ? "en" : ""}: `)
    .replace(/\(([\d,]+) rows?\)/g, (_, rows) => `(${numbersInGerman(rows)} ${rows === "1" ? "Zeile" : "Zeilen"})`)
    .replace(/ and ([\d,]+) more\./g, (_, more) => ` und ${numbersInGerman(more)} weitere.`);
}

/** @param {string} text */
function condition(text) {
  // The names of columns hold spaces seldom, levels often: a condition begins with one word and what is asked of it.
  const parts = text.split(/ and (?=\S+ (?:= |above |up to |is missing))/).map((one) => conditions.find(one));
  return parts.every((one) => one !== null) ? parts.map((one) => one.replace(/(?<= = ).*$/su, group)).join(" und ") : null;
}

/** A group of rows as tables and drawings name it: levels are data, bands of numbers and what has no value are the engine's words. @param {string} text */
function group(text) {
  return text.split(" × ").map((one) => groups.say(one)).join(" × ");
}

/** The line of a plot of groups: its name, its rows, its verdict. @param {string} text */
function plotted(text) {
  const judged = /^(.*) \(n = ([\d,]+), (.+)\)$/su.exec(text);
  if (judged) return `${group(judged[1] ?? "")} (n = ${numbersInGerman(judged[2] ?? "")}, ${phrases.say(judged[3] ?? "")})`;
  const named = group(text);
  return named === text ? phrases.find(text) ?? condition(text) ?? text : named;
}

/** Groups and rates that stand out, and how many more. @param {string} text */
function outstanding(text) {
  return text.replace(/(?<=^ \(|; )(?:and (\d+) more|(.+?), ([^,;]+?))(?=;|\)$)/gu, (_, more, name, rate) => (more ? `und ${more} weitere` : `${group(name)}, ${phrases.say(rate)}`));
}

/** @param {Block} one @returns {Block} */
function block(one) {
  /** @type {any} */
  const said = { ...one };
  for (const name of ["title", "definition", "x_label", "y_label", "label", "start_label", "end_label"]) {
    if (typeof said[name] === "string") said[name] = phrases.say(said[name]);
  }
  if (one.kind === "text") [said.sentence] = fill([one.code], one.numbers, [one.sentence, ""]);
  if (one.kind === "table") return { ...said, columns: one.columns.map((column) => ({ ...column, label: phrases.say(column.label) })), rows: one.rows.map((row) => row.map((cell, at) => tableCell(cell, one.columns[at]?.label ?? "", at))) };
  if (one.kind === "level-pair" && one.title === "Share of rows on each day of the week") said.levels = one.levels.map((level) => ({ ...level, name: weekdays.say(level.name) }));
  if (one.kind === "level-pair" && one.rest) said.rest = { ...one.rest, name: phrases.say(one.rest.name) };
  if (Array.isArray(said.lines)) said.lines = said.lines.map((/** @type {{ label: string }} */ line) => ({ ...line, label: plotted(line.label) }));
  if (Array.isArray(said.bands)) said.bands = said.bands.map((/** @type {{ label: string }} */ band) => ({ ...band, label: phrases.say(band.label) }));
  if (said.band?.label) said.band = { ...said.band, label: phrases.say(said.band.label) };
  if (said.contribution?.label) said.contribution = { ...said.contribution, label: phrases.say(said.contribution.label) };
  if (one.kind === "matrix") said.rows = one.rows.map((/** @type {string} */ row) => plotted(row));
  if (one.kind === "matrix") said.columns = one.columns.map((/** @type {string} */ column) => phrases.say(column));
  if (one.kind === "intervals") said.rows = one.rows.map((row) => ({ ...row, label: plotted(row.label) }));
  // Halves of the rows by a column, as explanations name them.
  if (one.kind === "curve") said.lines = said.lines.map((/** @type {{ label: string }} */ line) => ({ ...line, label: line.label.replace(/ (low|high)$/, (_, half) => (half === "low" ? " niedrig" : " hoch")) }));
  if (one.kind === "waterfall") said.steps = one.steps.map((step) => ({ ...step, label: phrases.say(step.label) }));
  if (one.kind === "strip") said.names = one.names?.map((name) => phrases.say(name));
  if (one.kind === "paths") said.steps = one.steps.map((step) => phrases.say(step));
  if (one.kind === "ranking") said.rows = one.rows.map((row) => ({ ...row, label: phrases.say(row.label) }));
  return said;
}

/** @param {Cell} cell @param {string} heading @param {number} at */
function tableCell(cell, heading, at) {
  if (typeof cell !== "string") return cell;
  if (CONDITION_COLUMNS.has(heading)) return condition(cell) ?? cell;
  if (heading === "Values of the columns that tell most") return cell.replace(/: missing(?=;|$)/g, `: ${phrases.say("missing")}`);
  if (GROUP_COLUMNS.has(heading)) return plotted(cell);
  return WORD_COLUMNS.has(heading) || (at === 0 && cell.includes(" ")) ? phrases.say(cell) : cell;
}

/** @param {Problem} one @returns {Problem} */
function problem(one) {
  // What is damaged inside a model file is named as the format's own description names it.
  // What was told before is not framed again.
  const framed = "in den Worten des Formats: „";
  const frame = (/** @type {string} */ text) => (one.code.startsWith("model.") && !text.startsWith(framed) ? `${framed}${text}“` : text);
  const say = (/** @type {string} */ text) => problems.find(text) ?? phrases.find(text);
  return { ...one, found: say(one.found) ?? frame(one.found), expected: say(one.expected) ?? frame(one.expected), action: say(one.action) ?? one.action };
}

/** A day, or a number by English marks. */
const WRITTEN_NUMBER = /\b(\d{4})-(\d\d)-(\d\d)\b|\d+(?:,\d{3})*(?:\.\d+)?/g;

/** Numbers and days of a text that the engine wrote in English, by German marks. @param {string} text */
export function numbersInGerman(text) {
  return text
    .replace(WRITTEN_NUMBER, (found, year, month, day) => (year ? `${day}.${month}.${year}` : found.replace(/[.,]/g, (/** @type {string} */ mark) => (mark === "." ? "," : "."))))
    .replace(/(\d)%/g, "$1\u00a0%")
    .replace(/ pp\b/g, ` ${WORDS.points}`)
    .replace("not estimable", WORDS.notEstimable);
}
