/** @import { Slot } from "../types/page" */
/** @import { Placed } from "../shared/sparse.js" */
/** @import { State } from "../shared/state.js" */
/** @import { Comparison } from "./comparing.js" */
import { build, write } from "../elements/build.js";
import { asProblem } from "./comparing.js";
import { FileSlot } from "../elements/file-slot.js";
import { formatCount, formatDuration } from "../shared/format.js";
import { giveBack, lend } from "../shared/sparse.js";
import { SLOTS } from "../shared/state.js";
import { WORDS } from "../shared/words.js";
import { assignFiles, inOrder, isModel, isSavedReport } from "./assigning.js";
import { connectPasting } from "./pasting.js";

/**
 * Sample files, how they are looked at first, and what those who made them know of them.
 * @typedef {{ reference?: string, current: string, periods?: string[], model?: string, grouping: "kind" | "column" | "none", kind?: string, settings?: Placed[] }} Sample
 */

/** @type {Sample} */
const PAIR = { reference: "reference.csv", current: "current.csv", grouping: "kind" };
/** A sample for each of those who come with different questions. @type {Record<"product" | "scientist" | "engineer" | "compliance", Sample>} */
const READERS = {
  product: { reference: "shop-before.csv", current: "shop-after.csv", grouping: "none" },
  scientist: { ...PAIR, grouping: "column" },
  engineer: { reference: "service-reference.csv", current: "service-week-1.csv", periods: ["service-week-2.csv", "service-week-3.csv"], grouping: "kind", kind: "over-time" },
  compliance: { current: "decisions.csv", model: "decisions-model.txt", grouping: "kind", kind: "fairness", settings: [
    ...Object.entries({ application_id: "id", gender: "protected", age_group: "protected", outcome: "label" }).map(([column, role]) => ({ path: ["roles", column], value: role })),
    { path: ["analyses", "fairness", "favourable"], value: "1" },
  ] },
};

/**
 * The two slots with their buttons, and dropping anywhere on the page. Both slots filled starts the comparison.
 * @param {State} state
 * @param {Comparison} comparison
 * @param {(name: string) => Promise<File>} fetchSample
 * @param {(file: File, explains?: boolean) => Promise<void>} openModel
 */
