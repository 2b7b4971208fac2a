/** @import { EngineCalls } from "../types/page" */
/** @import { State } from "../shared/state.js" */
import { build } from "../elements/build.js";
import { WORDS } from "../shared/words.js";
import { save } from "../shared/save.js";
import { asProblem } from "./comparing.js";

const TYPES = { html: "text/html", json: "application/json", "local-law": "text/html", "local-law-csv": "text/csv", "weights-csv": "text/csv" };

/**
 * The section that a report must have for a download; the others are always there.
 * @type {Partial<Record<keyof typeof TYPES, string>>}
 */
const NEEDS = { "local-law": "fairness/local-law-144", "local-law-csv": "fairness/local-law-144", "weights-csv": "fairness" };

/**
 * The downloads. The engine writes them; the page only hands them to the browser.
 * @param {HTMLElement} place
 * @param {State} state
 * @param {EngineCalls} engine
 */
export function connectExports(place, state, engine) {
  for (const format of /** @type {const} */ (["html", "json", "local-law", "local-law-csv", "weights-csv"])) {
    const button = build("button", { type: "button", class: "button", "data-export": format }, WORDS.exports[format]);
    button.addEventListener("click", async () => {
      const { report, attachments } = state;
      if (!report) return;
      try {
        const text = await engine.exportReport(report, attachments, format);
        const [reference, current] = report.provenance.files.map((file) => stem(file.name));
        const name = WORDS.exports.fileName(reference ?? "", current ?? "", WORDS.exports.endings[format]);
        save(new Blob([text], { type: TYPES[format] }), name);
        state.set({ notice: WORDS.exports.saved(name) });
      } catch (problem) {
        const shown = asProblem(problem);
        state.set({ notice: `${shown.code}: ${shown.found}` });
      }
    });
    place.append(button);
    const section = NEEDS[format];
    if (section) {
      button.hidden = true;
      state.watch(["report"], () => {
        button.hidden = !state.report?.sections.some((/** @type {{ id: string }} */ one) => one.id === section);
      });
    }
  }
  state.watch(["phase"], () => {
    place.hidden = state.phase !== "result";
  });
}

/** @param {string} name */
function stem(name) {
  return name.replace(/\.[^.]*$/, "").replace(/[^\p{L}\p{N}_-]+/gu, "-");
}
