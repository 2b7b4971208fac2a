/** @import { Phase, Problem, Progress, Slot } from "../types/page" */
/** @import { Attachments, Report, Severity } from "../types/driftglass" */

/** The two places a file can take, in reading order. @type {readonly Slot[]} */
export const SLOTS = ["reference", "current"];

/**
 * What the page knows. Parts are written by `set`, which says so with a `change` event; nothing else writes them.
 */
export class State extends EventTarget {
  constructor() {
    super();
    /** @type {Phase} */
    this.phase = "loading";
    /** @type {Record<Slot, File | null>} */
    this.files = { reference: null, current: null };
    /** When files were chosen last, as `performance.now()`: what a person waits for is counted from then. */
    this.chosenAt = 0;
    /** A file of protected attributes that belongs to the others. @type {File | null} */
    this.attributes = null;
    /** @type {Partial<Record<Slot, Progress>>} */
    this.progress = {};
    /** Milliseconds that reading is expected to take still. @type {number | null} */
    this.timeLeft_ms = null;
    /** How far the comparison is, in columns. @type {Progress | null} */
    this.steps = null;
    /** What is shown, in the page's language. @type {Report | null} */
    this.report = null;
    /** The same as the engine made it: what is kept and taken away as JSON. @type {Report | null} */
    this.original = null;
    /** @type {Attachments} */
    this.attachments = { sha256: {}, generatedAt: null };
    /** @type {Problem | null} */
    this.problem = null;
    /** What was set, sparse: what is not there has its default. @type {Record<string, unknown>} */
    this.config = {};
    /** Settings that came along with a sample and leave with it. @type {import("./sparse.js").Placed[]} */
    this.lent = [];
    /** The open model's scores, where all its inputs have columns: what they are for, and the columns the person named. @type {{ mapping: Record<string, string>, roles: Record<string, string> } | null} */
    this.scores = null;
    /** What reading told of each file. @type {Partial<Record<Slot, any>>} */
    this.summaries = {};
    /** What the columns are taken to be for, by file. @type {Partial<Record<Slot, import("../types/page").RoleGuess[]>> | null} */
    this.guesses = null;
    /** Files that follow the current one, in their order. @type {File[]} */
    this.periods = [];
    /** The result shown is of earlier settings; a new one is being computed. */
    this.stale = false;
    /** What follows the verdict is still being looked for: the report will be completed. */
    this.further = false;
    /** A short message that is no problem. @type {string} */
    this.notice = "";
    /** Id of the finding that is shown in detail. @type {string | null} */
    this.selected = null;
    /** What the list of findings is searched for. */
    this.search = "";
    /** The analysis that the list shows; all when empty. */
    this.kind = "";
    /** How the list is put together. @type {"kind" | "column" | "none"} */
    this.grouping = "kind";
    /** The role of columns that the list shows; all when empty. */
    this.role = "";
    /** The severities that the list shows; all when empty. @type {Severity[]} */
    this.severities = [];
  }

  /**
   * Writes some parts and tells who listens which.
   * @param {Partial<Pick<State, "phase" | "files" | "chosenAt" | "attributes" | "progress" | "timeLeft_ms" | "steps" | "report" | "original" | "attachments" | "problem" | "notice" | "selected" | "search" | "kind" | "role" | "grouping" | "severities" | "config" | "summaries" | "guesses" | "periods" | "stale" | "further" | "scores" | "lent">>} parts
   */
  set(parts) {
    Object.assign(this, parts);
    this.dispatchEvent(new CustomEvent("change", { detail: Object.keys(parts) }));
  }

  /**
   * Calls `listener` now and whenever one of the named parts was written.
   * @param {string[]} parts
   * @param {() => void} listener
   */
  watch(parts, listener) {
    this.addEventListener("change", (event) => {
      const written = /** @type {CustomEvent<string[]>} */ (event).detail;
      if (parts.some((part) => written.includes(part))) listener();
    });
    listener();
  }

  /**
   * As {@link State.watch}, in a task of its own after what is seen first.
   * @param {string[]} parts
   * @param {() => void} listener
   */
  watchLater(parts, listener) {
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    let waiting;
    this.watch(parts, () => {
      clearTimeout(waiting);
      waiting = setTimeout(listener);
    });
  }
}
