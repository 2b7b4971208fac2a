/** @import { Report } from "../types/driftglass" */
/** @import { EngineCalls } from "../types/page" */
/** @import { State } from "../shared/state.js" */
/** @import { Comparison } from "./comparing.js" */
import { build } from "../elements/build.js";
import { ProblemNote } from "../elements/problem-note.js";
import { RoleTable } from "../elements/role-table.js";
import { SettingsForm, plain } from "../elements/settings-form.js";
import { toldPhrase, toldSetting } from "../shared/told.js";
import { WORDS } from "../shared/words.js";
import { save } from "../shared/save.js";
import { changed } from "../shared/sparse.js";
import { SLOTS } from "../shared/state.js";
import { asProblem } from "./comparing.js";
import { previewing } from "./previewing.js";
import { settingsLink } from "./recovering.js";

/** Parts of the settings that have a place of their own here, or none. */
const LEFT_OUT = ["version", "language", "roles", "analyses", "cohort"];

/**
 * Everything that decides a run, to see, change, undo, save and load. A change is computed at once where there is a
 * result, and what it changed is said.
 * @param {HTMLElement} place
 * @param {HTMLElement} opener the button that opens it
 * @param {State} state
 * @param {EngineCalls} engine
 * @param {Comparison} comparison
 * @param {() => Promise<ArrayBuffer>} loadSchemas
 */
export function connectSettings(place, opener, state, engine, comparison, loadSchemas) {
  const words = WORDS.settings;
  /** Settings before the present ones. @type {Record<string, unknown>[]} */
  const earlier = [];
  /** Settings that were undone. @type {Record<string, unknown>[]} */
  const undone = [];
  /** What the list said before the last change. @type {Map<string, string> | null} */
  let before = null;
  /** What was learned by the last change. */
  let learned = "";
  const problem = new ProblemNote();
  problem.hidden = true;
  const effect = build("p", { class: "settings-effect", role: "status" });
  const roles = new RoleTable();
  const forms = build("div", { class: "settings-forms" });
  const [undo, redo, defaults, saving, linking, learn] = [words.undo, words.redo, words.defaults, words.save, WORDS.kept.copyLink, words.learn].map((text) => build("button", { type: "button", class: "plain" }, text));
  const loading = build("input", { type: "file", accept: ".json,application/json", "aria-label": words.load });
  const columns = build("details", { class: "settings-group", open: true }, build("summary", {}, build("h3", {}, WORDS.roles.heading)), build("p", { class: "quiet" }, WORDS.roles.meaning), roles);
  let built = false;

  /** The change before: what a person changes while it is checked builds on it. @type {Promise<unknown>} */
  let turn = Promise.resolve();
  const take = async (/** @type {Record<string, unknown>} */ config, /** @type {boolean} */ undoing) => {
    await engine.checkConfig(config);
    problem.hidden = true;
    if (!undoing) {
      earlier.push(state.config);
      undone.length = 0;
    }
    learned = "";
    before = state.report && new Map(state.report.findings.map((one) => [one.id, one.severity]));
    state.set({ config });
  };
  const apply = async (/** @type {(config: any) => Record<string, unknown>} */ make, /** @type {boolean} */ undoing = false) => {
    const own = turn.then(() => take(make(state.config), undoing));
    turn = own.catch(() => {});
    try {
      await own;
    } catch (why) {
      problem.problem = asProblem(why);
      problem.hidden = false;
      show();
      return;
    }
    await comparison.rerun();
  };

  const sayEffect = () => {
    const moved = before && state.report ? difference(before, state.report, state.further) : "";
    effect.textContent = state.stale ? words.computing : `${learned} ${moved}`.trim();
  };
  const show = () => {
    roles.roles = /** @type {any} */ (state.config).roles ?? {};
    for (const form of forms.querySelectorAll("settings-form")) {
      const analysis = form.getAttribute("data-analysis");
      const config = /** @type {any} */ (state.config);
      /** @type {SettingsForm} */ (form).values = analysis ? config.analyses?.[analysis] : config;
    }
    undo.disabled = earlier.length === 0;
    redo.disabled = undone.length === 0;
    defaults.disabled = Object.keys(state.config).length === 0;
  };

  const open = async () => {
    place.hidden = !place.hidden;
    opener.setAttribute("aria-expanded", String(!place.hidden));
    if (place.hidden || built) return;
    try {
      const schemas = JSON.parse(new TextDecoder().decode(await loadSchemas()));
      built = true;
      roles.options = Object.keys(WORDS.roles.names);
      forms.replaceChildren(...groups(schemas));
      show();
    } catch (why) {
      problem.problem = asProblem(why);
      problem.hidden = false;
    }
  };

  opener.addEventListener("click", open);
  place.addEventListener("settingchange", (event) => {
    const { path, value } = /** @type {CustomEvent<{ path: string[], value: unknown }>} */ (event).detail;
    const analysis = /** @type {Element} */ (event.target).getAttribute("data-analysis");
    void apply((config) => changed(config, analysis ? ["analyses", analysis, ...path] : path, value));
  });
  place.addEventListener("roleschange", (event) => {
    const { roles: many } = /** @type {CustomEvent<{ roles: Record<string, string | undefined> }>} */ (event).detail;
    void apply((before) => Object.entries(many).reduce((config, [name, role]) => changed(config, ["roles", name], role), before));
  });
  learn.addEventListener("click", async () => {
    const slot = state.files.reference ? "reference" : "current";
    effect.textContent = words.learning;
    learn.disabled = true;
    try {
      const found = /** @type {any} */ (await engine.learn(slot, state.config));
      const expectations = found.analyses?.quality?.expectations ?? [];
      await apply((config) => changed(config, ["analyses", "quality", "expectations"], expectations));
      learned = words.learned(expectations.length);
      sayEffect();
    } catch (why) {
      problem.problem = asProblem(why);
      problem.hidden = false;
      effect.textContent = "";
    }
    learn.disabled = false;
  });
  place.addEventListener("rolechange", (event) => {
    const { name, role } = /** @type {CustomEvent<{ name: string, role: string | undefined }>} */ (event).detail;
    void apply((config) => changed(config, ["roles", name], role));
  });
  const step = (/** @type {Record<string, unknown>[]} */ from, /** @type {Record<string, unknown>[]} */ to) => {
    const config = from.pop();
    if (!config) return;
    to.push(state.config);
    void apply(() => config, true);
  };
  undo.addEventListener("click", () => step(earlier, undone));
  redo.addEventListener("click", () => step(undone, earlier));
  defaults.addEventListener("click", () => void apply(() => ({})));
  saving.addEventListener("click", () => save(new Blob([`${JSON.stringify({ version: 1, ...state.config }, null, 2)}\n`], { type: "application/json" }), "driftglass-settings.json"));
  linking.addEventListener("click", async () => {
    const link = settingsLink(state.config);
    const copied = await navigator.clipboard.writeText(link).then(() => true, () => false);
    effect.textContent = copied ? WORDS.chart.copied(link) : WORDS.chart.notCopied;
  });
  loading.addEventListener("change", async () => {
    const file = loading.files?.[0];
    loading.value = "";
    if (!file) return;
    try {
      const loaded = await engine.loadConfig(file);
      await apply(() => loaded);
    } catch (why) {
      problem.problem = asProblem(why);
      problem.hidden = false;
    }
  });

  place.append(
    build("div", { class: "settings-head" }, build("h2", { id: "settings-heading" }, words.heading), learn, undo, redo, defaults, saving, linking, build("label", { class: "plain" }, loading, words.load)),
    build("p", { class: "quiet" }, words.meaning),
    build("div", { class: "settings-told" }, problem, effect),
    previewing(state, engine),
    columns,
    forms,
  );
  learn.id = "learn";
  state.watch(["config"], show);
  state.watch(["files"], () => {
    learn.hidden = !(state.files.reference || state.files.current);
    learn.textContent = state.files.reference ? words.learn : words.learnAlone;
  });
  state.watchLater(["summaries", "guesses"], () => {
    const lines = columnsOf(state);
    roles.lines = lines;
    columns.hidden = lines.length === 0;
  });
  state.watch(["report", "stale", "further"], sayEffect);
}

