import { toldSetting } from "../shared/told.js";
import { WORDS } from "../shared/words.js";
import { build } from "./build.js";

/**
 * @typedef {{ type?: string | string[], description?: string, title?: string, default?: unknown, enum?: unknown[], const?: unknown, oneOf?: Node[], anyOf?: Node[], properties?: Record<string, Node>, additionalProperties?: boolean | Node, items?: Node, minimum?: number, $ref?: string, $defs?: Record<string, Node> }} Node
 * @typedef {{ path: string[], schema: Node, nullable: boolean }} Field
 */

/**
 * Settings as a form, made from their schema: each with what it means and its default. Properties `schema`, `values`
 * (what was set, sparse); event `settingchange` with `{path, value}`, where `value` undefined means: back to the default.
 */
export class SettingsForm extends HTMLElement {
  /** @type {Node | null} */
  #schema = null;
  /** @type {any} */
  #values = {};
  /** Members of the schema that other parts of the page show. @type {string[]} */
  leaveOut = [];

  /** @param {Node | null} schema */
  set schema(schema) {
    this.#schema = schema;
    this.#render();
  }

  /** @param {any} values */
  set values(values) {
    this.#values = values ?? {};
    this.#render();
  }

  #render() {
    const schema = this.#schema;
    if (!schema) return this.replaceChildren();
    const focused = this.contains(document.activeElement) ? document.activeElement?.id : null;
    this.replaceChildren(...this.#group(schema, schema, []));
    if (focused) document.getElementById(focused)?.focus({ preventScroll: true });
  }

  /** @param {Node} schema @param {Node} root @param {string[]} path @returns {HTMLElement[]} */
  #group(schema, root, path) {
    return inOrder(schema, root)
      .filter(([name]) => path.length > 0 || !this.leaveOut.includes(name))
      .map(([name, given]) => {
        const { node, nullable } = resolve(given, root);
        const here = [...path, name];
        const description = given.description ?? node.description;
        if (node.properties && !nullable) {
          return build("fieldset", {}, build("legend", {}, label(name)), description && build("p", { class: "quiet" }, plain(toldSetting(description))), ...this.#group(node, root, here));
        }
        return this.#field({ path: here, schema: { ...node, description, default: given.default ?? node.default }, nullable });
      });
  }

