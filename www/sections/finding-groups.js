/** @import { Finding, Severity } from "../types/driftglass" */
/** @import { State } from "../shared/state.js" */
import { SLOTS } from "../shared/state.js";
import { WORDS } from "../shared/words.js";
import { SEVERITIES } from "./verdict.js";

/** @typedef {{ key: string, title: string, findings: Finding[] }} Group findings in the order of the report, the worst first */

/** What most people came for stands first among what is equally serious. */
const FIRST_KINDS = ["drift", "fairness", "quality"];
/** What is worth a look at once. @type {readonly Severity[]} */
const TO_ACT_ON = ["matters", "real-size-unclear"];
/** So many of a group stand there before it is opened. */
const SHOWN_AT_FIRST = 3;

/**
 * Whether a finding fits the search and what was chosen.
 * @param {Finding} finding
 * @param {State} state
 */
export function fits({ column, severity, analysis }, state) {
  const { search, severities, kind, role } = state;
  if (kind !== "" && analysis !== kind) return false;
  if (role !== "" && roleOf(column, state) !== role) return false;
  if (severities.length > 0 && !severities.includes(severity)) return false;
  return search.trim() === "" || (column ?? "").toLowerCase().includes(search.trim().toLowerCase());
}

/** Whether anything is left out of the list by choice. @param {State} state */
export function isNarrowed({ search, severities, kind, role }) {
  return search.trim() !== "" || severities.length > 0 || kind !== "" || role !== "";
}

/**
 * The findings that fit, in groups: the most serious group first.
 * @param {State} state
 * @returns {Group[]}
 */
export function groups(state) {
  /** @type {Map<string, Finding[]>} */
  const found = new Map();
  for (const finding of state.report?.findings ?? []) {
    if (!fits(finding, state)) continue;
    const key = keyOf(finding, state.grouping);
    const group = found.get(key);
    if (group) group.push(finding);
    else found.set(key, [finding]);
  }
  const listed = [...found].map(([key, findings]) => ({ key, title: titleOf(key, state.grouping), findings }));
  if (state.grouping !== "kind") return listed;
  const first = (/** @type {string} */ key) => (FIRST_KINDS.includes(key) ? FIRST_KINDS.indexOf(key) : FIRST_KINDS.length);
  return listed.sort((a, b) => rank(a.findings) - rank(b.findings) || first(a.key) - first(b.key));
}

/**
 * What of a group is shown before it is opened: the worst few that are to be acted on, each of another column. What is
 * chosen by hand is shown whole, up to a limit that keeps the page quick.
 * @param {Group} group
 * @param {State} state
 * @returns {Finding[]}
 */
export function shownAtFirst({ findings }, state) {
  if (state.grouping === "none" || isNarrowed(state)) return findings;
  /** @type {Set<string | null>} */
  const columns = new Set();
  const worst = [];
  for (const finding of findings) {
    if (worst.length === SHOWN_AT_FIRST || !TO_ACT_ON.includes(finding.severity)) break;
    if (state.grouping === "kind" && columns.has(finding.column)) continue;
    columns.add(finding.column);
    worst.push(finding);
  }
  return worst;
}

/** @param {Finding} finding @param {State["grouping"]} grouping */
function keyOf({ analysis, column }, grouping) {
  return grouping === "kind" ? analysis : grouping === "column" ? column ?? "" : "";
}

/** @param {string} key @param {State["grouping"]} grouping */
function titleOf(key, grouping) {
  if (grouping === "kind") return kindName(key);
  return key === "" ? WORDS.findings.wholeData : key;
}

/** An analysis by what its findings are about. @param {string} id */
export function kindName(id) {
  return WORDS.findings.kinds[id] ?? id.replaceAll("-", " ");
}

/** @param {Finding[]} findings */
function rank(findings) {
  return SEVERITIES.indexOf(/** @type {Finding} */ (findings[0]).severity);
}

/**
 * What the column is for: as set, else as guessed from either file; `null` where nothing is known.
 * @param {string | null} column
 * @param {State} state
 * @returns {string | null}
 */
export function roleOf(column, { config, summaries, guesses }) {
  if (column === null) return null;
  const set = /** @type {{ roles?: Record<string, string> }} */ (config).roles ?? {};
  if (Object.hasOwn(set, column)) return set[column] ?? null;
  return guesses ? roles(summaries, guesses).get(column) ?? null : null;
}

/** Roles by column, made once for the same guesses. @type {WeakMap<object, Map<string, string>>} */
const known = new WeakMap();

/** @param {State["summaries"]} summaries @param {NonNullable<State["guesses"]>} guesses */
function roles(summaries, guesses) {
  const before = known.get(guesses);
  if (before) return before;
  /** @type {Map<string, string>} */
  const found = new Map();
  for (const slot of SLOTS) {
    for (const [at, column] of (summaries[slot]?.columns ?? []).entries()) {
      const role = guesses[slot]?.[at]?.role;
      if (role && !found.has(column.name)) found.set(column.name, role);
    }
  }
  known.set(guesses, found);
  return found;
}
