/** @import { Change, Compared, Report } from "../types/driftglass" */
/** @import { EngineCalls } from "../types/page" */
/** @import { KeptReport } from "../shared/kept.js" */
/** @import { State } from "../shared/state.js" */
/** @import { Comparison } from "./comparing.js" */
import { build } from "../elements/build.js";
import { formatInterval, formatNumber } from "../shared/format.js";
import { forgetEverything, forgetReport, keepReport, keptReports } from "../shared/kept.js";
import { keepSettings, keptSettings } from "../shared/kept-settings.js";
import { giveBack } from "../shared/sparse.js";
import { told } from "../shared/told.js";
import { WORDS } from "../shared/words.js";
import { asProblem } from "./comparing.js";
import { severityMark } from "./verdict.js";

/** What became of findings, in the order they are shown; what stayed the same is counted only. */
const SHOWN = /** @type {const} */ (["worse", "new", "no-longer-judged", "better", "gone", "now-judged"]);

/** What a run was made of: while nothing of it is another one, the report in sight is the same run's. */
const RUN = /** @type {const} */ (["config", "files", "attributes", "periods", "scores"]);

/**
 * Reports kept in this browser: to open again, and to compare with the one that is shown.
 * @param {HTMLElement} place
 * @param {State} state
 * @param {EngineCalls} engine
 * @param {Comparison} comparison
 */
export async function connectKeeping(place, state, engine, comparison) {
  const words = WORDS.kept;
  const keep = build("button", { type: "button", class: "button", id: "keep" }, words.keep);
  const forget = build("button", { type: "button", class: "plain", id: "forget" }, words.forget);
  const status = build("p", { class: "quiet", role: "status" });
  const list = build("ul", { class: "kept-list" });
  const compared = build("div", { class: "compared", id: "compared", tabindex: -1 });
  place.append(build("h2", { id: "kept-heading" }, words.heading), build("p", { class: "quiet" }, words.meaning), build("div", { class: "kept-actions" }, keep, forget), status, list, compared);
  /** @type {KeptReport[]} */
  let reports = [];
  let keeping = keptSettings() !== null;
  /** What was kept while the report in sight was still being completed. @type {{ record: KeptReport, run: Record<string, unknown> } | null} */
  let unfinished = null;

  const failed = (/** @type {unknown} */ why) => {
    status.textContent = words.failed(String(why instanceof Error ? why.message : why));
  };
  const show = () => {
    place.hidden = state.phase !== "result" && reports.length === 0 && !keeping;
    keep.hidden = state.phase !== "result";
    forget.hidden = reports.length === 0 && !keeping;
    list.replaceChildren(...reports.map((kept) => line(kept)));
  };
  const refresh = async () => {
    try {
      reports = await keptReports();
    } catch (why) {
      failed(why);
    }
    show();
  };
  const line = (/** @type {KeptReport} */ kept) => {
    const [open, compare, remove] = [words.open, words.compare, words.remove].map((text) => build("button", { type: "button", class: "plain", "aria-label": `${text}: ${kept.name}` }, text));
    open?.addEventListener("click", () => void comparison.open(asFile(kept)));
    compare?.addEventListener("click", () => void against(kept));
    if (compare) compare.hidden = state.phase !== "result";
    remove?.addEventListener("click", async () => {
      try {
        await forgetReport(kept.id);
      } catch (why) {
        failed(why);
      }
      await refresh();
      keep.focus();
    });
    return build("li", {}, build("p", {}, build("strong", {}, kept.name), " ", build("span", { class: "quiet" }, `${kept.keptAt} UTC`)), build("p", {}, kept.sentence), build("div", { class: "kept-actions" }, open, compare, remove));
  };
  const against = async (/** @type {KeptReport} */ kept) => {
    if (!state.report) return;
    try {
      const found = await engine.compareReports(await told(kept.report), state.report);
      compared.replaceChildren(...changes(found, kept, state.report));
      compared.focus();
    } catch (why) {
      status.textContent = asProblem(why).found;
    }
  };

  /** What is completed later takes the place of what was kept before: else it would look new beside the next report. */
  const complete = async () => {
    const kept = unfinished;
    const { original, report, attachments, further } = state;
    if (!kept || !original || !report) return;
    if (RUN.some((part) => state[part] !== kept.run[part])) {
      unfinished = null;
      return;
    }
    if (!further) unfinished = null;
    if (original === kept.record.report) return;
    Object.assign(kept.record, { report: original, sentence: report.verdict.sentence, attachments });
    await keepReport(kept.record);
    await refresh();
  };
  state.watch(["report", "further"], () => void complete().catch(failed));

  keep.addEventListener("click", async () => {
    const { original, report, attachments } = state;
    if (!original || !report) return;
    try {
      const kept = { name: nameOf(report), keptAt: new Date().toISOString().slice(0, 16).replace("T", " "), sentence: report.verdict.sentence, report: original, attachments };
      const run = Object.fromEntries(RUN.map((part) => [part, state[part]]));
      const id = await keepReport(kept);
      unfinished = { record: { ...kept, id }, run };
      await complete();
      keeping = true;
      keepSettings(giveBack(state.config, state.lent));
      status.textContent = words.done;
    } catch (why) {
      failed(why);
    }
    await refresh();
  });
  forget.addEventListener("click", async () => {
    try {
      await forgetEverything();
      keeping = false;
      compared.replaceChildren();
      status.textContent = words.forgotten;
    } catch (why) {
      failed(why);
    }
    await refresh();
  });
  state.watch(["config"], () => {
    if (keeping) keepSettings(giveBack(state.config, state.lent));
  });
  state.watch(["phase"], show);
  state.watch(["report"], () => compared.replaceChildren());
  await refresh();
}