  /** @param {Field} field */
  #field({ path, schema, nullable }) {
    const name = path[path.length - 1];
    const id = `setting-${path.join("-")}`;
    const set = path.reduce((inside, key) => inside?.[key], this.#values);
    const value = set === undefined ? schema.default ?? null : set;
    const control = makeControl(schema, nullable, value, id, (next) => this.#change(path, next, schema.default ?? null));
    const notes = [schema.default !== undefined && typeof schema.default !== "object" && `${WORDS.settings.default} ${schema.enum || schema.oneOf ? label(String(schema.default)) : written(schema.default)}`].filter(Boolean).join(" · ");
    control.setAttribute("aria-describedby", `${id}-meaning`);
    const reset = set !== undefined && build("button", { type: "button", class: "plain" }, WORDS.settings.reset);
    if (reset) {
      reset.setAttribute("aria-label", WORDS.settings.resetOf(label(name)));
      reset.addEventListener("click", () => this.#change(path, undefined, null));
    }
    return build(
      "div",
      { class: "setting", "data-changed": set !== undefined },
      build("label", { for: id }, label(name)),
      build("div", { class: "setting-control" }, control, reset),
      build("p", { class: "setting-meaning", id: `${id}-meaning` }, plain(toldSetting(schema.description ?? "")), notes && build("span", { class: "setting-default" }, ` ${notes}`)),
    );
  }

  /** @param {string[]} path @param {unknown} value @param {unknown} standard */
  #change(path, value, standard) {
    const same = JSON.stringify(value) === JSON.stringify(standard);
    this.dispatchEvent(new CustomEvent("settingchange", { bubbles: true, detail: { path, value: same ? undefined : value } }));
  }
}

/**
 * Members as they are read: what is chosen from a list first, then numbers and texts, lists and JSON, parts with members of
 * their own; the schema has them by the alphabet.
 * @param {Node} schema @param {Node} root
 */
function inOrder(schema, root) {
  const rank = (/** @type {Node} */ given) => {
    const { node, nullable } = resolve(given, root);
    if (node.properties && !nullable) return 3;
    if (node.enum || node.oneOf) return 0;
    return ["number", "integer", "string", "boolean"].some((type) => node.type === type || node.type?.includes(type)) ? 1 : 2;
  };
  return Object.entries(schema.properties ?? {}).sort(([, a], [, b]) => rank(a) - rank(b));
}

/**
 * Follows references and takes `null` out of a choice of types.
 * @param {Node} node @param {Node} root @returns {{ node: Node, nullable: boolean }}
 */
function resolve(node, root) {
  let nullable = Array.isArray(node.type) && node.type.includes("null");
  let found = node;
  if (found.anyOf) {
    const others = found.anyOf.filter((one) => one.type !== "null");
    nullable ||= others.length < found.anyOf.length;
    if (others.length === 1) found = others[0];
  }
  for (let steps = 0; found.$ref && steps < 8; steps += 1) found = root.$defs?.[found.$ref.replace("#/$defs/", "")] ?? {};
  return { node: found, nullable };
}

/**
 * @param {Node} schema @param {boolean} nullable @param {any} value @param {string} id @param {(next: unknown) => void} changed
 * @returns {HTMLElement}
 */
function makeControl(schema, nullable, value, id, changed) {
  const types = Array.isArray(schema.type) ? schema.type.filter((type) => type !== "null") : [schema.type];
  const options = schema.enum ?? schema.oneOf?.map((one) => one.const ?? one.enum?.[0]);
  if (options && options.every((one) => typeof one === "string")) {
    const empty = nullable ? [build("option", { value: "" }, WORDS.settings.automatic)] : [];
    const select = build("select", { id }, ...empty, ...options.map((one) => build("option", { value: String(one), selected: one === value }, label(String(one)))));
    select.addEventListener("change", () => changed(select.value === "" ? null : select.value));
    return select;
  }
  if (types[0] === "boolean") {
    const box = build("input", { id, type: "checkbox" });
    box.checked = Boolean(value);
    box.addEventListener("change", () => changed(box.checked));
    return box;
  }
  if (types[0] === "number" || types[0] === "integer") {
    const input = build("input", { id, type: "number", step: types[0] === "integer" ? 1 : "any", min: schema.minimum ?? null, value: value ?? "", placeholder: nullable ? WORDS.settings.automatic : null });
    input.addEventListener("change", () => changed(input.value === "" ? (nullable ? null : undefined) : Number(input.value)));
    return input;
  }
  if (types[0] === "string") {
    const input = build("input", { id, type: "text", value: value === "\t" ? "\\t" : value ?? "", placeholder: nullable ? WORDS.settings.automatic : null });
    input.addEventListener("change", () => changed(input.value === "" && nullable ? null : input.value.replaceAll("\\t", "\t")));
    return input;
  }
  const texts = types[0] === "array" && schema.items?.type === "string";
  const area = build("textarea", { id, rows: 3, spellcheck: "false", placeholder: texts ? WORDS.settings.onePerLine : WORDS.settings.asJson }, value === null ? "" : texts ? value.join("\n") : JSON.stringify(value, null, 1));
  area.addEventListener("change", () => {
    area.setCustomValidity("");
    if (area.value.trim() === "") return changed(nullable ? null : undefined);
    if (texts) return changed(area.value.split("\n").map((line) => line.trim()).filter(Boolean));
    try {
      changed(JSON.parse(area.value));
    } catch {
      area.setCustomValidity(WORDS.settings.noJson);
      area.reportValidity();
    }
  });
  return area;
}

/** A key as a person reads it: the name of what is measured, where there is one. @param {string} key */
function label(key) {
  const named = WORDS.settings.names[key] ?? WORDS.measures[key.replaceAll("_", "-")];
  if (named) return named;
  const words = toldSetting(key).replace(/[_-]+/g, " ");
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** Prose of the schema without its code marks. @param {string} text */
export function plain(text) {
  return text.replace(/\[?\x60([^\x60]*)\x60\]?/g, "$1").replace(/\*([^*\s][^*]*)\*/g, "$1").replace(/\s+/g, " ");
}

/** @param {unknown} value */
function written(value) {
  return value === null ? WORDS.settings.automatic : String(value);
}

customElements.define("settings-form", SettingsForm);
