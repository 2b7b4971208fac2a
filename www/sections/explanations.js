/** @import { Problem, Slot } from "../types/page" */
/** @import { Block, Report, Section } from "../types/driftglass" */
/** @import { State } from "../shared/state.js" */
/** @import { Engine } from "../client.js" */
import { build } from "../elements/build.js";
import { drawn } from "../shared/drawn.js";
import { formatCount, formatNumber } from "../shared/format.js";
import { save } from "../shared/save.js";
import { toldBlock, toldLanguage, toldPhrase, toldProblem } from "../shared/told.js";
import { WORDS, speakMore } from "../shared/words.js";
import { ENGLISH_EXPLAINING } from "../words/english-explaining.js";
import { drawTree } from "./model-tree.js";
import { ReasonForm } from "./reasons.js";

/** From the drop to the pictures. */
const PROMISE_MS = 2000;
/** What drawing takes of that. */
const DRAWING_MS = 350;
/** In the background a step is short, and shorter where rows take long: what a person asks for waits for one. */
const STEP_MS = 300;
const LONG_STEP_MS = 50;
/** Who has chosen a row often chooses the next: the background stands still for so long. */
const QUIET_MS = 1000;
/** A surrogate that reproduces less is no explanation. */
const FAITHFUL = 0.7;

/**
 * What is to be explained: an open model with the files that have all its inputs, or a column of predictions.
 * @typedef {object} Explained
 * @property {{ slot: Slot, file: File }[]} files the reference first
 * @property {Record<string, string>} [mapping] columns by input, as said by hand
 * @property {string[]} [columns] the column of each input
 * @property {string} [predictions]
 * @property {string[]} [leftOut] columns that a surrogate must not see
 * @property {number} since when the drop was, as `performance.now()`
 * @typedef {{ sentence: string, blocks: Block[] }} View
 */

/** Views in reading order: whether a view shows single rows, is wide, and waits until it is asked for. @type {Record<string, { rows?: boolean, wide?: boolean, asked?: boolean, two?: boolean }>} */
const VIEWS = {
  overview: { wide: true },
  column: {},
  row: { rows: true },
  rows: { rows: true, wide: true },
  drift: { two: true },
  interactions: {},
  shuffled: { asked: true },
};

/** The view of explanations. A later part of the page: fetched, like the module behind it, when it opens. */
export class Explanations {
  #place;
  #state;
  #engine;
  #draw;
  /** Goes up with whatever makes older answers useless. */
  #turn = 0;
  /** @type {Explained | null} */
  #what = null;
  /** @type {any} */
  #card = null;
  #side = 1;
  #output = 0;
  #input = 0;
  #row = 0;
  /** When a row was chosen last. */
  #chosenAt = -QUIET_MS;
  #covers = false;
  /** Over once the row that was asked for is there: rows in the background wait for it. @type {Promise<unknown>} */
  #rowComes = Promise.resolve();
  /** Whether column and row are shown with all that asks the model: not in the first pictures of trees. */
  #whole = false;
  /** The conditions on rows that what is shown was made for. */
  #restricted = "[]";
  /** What is shown now, by view. @type {Map<string, View>} */
  #shown = new Map();
  #reasons = new ReasonForm(() => void this.#showRow());

