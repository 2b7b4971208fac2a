/** @import { Finding, Report, Severity } from "../types/driftglass" */
/** @import { State } from "../shared/state.js" */
import { formatCount } from "../shared/format.js";
import { WORDS } from "../shared/words.js";
import { build } from "../elements/build.js";
import { prose } from "../elements/prose.js";
import "../elements/severity-mark.js";

/** A verdict of more characters is set smaller: it still stands on one screen. */
const LONG = 120;

/** The most serious first. @type {readonly Severity[]} */
export const SEVERITIES = ["matters", "real-size-unclear", "real-but-small", "not-enough-data", "no-evidence", "not-compared"];

/**
 * The verdict: the largest sentence of the page, what to do next, and how many findings have which severity.
 * @param {HTMLElement} place
 * @param {State} state
 */
export function connectVerdict(place, state) {
  state.watch(["report"], () => {
    const report = state.report;
    if (!report) return place.replaceChildren();
    const { verdict, findings } = report;
    place.dataset.severity = verdict.severity;
    place.replaceChildren(
      build("h1", { id: "verdict-sentence", tabindex: -1, "data-long": verdict.sentence.length > LONG }, ...headline(verdict.sentence)),
      build("p", { class: "verdict-next" }, ...prose(verdict.next)),
      ...answers(report),
      build("div", { class: "counts", role: "group", "aria-label": WORDS.findings.filter }, ...countSeverities(findings).map(([severity, count]) => counter(state, severity, count))),
      ...whatMatters(report),
    );
    // With the next frame, which lays out what takes the focus: here, the layout would lengthen this task.
    requestAnimationFrame(takeLostFocus);
  });
  state.watch(["severities"], () => {
    for (const button of place.querySelectorAll("[data-severity]")) {
      const severity = /** @type {Severity} */ (button.getAttribute("data-severity"));
      button.setAttribute("aria-pressed", String(state.severities.includes(severity)));
    }
  });
}

/**
 * A long verdict: the sentence with the first number stands out, what is said before and after it is set as text.
 * @param {string} text
 */
function headline(text) {
  const sentences = text.split(/(?<=\.) /);
  if (text.length <= LONG || sentences.length === 1) return prose(text);
  const core = Math.max(sentences.findIndex((one) => /(^|[\s(])\d/.test(one)), 0);
  const parts = [sentences.slice(0, core), sentences.slice(core, core + 1), sentences.slice(core + 1)].map((some) => some.join(" "));
  const spans = parts.map((part, at) => (part ? [build("span", { class: at === 1 ? null : "verdict-rest" }, ...prose(part))] : []));
  return spans.flat().flatMap((span, at) => (at > 0 ? [" ", span] : [span]));
}

/** The button that started the run is gone: reading goes on at the verdict, unless the person is elsewhere by now. */
function takeLostFocus() {
  const active = document.activeElement;
  if (active && active !== document.body && !active.closest("[hidden]")) return;
  document.getElementById("verdict-sentence")?.focus({ preventScroll: true });
}

/**
 * How many findings have a severity; pressed, the list shows only the pressed ones.
 * @param {State} state
 * @param {Severity} severity
 * @param {number} count
 */
function counter(state, severity, count) {
  const button = build(
    "button",
    { type: "button", "data-severity": severity, "aria-pressed": "false" },
    build("data", { value: count }, formatCount(count)),
    severityMark(severity),
  );
  button.addEventListener("click", () => {
    const chosen = state.severities.filter((one) => one !== severity);
    state.set({ severities: chosen.length < state.severities.length ? chosen : [...chosen, severity] });
  });
  return button;
}

/**
 * How many findings have each severity that occurs.
 * @param {Finding[]} findings
 * @returns {[Severity, number][]}
 */
export function countSeverities(findings) {
  return SEVERITIES.map((severity) => /** @type {[Severity, number]} */ ([severity, findings.filter((one) => one.severity === severity).length])).filter(
    ([, count]) => count > 0,
  );
}

/**
 * What the findings that matter are about, where the verdict's sentence does not tell.
 * @param {Report} report
 */
function whatMatters({ verdict, findings }) {
  /** @type {Map<string, number>} */
  const kinds = new Map();
  for (const { severity, analysis } of findings) if (severity === "matters") kinds.set(analysis, (kinds.get(analysis) ?? 0) + 1);
  const isCounted = verdict.severity === "matters";
  if (kinds.size === 0 || (isCounted && kinds.size === 1)) return [];
  const words = WORDS.findings;
  const listed = [...kinds].map(([kind, n]) => words.mattersIn(formatCount(n), words.kinds[kind] ?? kind)).join(", ");
  return [build("p", { class: "quiet" }, (isCounted ? words.matters : words.mattersBesides)(listed))];
}

/**
 * What was answered besides, as a list; where it is the verdict itself it is not said twice.
 * @param {Report} report
 */
function answers({ verdict, answers: given = [] }) {
  const others = given.filter((answer) => answer.verdict.code !== verdict.code);
  if (others.length === 0) return [];
  return [build("ul", { class: "answers" }, ...others.map((answer) => build("li", {}, severityMark(answer.verdict.severity, true), build("div", {}, build("p", {}, ...prose(answer.verdict.sentence)), build("p", { class: "quiet" }, ...prose(answer.verdict.next))))))];
}

/**
 * @param {Severity} severity
 * @param {boolean} [iconOnly]
 * @param {string | null} [word] where it has one of its own
 */
export function severityMark(severity, iconOnly = false, word = null) {
  const mark = document.createElement("severity-mark");
  mark.setAttribute("severity", severity);
  if (word) mark.setAttribute("word", word);
  if (iconOnly) mark.setAttribute("icon-only", "");
  return mark;
}
