/** @import { Cell, TableBlock } from "../types/driftglass" */
import { formatCell } from "../shared/format.js";
import { build } from "./build.js";

const FIRST_ROWS = 200;
/** A text of more characters than this is broken into lines. */
const LONG = 40;
/** A table of few rows and more columns than this is turned, so that it is read without scrolling sideways. */
const COLUMNS_ACROSS = 6;
/** A single row with more columns than this is a list of names and values. */
const COLUMNS_OF_ONE = 4;

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
    if (table.rows.length === 1 && table.columns.length > COLUMNS_OF_ONE) {
      this.#show(table, [build("tbody", {}, ...listed(table))]);
      return;
    }
    if (table.rows.length <= 3 && table.columns.length > COLUMNS_ACROSS) {
      this.#show(table, turned(table));
      return;
    }
    const body = build("tbody");
    const isText = table.columns.map((_, index) => table.rows.every((row) => typeof row[index] === "string" || row[index] === null));
    const heading = table.columns.map((column, index) => build("th", { scope: "col", class: isText[index] ? null : "numeric" }, column.label));
    this.#show(table, [build("thead", {}, build("tr", {}, ...heading)), body]);
    this.#append(body, table, isText, 0);
  }

  /**
   * @param {TableBlock} table
   * @param {HTMLElement[]} parts
   */
  #show(table, parts) {
    const whole = build("table", {}, build("caption", {}, build("span", {}, table.title)), ...parts);
    this.replaceChildren(build("div", { class: "scroller", tabindex: 0, role: "group", "aria-label": table.title }, whole));
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
          const text = formatCell(cell, table.columns[index]?.unit ?? "number");
          if (index === 0) return build("th", { scope: "row", class: isText[index] ? null : "numeric" }, text);
          return build("td", { class: !isText[index] ? "numeric" : text.length > LONG ? "long" : null }, written(cell, text));
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

/**
 * The values of a single row, each under its column's name.
 * @param {TableBlock} table
 */
function listed(table) {
  return table.columns.map((column, index) => {
    const cell = table.rows[0]?.[index] ?? null;
    return build("tr", {}, build("th", { scope: "row" }, column.label), build("td", { class: "numeric" }, written(cell, formatCell(cell, column.unit))));
  });
}

/**
 * Columns as rows: the first column becomes the heading.
 * @param {TableBlock} table
 */
function turned(table) {
  const [first, ...others] = table.columns;
  const heads = table.rows.map((row) => build("th", { scope: "col", class: "numeric" }, formatCell(row[0] ?? null, first?.unit ?? "number")));
  const rows = others.map((column, index) =>
    build(
      "tr",
      {},
      build("th", { scope: "row" }, column.label),
      ...table.rows.map((row) => {
        const cell = row[index + 1] ?? null;
        return build("td", { class: "numeric" }, written(cell, formatCell(cell, column.unit)));
      }),
    ),
  );
  return [build("thead", {}, build("tr", {}, build("td"), ...heads)), build("tbody", {}, ...rows)];
}

/**
 * A number keeps its exact value beside the written one.
 * @param {Cell} cell
 * @param {string} text
 */
function written(cell, text) {
  return typeof cell === "number" ? build("data", { value: cell }, text) : text;
}

customElements.define("data-table", DataTable);
