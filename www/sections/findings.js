/** @import { Finding, Severity } from "../types/driftglass" */
/** @import { State } from "../shared/state.js" */
import { formatCount, formatNumber } from "../shared/format.js";
import { WORDS } from "../shared/words.js";
import { build } from "../elements/build.js";
import { EffectMark } from "../elements/effect-mark.js";
import { SEVERITIES, severityMark } from "./verdict.js";

const SEARCH_FROM = 12;
/** Rows built in one go: a screenful at once, the rest between frames, so that no task grows with the columns. */
const ROWS_AT_ONCE = 20;

/**
 * The ranked list. A row is a link to its finding; search and the severities chosen in the verdict narrow it.
 * @param {HTMLElement} place
 * @param {State} state
 */
export function connectFindings(place, state) {
  state.watch(["report"], () => {
    if (!state.report) return place.replaceChildren();
    renderList(place, state);
  });
  state.watch(["search", "severities", "kind", "role"], () => narrow(place, state));
  state.watch(["selected"], () => markSelected(place, state.selected));
  place.addEventListener("keydown", (event) => {
    if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
    const rows = [...place.querySelectorAll("li:not([hidden]) > a")];
    const at = rows.indexOf(/** @type {Element} */ (document.activeElement));
    const next = rows[at + (event.key === "ArrowDown" ? 1 : -1)];
    if (at < 0 || !(next instanceof HTMLElement)) return;
    event.preventDefault();
    next.focus();
  });
}

/**
 * The address of a finding on this page.
 * @param {string} id
 */
export function findingLink(id) {
  return `#finding=${encodeURIComponent(id)}`;
}

/**
 * @param {HTMLElement} place
 * @param {State} state
 */
function renderList(place, state) {
  const findings = state.report?.findings ?? [];
  const words = WORDS.findings;
  const heading = build(
    "div",
    { class: "findings-head" },
    build("h2", { id: "findings-heading" }, words.heading),
    build("p", { class: "quiet", id: "findings-count", role: "status" }),
  );
  const list = build("ol", { class: "finding-list" });
  place.replaceChildren(heading, ...(findings.length > SEARCH_FROM ? [search(state)] : []), ...filters(state), list, build("p", { class: "key quiet" }, words.key), legend());
  const append = (/** @type {number} */ from) => {
    if (from > 0 && !list.isConnected) return;
    list.append(...findings.slice(from, from + ROWS_AT_ONCE).map((finding) => row(finding, state)));
    if (from + ROWS_AT_ONCE < findings.length) setTimeout(append, 0, from + ROWS_AT_ONCE);
  };
  append(0);
  narrow(place, state);
}

/**
 * Whether a finding fits the search and the chosen severities.
 * @param {Finding} finding
 * @param {State} state
 */
function fits({ column, severity, analysis }, state) {
  const { search: wanted, severities, kind, role } = state;
  if (kind !== "" && analysis !== kind) return false;
  if (role !== "" && roleOf(column, state) !== role) return false;
  return (column ?? "").toLowerCase().includes(wanted.trim().toLowerCase()) && (severities.length === 0 || severities.includes(severity));
}

/**
 * What the column is for: as set, else as guessed from either file; `null` where nothing is known.
 * @param {string | null} column
 * @param {State} state
 * @returns {string | null}
 */
function roleOf(column, { config, summaries }) {
  if (column === null) return null;
  const set = /** @type {{ roles?: Record<string, string> }} */ (config).roles ?? {};
  if (Object.hasOwn(set, column)) return set[column] ?? null;
  return roles(summaries).get(column) ?? null;
}

/** Roles by column, made once for the same summaries. @type {WeakMap<object, Map<string, string>>} */
const known = new WeakMap();

/** @param {State["summaries"]} summaries */
function roles(summaries) {
  const before = known.get(summaries);
  if (before) return before;
  /** @type {Map<string, string>} */
  const found = new Map();
  for (const summary of [summaries.reference, summaries.current]) {
    for (const column of summary?.columns ?? []) if (column.role?.role && !found.has(column.name)) found.set(column.name, column.role.role);
  }
  known.set(summaries, found);
  return found;
}

/**
 * Choices of kind and role, each where there is more than one.
 * @param {State} state
 */
