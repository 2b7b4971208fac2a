/** @import { Slot } from "../types/page" */
/** @import { State } from "../shared/state.js" */
import { build } from "../elements/build.js";
import { WORDS } from "../shared/words.js";

/** Columns that a surrogate must not see: they name the row, or are the outcome itself. */
const NOT_SEEN = new Set(["id", "timestamp", "label", "prediction", "score", "weight", "ignore"]);

/** A column that is hardly more than guessed to be one of these is seen. */
const SURE = 0.7;

/**
 * Offers, under the verdict, to explain the predictions that stand in a file where no model's file is open.
 * @param {HTMLElement} place
 * @param {HTMLElement} view where explanations are shown
 * @param {State} state
 * @param {() => Promise<import("./explanations.js").Explanations>} explanations
 */
export function connectOffering(place, view, state, explanations) {
  let opened = "";
  const show = () => {
    const found = state.scores || state.phase !== "result" ? null : predictions(state);
    // Predictions of files that are gone are not explained any longer.
    if (found && opened && opened !== key(found)) void explanations().then((open) => open.close());
    place.hidden = !found;
    if (!found) return;
    const button = build("button", { type: "button", class: "button", id: "explaining-offer" }, WORDS.offering.button(found.column));
    button.addEventListener("click", async () => {
      opened = key(found);
      const since = performance.now();
      place.hidden = true;
      const opening = (await explanations()).open({ files: [{ slot: found.slot, file: found.file }], predictions: found.column, leftOut: found.leftOut, since });
      view.tabIndex = -1;
      view.focus();
      await opening;
    });
    place.replaceChildren(build("h2", { id: "offering-heading" }, WORDS.offering.heading), build("p", { class: "quiet" }, WORDS.offering.meaning), button);
    place.hidden = !view.hidden;
  };
  // Closed explanations are offered again.
  new MutationObserver(() => { if (view.hidden) { opened = ""; show(); } }).observe(view, { attributes: true, attributeFilter: ["hidden"] });
  state.watch(["phase", "scores", "guesses", "files"], show);
}

/** @param {{ file: File, column: string }} found */
function key({ file, column }) {
  return `${file.name} ${file.size} ${file.lastModified} ${column}`;
}

/** The column of predictions of the current file, or of the only one. @param {State} state */
function predictions({ files, summaries, guesses }) {
  const slot = /** @type {Slot} */ (files.current ? "current" : "reference");
  const file = files[slot];
  const columns = /** @type {{ name: string, kind: string }[]} */ (summaries[slot]?.columns ?? []);
  const roles = guesses?.[slot] ?? [];
  if (!file || roles.length < columns.length) return null;
  // Scores say more than decisions.
  for (const role of ["score", "prediction"]) {
    const at = columns.findIndex((column, place) => roles[place]?.role === role && column.kind === "number");
    if (at >= 0) return { slot, file, column: columns[at]?.name ?? "", leftOut: columns.filter((_, place) => NOT_SEEN.has(String(roles[place]?.role)) && (roles[place]?.confidence ?? 0) >= SURE).map(({ name }) => name) };
  }
  return null;
}
