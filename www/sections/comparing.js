/** @import { EngineCalls, Problem, Progress, Slot } from "../types/page" */
/** @import { Report } from "../types/driftglass" */
/** @import { State } from "../shared/state.js" */
import { SLOTS } from "../shared/state.js";
import { told, toldProblem } from "../shared/told.js";
import { WORDS } from "../shared/words.js";

/** After these the engine runs anew. */
const RESTARTED = new Set(["internal.worker-lost", "internal.panic"]);

/** After these the result of other settings stays: the same ones may do once more. */
const OUTLIVED = new Set([...RESTARTED, "call.cancelled"]);

/** Drives the engine: reads both files, compares, hashes afterwards, opens saved reports. Writes the state only. */
export class Comparison {
  /** @type {AbortController | null} */
  #running = null;
  /** The settings changed while a result was computed. */
  #again = false;
  /** The search for what follows the verdict that goes on. @type {object | null} */
  #looking = null;

  /**
   * @param {EngineCalls} engine
   * @param {State} state
   * @param {() => Promise<unknown>} prepare makes ready what a result is drawn with
   * @param {() => Promise<unknown>} seen comes once a result that was set is drawn
   */
  constructor(engine, state, prepare, seen) {
    this.prepare = prepare;
    this.seen = seen;
    this.engine = engine;
    this.state = state;
    engine.addEventListener("restarted", () => state.set({ notice: WORDS.status.restarted }));
  }

