/** @import { State } from "../shared/state.js" */
/** @import { Comparison } from "./comparing.js" */
import { build } from "../elements/build.js";
import { AUDIT } from "./fairness-words.js";

/**
 * The choice of a file of protected attributes, whose columns are put beside those of the files.
 * @param {State} state
 * @param {Comparison} comparison
 */
export function attributesChoice(state, comparison) {
  const input = build("input", { type: "file", id: "attributes-file", accept: ".csv,.tsv,.txt,.gz,text/csv", "aria-describedby": "attributes-meaning" });
  const remove = build("button", { type: "button", class: "plain", id: "attributes-remove" }, AUDIT.remove);
  const said = build("p", { class: "quiet", role: "status" });
  const take = (/** @type {File | null} */ file) => {
    state.set({ attributes: file });
    void comparison.rerun();
  };
  input.addEventListener("change", () => {
    const [file] = input.files ?? [];
    input.value = "";
    if (file) take(file);
  });
  remove.addEventListener("click", () => {
    take(null);
    input.focus();
  });
  state.watch(["attributes"], () => {
    remove.hidden = state.attributes === null;
    said.textContent = state.attributes ? AUDIT.joined(state.attributes.name) : "";
  });
  return build("div", { class: "attributes" }, build("label", { for: "attributes-file" }, AUDIT.attributes), input, build("p", { class: "quiet", id: "attributes-meaning" }, AUDIT.attributesMeaning), said, remove);
}