export function connectFiles(state, comparison, fetchSample, openModel) {
  const slots = /** @type {FileSlot[]} */ ([...document.querySelectorAll("file-slot")]);
  const [compare, cancel, sample, swap, another] = ["compare", "cancel", "sample", "swap", "another"].map(button);
  const status = byId("status");
  const hint = byId("hint");
  const giveBackSettings = () => {
    if (state.lent.length > 0) state.set({ config: giveBack(state.config, state.lent), lent: [] });
  };

  /**
   * @param {File[]} files
   * @param {Slot | null} wanted
   */
  const take = async (files, wanted) => {
    state.set({ chosenAt: performance.now() });
    const models = files.filter((file) => isModel(file) !== "no");
    for (const file of models) {
      try {
        await openModel(file, files.length > models.length || undefined);
        files = files.filter((one) => one !== file);
      } catch (problem) {
        // A text or JSON file that is no model is what it was before: a table, a report.
        if (isModel(file) === "perhaps" && ["model.unknown-format", "model.limit"].includes(asProblem(problem).code)) continue;
        comparison.fail(problem);
        return;
      }
    }
    if (files.length === 0) return;
    giveBackSettings();
    const saved = files.find(isSavedReport);
    if (saved) return void comparison.open(saved);
    const [several, periods] = files.length > 2 ? inOrder(files) : [files, []];
    const filled = assignFiles(state.files, several, files.length === 1 ? wanted : null);
    const both = filled.reference && filled.current;
    const slot = filled.reference ? WORDS.slot.reference.name : WORDS.slot.current.name;
    state.set({ files: filled, periods, problem: null, notice: both ? "" : WORDS.drop.one(slot), ...(both ? {} : { phase: "ready", report: null }) });
    if (both) void comparison.run();
    if (periods.length > 0) state.set({ notice: WORDS.drop.periods(files.length - 1) });
  };

  document.addEventListener("fileschosen", (event) => {
    const { files, slot } = /** @type {CustomEvent<{ files: File[], slot: Slot }>} */ (event).detail;
    void take(files, slot);
  });
  const chooseModel = document.querySelector("#model-choose input");
  chooseModel?.addEventListener("change", () => {
    const [file] = /** @type {HTMLInputElement} */ (chooseModel).files ?? [];
    /** @type {HTMLInputElement} */ (chooseModel).value = "";
    state.set({ chosenAt: performance.now() });
    if (file) openModel(file).catch((problem) => comparison.fail(problem));
  });
  connectDropping(state, take);
  connectPasting((files) => take(files, null), () => state.phase !== "loading" && state.phase !== "working");

  compare?.addEventListener("click", () => void comparison.run());
  cancel?.addEventListener("click", () => comparison.cancel());
  another?.addEventListener("click", () => {
    comparison.clear();
    giveBackSettings();
    history.replaceState(null, "", location.pathname + location.search);
    scrollTo({ top: 0 });
    slots[0]?.querySelector("input")?.focus();
  });
  swap?.addEventListener("click", () => {
    state.set({ chosenAt: performance.now(), files: { reference: state.files.current, current: state.files.reference } });
    if (state.files.reference && state.files.current) void comparison.run();
  });
  /** @param {Sample} wanted */
  const runSample = async ({ reference, current, periods = [], model, grouping, kind, settings = [] }) => {
    state.set({ notice: WORDS.status.sample });
    giveBackSettings();
    try {
      const fetched = (/** @type {string | undefined} */ name) => (name ? fetchSample(name) : null);
      const [before, now, opened, ...others] = await Promise.all([reference, current, model, ...periods].map(fetched));
      state.set({ chosenAt: performance.now(), files: { reference: before ?? null, current: now ?? null }, periods: others.filter((one) => one !== null && one !== undefined), problem: null, kind: "", grouping, ...lend(state.config, settings) });
      if (opened) await openModel(opened);
      await comparison.run();
      const first = state.report?.findings.find((one) => one.analysis === kind);
      if (kind && first) state.set({ kind, selected: first.id });
    } catch (problem) {
      comparison.fail(problem);
    }
  };
  sample?.addEventListener("click", () => void runSample(PAIR));
  const readers = byId("readers");
  readers.append(`${WORDS.readers.heading} `, ...Object.entries(READERS).map(([reader, made]) => {
    const chosen = build("button", { type: "button", class: "plain", "data-reader": reader }, WORDS.readers[/** @type {keyof typeof READERS} */ (reader)]);
    chosen.addEventListener("click", () => void runSample(made));
    return chosen;
  }));

  state.watch(["phase", "files", "progress", "report", "notice", "timeLeft_ms", "steps", "stale"], () => {
    const { phase, files } = state;
    const both = Boolean(files.reference && files.current);
    const one = Boolean(files.reference || files.current);
    const saved = phase === "result" && !one;
    document.body.dataset.phase = phase;
    document.body.toggleAttribute("data-stale", state.stale);
    for (const slot of slots) {
      const record = state.report?.provenance.files.find((one) => one.slot === slot.slotName);
      const file = files[slot.slotName] ?? (record ? { name: record.name, size: record.bytes } : null);
      const more = slot.slotName === "current" && file ? state.periods.length : 0;
      slot.show(file && more > 0 ? { name: WORDS.slot.andMore(file.name, more), size: file.size + state.periods.reduce((bytes, one) => bytes + one.size, 0) } : file, phase === "working" ? state.progress[slot.slotName] ?? (file ? { done: 0, total: file.size } : undefined) : undefined, phase === "result" ? record?.rows_read ?? null : null);
      slot.disabled = phase === "loading" || phase === "working";
    }
    show(compare, one && (phase === "ready" || phase === "failed"));
    if (compare) write(compare, !both ? WORDS.lookAlone : phase === "failed" ? WORDS.compareAgain : WORDS.compare);
    show(cancel, phase === "working");
    show(sample, !files.reference && !files.current && phase !== "working" && phase !== "result");
    show(readers, phase === "ready" && !files.reference && !files.current);
    show(another, phase === "result" || phase === "failed");
    show(hint, phase === "loading" || phase === "ready" && !files.reference && !files.current);
    if (sample) sample.disabled = phase === "loading";
    if (chooseModel) /** @type {HTMLInputElement} */ (chooseModel).disabled = phase === "loading";
    if (swap) swap.disabled = phase === "loading" || phase === "working" || saved || !(files.reference || files.current);
    byId("skeleton").hidden = phase !== "working";
    byId("result").hidden = phase !== "result";
    const text = phase === "loading" ? WORDS.status.loading : state.notice;
    write(status, text);
    const steps = state.steps ? WORDS.status.steps(formatCount(state.steps.done), formatCount(state.steps.total)) : "";
    write(byId("time-left"), state.timeLeft_ms === null ? steps : WORDS.status.left(formatDuration(state.timeLeft_ms)));
  });
}

/**
 * @param {State} state
 * @param {(files: File[], wanted: Slot | null) => Promise<void>} take
 */
function connectDropping(state, take) {
  const veil = byId("drop-veil");
  let depth = 0;
  const carriesFiles = (/** @type {DragEvent} */ event) => event.dataTransfer?.types.includes("Files") ?? false;
  const end = () => {
    depth = 0;
    veil.hidden = true;
  };
  addEventListener("dragenter", (event) => {
    if (!carriesFiles(event)) return;
    event.preventDefault();
    depth += 1;
    veil.hidden = false;
  });
  addEventListener("dragover", (event) => {
    if (!carriesFiles(event) || !event.dataTransfer) return;
    event.preventDefault();
    event.dataTransfer.dropEffect = "copy";
  });
  addEventListener("dragleave", () => {
    depth -= 1;
    if (depth <= 0) end();
  });
  addEventListener("drop", (event) => {
    if (!carriesFiles(event)) return;
    event.preventDefault();
    end();
    if (state.phase === "loading") return state.set({ notice: WORDS.drop.notYet });
    const slot = event.target instanceof Element ? event.target.closest("file-slot") : null;
    const files = [...(event.dataTransfer?.files ?? [])];
    if (files.length > 0) void take(files, slot instanceof FileSlot && SLOTS.includes(slot.slotName) ? slot.slotName : null);
  });
}

/** @param {string} id */
function byId(id) {
  const element = document.getElementById(id);
  if (!element) throw new Error(`the page has no #${id}`);
  return element;
}

/** @param {string} id */
function button(id) {
  return /** @type {HTMLButtonElement} */ (byId(id));
}

/**
 * @param {HTMLElement | undefined} element
 * @param {boolean} visible
 */
function show(element, visible) {
  if (element) element.hidden = !visible;
}
