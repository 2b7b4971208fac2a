/** @import { State } from "../shared/state.js" */
import { findingLink } from "./findings.js";

/**
 * Keeps the shown finding and the address in step: `#finding=<id>` selects; when none is named the one that was shown stays, and otherwise the first
 * of the list is shown.
 * @param {State} state
 */
export function connectSelecting(state) {
  state.watchLater(["report"], () => {
    if (!state.report) return;
    const named = fromAddress();
    const { findings } = state.report;
    const wanted = [named, state.selected].find((id) => findings.some((finding) => finding.id === id));
    state.set({ selected: wanted ?? (findings.find(({ analysis }) => analysis === state.kind) ?? findings[0])?.id ?? null });
  });
  addEventListener("hashchange", () => {
    const named = fromAddress();
    if (named !== null && state.report?.findings.some((finding) => finding.id === named)) {
      state.set({ selected: named });
      showDetail();
    }
  });
  document.addEventListener("click", (event) => {
    const link = event.target instanceof Element ? event.target.closest("a") : null;
    if (!link || event.defaultPrevented) return;
    const target = link.getAttribute("href") ?? "";
    if (target === location.hash && target.startsWith("#finding=")) showDetail();
    if (target === "#findings") {
      event.preventDefault();
      focusRow(state.selected);
    }
  });
}

/** @returns {string | null} */
function fromAddress() {
  const match = /^#finding=(.+)$/.exec(location.hash);
  if (!match?.[1]) return null;
  try {
    return decodeURIComponent(match[1]);
  } catch {
    return null;
  }
}

/** Moves reading to the detail; beside the list on wide screens, below it on narrow ones. */
function showDetail() {
  const detail = document.getElementById("detail");
  const heading = document.getElementById("detail-heading");
  heading?.focus({ preventScroll: true });
  // From its beginning, also where it was there already and was read further down.
  if (detail) detail.scrollTop = 0;
  const box = heading?.getBoundingClientRect();
  if (box && (box.top < 0 || box.bottom > innerHeight)) detail?.scrollIntoView({ block: "start" });
}

/** @param {string | null} id */
function focusRow(id) {
  const row = id === null ? null : document.querySelector(`#findings a[href="${CSS.escape(findingLink(id))}"]`);
  const first = row ?? document.querySelector("#findings a");
  if (first instanceof HTMLElement) first.focus();
}
