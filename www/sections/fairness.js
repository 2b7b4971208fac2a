/** @import { Report } from "../types/driftglass" */
/** @import { State } from "../shared/state.js" */
/** @import { Comparison } from "./comparing.js" */
import { build } from "../elements/build.js";
import { formatNumber } from "../shared/format.js";
import { toldPhrase } from "../shared/told.js";
import { attributesChoice } from "./attributes.js";
import { AUDIT } from "./fairness-words.js";

/** Steps of the threshold's slider. */
const STEPS = 100;
/** Columns listed as boxes to tick, at most. */
const MOST_COLUMNS = 200;
/** Groups of an attribute that can be put together or left out by hand, at most; the settings take any number. */
const MOST_GROUPS = 60;

/** Before any column is a protected attribute. @type {{ numbers: Record<string, unknown> }} */
const NO_ANSWER = { numbers: {} };

/** Attributes whose groups are in sight: every change draws the form anew. @type {Set<string>} */
const opened = new Set();

/**
 * What decides the fairness audit, beside its answer: each change goes the way of every other setting.
 * @param {HTMLElement} verdict its controls stand behind it
 * @param {HTMLElement} settings the place of the settings, which applies changes and can undo them
 * @param {State} state
 * @param {Comparison} comparison
 */
export function connectAudit(verdict, settings, state, comparison) {
  const place = build("section", { class: "audit", id: "audit", "aria-labelledby": "audit-heading" });
  verdict.after(place);
  const set = (/** @type {string} */ key, /** @type {unknown} */ value) => change(settings, ["analyses", "fairness", ...key.split("/")], value);
  const roles = (/** @type {Record<string, string>} */ given) => change(settings, ["roles"], { .../** @type {any} */ (state.config).roles, ...given });
  const attributes = attributesChoice(state, comparison);
  // Closed at first: the findings come before the form.
  let open = false;
  let shown = "";
  const show = () => {
    const { report, config, summaries } = state;
    const answer = report?.answers?.find((one) => one.analysis === "fairness")?.verdict;
    // A saved report has no files to compute anew. Without an attribute there is no answer yet, and the way to one is here.
    place.hidden = !report || !(state.files.reference || state.files.current) || (shown === "" && !answer && isAsked(state));
    // The answer comes after the first part of a report: until then what stands here stays.
    if (!report || place.hidden || (!answer && isAsked(state))) return;
    // By the settings that the report was made with: those of the page are ahead of it while a new one is computed.
    const key = JSON.stringify([answer, report.provenance.config.analyses["fairness"], config["roles"], summaries.current?.columns?.length]);
    if (key === shown) return;
    shown = key;
    const focused = document.activeElement instanceof HTMLElement && place.contains(document.activeElement) ? document.activeElement.id : "";
    const details = build("details", { open }, build("summary", {}, build("h2", { id: "audit-heading" }, AUDIT.heading)), form(report, answer ?? NO_ANSWER, state, attributes, set, roles));
    details.addEventListener("toggle", () => { open = details.open; });
    place.replaceChildren(details);
    if (focused) document.getElementById(focused)?.focus();
  };
  state.watchLater(["report", "summaries", "files", "guesses"], show);
}

/** Whether there are protected attributes, so that an answer is to come. @param {State} state */
function isAsked({ guesses, attributes }) {
  return attributes !== null || Object.values(guesses ?? {}).flat().some((one) => one.role === "protected");
}

/** @param {HTMLElement} settings @param {string[]} path @param {unknown} value */
function change(settings, path, value) {
  settings.dispatchEvent(new CustomEvent("settingchange", { detail: { path, value } }));
}

/**
 * @param {Report} report
 * @param {{ numbers: Record<string, unknown> }} answer
 * @param {State} state
 * @param {HTMLElement} attributes the choice of a file of attributes
 * @param {(key: string, value: unknown) => void} set
 * @param {(roles: Record<string, string>) => void} setRoles
 */