  /** @param {HTMLElement} place @param {State} state @param {Engine} engine @param {(block: Block) => HTMLElement} draw */
  constructor(place, state, engine, draw) {
    speakMore(ENGLISH_EXPLAINING);
    this.#place = place;
    this.#state = state;
    this.#engine = engine;
    this.#draw = draw;
    // However it is printed, by the browser's own menu too: no single row on paper unless asked for.
    addEventListener("beforeprint", () => this.#singles(this.#place.hasAttribute("data-with-rows")));
    addEventListener("afterprint", () => this.#singles(true));
    // The rows that the whole page is about.
    state.watch(["config"], () => {
      const cohort = JSON.stringify(this.#cohort);
      if (cohort === this.#restricted) return;
      this.#restricted = cohort;
      if (this.#what) void this.open({ ...this.#what, since: performance.now() });
    });
    place.addEventListener("markchosen", (event) => this.#choose(/** @type {CustomEvent<{ label: string }>} */ (event).detail.label));
  }

  /** Conditions that hold for the whole page. */
  get #cohort() {
    return /** @type {{ cohort?: object[] }} */ (this.#state.config).cohort ?? [];
  }

  /** Shows what moves the outputs. @param {Explained} what @param {boolean} [again] after the worker was lost */
  async open(what, again = false) {
    const turn = ++this.#turn;
    this.#what = what;
    this.#card = null;
    this.#shown.clear();
    this.#restricted = JSON.stringify(this.#cohort);
    this.#side = what.predictions || what.files.some(({ slot }) => slot === "current") ? 1 : 0;
    this.#frame();
    try {
      const card = await this.#engine.explain("explainOpen", { ...what, since: undefined, cohort: this.#cohort, asked: { columns: what.columns ?? [], covers: this.#covers } });
      if (turn !== this.#turn) return;
      this.#card = card;
      this.#whole = card.whole;
      this.#output = Math.min(this.#output, card.outputs.length - 1);
      this.#input = 0;
      this.#row = 0;
      this.#frame();
      await this.#explain(turn, what.since);
    } catch (thrown) {
      if (turn !== this.#turn) return;
      // A worker that is lost midway, out of memory or killed: once more from the beginning.
      if (!again && /** @type {Problem} */ (thrown)?.code === "internal.worker-lost") return void await this.open({ ...what, since: performance.now() }, true);
      this.#say(sentence(thrown), true);
    }
  }

  /** Takes the view away. */
  close() {
    this.#turn += 1;
    this.#what = null;
    this.#place.hidden = true;
    this.#place.replaceChildren();
  }

  /** Explains rows: first as many as the promise has time for, then pictures, then the rest. @param {number} turn @param {number} since */
  async #explain(turn, since) {
    const left = PROMISE_MS - DRAWING_MS - (performance.now() - since);
    let standing = await this.#engine.explain("explainSpend", { side: this.#side, budget_ms: Math.max(left, 200) });
    if (turn !== this.#turn) return;
    await this.#view("overview", "explain-overview", {});
    const first = this.#card.players.indexOf(this.#strongest());
    if (first >= 0) this.#input = Math.max(this.#card.inputs.findIndex((/** @type {any} */ one) => one.player === first), 0);
    this.#frameChoices();
    await Promise.all([this.#showColumn(), this.#showRow()]);
    await drawn();
    if (turn !== this.#turn) return;
    const took = performance.now() - since;
    const words = took <= PROMISE_MS ? WORDS.why.clock : WORDS.why.late;
    this.#put("explaining-clock", words(formatNumber(Math.round(took / 10) / 100, "number"), formatCount(standing.done), formatCount(standing.of)));
    this.#place.dataset["tookMs"] = String(Math.round(took));
    this.#stand(standing);
    await this.#view("rows", "explain-rows", { row: this.#row });
    const rest = this.#showRest();
    await this.#view("interactions", "explain-interactions", {});
    const second = this.#what?.files.length === 2;
    while (standing.done < standing.of && turn === this.#turn) {
      await this.#quiet(turn);
      standing = await this.#engine.explain("explainSpend", { side: this.#side, budget_ms: standing.looked_up ? STEP_MS : LONG_STEP_MS });
      if (turn === this.#turn) this.#stand(standing);
    }
    if (turn !== this.#turn) return;
    if (second) {
      for (let other = { done: -1, of: 0 }; other.done < other.of && turn === this.#turn;) {
        await this.#quiet(turn);
        other = await this.#engine.explain("explainSpend", { side: 1 - this.#side, budget_ms: STEP_MS });
      }
      if (turn === this.#turn) await this.#view("drift", "explain-drift", {});
    }
    if (turn !== this.#turn) return;
    await this.#view("overview", "explain-overview", {});
    await this.#view("rows", "explain-rows", { row: this.#row });
    await rest;
    if (turn === this.#turn) this.#place.dataset["complete"] = "true";
  }

  /** Waits for the chosen row's view, and for a while in which no other is chosen. @param {number} turn */
  async #quiet(turn) {
    await this.#rowComes;
    for (let left = 0; turn === this.#turn && (left = this.#chosenAt + QUIET_MS - performance.now()) > 0;) await new Promise((done) => setTimeout(done, left));
  }

  /** The column that moves the output most. */
  #strongest() {
    const bars = this.#shown.get("overview")?.blocks.find((block) => block.kind === "intervals");
    return bars?.kind === "intervals" ? bars.rows[0]?.label ?? "" : "";
  }

  /** @param {any} standing */
  #stand(standing) {
    const words = WORDS.why;
    this.#put("explaining-done", words.explained(formatCount(standing.done), formatCount(standing.of)) + (this.#cohort.length > 0 ? `, ${words.chosen}` : "") + (standing.done < standing.of ? `. ${words.sample}` : ""));
    this.#put("explaining-refused", standing.rows > standing.of ? words.refused(formatCount(standing.rows - standing.of)) : "");
    this.#put("explaining-badge", (standing.adds_up ? words.adds : words.addsNot)(standing.worst.toPrecision(2)));
    this.#place.querySelector("#explaining-badge")?.setAttribute("data-badge", String(standing.adds_up));
  }

  /** What is the same for all calls. */
  get #asked() {
    return { side: this.#side, output: this.#output };
  }

  /** What asks the model comes behind the first pictures, with a module of its own. */
  async #showRest() {
    if (this.#whole) return;
    this.#whole = true;
    await Promise.all([this.#showColumn(), this.#showRow()]);
  }

  async #showColumn() {
    const args = { ...this.#asked, input: this.#input };
    const turn = this.#turn;
    const asked = this.#input;
    try {
      const asking = this.#whole ? [this.#engine.explain("explain-profile", args)] : [];
      /** @type {View[]} */
      const found = await Promise.all([this.#engine.explain("explain-dependence", args), ...asking]);
      if (turn === this.#turn && asked === this.#input) this.#fill("column", { sentence: found.map((view) => toldPhrase(view.sentence)).join(" "), blocks: found.flatMap((view) => view.blocks) });
    } catch (thrown) {
      if (turn === this.#turn) this.#fill("column", { sentence: sentence(thrown), blocks: [] });
    }
  }

  async #showRow() {
    if (!this.#card) return;
    const turn = this.#turn;
    const asked = this.#row;
    try {
      const answer = this.#engine.explain("explainRow", { ...this.#asked, row: this.#row, reasons: this.#reasons.told, whole: this.#whole });
      this.#rowComes = answer.catch(() => {});
      const found = await answer;
      if (turn !== this.#turn || asked !== this.#row) return;
      const line = found.line ? ` ${WORDS.why.line(formatNumber(found.line[0], "number"), formatNumber(found.line[1], "number"))}` : "";
      this.#fill("row", { sentence: toldPhrase(found.sentence) + line, blocks: found.blocks });
      this.#reasons.show(found.reasons);
    } catch (thrown) {
      if (turn === this.#turn) this.#fill("row", { sentence: sentence(thrown), blocks: [] });
    }
  }

  /** @param {string} name @param {string} call @param {object} args */
  async #view(name, call, args) {
    const turn = this.#turn;
    try {
      const found = await this.#engine.explain(call, { ...this.#asked, ...args });
      if (turn === this.#turn) this.#fill(name, found);
    } catch (thrown) {
      if (turn === this.#turn) this.#fill(name, { sentence: sentence(thrown), blocks: [] });
    }
  }

  /** @param {string} name @param {View} found */
  #fill(name, found) {
    const view = { sentence: toldPhrase(found.sentence), blocks: found.blocks.map(toldBlock) };
    this.#shown.set(name, view);
    const place = this.#place.querySelector(`[data-view="${name}"] .explaining-shown`);
    if (!place) return;
    if (name === "overview") this.#say(view.sentence);
    // Charts that show the same thing anew keep their place and what is open in them.
    const charts = [...place.querySelectorAll("block-chart")];
    const same = charts.length === view.blocks.length && view.blocks.every((block, at) => /** @type {any} */ (charts[at]).block?.kind === block.kind);
    if (same && charts.length > 0) {
      charts.forEach((chart, at) => Object.assign(chart, { block: view.blocks[at] }));
      const said = place.querySelector(".quiet");
      if (said) said.textContent = view.sentence;
      return;
    }
    place.replaceChildren(build("p", { class: "quiet" }, view.sentence), ...view.blocks.map((block) => this.#draw(block)));
  }

  /** A mark was chosen in any chart: a column or a row, or both. @param {string} label */
  #choose(label) {
    if (!this.#card) return;
    const row = /(?:row|Zeile) (\d+)/.exec(label)?.[1];
    const player = this.#card.players.findIndex((/** @type {string} */ name) => label === name || label.startsWith(`${name} = `) || label.startsWith(`${name}, `));
    if (row !== undefined && Number(row) - 1 !== this.#row) this.#chooseRow(Number(row) - 1);
    const input = player < 0 ? -1 : this.#card.inputs.findIndex((/** @type {any} */ one) => one.player === player);
    if (input >= 0 && input !== this.#input) {
      this.#input = input;
      this.#frameChoices();
      void this.#showColumn();
    }
  }

  /** @param {number} row */
  #chooseRow(row) {
    this.#row = row;
    this.#chosenAt = performance.now();
    this.#frameChoices();
    void this.#showRow().then(() => this.#showRows(row));
  }

  /** All rows with this one in bold, behind the row's own view: both want the same processors. @param {number} row */
  async #showRows(row) {
    if (row === this.#row) await this.#view("rows", "explain-rows", { row });
  }

  /** @param {string} id @param {string} text */
  #put(id, text) {
    const element = this.#place.querySelector(`#${id}`);
    if (element) element.textContent = text;
  }

  /** @param {string} text @param {boolean} [failed] */
  #say(text, failed = false) {
    this.#put("explaining-said", text);
    this.#place.querySelector("#explaining-said")?.classList.toggle("notice", failed);
  }

  /** Everything but the answers. */
  #frame() {
    const what = this.#what;
    if (!what) return;
    const words = WORDS.why;
    const card = this.#card;
    const close = build("button", { type: "button", class: "plain", id: "explaining-close" }, words.close);
    close.addEventListener("click", () => this.close());
    const head = build("div", { class: "explaining-head" }, build("h2", { id: "explaining-heading" }, what.predictions ? words.headingSurrogate : words.heading), close);
    const said = build("p", { class: "explaining-sentence", id: "explaining-said", role: "status" }, card ? "" : what.predictions ? words.learning : words.opening);
    delete this.#place.dataset["complete"];
    this.#place.hidden = false;
    if (!card) {
      this.#place.replaceChildren(head, said);
      return;
    }
    const rows = formatCount(card.background);
    const method = this.#covers && card.exact ? words.covers : card.exact ? words.exact(rows) : words.sampled(rows);
    const facts = [method + (card.recounted ? `; ${words.recounted}` : ""), words.unit(toldPhrase(card.unit))].map((text) => build("li", {}, text));
    const live = ["explaining-clock", "explaining-done", "explaining-badge", "explaining-refused"].map((id) => build("li", { id }));
    const badge = card.fidelity ? words.faithful(share(card.fidelity.boosted.r_squared)) : "";
    const views = Object.entries(VIEWS).filter(([, { two }]) => !two || what.files.length === 2).map(([name, kind]) => {
      const shown = build("div", { class: "explaining-shown" });
      if (kind.asked) {
        const ask = build("button", { type: "button", class: "button" }, words.ask);
        ask.addEventListener("click", () => void this.#view(name, `explain-${name}`, {}));
        shown.append(ask);
      }
      const heading = /** @type {Record<string, string>} */ (words.views)[name] ?? name;
      return build("section", { class: "explaining-view", "data-view": name, "data-wide": kind.wide, "data-of-rows": kind.rows, "aria-label": heading }, build("h3", {}, heading, badge && build("span", { class: "explaining-badge" }, badge)), shown, name === "row" && this.#reasons.element(card, () => void this.#reasonsFile()));
    });
    this.#place.replaceChildren(head, said, build("ul", { class: "explaining-facts" }, ...facts, ...live), this.#fidelity() ?? "", build("div", { class: "explaining-choices", id: "explaining-choices" }), build("div", { class: "explaining-views" }, ...views), this.#taking());
    this.#frameChoices();
  }

  /** How faithful a surrogate is, and its readable tree. */
  #fidelity() {
    const found = this.#card?.fidelity;
    if (!found) return null;
    const { boosted, readable } = found;
    const words = WORDS.why;
    const tree = build("div", { class: "explaining-tree" });
    drawTree(tree, found.tree);
    return build("section", { "data-fidelity": boosted.r_squared, "aria-label": words.views.surrogate },
      build("p", {}, words.fidelity(formatCount(boosted.rows), share(boosted.r_squared), share(boosted.low), share(boosted.high), formatNumber(boosted.worst, "number"))),
      (boosted.r_squared ?? 0) < FAITHFUL && build("p", { class: "notice" }, words.unfaithful),
      build("details", {}, build("summary", {}, words.readable(share(readable.r_squared))), tree));
  }

  #frameChoices() {
    const place = this.#place.querySelector("#explaining-choices");
    const card = this.#card;
    const what = this.#what;
    if (!place || !card || !what) return;
    const words = WORDS.why;
    const focused = document.activeElement instanceof HTMLElement && place.contains(document.activeElement) ? document.activeElement.id : "";
    /** @param {string} id @param {string} label @param {[string, string][]} options @param {string} value @param {(value: string) => void} changed */
    const choice = (id, label, options, value, changed) => {
      const select = build("select", { id }, ...options.map(([key, text]) => build("option", { value: key }, text)));
      select.value = value;
      select.addEventListener("change", () => changed(select.value));
      return build("label", {}, label, select);
    };
    const again = () => {
      this.#shown.clear();
      const turn = ++this.#turn;
      this.#frame();
      void this.#explain(turn, performance.now()).catch((thrown) => this.#say(sentence(thrown), true));
    };
    const sides = /** @type {[string, string][]} */ (what.files.map(({ slot, file }) => [slot === "reference" ? "0" : "1", `${WORDS.slot[slot].name}: ${file.name}`]));
    const row = build("input", { type: "number", id: "explaining-row", min: 1, value: this.#row + 1, "aria-describedby": "explaining-row-meaning" });
    row.addEventListener("change", () => { if (row.validity.valid && row.value !== "") this.#chooseRow(row.valueAsNumber - 1); });
    place.replaceChildren(
      sides.length > 1 ? choice("explaining-file", words.file, sides, String(this.#side), (value) => { this.#side = Number(value); again(); }) : "",
      card.outputs.length > 1 ? choice("explaining-output", words.output, card.outputs.map((/** @type {string} */ name, /** @type {number} */ at) => [String(at), name]), String(this.#output), (value) => { this.#output = Number(value); again(); }) : "",
      card.exact && !what.predictions ? choice("explaining-method", words.method, Object.entries(words.methods), this.#covers ? "covers" : "background", (value) => { this.#covers = value === "covers"; void this.open({ ...what, since: performance.now() }); }) : "",
      choice("explaining-column", words.column, card.inputs.map((/** @type {any} */ one, /** @type {number} */ at) => [String(at), one.name]), String(this.#input), (value) => { this.#input = Number(value); void this.#showColumn(); }),
      build("label", {}, words.row, row),
      build("p", { class: "quiet", id: "explaining-row-meaning" }, words.rowMeaning),
    );
    if (focused) document.getElementById(focused)?.focus();
  }

  /** Printing and files: aggregates only, rows when asked for. */
  #taking() {
    const words = WORDS.why;
    const rows = build("input", { type: "checkbox", id: "explaining-with-rows", "aria-describedby": "explaining-with-rows-meaning" });
    rows.addEventListener("change", () => this.#place.toggleAttribute("data-with-rows", rows.checked));
    this.#place.removeAttribute("data-with-rows");
    const print = build("button", { type: "button", class: "button" }, words.print);
    print.addEventListener("click", () => window.print());
    const html = build("button", { type: "button", class: "button", id: "explaining-html" }, words.html);
    const told = build("p", { class: "quiet", role: "status" });
    html.addEventListener("click", async () => {
      const report = this.#state.report;
      if (!report) {
        told.textContent = words.needsReport;
        return;
      }
      try {
        const text = await this.#engine.exportReport(this.#joined(report, rows.checked), this.#state.attachments, "html", toldLanguage() ?? undefined);
        save(new Blob([text], { type: "text/html" }), "driftglass-explanations.html");
        told.textContent = "";
      } catch (thrown) {
        told.textContent = sentence(thrown);
      }
    });
    return build("div", { class: "explaining-taking" }, print, html, build("label", {}, rows, ` ${words.withRows}`), build("p", { class: "quiet", id: "explaining-with-rows-meaning" }, words.withRowsMeaning), told);
  }

  /** Draws the column's pictures with or without the lines of single rows. @param {boolean} shown */
  #singles(shown) {
    const blocks = this.#shown.get("column")?.blocks ?? [];
    this.#place.querySelectorAll('[data-view="column"] block-chart').forEach((chart, at) => {
      const block = blocks[at];
      if (!block || block === aggregated(block)) return;
      /** @type {import("../elements/block-chart.js").BlockChart} */ (chart).drawAtOnce(shown ? block : aggregated(block));
    });
  }

  /** The report with what is shown as sections of it. @param {Report} report @param {boolean} withRows @returns {Report} */
  #joined(report, withRows) {
    const words = WORDS.why;
    const names = /** @type {Record<string, string>} */ (words.views);
    const sections = [...this.#shown].filter(([name]) => withRows || !VIEWS[name]?.rows).map(([name, { sentence: said, blocks }]) => {
      const kept = withRows ? blocks : blocks.map(aggregated);
      return /** @type {Section} */ ({ id: `explanations/${name}`, analysis: "explanations", title: words.sectionTitle(names[name] ?? name), column: null, blocks: [{ kind: "text", code: "explanations.sentence", numbers: {}, sentence: said }, ...kept] });
    });
    return { ...report, sections: [...report.sections, ...sections] };
  }

  async #reasonsFile() {
    try {
      const text = await this.#engine.explain("explainReasons", { ...this.#asked, reasons: this.#reasons.told });
      save(new Blob([text], { type: "text/csv" }), "reasons.csv");
    } catch (thrown) {
      this.#say(sentence(thrown), true);
    }
  }
}

/** A block without what single rows say. @param {Block} block @returns {Block} */
function aggregated(block) {
  if (block.kind !== "curve" || !block.lines.some((line) => line.faint)) return block;
  return { ...block, lines: block.lines.filter((line) => !line.faint) };
}

/** @param {number | null} value */
function share(value) {
  return formatNumber(value, "share");
}

/** @param {unknown} thrown */
function sentence(thrown) {
  const problem = toldProblem(/** @type {Problem} */ (thrown));
  return problem?.found ? `${problem.code}: ${problem.found}. ${problem.action}` : String(thrown);
}
