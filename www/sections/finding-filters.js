/** @import { State } from "../shared/state.js" */
import { build } from "../elements/build.js";
import { WORDS } from "../shared/words.js";
import { kindName, roleOf } from "./finding-groups.js";

const SEARCH_FROM = 12;

/**
 * The search and the choices above the list, each where there is something to choose.
 * @param {State} state
 * @returns {HTMLElement[]}
 */
export function findingFilters(state) {
  const findings = state.report?.findings ?? [];
  const words = WORDS.findings;
  const kinds = [...new Set(findings.map((one) => one.analysis))];
  const present = [...new Set(findings.map((one) => roleOf(one.column, state)))].filter((role) => role !== null);
  const chosen = { kind: kinds.includes(state.kind) ? state.kind : "", role: present.includes(state.role) ? state.role : "" };
  if (chosen.kind !== state.kind || chosen.role !== state.role) state.set(chosen);
  /** @type {(part: "kind" | "role" | "grouping", label: string, options: [string, string][]) => HTMLElement | null} */
  const choice = (part, label, options) => {
    if (options.length < 3) return null;
    const select = build("select", { id: `finding-${part}` }, ...options.map(([value, text]) => build("option", { value }, text)));
    select.value = state[part];
    select.addEventListener("change", () => state.set({ [part]: select.value }));
    return build("label", {}, label, select);
  };
  const choices = [
    choice("kind", words.kind, [["", words.all], ...kinds.map((id) => /** @type {[string, string]} */ ([id, kindName(id)]))]),
    choice("role", words.role, [["", words.all], ...present.map((role) => /** @type {[string, string]} */ ([role, WORDS.roles.names[role] ?? role]))]),
    findings.length > SEARCH_FROM ? choice("grouping", words.grouping, [["kind", words.groupings.kind], ["column", words.groupings.column], ["none", words.groupings.none]]) : null,
  ].filter((one) => one !== null);
  return [...(findings.length > SEARCH_FROM ? [search(state)] : []), ...(choices.length > 0 ? [build("div", { class: "filters" }, ...choices)] : [])];
}

/** @param {State} state */
function search(state) {
  const input = build("input", { type: "search", id: "finding-search", autocomplete: "off", spellcheck: "false", placeholder: WORDS.findings.search });
  input.value = state.search;
  input.addEventListener("input", () => state.set({ search: input.value }));
  return build("div", { class: "search" }, build("label", { for: "finding-search", class: "visually-hidden" }, WORDS.findings.search), input);
}