function form(report, answer, state, attributes, set, setRoles) {
  const { numbers } = answer;
  const given = /** @type {Record<string, any>} */ (report.provenance.config.analyses["fairness"] ?? {});
  const roles = /** @type {Record<string, string>} */ (/** @type {any} */ (state.config).roles ?? {});
  const lines = (/** @type {string} */ name) => String(numbers[name] ?? "").split("\n").filter((line) => line !== "");
  const protectedNames = lines("protected");
  const tail = [columns(state, protectedNames, setRoles), attributes];
  if (answer === NO_ANSWER) return build("div", { class: "audit-form" }, build("p", { class: "audit-guess" }, AUDIT.nobody), ...tail);
  const guessed = protectedNames.filter((name) => isGuess(name, state, roles));
  /** @type {(HTMLElement | false)[]} */
  const parts = [];
  if (guessed.length > 0 && guessed.length === protectedNames.length) {
    const confirm = build("button", { type: "button", class: "button", id: "audit-confirm" }, AUDIT.confirm);
    confirm.addEventListener("click", () => setRoles(Object.fromEntries(guessed.map((name) => [name, "protected"]))));
    parts.push(build("div", { class: "audit-guess" }, build("p", {}, AUDIT.guessed(guessed)), confirm));
  }
  const outcomes = lines("outcomes");
  if (outcomes.length > 0) {
    const chosen = String(given["favourable"] ?? "");
    const words = AUDIT.outcome(String(numbers["outcome"]));
    parts.push(choice("audit-favourable", words, [["", AUDIT.choose], ...outcomes.map(same)], outcomes.includes(chosen) ? chosen : "", (value) => set("favourable", value || undefined), AUDIT.outcomeMeaning));
  }
  if (typeof numbers["score_low"] === "number" && typeof numbers["score_high"] === "number") parts.push(threshold(String(numbers["score"]), [numbers["score_low"], numbers["score_high"]], given["threshold"] ?? null, set));
  const limit = String(given["limit"] ?? "ratio");
  parts.push(choice("audit-limit", AUDIT.limit, Object.entries(AUDIT.limits), limit, (value) => set("limit", value)));
  const key = limit === "difference" ? "difference" : "ratio";
  parts.push(amount(`audit-${key}`, limit === "difference" ? AUDIT.difference : AUDIT.ratio, Number(given[key]), (value) => set(key, value)));
  parts.push(choice("audit-reference", AUDIT.reference, Object.entries(AUDIT.references), String(given["reference"] ?? "largest"), (value) => set("reference", value)));
  for (const [attribute, name] of protectedNames.entries()) {
    const groups = lines(`groups/${name}`);
    if (groups.length < 2) continue;
    const chosen = given["reference_groups"]?.[name] ?? "";
    const all = /** @type {Record<string, string>} */ ({ ...given["reference_groups"] });
    parts.push(choice(`audit-group-${attribute}`, AUDIT.group(name), [["", AUDIT.asAbove], ...groups.map(same)], groups.includes(chosen) ? chosen : "", (value) => {
      if (value) all[name] = value;
      else delete all[name];
      set("reference_groups", Object.keys(all).length > 0 ? all : undefined);
    }));
  }
  parts.push(choice("audit-crossed", AUDIT.crossed, Object.entries(AUDIT.crossings), String(given["crossed"] ?? 2), (value) => set("crossed", Number(value))));
  parts.push(choice("audit-compatible", AUDIT.compatible, Object.entries(AUDIT.rivals), String(given["compatible_with"] ?? ""), (value) => set("compatible_with", value || undefined), AUDIT.compatibleMeaning));
  // Costs are weighed where a threshold can be moved.
  if (typeof numbers["score_low"] === "number") for (const [key, words] of Object.entries(AUDIT.costs)) parts.push(amount(`audit-${key}`, words, Number(given[key]), (value) => set(key, value), { min: 0, max: 1_000_000, step: "any" }));
  for (const [attribute, name] of protectedNames.entries()) parts.push(groups(attribute, name, lines(`groups/${name}`), given, isNumber(name, state), set));
  return build("div", { class: "audit-form" }, ...parts, ...tail);
}

