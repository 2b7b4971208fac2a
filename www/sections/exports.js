/** @import { Format, Report } from "../types/driftglass" */
/** @import { EngineCalls } from "../types/page" */
/** @import { State } from "../shared/state.js" */
import { build } from "../elements/build.js";
import { told, toldLanguage } from "../shared/told.js";
import { WORDS } from "../shared/words.js";
import { save } from "../shared/save.js";
import { asProblem } from "./comparing.js";

/**
 * Type and ending of each format, and the section that a report must have for it; the first two have a button of their own.
 * @type {[Format, string, string, string?][]}
 */
const FORMATS = [
  ["html", "text/html", "html"],
  ["json", "application/json", "json"],
  ["html-summary", "text/html", "summary.html"],
  ["csv", "text/csv", "csv"],
  ["markdown", "text/markdown", "md"],
  ["junit", "application/xml", "xml"],
  ["local-law", "text/html", "local-law-144.html", "fairness/local-law-144"],
  ["local-law-csv", "text/csv", "local-law-144.csv", "fairness/local-law-144"],
  ["weights-csv", "text/csv", "weights.csv", "fairness"],
];
const AT_HAND = 2;

/**
 * The downloads. The engine writes them; the page only hands them to the browser.
 * @param {HTMLElement} place
 * @param {State} state
 * @param {EngineCalls} engine
 */
export function connectExports(place, state, engine) {
  const buttons = FORMATS.map(([format, type, ending, section]) => {
    const button = build("button", { type: "button", class: "button", "data-export": format }, WORDS.exports[format]);
    button.addEventListener("click", async () => {
      const { original, report, attachments, further } = state;
      if (!original || !report) return;
      try {
        const text = await inThisLanguage(engine, original, report, attachments, format);
        const names = report.provenance.files.map((file) => stem(file.name));
        const name = WORDS.exports.fileName(names.join("-vs-"), ending);
        save(new Blob([text], { type }), name);
        state.set({ notice: further ? WORDS.exports.savedSoFar(name) : WORDS.exports.saved(name) });
      } catch (problem) {
        const shown = asProblem(problem);
        state.set({ notice: `${shown.code}: ${shown.found}` });
      }
    });
    if (section) {
      state.watch(["report"], () => {
        button.hidden = !state.report?.sections.some((/** @type {{ id: string }} */ one) => one.id === section);
      });
    }
    return button;
  });
  const more = build("details", { class: "more-formats" }, build("summary", { class: "button" }, WORDS.exports.more), build("div", { class: "menu" }, ...buttons.slice(AT_HAND)));
  more.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !more.open) return;
    more.open = false;
    more.querySelector("summary")?.focus();
  });
  document.addEventListener("click", (event) => {
    if (event.target instanceof Node && !more.contains(event.target)) more.open = false;
  });
  place.append(...buttons.slice(0, AT_HAND), more);
  state.watch(["phase"], () => {
    place.hidden = state.phase !== "result";
  });
}

/**
 * A file in the page's language. JSON is the engine's own report, whatever the language; and words are put into another one only after small
 * cells were taken out, which looks at the engine's words.
 * @param {EngineCalls} engine
 * @param {Report} original
 * @param {Report} report
 * @param {import("../types/driftglass").Attachments} attachments
 * @param {Format} format
 */
async function inThisLanguage(engine, original, report, attachments, format) {
  const language = toldLanguage();
  if (!language || format === "json") return engine.exportReport(original, attachments, format);
  const suppresses = (original.provenance.config.exports?.small_cells ?? 0) > 1;
  const said = suppresses ? await told(JSON.parse(await engine.exportReport(original, attachments, "json")).report) : report;
  return engine.exportReport(said, attachments, format, language);
}

/** @param {string} name */
function stem(name) {
  return name.replace(/\.[^.]*$/, "").replace(/[^\p{L}\p{N}_-]+/gu, "-");
}
