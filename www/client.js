/** @import { Assets, CallOptions, Problem, Progress, Slot } from "./types/protocol" */
import { refuseFile } from "./shared/exported.js";
import { Line } from "./shared/line.js";
import { cancelled, problem } from "./shared/problem.js";

/** So often in a row a spare cell may fail before no further one is tried until it is needed. */
const SPARE_ATTEMPTS = 3;
/** A spare cell starts so long after what the person waits for: starting one keeps a processor busy. */
const SPARE_AFTER_MS = 200;

/** Explanations that ask the model itself. */
const ASKING = new Set(["explain-profile", "explain-shuffled"]);

/** @type {readonly Slot[]} */
const SLOTS = ["reference", "current"];

/**
 * The engine behind the seal. Calls travel to one sealed cell; a second one stands warm beside it and takes its
 * place when the first is cancelled or lost. The person's files stay here as `File` objects, are never read here, and
 * are posted again when a new cell needs them. Every call rejects with a plain {@link Problem}.
 *
 * Event `restarted` (a `CustomEvent` whose detail is the {@link Problem}): the cell was lost, and another took its place.
 */
export class Engine extends EventTarget {
  /** @type {Assets} */
  #assets;
  /** Later modules, once they were wanted. @type {Map<string, Promise<import("./types/protocol").ModulePart>>} */
  #modules = new Map();
  /** @type {Line} */
  #line;
  /** @type {Line | null} */
  #spare = null;
  #spareFailures = 0;
  #closed = false;
  /** Why cells were replaced that a signal stopped: not what else was asked of them. @type {WeakSet<Problem>} */
  #stopped = new WeakSet();
  /** Which module explains the model that is open. @type {"explain" | "further"} */
  #explains = "explain";
  /** @type {Partial<Record<Slot, File>>} */
  #files = {};
  /** @type {any} */
  #config = undefined;

  /** The settings that an empty settings file means, complete. @type {any} */
  defaultConfig = {};

  /** @param {Assets} assets @private use {@link Engine.start} */
  constructor(assets) {
    super();
    this.#assets = assets;
    this.#line = this.#open();
  }

  /**
   * Starts the engine.
   * @param {Assets} assets
   * @returns {Promise<Engine>}
   * @throws {Problem} `start.unsupported`, `start.no-answer`
   */
  static async start(assets) {
    const engine = new Engine(assets);
    try {
      engine.defaultConfig = await engine.#line.call("defaults", {});
    } catch (why) {
      engine.close();
      throw why;
    }
    engine.#warm();
    return engine;
  }

