import { build } from "../elements/build.js";
import { toldPhrase } from "../shared/told.js";
import { WORDS } from "../shared/words.js";

/** Reasons against a person, which outputs are against one, and the words that tell them: kept while the page is open. */
export class ReasonForm {
  #changed;
  #high = false;
  /** Sentences by column. @type {{ lowers: Record<string, string>, raises: Record<string, string> }} */
  #wording = { lowers: {}, raises: {} };
  #list = build("ol", { class: "explaining-reasons" });

  /** @param {() => void} changed */
  constructor(changed) {
    this.#changed = changed;
  }

  /** What the engine is told of it. */
  get told() {
    return { high: this.#high, wording: this.#wording };
  }

  /** @param {{ sentence: string }[]} reasons */
  show(reasons) {
    this.#list.replaceChildren(...(reasons.length > 0 ? reasons.map(({ sentence }) => build("li", {}, toldPhrase(sentence))) : [build("li", {}, WORDS.why.noReason)]));
  }

  /** @param {{ players: string[] }} card @param {() => void} download */
  element({ players }, download) {
    const words = WORDS.why;
    const against = build("select", { id: "explaining-against" }, ...Object.entries(words.againsts).map(([key, text]) => build("option", { value: key }, text)));
    against.value = this.#high ? "high" : "low";
    against.addEventListener("change", () => {
      this.#high = against.value === "high";
      this.#changed();
    });
    const csv = build("button", { type: "button", class: "button", id: "explaining-csv" }, words.csv);
    csv.addEventListener("click", download);
    const details = build("details", { id: "explaining-wording" }, build("summary", {}, words.wording));
    // Thousands of columns have thousands of fields: they are made when they are wanted.
    details.addEventListener("toggle", () => {
      if (!details.open || details.childElementCount > 1) return;
      details.append(build("p", { class: "quiet" }, words.wordingMeaning), build("div", { class: "explaining-wording" }, ...players.map((player) => this.#fields(player))));
    });
    this.#list = build("ol", { class: "explaining-reasons" });
    return build("div", { class: "explaining-against" }, build("h4", {}, words.reasons), build("label", {}, `${words.against} `, against), this.#list, details, csv);
  }

  /** @param {string} player */
  #fields(player) {
    const words = WORDS.why;
    const field = (/** @type {"lowers" | "raises"} */ way) => {
      const input = build("input", { type: "text", value: this.#wording[way][player] ?? "", maxlength: 300, "data-wording": `${way} ${player}` });
      input.addEventListener("change", () => {
        if (input.value.trim() === "") delete this.#wording[way][player];
        else this.#wording[way][player] = input.value;
        this.#changed();
      });
      return build("label", {}, words[way], input);
    };
    return build("fieldset", {}, build("legend", {}, player), field("lowers"), field("raises"));
  }
}