  /** Reads and compares the two files in the slots, or looks at the one there is. */
  async run() {
    const { reference, current } = this.state.files;
    // One file alone is the current one: that is how the report names it.
    if (reference && !current) this.state.set({ files: { reference: null, current: reference } });
    const files = filled(this.state.files);
    const first = files[0]?.[1];
    if (!first) return;
    const { signal } = this.#start(WORDS.status.reading(first.name));
    try {
      const clock = new ReadingClock(files.reduce((bytes, [, file]) => bytes + file.size, 0));
      const prepared = this.prepare();
      prepared.catch(() => {}); // heard below
      await Promise.all(files.map(async ([slot, file]) => {
        const summary = await this.engine.read(slot, file, { signal, config: this.state.config, onProgress: (progress) => this.#progress(signal, clock, slot, progress) });
        if (signal.aborted) return;
        this.#progress(signal, clock, slot, { done: file.size, total: file.size });
        this.state.set({ summaries: { ...this.state.summaries, [slot]: summary } });
      }));
      if (signal.aborted) return;
      this.state.set({ notice: files.length > 1 ? WORDS.status.comparing : WORDS.status.looking, timeLeft_ms: null });
      const onProgress = (/** @type {Progress} */ progress) => {
        if (!signal.aborted && progress.stage === "analyse") this.state.set({ steps: progress });
      };
      const report = await this.engine.analyse(this.#config(), { signal, onProgress, periods: this.state.periods, attributes: this.state.attributes, ...this.#scores() });
      const guesses = await this.engine.roles();
      await prepared;
      await nextTask();
      if (signal.aborted) return;
      this.state.set({ phase: "result", original: report, report: await told(report), guesses, attachments: { sha256: {}, generatedAt: new Date().toISOString() }, notice: "", progress: {}, steps: null, problem: null });
      await Promise.all([this.#hash(signal, files), this.#further(signal, report)]);
    } catch (problem) {
      this.#failed(signal, problem);
    }
  }

  /**
   * Computes the result again after settings were changed, with the old one still in sight. Changes that come
   * meanwhile are taken together.
   */
  async rerun() {
    const { files, phase } = this.state;
    if (filled(files).length === 0 || phase === "loading" || phase === "working") return;
    if (phase !== "result") return this.run();
    this.#again = true;
    if (this.state.stale) return;
    const running = this.#running;
    const signal = running?.signal ?? new AbortController().signal;
    // What is still looked for is of the earlier settings: it must not ask on, of what is compared now.
    this.#looking = null;
    this.state.set({ stale: true, further: false, notice: WORDS.status.stale });
    try {
      while (this.#again && !signal.aborted) {
        this.#again = false;
        const config = this.#config();
        for (const [slot, file] of filled(files)) {
          const summary = await this.engine.read(slot, file, { signal, config });
          this.state.set({ summaries: { ...this.state.summaries, [slot]: summary } });
        }
        const report = await this.engine.analyse(config, { signal, periods: this.state.periods, attributes: this.state.attributes, ...this.#scores() });
        const guesses = await this.engine.roles();
        await nextTask();
        if (!signal.aborted && !this.#again) {
          this.state.set({ original: report, report: await told(report), guesses, attachments: { ...this.state.attachments, generatedAt: new Date().toISOString() } });
          this.#further(signal, report).catch((problem) => this.#failed(signal, problem));
        }
      }
    } catch (problem) {
      // What stands there is of other settings: with these there is no result.
      if (!signal.aborted && !OUTLIVED.has(asProblem(problem).code)) this.state.set({ phase: "working", report: null });
      this.#failed(signal, problem);
    } finally {
      this.state.set({ stale: false, ...(this.state.notice === WORDS.status.stale ? { notice: "" } : {}) });
    }
  }

  /**
   * Opens a saved report. Its text is read in the cell, not here.
   * @param {File} file
   */
  async open(file) {
    const { signal } = this.#start(WORDS.status.opening);
    try {
      const [{ report, attachments }] = await Promise.all([this.engine.open(file, { signal }), this.prepare()]);
      if (signal.aborted) return;
      this.state.set({ phase: "result", original: report, report: await told(report), files: { reference: null, current: null }, periods: [], guesses: null, attachments, notice: "" });
    } catch (problem) {
      this.#failed(signal, problem);
    }
  }

  /** Stops what runs; the files stay in their slots. */
  cancel() {
    if (this.state.phase !== "working") return;
    this.#running?.abort();
    this.state.set({ phase: "ready", notice: WORDS.status.cancelled, progress: {}, timeLeft_ms: null, steps: null });
  }

  /** Back to two empty slots. */
  clear() {
    this.#running?.abort();
    for (const slot of SLOTS) this.engine.forget(slot).catch(() => {});
    this.state.set({ phase: "ready", files: { reference: null, current: null }, attributes: null, report: null, problem: null, notice: "", selected: null, progress: {}, summaries: {}, guesses: null, periods: [] });
  }

  /** The settings of a run: what an open model's scores are for is said where the person says nothing. */
  #config() {
    const { config, scores } = this.state;
    return scores ? { ...config, roles: { ...scores.roles, .../** @type {any} */ (config).roles } } : config;
  }

  #scores() {
    const { scores } = this.state;
    return scores ? { scores: { mapping: scores.mapping } } : {};
  }

  /** @param {string} notice */
  #start(notice) {
    this.#running?.abort();
    this.#running = new AbortController();
    this.state.set({ phase: "working", notice, report: null, problem: null, progress: {}, timeLeft_ms: null, steps: null, search: "", severities: [] });
    return this.#running;
  }

  /**
   * @param {AbortSignal} signal
   * @param {ReadingClock} clock
   * @param {Slot} slot
   * @param {Progress} progress
   */
  #progress(signal, clock, slot, progress) {
    if (signal.aborted) return;
    const all = { ...this.state.progress, [slot]: progress };
    const done = SLOTS.reduce((sum, name) => sum + (all[name]?.done ?? 0), 0);
    this.state.set({ progress: all, timeLeft_ms: clock.left_ms(done) });
  }

  /**
   * What follows the verdict: the completed report takes the place of the one in sight, unless that has changed.
   * @param {AbortSignal} signal
   * @param {Report} report
   */
  async #further(signal, report) {
    const mine = {};
    this.#looking = mine;
    this.state.set({ notice: WORDS.status.further, further: true });
    let shown = report;
    const isShown = () => !signal.aborted && this.#looking === mine && this.state.original === shown && this.state.report !== null;
    const config = this.#config();
    // Both go on beside each other; what is told is how far the one is that is waited for.
    let awaited = 0;
    const progressOf = (/** @type {number} */ look) => (/** @type {Progress} */ { done, total }) => {
      if (look === awaited && isShown() && total > 0) this.state.set({ notice: done < total ? WORDS.status.furtherSteps(done, total) : WORDS.status.furtherLast });
    };
    try {
      // All cores are busy from then on: the result is seen first.
      await this.seen();
      if (!isShown()) return;
      const looks = [this.engine.whole(config, { onProgress: progressOf(0) }), this.engine.background(config, { onProgress: progressOf(1) })];
      for (const look of looks) look.catch(() => {}); // heard below, one after the other
      for (const [place, look] of looks.entries()) {
        awaited = place;
        const completed = await look;
        await nextTask();
        if (!isShown()) return;
        if (!saysMore(completed, shown)) continue;
        const said = await told(completed);
        if (!isShown()) return;
        shown = completed;
        this.state.set({ original: completed, report: said });
      }
      if (shown !== report) this.state.set({ notice: WORDS.status.furtherDone });
      else if (this.state.notice.startsWith(WORDS.status.further)) this.state.set({ notice: "" });
    } catch (problem) {
      // Another comparison was begun, or the engine was stopped: that one says what is going on.
      if (asProblem(problem).code !== "call.cancelled") throw problem;
    } finally {
      if (this.#looking === mine) this.state.set({ further: false });
    }
  }

  /**
   * @param {AbortSignal} signal
   * @param {[Slot, File][]} files
   */
  async #hash(signal, files) {
    await this.seen();
    if (signal.aborted) return;
    for (const [slot, file] of files) {
      // Several files have no hash together.
      if (slot === "current" && this.state.periods.length > 0) continue;
      const hex = await this.engine.digest(file, { signal });
      if (signal.aborted) return;
      // Both parts of a file that is divided come from the same bytes.
      const slots = files.length === 1 ? SLOTS : [slot];
      this.state.set({ attachments: { ...this.state.attachments, sha256: { ...this.state.attachments.sha256, ...Object.fromEntries(slots.map((one) => [one, hex])) } } });
    }
  }

  /**
   * @param {AbortSignal} signal
   * @param {unknown} problem
   */
  #failed(signal, problem) {
    if (!signal.aborted) this.fail(problem);
  }

  /**
   * Shows a problem; the files stay in their slots.
   * @param {unknown} problem
   */
  fail(problem) {
    const shown = toldProblem(asProblem(problem));
    if (this.state.phase === "result") {
      this.state.set({ notice: `${shown.code}: ${shown.found}` });
      return;
    }
    if (shown.code === "call.cancelled") {
      this.cancel();
      return;
    }
    const notice = RESTARTED.has(shown.code) ? WORDS.status.restarted : WORDS.status.failed(shown.code);
    this.state.set({ phase: "failed", problem: shown, notice, timeLeft_ms: null, steps: null, progress: {} });
  }
}

/**
 * What was thrown as a problem that can be shown.
 * @param {unknown} thrown
 * @returns {Problem}
 */
export function asProblem(thrown) {
  if (typeof thrown === "object" && thrown !== null && "code" in thrown && "found" in thrown) {
    return /** @type {Problem} */ (thrown);
  }
  const message = thrown instanceof Error ? thrown.message : WORDS.problem.unknown.found;
  return { code: "internal.message", ...WORDS.problem.unknown, found: message };
}

/** The slots that hold a file, with it. @param {Record<Slot, File | null>} files @returns {[Slot, File][]} */
function filled(files) {
  return SLOTS.flatMap((slot) => {
    const file = files[slot];
    return file ? [/** @type {[Slot, File]} */ ([slot, file])] : [];
  });
}

/** @param {Report} completed @param {Report} before */
function saysMore(completed, before) {
  return completed.findings.length > before.findings.length || completed.sections.length > before.sections.length || (completed.answers?.length ?? 0) > (before.answers?.length ?? 0);
}

/** What was checked on arrival and what is drawn from it do not share one task. */
function nextTask() {
  return new Promise((resolve) => setTimeout(resolve));
}

/** Says how long reading still takes, from the bytes read so far. */
class ReadingClock {
  #since = performance.now();
  #total;

  /** @param {number} total bytes of both files */
  constructor(total) {
    this.#total = total;
  }

  /**
   * @param {number} done bytes
   * @returns {number | null} `null` while it is too early to say
   */
  left_ms(done) {
    const passed = performance.now() - this.#since;
    if (passed < 500 || done <= 0) return null;
    return ((this.#total - done) * passed) / done;
  }
}
