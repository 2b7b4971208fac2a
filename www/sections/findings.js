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
  state.watch(["search", "severities"], () => narrow(place, state));
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
  place.replaceChildren(heading, ...(findings.length > SEARCH_FROM ? [search(state)] : []), list, build("p", { class: "key quiet" }, words.key), legend());
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
function fits({ column, severity }, { search: wanted, severities }) {
  return (column ?? "").toLowerCase().includes(wanted.trim().toLowerCase()) && (severities.length === 0 || severities.includes(severity));
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
