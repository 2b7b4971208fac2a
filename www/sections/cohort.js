/** @import { Condition as Whole, Report } from "../types/driftglass" */
/** @import { State } from "../shared/state.js" */
/** What is not asked need not be there. @typedef {Pick<Whole, "column"> & Partial<Whole>} Condition */
import { build } from "../elements/build.js";
import { formatCount } from "../shared/format.js";
import { WORDS } from "../shared/words.js";

/** More levels than these are typed, not ticked. */
const MOST_TICKED = 30;

/**
 * Which rows everything is about: conditions that hold for the whole page, how many rows they leave, and a form for
 * another one. It stays where it is when nothing could be computed, so that a condition can be taken away.
 * @param {HTMLElement} place
 * @param {HTMLElement} settings what takes changes of the settings, to be undone there
 * @param {State} state
 */
export function connectCohort(place, settings, state) {
  const words = WORDS.cohort;
  const said = build("p", { class: "cohort-said", role: "status" });
  const chips = build("ul", { class: "cohort-conditions" });
  const all = build("button", { type: "button", class: "plain" }, words.all);
  const column = build("select", { id: "cohort-column" });
  const ways = build("div", { class: "cohort-ways" });
  const missing = build("input", { type: "checkbox", id: "cohort-missing" });
  const add = build("button", { type: "submit", class: "button" }, words.add);
  const form = build("form", { class: "cohort-form" }, build("label", {}, words.column, column), ways, build("label", {}, missing, words.missing), add);
  const adding = build("details", { class: "cohort-adding" }, build("summary", {}, words.choose), form);
  place.append(build("h2", { class: "visually-hidden", id: "cohort-heading" }, words.heading), build("div", { class: "cohort-line" }, said, chips, all), adding);

  /** Levels by column, from the last report about all rows. @type {Map<string, string[]>} */
  let levels = new Map();

  const conditions = () => /** @type {Condition[]} */ (state.config.cohort ?? []);
  const choose = (/** @type {Condition[]} */ value) => {
    const detail = { path: ["cohort"], value: value.length > 0 ? value : undefined };
    settings.dispatchEvent(new CustomEvent("settingchange", { detail }));
  };
  const summary = () => state.summaries.current ?? state.summaries.reference;

  const showWays = () => {
    const kind = summary()?.columns.find((/** @type {{ name: string }} */ one) => one.name === column.value)?.kind;
    const known = levels.get(column.value);
    missing.checked = false;
    if (kind === "number" || kind === "time") {
      const hint = kind === "time" ? "2025-01-31" : "";
      ways.replaceChildren(...["from", "below"].map((name) => build("label", {}, name === "from" ? words.from : words.below, build("input", { name, type: "text", inputmode: kind === "number" ? "decimal" : null, placeholder: hint, autocomplete: "off" }))));
    } else if (known && known.length <= MOST_TICKED) {
      ways.replaceChildren(build("fieldset", {}, build("legend", {}, words.values), ...known.map((value) => build("label", {}, build("input", { type: "checkbox", name: "value", value }), value))));
    } else {
      ways.replaceChildren(build("label", {}, words.value, build("input", { name: "value", type: "text", autocomplete: "off" })));
    }
    ways.hidden = false;
  };

  column.addEventListener("change", showWays);
  missing.addEventListener("change", () => { ways.hidden = missing.checked; });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const condition = asked(column.value, missing.checked, ways);
    if (!condition) {
      said.textContent = words.nothingAsked;
      return;
    }
    adding.open = false;
    choose([...conditions(), condition]);
  });
  all.addEventListener("click", () => choose([]));
  chips.addEventListener("click", (event) => {
    const at = /** @type {Element} */ (event.target).closest("button")?.dataset.at;
    if (at !== undefined) choose(conditions().filter((_, place) => place !== Number(at)));
  });

  state.watch(["files"], () => { levels = new Map(); });
  state.watchLater(["phase", "report", "config", "summaries"], () => {
    const chosen = conditions();
    const { phase, report } = state;
    place.hidden = !(phase === "result" || (phase === "failed" && chosen.length > 0)) || !summary();
    if (place.hidden) return;
    if (report && chosen.length === 0) levels = levelsOf(report);
    const names = summary().columns.map((/** @type {{ name: string }} */ one) => one.name);
    if (names.join("\n") !== [...column.options].map((one) => one.value).join("\n")) {
      column.replaceChildren(...names.map((/** @type {string} */ value) => build("option", { value }, value)));
    }
    if (!adding.open) showWays();
    all.hidden = chosen.length === 0;
    chips.replaceChildren(...chosen.map((condition, at) => build("li", {}, inWords(condition), build("button", { type: "button", class: "plain", "data-at": at, "aria-label": words.without(inWords(condition)) }, "×"))));
    const sampled = report?.provenance.files.some((file) => file.rows_sampled != null);
    if (chosen.length > 0) said.textContent = words.rows(counts(report));
    else said.textContent = sampled ? words.wholeSample : words.allRows;
  });
  adding.addEventListener("toggle", () => { if (adding.open) showWays(); });
}

/**
 * What the form asks for, or `null`.
 * @param {string} column
 * @param {boolean} missing
 * @param {HTMLElement} ways
 * @returns {Condition | null}
 */
function asked(column, missing, ways) {
  if (missing) return { column, missing };
  /** @param {string} name */
  const given = (name) => [.../** @type {NodeListOf<HTMLInputElement>} */ (ways.querySelectorAll(`input[name=${name}]`))].filter((one) => one.type !== "checkbox" || one.checked).map((one) => one.value.trim()).filter((one) => one !== "");
  const [values, [from], [below]] = [given("value"), given("from"), given("below")];
  if (values.length > 0) return { column, values };
  if (from === undefined && below === undefined) return null;
  return { column, ...(from !== undefined && { from }), ...(below !== undefined && { below }) };
}

/** @param {Condition} condition */
function inWords({ column, values, from, below, missing }) {
  const words = WORDS.cohort;
  if (missing) return words.isMissing(column);
  if (values) return words.isOne(column, values);
  if (from && below) return words.between(column, from, below);
  return from ? words.atLeast(column, from) : words.isBelow(column, String(below));
}

/** Rows of each file, where the report is about chosen ones. @param {Report | null} report */
function counts(report) {
  const files = report?.provenance.files ?? [];
  return files.flatMap((file) => (file.rows_in_cohort == null ? [] : [{ file: file.name, rows: formatCount(file.rows_in_cohort), of: formatCount(file.rows_sampled ?? file.rows_used + file.rows_repaired) }]));
}

/** @param {Report} report */
function levelsOf(report) {
  const found = new Map();
  for (const { column, blocks } of report.sections) {
    const block = blocks.find((one) => one.kind === "level-pair");
    if (column && block?.kind === "level-pair" && block.rest_levels === 0) found.set(column, block.levels.map((level) => level.name));
  }
  return found;
}