function filters(state) {
  const findings = state.report?.findings ?? [];
  const words = WORDS.findings;
  const kinds = [...new Set(findings.map((one) => one.analysis))];
  const present = [...new Set(findings.map((one) => roleOf(one.column, state)))].filter((role) => role !== null);
  const chosen = { kind: kinds.includes(state.kind) ? state.kind : "", role: present.includes(state.role) ? state.role : "" };
  if (chosen.kind !== state.kind || chosen.role !== state.role) state.set(chosen);
  /** @type {(part: "kind" | "role", label: string, options: [string, string][]) => HTMLElement[]} */
  const choice = (part, label, options) => {
    if (options.length < 2) return [];
    const select = build("select", { id: `finding-${part}` }, build("option", { value: "" }, words.all), ...options.map(([value, text]) => build("option", { value }, text)));
    select.value = state[part];
    select.addEventListener("change", () => state.set({ [part]: select.value }));
    return [build("label", {}, label, select)];
  };
  const choices = [
    ...choice("kind", words.kind, kinds.map((id) => [id, words.kinds[id] ?? id.replaceAll("-", " ")])),
    ...choice("role", words.role, present.map((role) => [role, WORDS.roles.names[role] ?? role])),
  ];
  return choices.length === 0 ? [] : [build("div", { class: "filters" }, ...choices)];
}

/** @param {State} state */
function search(state) {
  const input = build("input", { type: "search", id: "finding-search", autocomplete: "off", spellcheck: "false", placeholder: WORDS.findings.search });
  input.addEventListener("input", () => state.set({ search: input.value }));
  return build("div", { class: "search" }, build("label", { for: "finding-search", class: "visually-hidden" }, WORDS.findings.search), input);
}

/**
 * Hides the rows that do not fit the search and the chosen severities.
 * @param {HTMLElement} place
 * @param {State} state
 */
function narrow(place, state) {
  const findings = state.report?.findings ?? [];
  const rows = place.querySelectorAll(".finding-list > li");
  let shown = 0;
  findings.forEach((finding, index) => {
    const visible = fits(finding, state);
    if (visible) shown += 1;
    const item = rows[index];
    if (item instanceof HTMLElement && item.hidden === visible) item.hidden = !visible;
  });
  const count = place.querySelector("#findings-count");
  if (!count) return;
  const words = WORDS.findings;
  count.textContent = findings.length === 0 ? words.empty : shown === 0 ? words.none : words.count(shown, findings.length);
}

/**
 * @param {Finding} finding
 * @param {State} state
 */
function row(finding, state) {
  const { effect, test, n } = finding;
  const picture = new EffectMark();
  picture.effect = effect;
  const numbers = build("span", { class: "finding-numbers" });
  if (effect && effect.value !== null) numbers.append(build("data", { class: "finding-effect", value: effect.value }, formatNumber(effect.value, effect.unit)));
  if (test && test.q !== null) numbers.append(build("span", {}, `${WORDS.findings.q} `, build("data", { value: test.q }, formatNumber(test.q, "probability"))));
  numbers.append(build("span", {}, `${WORDS.findings.n} ${WORDS.findings.nPair(formatCount(n.reference), formatCount(n.current))}`));
  return build(
    "li",
    { "data-severity": finding.severity, "data-id": finding.id, hidden: !fits(finding, state) },
    build(
      "a",
      { href: findingLink(finding.id), "aria-current": finding.id === state.selected && "true" },
      severityMark(finding.severity, false, finding.word),
      build("span", { class: "finding-column" }, finding.column ?? WORDS.findings.wholeData),
      build("span", { class: "finding-sentence" }, finding.sentence),
      picture,
      numbers,
    ),
  );
}

function legend() {
  return build(
    "details",
    { class: "legend" },
    build("summary", {}, WORDS.findings.legend),
    build("dl", {}, ...SEVERITIES.flatMap((severity) => [build("dt", {}, severityMark(severity)), build("dd", {}, meaning(severity))])),
  );
}

/** @param {Severity} severity */
function meaning(severity) {
  return WORDS.severity[severity].meaning;
}

/**
 * @param {HTMLElement} place
 * @param {string | null} selected
 */
function markSelected(place, selected) {
  for (const link of place.querySelectorAll('a[aria-current="true"]')) link.removeAttribute("aria-current");
  if (selected === null) return;
  place.querySelector(`li[data-id="${CSS.escape(selected)}"] > a`)?.setAttribute("aria-current", "true");
}
