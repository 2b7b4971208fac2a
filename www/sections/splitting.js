/** @import { State } from "../shared/state.js" */
/** @import { Comparison } from "./comparing.js" */
import { build } from "../elements/build.js";
import { WORDS } from "../shared/words.js";

/**
 * One file alone can be divided: rows before a value, a date for instance, are compared with those from it on.
 * @param {HTMLElement} place
 * @param {State} state
 * @param {Comparison} comparison
 */
export function connectSplitting(place, state, comparison) {
  const words = WORDS.splitting;
  const columns = build("select", { id: "split-column" });
  const at = build("input", { id: "split-at", type: "text", placeholder: words.median, autocomplete: "off" });
  const divide = build("button", { type: "submit", class: "button" }, words.divide);
  const whole = build("button", { type: "button", class: "plain" }, words.whole);
  const form = build("form", { class: "splitting-form" }, build("label", {}, words.by, columns), build("label", {}, words.before, at), divide, whole);
  place.append(build("summary", {}, words.heading), form);

  const set = (/** @type {object | undefined} */ split) => {
    const config = { ...state.config };
    delete config.split;
    state.set({ config: split ? { ...config, split } : config });
    void comparison.rerun();
  };
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    set({ column: columns.value, ...(at.value.trim() === "" ? {} : { at: at.value.trim() }) });
  });
  whole.addEventListener("click", () => {
    set(undefined);
    columns.focus();
  });
  /** What the fields were filled from: what is chosen or written since then stays when the page begins anew. @type {unknown[]} */
  let filled = [];
  state.watch(["phase", "files", "summaries", "config"], () => {
    const { reference, current } = state.files;
    const summary = state.summaries.current ?? state.summaries.reference;
    const split = /** @type {{ split?: { column?: string, at?: string } }} */ (state.config).split;
    const alone = Boolean(reference) !== Boolean(current);
    place.hidden = !(state.phase === "result" && alone && summary);
    whole.hidden = !split?.column;
    const from = [summary, split?.column, split?.at];
    if (place.hidden || !summary || from.every((one, at) => one === filled[at])) return;
    filled = from;
    const listed = [...summary.columns].sort((a, b) => Number(b.kind === "time") - Number(a.kind === "time"));
    columns.replaceChildren(...listed.map((column) => build("option", { value: column.name, selected: column.name === split?.column }, column.kind === "time" ? words.time(column.name) : column.name)));
    at.value = split?.at ?? "";
  });
}