  /** The files that were given, by slot. */
  get files() {
    return { ...this.#files };
  }

  /** Name, version, catalog of analyses, error codes with their meaning. @returns {Promise<any>} */
  async about() {
    return this.#aside("about", { module: await this.#module("full") });
  }

  /**
   * Checks settings and fills in the defaults.
   * @param {object} config
   * @returns {Promise<any>}
   * @throws {Problem} `config.unknown-key`, `config.invalid-value`, `config.version`
   */
  checkConfig(config) {
    return this.#aside("check", { config });
  }

  /**
   * Reads a settings file, in the cell only, and checks it; answers what it sets.
   * @param {File} file
   * @returns {Promise<any>}
   * @throws {Problem} `config.…`, `file.unreadable`
   */
  loadConfig(file) {
    return this.#aside("settings", { file });
  }

  /**
   * Reads a file into a slot; answers its summary. Progress is in bytes.
   * @param {Slot} slot
   * @param {File} file
   * @param {CallOptions & { config?: object }} [options] `config`: how the file is cut, where it is not the default
   * @returns {Promise<any>}
   * @throws {Problem} `table.…`, `file.unreadable`, `call.cancelled`
   */
  read(slot, file, options = {}) {
    this.#files[slot] = file;
    if (options.config) this.#config = options.config;
    return this.#watched(options, () => this.#read(slot, options));
  }

  /**
   * Forgets the file in a slot.
   * @param {Slot} slot
   */
  async forget(slot) {
    delete this.#files[slot];
    delete this.#line.reading[slot];
    await this.#line.call("forget", { slot });
  }

  /**
   * Compares the two files, or looks at the one that was given; answers a Report. A cell that has not read them yet, or read them with other settings,
   * reads them first. Progress is in bytes (`stage: "read"`), then in steps (`stage: "analyse"`).
   * One file alone is divided where `config.split` names a column.
   * @param {any} [config]
   * @param {CallOptions & { periods?: File[], attributes?: File | null }} [options] `periods`: files that follow the current one, in their order; `attributes`: a file
   * whose columns are put beside the rows with the same key
   * @returns {Promise<any>}
   * @throws {Problem} `pair.…`, `table.…`, `split.…`, `attributes.…`, `config.…`, `call.invalid`, `call.cancelled`
   */
  analyse(config = this.defaultConfig, options = {}) {
    this.#config = config;
    const { periods } = options;
    return this.#watched(options, async () => {
      const line = this.#line;
      const given = SLOTS.filter((slot) => this.#files[slot]);
      if (given.length === 0) throw problem("call.invalid", "no file was given", "at least one file", "Choose a file.");
      await Promise.all(given.map((slot) => this.#read(slot, options, line)));
      const progress = this.#staged("analyse", options);
      const { attributes = null } = options;
      const split = given.length === 1 && Boolean(config.split?.column);
      const scores = options.scores && { ...options.scores, module: await this.#module("models") };
      if (split || periods?.length || attributes) {
        return line.call("analyse", { config, attributes, scores, split, periods: periods ?? [], module: await this.#module("full") }, progress);
      }
      return line.call("analyse", { config, scores }, progress).catch(async (why) => {
        // These settings select what comes with a module that is not loaded at the start.
        if (why.code !== "config.needs-full") throw why;
        return line.call("analyse", { config, scores, module: await this.#module("full") }, progress);
      });
    });
  }

  /**
   * Looks further into the files that were analysed last, over all their rows, beside whatever else runs; answers the
   * Report with what was found. Another comparison ends it.
   * @param {any} [config]
   * @param {CallOptions} [options] `signal` is not heard: what runs here holds nothing up
   * @returns {Promise<any>}
   * @throws {Problem} `call.cancelled`, `call.invalid`
   */
  async whole(config = this.defaultConfig, options = {}) {
    const line = this.#line;
    const module = await this.#module("full");
    return line.call("whole", { config, module }, this.#staged("whole", options));
  }

  /**
   * Looks further into samples of the files that were analysed last, beside {@link Engine.whole}, where that was asked for
   * before, and whatever else runs; answers the completed Report, with what both found. Another comparison ends it.
   * @param {any} [config]
   * @param {CallOptions} [options] `signal` is not heard: what runs here holds nothing up
   * @returns {Promise<any>}
   * @throws {Problem} `call.cancelled`, `call.invalid`
   */
  async background(config = this.defaultConfig, options = {}) {
    const line = this.#line;
    const module = await this.#module("full");
    return line.call("background", { config, module }, this.#staged("background", options));
  }

  /**
   * Learns from a file that was read what the next one of its kind must hold; answers the settings with
   * `analyses.quality.expectations` written anew. With these settings the same file fulfils all of them.
   * @param {Slot} slot
   * @param {any} [config]
   * @param {CallOptions} [options]
   * @returns {Promise<any>}
   * @throws {Problem} `call.invalid`, `call.cancelled`
   */
  learn(slot, config = this.defaultConfig, options = {}) {
    return this.#watched(options, async () => {
      const line = this.#line;
      await this.#read(slot, options, line);
      return line.call("learn", { slot, config, module: await this.#module("full") });
    });
  }

  /**
   * SHA-256 of a file as 64 hexadecimal digits, computed beside whatever else runs.
   * @param {File} file
   * @param {CallOptions} [options]
   * @returns {Promise<string>}
   */
  digest(file, options = {}) {
    return this.#watched(options, async () => {
      const module = await this.#module("digest");
      return this.#line.call("digest", { file, module }, this.#staged("digest", options));
    });
  }

  /**
   * Opens a saved report, JSON: a file, which is read in the cell only, or text.
   * @param {File | string} saved
   * @param {CallOptions} [options]
   * @returns {Promise<{ report: any, attachments: any }>}
   * @throws {Problem} `report.unreadable`
   */
  open(saved, options = {}) {
    const args = typeof saved === "string" ? { text: saved } : { file: saved };
    return this.#watched(options, async () => this.#line.call("open", { ...args, module: await this.#module("full") }));
  }

  /**
   * The report as the text of a file.
   * @param {object} report
   * @param {object} attachments
   * @param {import("./types/driftglass").Format} format
   * @param {object} [language] what the file says beside the report, where it is not English
   * @returns {Promise<string>}
   * @throws {Problem} `internal.message` when the engine wrote a page that could fetch, run or lead away
   */
  async exportReport(report, attachments, format, language) {
    const text = await this.#aside("export", { report, attachments, format, language, module: await this.#module("full") });
    return handedOut(text, refuseFile(text, format));
  }

  /**
   * A block of a report as SVG text.
   * @param {object} block
   * @param {import("./types/driftglass").DrawOptions} options
   * @param {object} [language] of its words, where it is not English
   * @returns {Promise<string>}
   * @throws {Problem} `internal.message` when the engine wrote a drawing that could fetch, run or lead away
   */
  async drawSvg(block, options, language) {
    const text = await this.#aside("drawSvg", { block, options, language, module: await this.#module("full") });
    return handedOut(text, refuseFile(text, "svg"));
  }

  /**
   * What is new, gone, worse and better in the later of two reports.
   * @param {object} before
   * @param {object} after
   * @returns {Promise<import("./types/driftglass").Compared>}
   */
  async compareReports(before, after) {
    return this.#aside("compare", { before, after, module: await this.#module("full") });
  }

  /**
   * A block of a report in words.
   * @param {object} block
   * @returns {Promise<any>}
   */
  async describe(block) {
    return this.#aside("describe", { block, module: await this.#module("full") });
  }

  /**
   * Asks the worker of a model file: `modelOpen` (`file`) answers its card; `modelBind`, `modelScore` and `modelCsv` (`slot`,
   * `file`, `mapping`, `stored`) where its inputs come from, how it scores, and the scores; `modelTree` (`tree`) one tree.
   * @param {"modelOpen" | "modelBind" | "modelTree" | "modelScore" | "modelCsv"} call
   * @param {object} args
   * @param {CallOptions} [options]
   * @returns {Promise<any>}
   * @throws {Problem} `model.…`, `file.unreadable`, `call.invalid` where no model is open
   */
  async model(call, args, options = {}) {
    const config = this.#config ?? this.defaultConfig;
    const answer = await this.#line.call(call, { ...args, config, module: await this.#module("models") }, this.#staged("read", options));
    // Steps in front of trees that were not folded into them need the module of every kind.
    if (call === "modelOpen") this.#explains = answer.covers !== null && answer.steps === 0 ? "explain" : "further";
    return answer;
  }

  /**
   * Asks the worker of explanations: `explainOpen` gives it the open model with the files' rows, or the predictions in a file;
   * `explainSpend` explains rows for a while; the others answer views of what is explained. What is looked at first comes from
   * a small module; one with all that asks the model is fetched for `whole` rows, for what only it answers, and where the model
   * is not of trees.
   * @param {string} call
   * @param {object} args
   * @param {CallOptions} [options]
   * @returns {Promise<any>}
   * @throws {Problem} `model.…`, `file.unreadable`, `call.invalid` where nothing was opened
   */
  async explain(call, args, options = {}) {
    const config = this.#config ?? this.defaultConfig;
    /** @type {{ predictions?: string, whole?: boolean }} */
    const { predictions, whole } = args;
    const opens = call === "explainOpen";
    /** @type {Record<string, import("./types/protocol").ModulePart>} */
    const modules = {};
    if (opens) modules["module"] = await this.#module("models");
    if (opens && predictions) modules["surrogate"] = await this.#module("surrogate");
    if (opens && !predictions && this.#explains === "explain") modules["explain"] = await this.#module("explain");
    else if (opens || whole || ASKING.has(call)) modules["further"] = await this.#module("further");
    const ask = () => this.#line.call(call, { ...args, config, ...modules }, this.#staged("read", options));
    if (!modules["explain"]) return ask();
    try { return await ask(); } catch (thrown) {
      // Trees that only the module of every kind takes, or says what is wrong with.
      if (!["model.unsupported", "model.unreadable"].includes(/** @type {Problem} */ (thrown)?.code)) throw thrown;
      modules["further"] = await this.#module("further");
      return ask();
    }
  }

  /** Fetches what explains the open model, and starts it where that is one of trees, for a person who is about to ask: nothing waits for it. */
  prepareExplanations() {
    const explain = this.#module(this.#explains);
    const starts = this.#explains === "explain";
    explain.then((part) => (starts ? this.#line.call("explainStart", { explain: part }) : null)).catch(() => {}); // told when it is asked for
  }

  /** Stops all that runs: the cell is removed, the spare takes its place, waiting calls reject with `call.cancelled`. */
  cancel() {
    if (this.#line.busy) this.#replace(cancelled());
  }

  /** Ends the engine. */
  close() {
    this.#closed = true;
    const why = problem("call.invalid", "the engine was closed", "an engine that runs", "Start another engine.");
    this.#line.end(why);
    this.#spare?.end(why);
  }

  /** A later module of the build. @param {string} name @returns {Promise<import("./types/protocol").ModulePart>} */
  #module(name) {
    const known = this.#modules.get(name);
    if (known) return known;
    const coming = this.#assets.module(name);
    this.#modules.set(name, coming);
    coming.catch(() => this.#modules.delete(name));
    return coming;
  }

  /** @param {Slot} slot @param {CallOptions} options @param {Line} [line] @returns {Promise<any>} */
  #read(slot, options, line = this.#line) {
    const file = this.#files[slot];
    if (!file) return Promise.reject(problem("call.invalid", `no ${slot} file was given`, "a reference and a current file", `Choose the ${slot} file.`));
    const key = this.#readingKey();
    const known = line.reading[slot];
    if (known && known.file === file && known.key === key) return known.summary;
    const summary = line.call("read", { slot, file, config: this.#config, key }, this.#staged("read", options, slot));
    const entry = { file, key, summary };
    line.reading[slot] = entry;
    summary.catch(() => {
      if (line.reading[slot] === entry) delete line.reading[slot];
    });
    return summary;
  }

  /**
   * The first 50 rows of a file as these settings read them, with what was found out about its text and why: at once,
   * without reading the file.
   * @param {File} file
   * @param {object} [config] settings to try; without them the engine's own
   * @returns {Promise<any>}
   */
  async preview(file, config = this.#config) {
    return this.#aside("preview", { file, config, module: await this.#module("full") });
  }

  /**
   * What every column of the files that were analysed last is taken to be for, why, and how sure that is.
   * @returns {Promise<{ reference: import("./types/page").RoleGuess[], current: import("./types/page").RoleGuess[] }>}
   */
  roles() {
    return this.#line.call("roles", {});
  }

  /** What of the settings decides how a file is read: two readings with one key give one table. */
  #readingKey() {
    const { dialect, budgets, seed } = this.defaultConfig;
    return JSON.stringify([{ ...dialect, ...this.#config?.dialect }, { ...budgets, ...this.#config?.budgets }, this.#config?.seed ?? seed]);
  }

  /**
   * @param {Progress["stage"]} stage
   * @param {CallOptions} options
   * @param {Slot} [slot]
   */
  #staged(stage, { onProgress }, slot) {
    return onProgress && ((/** @type {Progress} */ progress) => onProgress({ ...progress, stage, slot }));
  }

  /**
   * @template T
   * @param {CallOptions} options
   * @param {() => Promise<T>} run
   * @returns {Promise<T>}
   */
  async #watched({ signal }, run) {
    if (signal?.aborted) throw cancelled();
    const line = this.#line;
    const stop = () => {
      if (this.#line !== line || !line.busy) return;
      const why = cancelled();
      this.#stopped.add(why);
      this.#replace(why);
    };
    signal?.addEventListener("abort", stop);
    try {
      return await run();
    } finally {
      signal?.removeEventListener("abort", stop);
    }
  }

  /**
   * Asks for what depends on nothing but its arguments: where a signal stops another call and with it the cell, the next cell is asked.
   * @param {string} call
   * @param {Record<string, unknown>} args
   * @returns {Promise<any>}
   */
  #aside(call, args) {
    return this.#line.call(call, args).catch((why) => {
      if (!this.#stopped.has(why)) throw why;
      return this.#aside(call, args);
    });
  }

  #open() {
    return new Line(this.#assets, (why, line) => this.#lost(why, line));
  }

  /** @param {Problem} why @param {Line} line */
  #lost(why, line) {
    if (this.#closed) return;
    if (line === this.#spare) {
      this.#spare = null;
      this.#spareFailures += 1;
      this.#warm();
    } else if (line === this.#line) {
      // A cell that never started is not tried again: the reason would be the same.
      if (why.code.startsWith("start.") && !this.#spare) return;
      // The spare may have shared the process that ended: what was lost is replaced by a cell that starts afresh.
      this.#spare?.end(why);
      this.#spare = null;
      this.#replace(why);
      this.dispatchEvent(new CustomEvent("restarted", { detail: why }));
    }
  }

  /** @param {Problem} why */
  #replace(why) {
    const old = this.#line;
    this.#line = this.#spare ?? this.#open();
    this.#spare = null;
    old.end(why);
    this.#line.ready.then(() => this.#warm());
  }

  /** Warms a spare cell, once the page has had its turn. */
  #warm() {
    setTimeout(() => {
      if (this.#closed || this.#spare || !this.#line.open || this.#spareFailures >= SPARE_ATTEMPTS) return;
      const spare = this.#open();
      this.#spare = spare;
      spare.ready.then(() => {
        if (spare.open) this.#spareFailures = 0;
      });
    }, SPARE_AFTER_MS);
  }
}

/**
 * A text that is opened outside the seal later: nothing is handed out but what is plain.
 * @param {string} text
 * @param {string | null} wrong
 */
function handedOut(text, wrong) {
  if (wrong) throw problem("internal.message", wrong, "plain markup under its own policy", "Reload the page; if it stays so, do not trust this copy of Driftglass.");
  return text;
}