/** @param {string} name @param {State} state */
function isNumber(name, { summaries }) {
  return (summaries.current?.columns ?? summaries.reference?.columns ?? []).some((/** @type {any} */ column) => column.name === name && column.kind === "number");
}

/**
 * How the groups of an attribute are made: edges of bands, levels put together under a name, levels left out.
 * @param {number} at
 * @param {string} name
 * @param {string[]} found the groups as they are now
 * @param {Record<string, any>} given
 * @param {boolean} numeric
 * @param {(key: string, value: unknown) => void} set
 */
function groups(at, name, found, given, numeric, set) {
  /** @type {Record<string, string>} */
  const merged = { ...given["merged"]?.[name] };
  /** @type {string[]} */
  const excluded = [...(given["excluded"]?.[name] ?? [])];
  const made = new Set(Object.values(merged));
  const levels = [...new Set([...found.filter((group) => !made.has(group)), ...Object.keys(merged), ...excluded])].slice(0, MOST_GROUPS);
  const keep = (/** @type {string} */ key, /** @type {object} */ own) => {
    const all = { ...given[key], [name]: own };
    if (Object.keys(own).length === 0) delete all[name];
    set(key, Object.keys(all).length > 0 ? all : undefined);
  };
  const rows = levels.map((level, row) => {
    const out = build("input", { type: "checkbox", id: `audit-out-${at}-${row}` });
    out.checked = excluded.includes(level);
    out.addEventListener("change", () => keep("excluded", out.checked ? [...excluded, level] : excluded.filter((one) => one !== level)));
    const as = build("input", { type: "text", id: `audit-as-${at}-${row}`, value: merged[level] ?? "", autocomplete: "off", "aria-label": AUDIT.as(numeric ? toldPhrase(level) : level) });
    as.addEventListener("change", () => {
      const text = as.value.trim();
      const next = { ...merged, [level]: text };
      if (text === "") delete next[level];
      keep("merged", next);
    });
    return build("tr", {}, build("th", { scope: "row" }, numeric ? toldPhrase(level) : level), build("td", {}, as), build("td", {}, build("label", { for: out.id }, out, build("span", { class: "visually-hidden" }, AUDIT.leaveOut))));
  });
  const edges = build("input", { type: "text", id: `audit-bands-${at}`, value: (given["bands"]?.[name] ?? []).join("; "), autocomplete: "off", "aria-describedby": `audit-bands-${at}-meaning` });
  edges.addEventListener("change", () => {
    const numbers = edges.value.split(/[;\s]+/).filter((text) => text !== "").map(Number);
    const rising = numbers.every((value, place) => Number.isFinite(value) && (place === 0 || value > /** @type {number} */ (numbers[place - 1])));
    edges.setCustomValidity(rising ? "" : AUDIT.bandsWrong);
    if (edges.reportValidity()) keep("bands", numbers);
  });
  const details = build("details", { class: "audit-groups", open: opened.has(name) },
    build("summary", {}, AUDIT.groups(name)),
    numeric && build("div", { class: "audit-part" }, build("label", { for: edges.id }, AUDIT.bands(name)), edges, build("p", { class: "quiet", id: `audit-bands-${at}-meaning` }, AUDIT.bandsMeaning)),
    rows.length > 0 && build("p", { class: "quiet" }, AUDIT.groupsMeaning),
    rows.length > 0 && build("table", {}, build("thead", {}, build("tr", {}, ...AUDIT.groupColumns.map((text) => build("th", { scope: "col" }, text)))), build("tbody", {}, ...rows)));
  details.addEventListener("toggle", () => { if (details.open) opened.add(name); else opened.delete(name); });
  return details;
}

/** @param {string} value @returns {[string, string]} */
function same(value) {
  return [value, value];
}

