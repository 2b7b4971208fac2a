/** @import { Inference, Preview } from "../types/page" */
import { formatCount } from "../shared/format.js";
import { toldPhrase } from "../shared/told.js";
import { WORDS } from "../shared/words.js";
import { build } from "./build.js";

const KINDS = ["number", "category", "time", "boolean", "text"];

/** What each found thing is set by: a list of texts, or a whole number or a text that is written. @type {Record<string, { values?: string[], whole?: boolean }>} */
const SETTINGS = {
  encoding: { values: ["utf-8", "utf-16le", "utf-16be", "windows-1252"] },
  delimiter: { values: [",", ";", "\t", "|"] },
  quote: { values: ['"', "'", " "] },
  escape: { values: ['"', "'", "\\"] },
  header: { whole: true },
  preamble: { whole: true },
  trailer: { whole: true },
  decimal: { values: [".", ","] },
  date_order: { values: ["day-first", "month-first"] },
};

/**
 * How a file is read: what was found out about its text and why, each to be overruled, and its first rows with the
 * types of the columns. Property `preview`; event `settingchange` with `{path, value}`, where `value` undefined means: as found.
 */
export class FilePreview extends HTMLElement {
  /** @type {Preview | null} */
  #preview = null;
  /** What was set of the dialect. @type {Record<string, any>} */
  dialect = {};

  /** @param {Preview | null} preview */
  set preview(preview) {
    this.#preview = preview;
    this.#render();
  }

  #render() {
    const preview = this.#preview;
    if (!preview) return this.replaceChildren();
    const words = WORDS.preview;
    const head = [words.what, words.found, words.because, words.places].map((text) => build("th", { scope: "col" }, text));
    const scroller = (/** @type {string} */ name, /** @type {HTMLElement} */ table) => build("div", { class: "scroller", tabindex: 0, role: "group", "aria-label": name }, table);
    this.replaceChildren(
      scroller(words.findings, build("table", { class: "inferences" }, build("thead", {}, build("tr", {}, ...head)), build("tbody", {}, ...preview.inferences.map((one) => this.#inference(one))))),
      build("p", { class: "quiet" }, words.rows(formatCount(preview.rows.length), formatCount(preview.rows_read))),
      scroller(words.firstRows, this.#table(preview)),
    );
  }

  /** @param {Inference} found */
  #inference(found) {
    const words = WORDS.preview;
    const name = found.key.replace(/^dialect\./, "");
    const known = SETTINGS[name];
    const label = words.names[name] ?? name;
    /** @type {HTMLElement | string} */
    let control = shown(found.value);
    if (known?.values) {
      const values = known.values.includes(found.value) ? known.values : [found.value, ...known.values];
      const select = build("select", { "aria-label": label }, build("option", { value: "" }, words.asFound), ...values.map((value) => build("option", { value, selected: found.given ? value === found.value : false }, shown(value))));
      if (!found.given && select.options[0]) select.options[0].textContent = words.automatic(shown(found.value));
      select.addEventListener("change", () => this.#change(name, select.value === "" ? undefined : select.value));
      control = select;
    } else if (known?.whole) {
      const input = build("input", { type: "number", min: 0, step: 1, "aria-label": label, value: found.value });
      input.addEventListener("change", () => this.#change(name, input.value === "" ? undefined : Number(input.value)));
      control = input;
    }
    const support = found.of > 0 ? ` (${words.support(formatCount(found.support), formatCount(found.of))})` : "";
    const places = found.examples.slice(0, 3).map((one) => words.place(formatCount(one.line), one.value)).join("; ");
    return build("tr", { "data-changed": found.given }, build("th", { scope: "row" }, label), build("td", {}, control), build("td", { class: "quiet" }, found.given ? words.yours : `${toldPhrase(found.reason)}${support}`), build("td", { class: "quiet" }, places));
  }

  /** @param {Preview} preview */
  #table({ columns, rows }) {
    const heads = columns.map(({ name, kind, evidence }) => {
      const set = this.dialect.types?.[name];
      const select = build("select", { "aria-label": WORDS.preview.typeOf(name) }, build("option", { value: "" }, WORDS.preview.automatic(kind)), ...KINDS.map((one) => build("option", { value: one, selected: one === set }, one)));
      select.addEventListener("change", () => this.#changePath(["dialect", "types", name], select.value || undefined));
      const odd = evidence.counter_examples.slice(0, 2).map((one) => WORDS.preview.place(formatCount(one.line), one.value)).join("; ");
      return build("th", { scope: "col" }, build("span", {}, name), select, odd && build("span", { class: "quiet" }, WORDS.preview.odd(odd)));
    });
    const body = rows.map((row) => build("tr", {}, ...row.map((cell) => build("td", {}, cell ?? build("span", { class: "quiet" }, "·")))));
    return build("table", { class: "first-rows" }, build("thead", {}, build("tr", {}, ...heads)), build("tbody", {}, ...body));
  }

  /** @param {string} name @param {unknown} value */
  #change(name, value) {
    this.#changePath(["dialect", name], value);
  }

  /** @param {string[]} path @param {unknown} value */
  #changePath(path, value) {
    this.dispatchEvent(new CustomEvent("settingchange", { bubbles: true, detail: { path, value } }));
  }
}

/** A mark as a person reads it. @param {string} value */
function shown(value) {
  return WORDS.preview.marks[value] ?? value;
}

customElements.define("file-preview", FilePreview);
