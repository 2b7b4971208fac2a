/** @import { Finding, Severity } from "../types/driftglass" */
/** @import { State } from "../shared/state.js" */
/** @import { Group } from "./finding-groups.js" */
import { formatCount, formatNumber } from "../shared/format.js";
import { WORDS } from "../shared/words.js";
import { build } from "../elements/build.js";
import { EffectMark } from "../elements/effect-mark.js";
import { prose } from "../elements/prose.js";
import { findingFilters } from "./finding-filters.js";
import { groups, shownAtFirst } from "./finding-groups.js";
import { SEVERITIES, countSeverities, severityMark } from "./verdict.js";

/** Rows built in one go: a screenful at once, the rest between frames, so that no task grows with the columns. */
const ROWS_AT_ONCE = 20;
/** Rows that stand in the page at most before more are asked for. */
const ROWS_LISTED = 400;

/**
 * The ranked list in groups: the worst few of each, all of a group on demand. A row is a link to its finding; the search
 * and what is chosen narrow it.
 * @param {HTMLElement} place
 * @param {State} state
 */
export function connectFindings(place, state) {
  /** How many rows of a group were asked for, by its key. @type {Map<string, number>} */
  const asked = new Map();
  const list = build("div", { class: "finding-groups" });
  const count = build("p", { class: "quiet", id: "findings-count", role: "status" });
  /** Counts what was rendered: rows that come late for another list are dropped. */
  let rendering = 0;

  const render = () => {
    rendering += 1;
    const mine = rendering;
    /** Rows still to be built, with where they go. @type {[HTMLElement, Finding][]} */
    const waiting = [];
    const shown = groups(state);
    let room = ROWS_LISTED;
    list.replaceChildren(...shown.map((group) => {
      const opened = asked.get(`${state.grouping}/${group.key}`);
      const listed = opened === undefined ? shownAtFirst(group, state).slice(0, room) : group.findings.slice(0, opened);
      if (opened === undefined) room -= listed.length;
      return section(group, listed, waiting);
    }));
    const append = () => {
      if (mine !== rendering) return;
      for (const [rows, finding] of waiting.splice(0, ROWS_AT_ONCE)) rows.append(row(finding, state));
      if (waiting.length > 0) setTimeout(append);
    };
    append();
    tell(shown.reduce((sum, group) => sum + group.findings.length, 0));
  };

  /** @param {Group} group @param {Finding[]} first @param {[HTMLElement, Finding][]} waiting */
  const section = (group, first, waiting) => {
    const { key, title, findings } = group;
    const rows = build("ol", { class: "finding-list" });
    const listed = [...first];
    const selected = findings.find((one) => one.id === state.selected);
    if (selected && !listed.includes(selected)) listed.push(selected);
    waiting.push(...listed.map((finding) => /** @type {[HTMLElement, Finding]} */ ([rows, finding])));
    const head = state.grouping !== "none" && build("div", { class: "group-head" }, build("h3", {}, title), tally(findings));
    const words = WORDS.findings;
    const rest = findings.length - listed.length;
    /** @param {number | null} number as at first where `null` @param {string} text */
    const ask = (number, text) => {
      const button = build("button", { type: "button", class: "plain show-more", "aria-label": `${text}: ${title}` }, text);
      button.addEventListener("click", () => {
        if (number === null) asked.delete(`${state.grouping}/${key}`);
        else asked.set(`${state.grouping}/${key}`, number);
        const before = rows.childElementCount;
        render();
        const opened = [...list.children].find((one) => one.getAttribute("data-group") === key);
        const next = opened?.querySelectorAll(".finding-list a")[before] ?? opened?.querySelector(".show-more");
        if (next instanceof HTMLElement) next.focus({ preventScroll: true });
      });
      return button;
    };
    // All of a group stays all of it when what follows the verdict adds to it.
    const more = rest > 0 && (rest <= ROWS_LISTED ? ask(Infinity, words.showAll(findings.length)) : ask(listed.length + ROWS_LISTED, words.showMore(ROWS_LISTED, rest)));
    const fewer = rest === 0 && asked.has(`${state.grouping}/${key}`) && ask(null, words.showFewer);
    return build("section", { class: "finding-group", role: "group", "data-group": key, "aria-label": title || words.heading }, head, listed.length > 0 && rows, more, fewer);
  };

  /** @param {number} fitting */
  const tell = (fitting) => {
    const all = state.report?.findings.length ?? 0;
    const words = WORDS.findings;
    count.textContent = all === 0 ? words.empty : fitting === 0 ? words.none : words.count(fitting, all);
  };

  state.watch(["report"], () => {
    if (!state.report) {
      asked.clear();
      return place.replaceChildren();
    }
    const heading = build("div", { class: "findings-head" }, build("h2", { id: "findings-heading" }, WORDS.findings.heading), count);
    place.replaceChildren(heading, ...findingFilters(state), list, build("p", { class: "key quiet" }, WORDS.findings.key), legend());
    render();
  });
  state.watch(["search", "severities", "kind", "role", "grouping"], () => {
    if (!state.report) return;
    for (const part of /** @type {const} */ (["kind", "role", "grouping"])) {
      const select = place.querySelector(`#finding-${part}`);
      if (select instanceof HTMLSelectElement) select.value = state[part];
    }
    render();
  });
  state.watch(["selected"], () => {
    if (!state.report) return;
    const listed = state.selected !== null && list.querySelector(`li[data-id="${CSS.escape(state.selected)}"]`);
    if (state.selected !== null && !listed) render();
    markSelected(place, state.selected);
  });
  place.addEventListener("keydown", (event) => {
    if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
    const rows = [...place.querySelectorAll(".finding-list a")];
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

/** How many of a group have which severity. @param {Finding[]} findings */
function tally(findings) {
  return build("ul", { class: "tally" }, ...countSeverities(findings).map(([severity, number]) => {
    const name = WORDS.severity[severity].name;
    return build("li", { title: name }, severityMark(severity, true), build("span", { "aria-hidden": "true" }, formatCount(number)), build("span", { class: "visually-hidden" }, `${formatCount(number)} ${name}`));
  }));
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
  numbers.append(build("span", {}, `${WORDS.findings.n} ${n.reference === 0 ? formatCount(n.current) : WORDS.findings.nPair(formatCount(n.reference), formatCount(n.current))}`));
  return build(
    "li",
    { "data-severity": finding.severity, "data-id": finding.id },
    build(
      "a",
      { href: findingLink(finding.id), "aria-current": finding.id === state.selected && "true" },
      severityMark(finding.severity, false, finding.word),
      build("span", { class: "finding-column" }, finding.column ?? WORDS.findings.wholeData),
      build("span", { class: "finding-sentence" }, ...prose(finding.sentence)),
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
