import { formatCount, formatNumber } from "../shared/format.js";
import { toldSetting } from "../shared/told.js";
import { WORDS } from "../shared/words.js";
import { build } from "./build.js";

/** So many columns are listed; a search finds the others. */
const LISTED = 100;

/** @typedef {{ name: string, kinds: string[], guess: string | null, why: string, confidence: number | null, present: number, missing: number }} RoleLine */

/**
 * What each column is for. Properties `lines`, `options` and `roles` (what was set, by name); event `rolechange` with
 * `{name, role}`, where `role` undefined means: as guessed; event `roleschange` with `{roles}`, a map of many by name.
 */
export class RoleTable extends HTMLElement {
  /** @type {RoleLine[]} */
  #lines = [];
  /** @type {string[]} */
  options = [];
  /** @type {Record<string, string>} */
  #roles = {};
  #body = build("tbody");
  #count = build("p", { class: "quiet" });
  #every = build("select", {});
  #apply = build("button", { type: "button", class: "plain" });
  #search = build("input", { type: "search", placeholder: WORDS.roles.search, "aria-label": WORDS.roles.search });

  connectedCallback() {
    if (this.childElementCount > 0) return;
    const heads = [WORDS.roles.column, WORDS.roles.kind, WORDS.roles.role, WORDS.roles.why, WORDS.roles.sure, WORDS.roles.evidence].map((text) => build("th", { scope: "col" }, text));
    this.#search.addEventListener("input", () => this.#render());
    const words = WORDS.roles;
    this.#apply.addEventListener("click", () => this.#tell(Object.fromEntries(this.#listed().map((line) => [line.name, this.#every.value]))));
    const confirm = build("button", { type: "button", class: "plain" }, words.confirm);
    confirm.addEventListener("click", () => this.#tell(Object.fromEntries(this.#lines.flatMap((line) => (line.guess && !Object.hasOwn(this.#roles, line.name) ? [[line.name, line.guess]] : [])))));
    const clear = build("button", { type: "button", class: "plain" }, words.clear);
    clear.addEventListener("click", () => this.#tell(Object.fromEntries(Object.keys(this.#roles).map((name) => [name, undefined]))));
    this.append(
      build("div", { class: "role-actions" }, build("label", {}, words.all, this.#every), this.#apply, confirm, clear),
      build("div", { class: "search" }, this.#search),
      build("div", { class: "scroller", tabindex: 0, role: "group", "aria-label": WORDS.roles.heading }, build("table", {}, build("thead", {}, build("tr", {}, ...heads)), this.#body)),
      this.#count,
    );
    this.#render();
  }

  /** @param {RoleLine[]} lines */
  set lines(lines) {
    this.#lines = lines;
    this.#render();
  }

  /** @param {Record<string, string>} roles */
  set roles(roles) {
    this.#roles = roles;
    this.#render();
  }

  /** The columns that fit the search. */
  #listed() {
    const wanted = this.#search.value.trim().toLowerCase();
    return this.#lines.filter((line) => line.name.toLowerCase().includes(wanted));
  }

  /** @param {Record<string, string | undefined>} roles */
  #tell(roles) {
    if (Object.keys(roles).length > 0) this.dispatchEvent(new CustomEvent("roleschange", { bubbles: true, detail: { roles } }));
  }

  #render() {
    const found = this.#listed();
    if (this.#every.options.length === 0) this.#every.append(...this.options.map((role) => build("option", { value: role }, WORDS.roles.names[role] ?? role)));
    this.#apply.textContent = WORDS.roles.apply(found.length);
    const focused = this.contains(document.activeElement) ? document.activeElement?.getAttribute("data-column") : null;
    this.#body.replaceChildren(...found.slice(0, LISTED).map((line) => this.#row(line)));
    this.#count.textContent = found.length > LISTED ? WORDS.roles.more(LISTED, found.length) : "";
    this.#search.parentElement?.toggleAttribute("hidden", this.#lines.length <= 12);
    if (focused) this.#body.querySelector(`select[data-column="${CSS.escape(focused)}"]`)?.dispatchEvent(new Event("refocus"));
  }

  /** @param {RoleLine} line */
  #row(line) {
    const set = Object.hasOwn(this.#roles, line.name) ? this.#roles[line.name] : null;
    const automatic = line.guess ? WORDS.roles.guessed(WORDS.roles.names[line.guess] ?? line.guess) : WORDS.settings.automatic;
    const select = build(
      "select",
      { "data-column": line.name, "aria-label": WORDS.roles.of(line.name) },
      build("option", { value: "" }, automatic),
      ...this.options.map((role) => build("option", { value: role, selected: role === set }, WORDS.roles.names[role] ?? role)),
    );
    select.addEventListener("change", () => {
      this.dispatchEvent(new CustomEvent("rolechange", { bubbles: true, detail: { name: line.name, role: select.value || undefined } }));
    });
    select.addEventListener("refocus", () => select.focus({ preventScroll: true }));
    const kinds = [...new Set(line.kinds)].map(toldSetting).join(" → ");
    return build("tr", { "data-changed": set !== null }, build("th", { scope: "row" }, line.name), build("td", {}, kinds), build("td", {}, select), build("td", { class: "quiet" }, set === null ? line.why : WORDS.roles.yours), build("td", { class: "numeric" }, set === null && line.confidence !== null ? formatNumber(line.confidence, "share") : ""), build("td", { class: "quiet" }, WORDS.roles.holds(formatCount(line.present), formatCount(line.missing))));
  }
}

customElements.define("role-table", RoleTable);