/** @param {Report} report */
function nameOf(report) {
  return report.provenance.files.map((file) => file.name).join(" → ");
}

/** @param {KeptReport} kept */
function asFile({ report, attachments, name }) {
  return new File([JSON.stringify({ report, attachments })], `${name}.json`, { type: "application/json" });
}

/**
 * @param {Compared} found
 * @param {KeptReport} kept
 * @param {Report} report
 */
function changes(found, kept, report) {
  const words = WORDS.kept;
  const same = found.changes.filter((change) => change.became === "same").length;
  const groups = SHOWN.map((became) => [became, found.changes.filter((change) => change.became === became)]).filter(([, changed]) => (changed?.length ?? 0) > 0);
  return [
    build("h3", {}, words.comparedHeading(kept.name, `${kept.keptAt} UTC`, nameOf(report))),
    build("p", {}, groups.length === 0 ? words.nothing : words.counts(groups.map(([became, changed]) => `${/** @type {Change[]} */ (changed).length} ${words.became[/** @type {typeof SHOWN[number]} */ (became)].toLowerCase()}`).join(", "), same)),
    !found.same_settings && build("p", { class: "notice" }, words.otherSettings),
    !found.same_version && build("p", { class: "notice" }, words.otherVersion),
    ...groups.flatMap(([became, changed]) => [
      build("h4", {}, words.became[/** @type {typeof SHOWN[number]} */ (became)]),
      build("ul", { class: "changes" }, .../** @type {Change[]} */ (changed).map(changeLine)),
    ]),
  ].filter((node) => node !== false);
}

/** @param {Change} change */
function changeLine({ column, before, after }) {
  const side = (/** @type {Change["before"]} */ one) =>
    one === null
      ? build("span", { class: "quiet" }, WORDS.kept.absent)
      : build("span", { class: "side" }, severityMark(one.severity), one.value === null ? null : ` ${formatNumber(one.value, one.unit)}${one.interval ? ` (${formatInterval(one.interval, one.unit)})` : ""}`);
  return build("li", {}, build("strong", {}, column ?? WORDS.findings.wholeData), build("span", { class: "sides" }, side(before), build("span", { "aria-hidden": "true" }, " → "), build("span", { class: "visually-hidden" }, ` ${WORDS.kept.then} `), side(after)), build("p", { class: "quiet" }, (after ?? before)?.sentence ?? ""));
}
