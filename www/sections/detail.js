/** @import { Block, Finding, Report, Section } from "../types/driftglass" */
/** @import { Drawing } from "../elements/block-chart.js" */
/** @import { State } from "../shared/state.js" */
import { renderBlock } from "../elements/block-view.js";
import { build } from "../elements/build.js";
import { prose } from "../elements/prose.js";
import { formatCount, formatInterval, formatNumber } from "../shared/format.js";
import { WORDS } from "../shared/words.js";
import { explanation, inputsOf, rowsSaid } from "./explaining.js";
import { severityMark } from "./verdict.js";

/** Elements of a result's first detail that come at once: heading, what was found, the first chart. */
const AT_ONCE = 4;

/** Takes a choice of rows to the settings. @typedef {(conditions: object[]) => void} Choosing */

/**
 * One subject in detail: its findings with what to do next, then the blocks of its section.
 * @param {HTMLElement} place
 * @param {HTMLElement} settings what takes changes of the settings, to be undone there
 * @param {State} state
 * @param {Drawing} drawing
 */
export function connectDetail(place, settings, state, drawing) {
  /** @type {Choosing} */
  const choose = (value) => settings.dispatchEvent(new CustomEvent("settingchange", { detail: { path: ["cohort"], value } }));
  /** What is shown, as text. */
  let shown = "";
  const clear = () => {
    shown = "";
    place.replaceChildren();
  };
  state.watch(["report"], () => {
    if (!state.report) clear();
  });
  // What is selected is written anew for each report.
  state.watch(["selected"], () => {
    const subject = state.report && subjectOf(state.report, state.selected);
    if (!subject) return clear();
    const choosing = state.summaries.current ? choose : null;
    const text = JSON.stringify([subject, choosing !== null]);
    // A completed report mostly says the same here: who reads on stays where they are.
    if (text === shown) return;
    shown = text;
    const parts = detail(subject, drawing, choosing);
    // The first one comes unasked, into the frames in which the result is laid out: what stands further down waits for them.
    const later = place.childElementCount === 0 ? parts.splice(AT_ONCE) : [];
    place.replaceChildren(...parts);
    // With the next frame, which lays it out anyway: here, the layout would lengthen this task.
    requestAnimationFrame(() => {
      place.scrollTop = 0;
      if (later.length > 0) setTimeout(() => parts[0]?.isConnected && place.append(...later));
    });
  });
}

/**
 * All sections that are about no single column, such as the overview.
 * @param {HTMLElement} place
 * @param {State} state
 * @param {Drawing} drawing
 */
export function connectOverview(place, state, drawing) {
  // The subject shown above may be the whole data set, too, or bear the title of the first section here.
  place.setAttribute("aria-label", WORDS.findings.moreWhole);
  state.watchLater(["report"], () => {
    const sections = state.report?.sections.filter((section) => section.column === null) ?? [];
    place.hidden = sections.length === 0;
    place.replaceChildren(
      ...sections.map((section) => {
        const heading = build("h2", {}, section.title);
        const whole = build("details", {}, build("summary", {}, heading));
        whole.addEventListener("toggle", () => {
          if (whole.open && whole.childElementCount === 1) whole.append(...section.blocks.map((block) => renderBlock(block, drawing)));
        });
        return whole;
      }),
    );
  });
}

/** @typedef {{ finding: Finding, others: Finding[], section: Section | undefined }} Subject a finding, what else was found there, and where that is shown */

/** @param {Report} report @param {string | null} id @returns {Subject | null} */
function subjectOf({ findings, sections }, id) {
  const finding = findings.find((one) => one.id === id);
  if (!finding) return null;
  const others = findings.filter((one) => one !== finding && one.section !== null && one.section === finding.section);
  return { finding, others, section: sections.find((one) => one.id === finding.section) };
}

/**
 * @param {Subject} subject
 * @param {Drawing} drawing
 * @param {Choosing | null} choose `null` where there are no rows to choose among
 */
function detail({ finding, others, section }, drawing, choose) {
  const blocks = section?.blocks.map((block, at) => renderBlock(block, drawing, inputsOf(finding.n, behind(section.blocks, at)))) ?? [];
  return [
    build(
      "header",
      { class: "detail-head" },
      build("a", { class: "back", href: "#findings" }, WORDS.findings.back),
      build("h2", { id: "detail-heading", tabindex: -1 }, finding.column ?? section?.title ?? WORDS.findings.wholeData),
    ),
    ...[finding, ...others].map((one) => statement(one, choose)),
    ...(blocks.length > 0 ? blocks : [build("p", { class: "quiet" }, WORDS.detail.noSection)]),
    ...[finding, ...others].filter((one) => one.effect || one.test).map((one) => decision(one, section, one === finding)),
  ];
}

