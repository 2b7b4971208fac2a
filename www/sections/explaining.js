/** @import { Block, Finding, Section } from "../types/driftglass" */
import { build } from "../elements/build.js";
import { formatCell, formatInterval, formatNumber } from "../shared/format.js";
import { WORDS } from "../shared/words.js";

/** Analyses that compare groups of one file, not two files. */
const OF_GROUPS = ["fairness", "fairness-slices", "stand-ins"];

/**
 * The rows that a finding stands on: of both files, of the one that was looked at, or of both groups.
 * @param {{ reference: number, current: number }} n
 * @param {string} [id] the finding's
 */
export function rowsSaid({ reference, current }, id = "") {
  const [before, now] = [formatNumber(reference, "count"), formatNumber(current, "count")];
  if (reference === 0) return now;
  return OF_GROUPS.includes(id.split("/")[0] ?? "") ? WORDS.effect.nGroups(before, now) : WORDS.effect.nLong(before, now);
}

/**
 * What went into numbers, by name: their rows, and the quantities of their formulas.
 * @param {{ reference: number, current: number }} n
 * @param {Block[]} blocks those that belong to the numbers
 * @param {string} [id] the finding's, where they are one's
 * @returns {[string, string][]}
 */
export function inputsOf(n, blocks, id) {
  /** @type {[string, string][]} */
  const inputs = [[WORDS.explain.rows, rowsSaid(n, id)]];
  for (const block of blocks) {
    // A table of one row holds the quantities of a formula, each under its name.
    if (block.kind !== "table" || block.rows.length !== 1) continue;
    inputs.push(...block.columns.map((column, at) => /** @type {[string, string]} */ ([column.label, formatCell(block.rows[0]?.[at] ?? null, column.unit)])));
  }
  return inputs;
}

/**
 * How the number of a finding comes about: the definition of its measure, and what went into it in this report, from the
 * finding and its section alone.
 * @param {Finding} finding
 * @param {Section | undefined} section
 * @returns {[string, string | Node][]} names and what is said
 */
export function explanation({ id, effect, test, n }, section) {
  const words = WORDS.explain;
  if (!effect || effect.value === null) return [];
  /** @type {[string, string | Node][]} */
  const lines = [];
  const metric = section?.blocks.find((block) => block.kind === "metric" && block.value === effect.value);
  if (metric?.kind === "metric") lines.push([words.formula, metric.definition]);
  const inputs = inputsOf(n, section?.blocks ?? [], id);
  lines.push([words.inputs, build("ul", { class: "inputs" }, ...inputs.map(([name, value]) => build("li", {}, build("span", { class: "quiet" }, `${name}: `), value)))]);
  const interval = effect.interval ? words.interval(formatInterval(effect.interval, effect.unit)) : words.noInterval;
  const beyond = effect.interval && effect.threshold !== null ? words[effect.interval.low >= effect.threshold ? "beyond" : effect.interval.high < effect.threshold ? "below" : "across"](formatNumber(effect.threshold, effect.unit)) : "";
  const chance = effect.interval && effect.value > effect.interval.high ? words.aboveInterval : "";
  lines.push([words.reading, `${formatNumber(effect.value, effect.unit)}${interval}${chance}${beyond}${test?.q !== null && test?.q !== undefined ? words.chance(formatNumber(test.q, "probability")) : ""}`]);
  return lines;
}
