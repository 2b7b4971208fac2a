/** @import { State } from "../shared/state.js" */
import { keptSettings, reportsKept } from "../shared/kept-settings.js";
import { WORDS } from "../shared/words.js";
import { asProblem } from "./comparing.js";

/**
 * The buttons whose work comes with the workbench: the first click fetches it, then clicks again.
 * @param {[HTMLElement, HTMLElement]} openers help and settings
 * @param {State} state
 * @param {() => Promise<unknown>} workbench
 */
export function connectOpeners([help, settings], state, workbench) {
  const first = new AbortController();
  /** @param {HTMLElement} opener */
  const open = async (opener) => {
    first.abort();
    try {
      await workbench();
      opener.click();
    } catch (why) {
      state.set({ phase: "failed", problem: asProblem(why) });
    }
  };
  for (const opener of [help, settings]) opener.addEventListener("click", () => void open(opener), { signal: first.signal });
  addEventListener("keydown", (event) => {
    if (isHelpKey(event)) void open(help);
  }, { signal: first.signal });
  help.textContent = WORDS.helpOpen;
  help.hidden = false;
  state.watch(["phase"], () => {
    settings.hidden = state.phase === "loading" || (state.phase === "result" && !(state.files.reference || state.files.current));
  });
  state.watch(["report"], () => {
    if (state.report) first.abort();
  });
  // It may come for another reason: then its own listeners hear the first click.
  document.addEventListener("workbench", () => first.abort(), { once: true });
}

/** Says in the head whether there is a network: nothing here needs one once the page has started. @param {HTMLElement} claim */
export function connectOnline(claim) {
  const show = () => {
    claim.textContent = navigator.onLine ? WORDS.status.online : WORDS.status.offline;
  };
  addEventListener("online", show);
  addEventListener("offline", show);
  show();
}

/** Whether help is asked for: `?` anywhere but in a field. @param {KeyboardEvent} event */
export function isHelpKey(event) {
  const field = event.target instanceof Element && event.target.closest("input, textarea, select, [contenteditable]");
  return event.key === "?" && !field && !event.ctrlKey && !event.metaKey && !event.altKey;
}

/** Whether something of an earlier visit is kept in this browser, so that it can be offered. */
export async function anythingKept() {
  return keptSettings() !== null || (await reportsKept());
}
