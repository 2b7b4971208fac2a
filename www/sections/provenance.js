/** @import { FileRecord, Report } from "../types/driftglass" */
/** @import { Slot } from "../types/page" */
/** @import { State } from "../shared/state.js" */
import { build } from "../elements/build.js";
import { ProblemNote } from "../elements/problem-note.js";
import { formatBytes, formatCount, formatNumber } from "../shared/format.js";
import { WORDS } from "../shared/words.js";

/**
 * Where the report comes from: files, rows, hashes, settings, version, warnings.
 * @param {HTMLElement} place
 * @param {State} state
 */
export function connectProvenance(place, state) {
  state.watchLater(["report"], () => {
    const { report } = state;
    place.replaceChildren(...(report ? provenance(report, state) : []));
  });
  state.watch(["attachments"], () => {
    for (const cell of place.querySelectorAll("[data-hash]")) {
      const hash = state.attachments.sha256[/** @type {Slot} */ (cell.getAttribute("data-hash"))];
      if (hash) cell.textContent = hash;
    }
  });
}

/**
 * @param {Report} report
 * @param {State} state
 */
function provenance(report, state) {
  const words = WORDS.provenance;
  const { files, tool, version, seed, tests_corrected, config } = report.provenance;
  const { generatedAt } = state.attachments;
  const live = Boolean(state.files.reference || state.files.current);
  return [
    build("h2", { id: "provenance-heading" }, words.heading),
    !live && build("p", { class: "quiet" }, words.saved),
    warnings(report),
    build("div", { class: "records" }, ...files.map((file) => record(file, live, state.attachments.sha256[/** @type {Slot} */ (file.slot)])), run()),
    build("details", { class: "config" }, build("summary", {}, words.config), build("pre", { tabindex: 0 }, JSON.stringify(config, null, 2))),
  ].filter((part) => part !== false);

  function run() {
    return build(
      "section",
      {},
      build("h3", {}, words.run),
      list([
        [words.tool, `${tool} ${version}`],
        [words.made, generatedAt ? formatNumber(Date.parse(generatedAt), "time-ms") : WORDS.unknown],
        [words.seed, String(seed)],
        [words.tests, formatCount(tests_corrected)],
        [words.level, formatNumber(config.correction.level, "share")],
      ]),
    );
  }
}

/**
 * @param {FileRecord} file
 * @param {boolean} live the files are here, so that a hash is on its way
 * @param {string | undefined} known
 */
function record(file, live, known) {
  const words = WORDS.provenance;
  const slot = file.slot === "current" ? WORDS.slot.current.name : WORDS.slot.reference.name;
  const rows = words.rowsText(formatCount(file.rows_read), formatCount(file.rows_used), formatCount(file.rows_repaired), formatCount(file.rows_skipped));
  return build(
    "section",
    {},
    build("h3", {}, slot),
    list([
      [words.file, file.name],
      [words.size, formatBytes(file.bytes)],
      [words.rows, rows],
      [words.types, file.types.map((type) => words.type(formatCount(type.columns), type.kind)).join(", ")],
      [words.delimiter, words.delimiters[file.delimiter] ?? file.delimiter],
      [words.hash, build("code", { "data-hash": file.slot }, known ?? (live ? words.hashing : words.hashUnknown))],
    ]),
  );
}

/** @param {Report} report */
function warnings(report) {
  const words = WORDS.provenance;
  if (report.warnings.length === 0) return build("p", { class: "quiet" }, words.noWarnings);
  const notes = report.warnings.map((problem) => build("li", {}, Object.assign(new ProblemNote(), { problem })));
  return build("details", { class: "warnings", open: report.warnings.length <= 3 }, build("summary", {}, words.warnings(report.warnings.length)), build("ul", {}, ...notes));
}

/** @param {[string, string | Node][]} lines */
function list(lines) {
  return build("dl", {}, ...lines.flatMap(([name, value]) => [build("dt", {}, name), build("dd", {}, value)]));
}