/** @param {{ config: any, analyses: Record<string, any> }} schemas */
function groups({ config, analyses }) {
  const group = (/** @type {string} */ title, /** @type {any} */ schema, /** @type {string | null} */ analysis) => {
    const form = new SettingsForm();
    if (analysis) form.setAttribute("data-analysis", analysis);
    else form.leaveOut = LEFT_OUT;
    form.schema = schema;
    return build("details", { class: "settings-group", open: analysis === "drift" }, build("summary", {}, build("h3", {}, title)), analysis && schema.description && build("p", { class: "quiet" }, plain(toldSetting(schema.description))), form);
  };
  const named = Object.entries(analyses).map(([id, schema]) => group(WORDS.settings.analyses[id] ?? id, schema, id));
  return [...named, group(WORDS.settings.general, config, null)];
}

/**
 * The columns of both files with what is known of them.
 * @param {State} state
 */
function columnsOf({ summaries, guesses }) {
  /** @type {Map<string, import("../elements/role-table.js").RoleLine>} */
  const lines = new Map();
  for (const slot of SLOTS) {
    for (const [at, column] of (summaries[slot]?.columns ?? []).entries()) {
      const guess = guesses?.[slot]?.[at];
      /** @type {import("../elements/role-table.js").RoleLine} */
      const line = lines.get(column.name) ?? { name: column.name, kinds: [], guess: null, why: "", confidence: null, present: 0, missing: 0 };
      if (guess && guess.reason !== "config" && line.guess === null) Object.assign(line, { guess: guess.role, why: WORDS.roles.reasons[guess.reason] ?? toldPhrase(guess.reason), confidence: guess.confidence });
      line.kinds.push(column.kind);
      line.present += column.evidence.present;
      line.missing += column.evidence.missing;
      lines.set(column.name, line);
    }
  }
  return [...lines.values()];
}

/**
 * What a change of settings changed.
 * @param {Map<string, string>} before severities by finding
 * @param {Report} report
 * @param {boolean} going whether further findings are still being looked for
 */
function difference(before, report, going) {
  const moved = report.findings.filter((one) => before.get(one.id) !== one.severity);
  const analysis = (/** @type {string} */ id) => id.split("/")[0];
  const come = new Set(report.findings.map((one) => analysis(one.id)));
  const gone = [...before.keys()].filter((id) => !report.findings.some((one) => one.id === id) && (!going || come.has(analysis(id))));
  if (moved.length + gone.length === 0) return WORDS.settings.nothingChanged;
  const named = moved.slice(0, 5).map((one) => `${one.column ?? WORDS.findings.wholeData}: ${severity(before.get(one.id))} → ${severity(one.severity)}`);
  return WORDS.settings.changed(moved.length + gone.length, named.join("; "));
}

/** @param {string | undefined} name */
function severity(name) {
  const words = /** @type {Record<string, { name: string }>} */ (WORDS.severity);
  return name ? words[name]?.name ?? name : WORDS.settings.isNew;
}
