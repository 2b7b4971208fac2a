/** @import { TableBlock } from "../types/driftglass" */
import { formatCell } from "../shared/format.js";
import { build } from "./build.js";

const FIRST_ROWS = 200;

/** A table of a report. Property `table`; long ones show their first rows and add the rest on scrolling to the end. */
export class DataTable extends HTMLElement {
  /** @type {TableBlock | null} */
  #table = null;
  /** @type {IntersectionObserver | null} */
  #end = null;

  get table() {
    return this.#table;
  }

  set table(table) {
    this.#table = table;
    this.#render();
  }

  disconnectedCallback() {
    this.#end?.disconnect();
  }

  #render() {
    this.#end?.disconnect();
    const table = this.#table;
    if (!table) {
      this.replaceChildren();
      return;
    }
    const body = build("tbody");
    const isText = table.columns.map((_, index) => table.rows.every((row) => typeof row[index] === "string" || row[index] === null));
    const heading = table.columns.map((column, index) => build("th", { scope: "col", class: isText[index] ? null : "numeric" }, column.label));
    const whole = build("table", {}, build("caption", {}, table.title), build("thead", {}, build("tr", {}, ...heading)), body);
    this.replaceChildren(build("div", { class: "scroller", tabindex: 0, role: "group", "aria-label": table.title }, whole));
    this.#append(body, table, isText, 0);
  }

  /**
   * @param {HTMLElement} body
   * @param {TableBlock} table
   * @param {boolean[]} isText
   * @param {number} from
   */
  #append(body, table, isText, from) {
    const rows = table.rows.slice(from, from + FIRST_ROWS).map((row) =>
      build(
        "tr",
        {},
        ...row.map((cell, index) => {
          const text = formatCell(/** @type {any} */ (cell), table.columns[index]?.unit ?? "number");
          if (index === 0) return build("th", { scope: "row", class: isText[index] ? null : "numeric" }, text);
          const shown = typeof cell === "number" ? build("data", { value: cell }, text) : text;
          return build("td", { class: isText[index] ? null : "numeric" }, shown);
        }),
      ),
    );
    body.append(...rows);
    const last = rows.at(-1);
    if (!last || from + FIRST_ROWS >= table.rows.length) return;
    this.#end = new IntersectionObserver((entries) => {
      if (!entries.some((entry) => entry.isIntersecting)) return;
      this.#end?.disconnect();
      this.#append(body, table, isText, from + FIRST_ROWS);
    });
    this.#end.observe(last);
  }
}

customElements.define("data-table", DataTable);