/** @param {string} name @param {State} state @param {Record<string, string>} roles */
function isGuess(name, { summaries }, roles) {
  if (Object.hasOwn(roles, name)) return false;
  const known = [...(summaries.current?.columns ?? []), ...(summaries.reference?.columns ?? [])];
  // What came with a file of attributes is in no summary of a file.
  return known.some((column) => column.name === name);
}

/**
 * @param {string} id
 * @param {string} label
 * @param {[string, string][]} options
 * @param {string} value
 * @param {(value: string) => void} changed
 * @param {string} [meaning]
 */
function choice(id, label, options, value, changed, meaning) {
  const select = build("select", { id, "aria-describedby": meaning && `${id}-meaning` }, ...options.map(([key, text]) => build("option", { value: key }, text)));
  select.value = value;
  select.addEventListener("change", () => changed(select.value));
  return build("div", { class: "audit-part" }, build("label", { for: id }, label), select, meaning && build("p", { class: "quiet", id: `${id}-meaning` }, meaning));
}

/**
 * @param {string} id @param {string} label @param {number} value @param {(value: number) => void} changed
 * @param {{ min: number, max: number, step: number | string }} [range]
 */
function amount(id, label, value, changed, range = { min: 0.01, max: 0.99, step: 0.01 }) {
  const input = build("input", { id, type: "number", ...range, value: Number.isFinite(value) ? value : "" });
  input.addEventListener("change", () => { if (input.validity.valid && input.value !== "") changed(input.valueAsNumber); });
  return build("div", { class: "audit-part" }, build("label", { for: id }, label), input);
}

/**
 * A slider over the scores of the file, and a way back to none.
 * @param {string} column
 * @param {[number, number]} ends
 * @param {number | null} value
 * @param {(key: string, value: unknown) => void} set
 */
function threshold(column, [low, high], value, set) {
  const at = (/** @type {string} */ step) => Number((low + ((high - low) * Number(step)) / STEPS).toPrecision(6));
  const input = build("input", { id: "audit-threshold", type: "range", min: 0, max: STEPS, step: 1 });
  input.value = String(value === null ? STEPS / 2 : Math.round(((value - low) / (high - low)) * STEPS));
  const output = build("output", { for: "audit-threshold" }, value === null ? AUDIT.noThreshold : formatNumber(value, "number"));
  const say = () => {
    const text = formatNumber(at(input.value), "number");
    output.textContent = text;
    input.setAttribute("aria-valuetext", text);
  };
  if (value !== null) input.setAttribute("aria-valuetext", formatNumber(value, "number"));
  else input.setAttribute("aria-valuetext", AUDIT.noThreshold);
  input.addEventListener("input", say);
  input.addEventListener("change", () => set("threshold", at(input.value)));
  const clear = build("button", { type: "button", class: "plain", hidden: value === null }, AUDIT.clear);
  clear.addEventListener("click", () => set("threshold", undefined));
  return build("div", { class: "audit-part" }, build("label", { for: "audit-threshold" }, AUDIT.threshold(column)), build("span", { class: "audit-slider" }, input, output, clear));
}

/**
 * Every column with a box: ticked, it is a protected attribute.
 * @param {State} state
 * @param {string[]} chosen
 * @param {(roles: Record<string, string>) => void} setRoles
 */
function columns({ summaries }, chosen, setRoles) {
  const names = /** @type {string[]} */ ([...new Set([...chosen, ...(summaries.current?.columns ?? []).map((/** @type {{ name: string }} */ column) => column.name)])].slice(0, MOST_COLUMNS));
  const boxes = names.map((name, at) => {
    const input = build("input", { type: "checkbox", id: `audit-column-${at}`, checked: chosen.includes(name) });
    input.checked = chosen.includes(name);
    input.addEventListener("change", () => setRoles({ [name]: input.checked ? "protected" : "feature" }));
    return build("label", { for: input.id }, input, name);
  });
  return build("fieldset", { class: "audit-columns" }, build("legend", {}, AUDIT.columns), build("p", { class: "quiet" }, AUDIT.columnsMeaning), build("div", { class: "audit-boxes" }, ...boxes));
}
