/** @import { Problem } from "../types/page" */
/** @import { State } from "../shared/state.js" */
/** @import { Engine } from "../client.js" */
import { build } from "../elements/build.js";
import { formatBytes, formatCount } from "../shared/format.js";
import { save } from "../shared/save.js";
import { SLOTS } from "../shared/state.js";
import { toldPhrase, toldProblem, toldWords } from "../shared/told.js";
import { MODEL } from "./model-words.js";
import { drawTree } from "./model-tree.js";

const LISTED = 12;

const words = () => toldWords("model", MODEL);

/**
 * One model file: its card, where its inputs come from, its scores. A later part of the page: fetched with the first
 * model file, like the module that reads it.
 */
export class ModelSection {
  #place;
  #state;
  #engine;
  #rerun;
  #explanations;
  /** What is explained now: files and columns. */
  #explained = "";
  /** @type {File | null} */
  #file = null;
  /** @type {any} */
  #card = null;
  /** @type {Record<string, any>} */
  #bound = {};
  /** Goes up with each model: what an older one still answers is of no use. */
  #turn = 0;
  /** A run was under way when the scores came: it knows nothing of them. */
  #late = false;

  /**
   * @param {HTMLElement} place
   * @param {State} state
   * @param {Engine} engine
   * @param {() => void} rerun computes the report again, where one is in sight
   * @param {() => Promise<import("./explanations.js").Explanations>} explanations the view that opens once every input has a column
   */
  constructor(place, state, engine, rerun, explanations) {
    this.#explanations = explanations;
    this.#place = place;
    this.#state = state;
    this.#engine = engine;
    this.#rerun = rerun;
    state.watch(["files"], () => void this.#bind());
    state.watch(["phase"], () => {
      if (!this.#late || state.phase !== "result") return;
      this.#late = false;
      this.#rerun();
    });
    // Settings that were loaded, or a change taken back, may name other columns.
    let known = this.#mapping;
    state.watch(["config"], () => {
      if (JSON.stringify(known) === JSON.stringify(this.#mapping)) return;
      known = this.#mapping;
      void this.#bind();
    });
  }

  /** Columns the person named, by input: a part of the settings, saved and loaded with them. @returns {Record<string, string>} */
  get #mapping() {
    return /** @type {any} */ (this.#state.config).model_columns ?? {};
  }

  /** @param {string} input @param {string} column */
  #map(input, column) {
    this.#state.set({ config: { ...this.#state.config, model_columns: { ...this.#mapping, [input]: column } } });
  }

  /**
   * Opens a model file.
   * @param {File} file
   * @param {boolean} [explains] whether tables come along with it, so that explanations will open
   * @returns {Promise<void>}
   * @throws {Problem} `model.…`
   */
  async open(file, explains = SLOTS.some((slot) => this.#state.files[slot])) {
    // What opens below, once the files' columns are known: fetched while the model and they are read.
    if (explains) this.#explanations().catch(() => {}); // told when they open
    const card = await this.#engine.model("modelOpen", { file });
    if (explains) this.#engine.prepareExplanations();
    this.#turn += 1;
    this.#file = file;
    this.#card = card;
    this.#bound = {};
    this.#explained = "";
    this.#show();
    // It stands under a result that is in sight.
    if (this.#state.phase === "result") this.#place.scrollIntoView();
    const turn = this.#turn;
    this.#engine.digest(file).then((hex) => { if (turn === this.#turn) this.#put("model-digest", hex); }, () => {});
    await this.#bind();
  }

  /** Takes the model away. */
  close() {
    this.#turn += 1;
    this.#file = null;
    this.#card = null;
    this.#place.hidden = true;
    this.#place.replaceChildren();
    this.#useScores(null);
    if (this.#explained) void this.#explanations().then((view) => view.close());
    this.#explained = "";
  }

  /** Opens the explanations of the files that have a column for every input, unless they are of these already. @param {string[]} slots */
  #explain(slots) {
    const files = SLOTS.flatMap((slot) => {
      const file = this.#state.files[slot];
      return file && slots.includes(slot) ? [{ slot, file }] : [];
    });
    const first = this.#bound[slots[0] ?? ""];
    if (files.length === 0 || !first) return;
    const columns = first.sources.map((/** @type {any} */ one) => one.column);
    const key = JSON.stringify([files.map(({ slot, file }) => [slot, file.name, file.size, file.lastModified]), columns]);
    if (key === this.#explained) return;
    this.#explained = key;
    const what = { files, mapping: this.#mapping, columns, since: this.#state.chosenAt };
    void this.#explanations().then((view) => view.open(what), (thrown) => this.#put("model-status", say(thrown)));
  }

  /** What a result in sight says without these scores is computed again; nothing is begun that was not asked for. @param {State["scores"]} scores */
  #useScores(scores) {
    const before = this.#state.scores;
    this.#state.set({ scores });
    if (!scores && !before) return;
    if (this.#state.phase === "result") this.#rerun();
    this.#late = this.#state.phase === "working";
  }

  /** A question to the model's worker; a worker that was started anew opens the file again first. @param {any} call @param {object} args */
  async #ask(call, args) {
    try {
      return await this.#engine.model(call, args);
    } catch (thrown) {
      const why = /** @type {Problem} */ (thrown);
      if (why.code !== "call.invalid" || !this.#file) throw thrown;
      await this.#engine.model("modelOpen", { file: this.#file });
      return this.#engine.model(call, args);
    }
  }

  /** @param {string} id @param {string} text */
  #put(id, text) {
    const element = this.#place.querySelector(`#${id}`);
    if (element) element.textContent = text;
  }

  async #bind() {
    if (!this.#card) return;
    const turn = this.#turn;
    const { files } = this.#state;
    /** @type {Record<string, any>} */
    const bound = {};
    try {
      for (const slot of SLOTS) {
        const file = files[slot];
        if (file) bound[slot] = await this.#ask("modelBind", { slot, file, mapping: this.#mapping });
      }
    } catch (thrown) {
      this.#put("model-status", say(thrown));
      return;
    }
    if (turn !== this.#turn) return;
    this.#bound = bound;
    this.#showInputs();
    const slots = Object.keys(bound);
    const whole = slots.length > 0 && slots.every((slot) => bound[slot].sources.every((/** @type {any} */ one) => one.column !== null));
    const classes = this.#card.classes.length > 0;
    const roles = { model_prediction: "prediction", ...(classes ? { model_score: "score" } : {}) };
    this.#useScores(whole ? { mapping: { ...this.#mapping }, roles } : null);
    this.#explain(slots.filter((slot) => bound[slot].sources.every((/** @type {any} */ one) => one.column !== null)));
  }

  #show() {
    const card = this.#card;
    const said = words();
    const names = said.facts;
    const facts = [
      [names.format, card.version ? said.writtenBy(card.format, card.version) : card.format],
      [names.kind, toldPhrase(card.kind)],
      [names.objective, card.objective],
      [names.answers, toldPhrase(card.task)],
      [names.size, card.size.map((/** @type {any} */ [name, count]) => (name === "depth" ? `${toldPhrase(name)} ${formatCount(count)}` : `${formatCount(count)} ${toldPhrase(name)}`)).join(", ")],
      [names.layers, card.layers.length > 0 ? card.layers.map(formatCount).join(" → ") : null],
      [names.classes, card.classes.length > 0 ? card.classes.join(", ") : null],
      [names.link, toldPhrase(card.link)],
      [names.preprocessing, preprocessing(card)],
      [names.covers, card.covers && said.covers[card.covers]],
      [names.bytes, this.#file ? formatBytes(this.#file.size) : null],
      ...card.metadata.slice(0, LISTED).map((/** @type {[string, string]} */ [name, value]) => [said.metadata[name] ?? name, value]),
    ];
    const close = build("button", { type: "button", class: "plain", id: "model-close" }, said.close);
    close.addEventListener("click", () => this.close());
    const parts = [
      build("div", { class: "model-head" }, build("h2", { id: "model-heading" }, said.heading, this.#file?.name ?? ""), close),
      build("dl", { class: "model-facts" }, ...facts.flatMap(([name, value]) => (value === null || value === undefined || value === "" ? [] : [build("div", {}, build("dt", {}, String(name)), build("dd", {}, String(value)))])),
        build("div", {}, build("dt", {}, "SHA-256"), build("dd", { id: "model-digest", class: "code" }, "…"))),
      ...card.warnings.map(toldProblem).map((/** @type {Problem} */ warning) => build("p", { class: "notice" }, `${warning.found}. ${warning.action}`)),
      build("p", { id: "model-status", role: "status" }),
      build("div", { id: "model-inputs" }),
      build("div", { id: "model-scores" }),
      build("div", { id: "model-drawing" }),
    ];
    this.#place.replaceChildren(...parts);
    this.#place.hidden = false;
    this.#showInputs();
    this.#draw();
  }

  #showInputs() {
    const place = this.#place.querySelector("#model-inputs");
    if (!place) return;
    const said = words();
    const slots = Object.keys(this.#bound);
    const first = this.#bound[slots[0] ?? ""];
    const rows = this.#card.inputs.map((/** @type {any} */ input, /** @type {number} */ index) => {
      const of = (/** @type {string} */ slot) => this.#bound[slot].sources[index];
      const known = input.kind === "category" ? said.categoryOf(formatCount(input.level_count)) : input.kind === "codes" ? said.codesOnly : said.number;
      return build("tr", {},
        build("th", { scope: "row" }, input.named ? input.name : said.notNamed(input.name)),
        build("td", {}, known),
        build("td", {}, first ? this.#choice(input, index, first) : said.noFile),
        build("td", {}, ...slots.flatMap((slot) => notes(of(slot), slots.length > 1 ? said.slots[slot] ?? slot : "").map((text) => build("p", {}, text)))),
      );
    });
    const heading = said.headings.map((text) => build("th", { scope: "col" }, text));
    const table = build("table", {}, build("caption", {}, said.inputs), build("thead", {}, build("tr", {}, ...heading)), build("tbody", {}, ...rows));
    place.replaceChildren(build("div", { class: "scroller", tabindex: 0, role: "group", "aria-label": said.inputsOfModel }, table));
    this.#showScores(slots);
  }

  /** @param {any} input @param {number} index @param {any} bound */
  #choice(input, index, bound) {
    const now = bound.sources[index].column;
    const choose = build("select", { "aria-label": words().columnFor(input.name) }, build("option", { value: "" }, words().noColumn), ...bound.columns.map((/** @type {string} */ name) => build("option", { value: name, selected: name === now }, name)));
    choose.addEventListener("change", () => {
      this.#map(input.name, choose.value);
    });
    return choose;
  }

  /** @param {string[]} slots */
  #showScores(slots) {
    const place = this.#place.querySelector("#model-scores");
    if (!place) return;
    const said = words();
    place.replaceChildren(...slots.map((slot) => {
      const named = said.slots[slot] ?? slot;
      const bound = this.#bound[slot];
      const missing = bound.sources.filter((/** @type {any} */ one) => one.column === null).length;
      const button = build("button", { type: "button", class: "button", "data-score": slot, disabled: missing > 0 }, said.score(named));
      const out = build("div", { class: "model-said", "data-said": slot });
      const stored = build("select", { "aria-label": said.stored(named) }, build("option", { value: "" }, said.noStored), ...bound.columns.map((/** @type {string} */ name) => build("option", { value: name, selected: /^(pred|prediction|predicted|score|proba|probability|y_pred|y_hat|yhat)$/i.test(name) }, name)));
      button.addEventListener("click", () => void this.#score(slot, stored.value, out, button));
      return build("div", { class: "model-score" }, button, build("label", {}, said.comparedWith, stored), missing > 0 && build("p", {}, said.withoutColumn(formatCount(missing))), out);
    }));
  }

  /** @param {string} slot @param {string} stored @param {HTMLElement} out @param {HTMLButtonElement} button */
  async #score(slot, stored, out, button) {
    const file = this.#state.files[/** @type {"reference" | "current"} */ (slot)];
    if (!file) return;
    button.disabled = true;
    out.replaceChildren(build("p", {}, words().scoring));
    const args = { slot, file, mapping: this.#mapping };
    try {
      const said = await this.#ask("modelScore", { ...args, stored: stored || null });
      const download = build("button", { type: "button", class: "button", "data-download": slot }, words().download);
      download.addEventListener("click", async () => {
        const text = await this.#ask("modelCsv", args);
        save(new Blob([text], { type: "text/csv" }), `${file.name.replace(/\.[^.]*$/, "")}-scores.csv`);
      });
      out.replaceChildren(build("p", {}, words().scored(formatCount(said.rows - said.refused), formatCount(said.rows))), said.refused > 0 && build("p", { class: "notice" }, words().refused(formatCount(said.refused))) || "", download, said.skew ? skew(said.skew) : "");
    } catch (thrown) {
      out.replaceChildren(build("p", { class: "notice" }, say(thrown)));
    } finally {
      button.disabled = false;
    }
  }

  #draw() {
    const place = this.#place.querySelector("#model-drawing");
    if (!place) return;
    const card = this.#card;
    const trees = card.size.find((/** @type {any} */ [name]) => name === "trees")?.[1] ?? 0;
    if (card.coefficients.length > 0) {
      const most = Math.max(...card.coefficients.map((/** @type {any} */ [, , weight]) => Math.abs(weight)), Number.MIN_VALUE);
      const several = card.coefficients.some((/** @type {any} */ [output]) => output > 0);
      const rows = card.coefficients.map((/** @type {any} */ [output, name, weight]) => build("tr", {}, build("th", { scope: "row" }, several ? `${name} → ${card.classes[output] ?? output}` : name), build("td", { class: "numeric" }, build("data", { value: weight }, weight.toPrecision(5))), build("td", {}, build("meter", { min: 0, max: most, value: Math.abs(weight), "aria-label": `${name}: ${weight}` }))));
      place.replaceChildren(build("table", { class: "model-coefficients" }, build("caption", {}, words().coefficients), build("tbody", {}, ...rows)));
    } else if (trees > 0) {
      const number = build("input", { type: "number", min: 1, max: trees, value: 1, id: "model-tree-number", "aria-label": words().whichTree });
      const tree = build("div", { class: "model-tree" });
      const show = async () => {
        const wanted = Math.min(Math.max(Math.trunc(Number(number.value)) || 1, 1), trees);
        try {
          drawTree(tree, await this.#ask("modelTree", { tree: wanted - 1 }));
        } catch (thrown) {
          tree.replaceChildren(build("p", { class: "notice" }, say(thrown)));
        }
      };
      number.addEventListener("change", () => void show());
      place.replaceChildren(build("h3", {}, words().walk), build("label", { class: "model-which" }, words().tree, number, words().of(formatCount(trees))), tree);
      void show();
    }
  }
}

/** What was not folded into the model. @param {{ steps: number, mixed: number }} card */
function preprocessing({ steps, mixed }) {
  if (steps === 0) return null;
  const said = words();
  return said.steps(formatCount(steps), mixed > 0 ? said.mixed(formatCount(mixed)) : said.single);
}

/** What is worth knowing of an input in one file. @param {any} source @param {string} slot @returns {string[]} */
function notes(source, slot) {
  const begin = slot ? `${slot}: ` : "";
  /** @type {string[]} */
  const out = [];
  const said = words();
  const found = said.found[source.found] ?? source.found;
  if (source.found === "position") out.push(`${begin}${said.byPosition(found)}`);
  else out.push(`${begin}${found}`);
  if (source.unknown_count > 0) out.push(`${begin}${said.unknown(formatCount(source.unknown_count), source.unknown.slice(0, 5).map((/** @type {any} */ [value, rows]) => said.rowsOf(value, formatCount(rows))).join(", "))}`);
  if (source.absent_count > 0) out.push(`${begin}${said.absent(formatCount(source.absent_count), source.absent.slice(0, 5).join(", "))}`);
  if (source.unread > 0) out.push(`${begin}${said.unread(formatCount(source.unread))}`);
  return out;
}

/** @param {any} skew */
function skew(skew) {
  const said = words();
  const what = said.differing(formatCount(skew.differing), formatCount(skew.compared), toldPhrase(skew.with), skew.column);
  const largest = skew.largest === null ? "" : said.atMost(skew.largest.toPrecision(3));
  const parts = [build("p", { class: skew.differing > 0 ? "notice" : null, "data-skew": skew.differing }, `${what}${skew.differing > 0 ? largest : ""}.`)];
  if (skew.rows.length > 0) {
    const rows = skew.rows.map((/** @type {any} */ [row, stored, now]) => build("tr", {}, build("th", { scope: "row" }, formatCount(row)), build("td", {}, stored), build("td", {}, now)));
    const heading = said.rowHeadings.map((text) => build("th", { scope: "col" }, text));
    parts.push(build("div", { class: "scroller", tabindex: 0, role: "group", "aria-label": said.differ }, build("table", {}, build("caption", {}, said.firstDiffer), build("thead", {}, build("tr", {}, ...heading)), build("tbody", {}, ...rows))));
  }
  return build("div", { class: "model-skew" }, ...parts);
}

/** @param {unknown} thrown */
function say(thrown) {
  const problem = /** @type {Problem} */ (thrown)?.action === undefined ? /** @type {Problem} */ (thrown) : toldProblem(/** @type {Problem} */ (thrown));
  return problem?.found ? `${problem.code}: ${problem.found}. ${problem.action}` : String(thrown);
}