/** What belongs to the number at a place: the blocks behind it, up to the next number. @param {Block[]} blocks @param {number} at */
function behind(blocks, at) {
  const rest = blocks.slice(at + 1);
  const next = rest.findIndex((block) => block.kind === "metric");
  return next < 0 ? rest : rest.slice(0, next);
}

/** @param {Finding} finding @param {Choosing | null} choose */
function statement(finding, choose) {
  const conditions = choose ? rowsOf(finding) : [];
  const look = build("button", { type: "button", class: "button", "data-look": true }, WORDS.detail.look);
  look.addEventListener("click", () => choose?.(conditions));
  return build(
    "div",
    { class: "statement", "data-severity": finding.severity },
    severityMark(finding.severity, false, finding.word),
    build("p", { class: "statement-sentence" }, ...prose(finding.sentence)),
    finding.next && build("p", { class: "statement-next" }, build("strong", {}, `${WORDS.detail.next} `), ...prose(finding.next)),
    conditions.length > 0 && build("p", { class: "statement-look" }, look),
  );
}

/**
 * The rows that a finding is about, as conditions; none where it is about all rows.
 * @param {Finding} finding
 * @returns {object[]}
 */
function rowsOf({ numbers }) {
  const conditions = [];
  for (let at = 1; typeof numbers[`rows_${at}_column`] === "string"; at += 1) {
    const [column, value, from, below, missing] = ["column", "value", "from", "below", "missing"].map((name) => numbers[`rows_${at}_${name}`]);
    if (missing) conditions.push({ column, missing: true });
    else if (typeof value === "string") conditions.push({ column, values: [value] });
    else conditions.push({ column, ...(typeof from === "number" && { from: String(from) }), ...(typeof below === "number" && { below: String(below) }) });
  }
  return conditions;
}

/**
 * What stands behind a finding, closed at first. A column may have many: but for the one that is shown they are written when
 * they are opened.
 * @param {Finding} finding @param {Section | undefined} section @param {boolean} now
 */
function decision(finding, section, now) {
  const { effect } = finding;
  const heading = effect && effect.value !== null ? WORDS.explain.heading(formatNumber(effect.value, effect.unit), measure(effect.name)) : WORDS.detail.numbers;
  const whole = build("details", { class: "decision", "data-id": finding.id }, build("summary", {}, heading));
  const write = () => whole.append(build("dl", {}, ...decisionLines(finding, section).flatMap(([name, value]) => [build("dt", {}, name), build("dd", {}, value)])));
  if (now) write();
  else whole.addEventListener("toggle", write, { once: true });
  return whole;
}

/** What went into a decision, a name and a value each. @param {Finding} finding @param {Section | undefined} section */
function decisionLines(finding, section) {
  const { effect, test, n } = finding;
  const words = WORDS.effect;
  /** @type {[string, string | Node][]} */
  const lines = explanation(finding, section);
  if (effect) {
    lines.push([words.size, build("data", { "data-number": "effect", value: effect.value ?? "" }, formatNumber(effect.value, effect.unit))]);
    if (effect.interval) {
      lines.push([words.interval(formatNumber(effect.interval.level, "share")), formatInterval(effect.interval, effect.unit)]);
    }
    lines.push([words.threshold, formatNumber(effect.threshold, effect.unit)]);
    if (typeof effect.noise_floor === "number") lines.push([words.floor, formatNumber(effect.noise_floor, effect.unit)]);
    if (typeof effect.detectable === "number") lines.push([words.detectable, formatNumber(effect.detectable, effect.unit)]);
  }
  if (test) {
    lines.push([words.test, `${measure(test.name)}, ${test.method}`]);
    const degrees = test.degrees === null ? "" : ` (${formatCount(test.degrees)} ${words.degrees})`;
    lines.push([words.statistic, `${formatNumber(test.statistic, "number")}${degrees}`]);
    lines.push([words.p, build("data", { "data-number": "p", value: test.p ?? "" }, formatNumber(test.p, "probability"))]);
    lines.push([words.q, build("data", { "data-number": "q", value: test.q ?? "" }, formatNumber(test.q, "probability"))]);
  }
  lines.push([words.n, rowsSaid(n, finding.id)]);
  lines.push([words.rule, WORDS.rules[finding.rule] ?? finding.rule]);
  lines.push([words.code, build("code", {}, finding.code)]);
  return lines;
}

/** @param {string} name */
function measure(name) {
  return WORDS.measures[name] ?? name;
}
