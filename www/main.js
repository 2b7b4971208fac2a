import { boot } from "./shared/boot.js";
import init, { describe, draw, drawIn, naturalHeight, views, zoom } from "./pkg/charts.js";
import { Comparison, asProblem } from "./sections/comparing.js";
import { connectFailure } from "./sections/failure.js";
import { connectFiles } from "./sections/files.js";
import { anythingKept, connectOnline, connectOpeners } from "./sections/opening.js";
import { recoverSettings } from "./sections/recovering.js";
import { connectSpeaking } from "./sections/speaking.js";
import { connectTheme } from "./sections/theme.js";
import { languageWanted } from "./shared/language.js";
import { practise } from "./elements/practice.js";
import { carried } from "./shared/crossing.js";
import { drawn } from "./shared/drawn.js";
import { loadPart } from "./shared/later.js";
import { State } from "./shared/state.js";
import { toldBlock, toldLanguage } from "./shared/told.js";

/** The verdict and its list, the first detail, its chart. */
const FRAMES_OF_A_RESULT = 4;

/** @param {string} id */
function place(id) {
  const element = document.getElementById(id);
  if (!element) throw new Error(`the page has no #${id}`);
  return element;
}

const state = new State();
connectFailure(place("failure"), state);

try {
  const { engine, loader } = await boot();
  /** What is prepared once, and again where it failed. @type {(prepare: () => Promise<unknown>) => () => Promise<unknown>} */
  const once = (prepare) => {
    /** @type {Promise<unknown> | undefined} */
    let coming;
    return () => {
      coming ??= prepare();
      coming.catch(() => { coming = undefined; });
      return coming;
    };
  };
  const german = languageWanted() === "de";
  // The words that the engine's answers are told with.
  const words = once(async () => {
    if (!german) return;
    /** @type {typeof import("./later/german-report.js")} */
    const part = await loadPart(loader, "german-report");
    part.tellGerman();
  });
  if (german) {
    /** @type {[typeof import("./later/german.js"), unknown]} */
    const [part] = await Promise.all([loadPart(loader, "german"), words().catch(() => {})]);
    part.speakGerman();
  }
  connectTheme(place("theme"));
  connectOnline(place("claim"));
  connectSpeaking(place("language"), state);
  /** @type {import("./elements/block-chart.js").Drawing} */
  const drawing = { draw, describe, naturalHeight, views, zoom, drawSvg: (block, options) => engine.drawSvg(block, options, toldLanguage() ?? undefined) };
  // Charts and the workbench are fetched once something will be shown with them.
  const charts = once(async () => {
    await init({ module_or_path: (await loader.load("charts-wasm")).slice(0) });
    await words();
    drawIn(toldLanguage());
    practise(drawing).catch(() => {}); // what cannot be drawn says so where it is seen
  });
  // What explains is fetched when it opens.
  const explanations = once(async () => {
    await Promise.all([charts(), workbench()]);
    /** @type {typeof import("./later/workbench.js")} */
    const { drawBlock } = await loadPart(loader, "workbench");
    /** @type {typeof import("./sections/explanations.js")} */
    const part = await loadPart(loader, "explaining");
    return new part.Explanations(place("explaining"), state, engine, (block) => drawBlock(toldBlock(block), drawing));
  });
  const explaining = /** @type {() => Promise<import("./sections/explanations.js").Explanations>} */ (explanations);
  const workbench = once(async () => {
    await words();
    /** @type {typeof import("./later/workbench.js")} */
    const part = await loadPart(loader, "workbench");
    await part.connectWorkbench({ place, state, engine, comparison, drawing, explanations: explaining, loadSchemas: () => loader.load("settings") });
    document.dispatchEvent(new Event("workbench"));
  });
  const comparison = new Comparison(engine, state, () => Promise.all([charts(), workbench()]), () => drawn(FRAMES_OF_A_RESULT));

  // What shows a model is fetched with the first one.
  const models = once(async () => {
    /** @type {typeof import("./sections/model.js")} */
    const part = await loadPart(loader, "model");
    return new part.ModelSection(place("model"), state, engine, () => void comparison.rerun(), explaining);
  });
  const openModel = async (/** @type {File} */ file, /** @type {boolean | undefined} */ explains) => /** @type {import("./sections/model.js").ModelSection} */ (await models()).open(file, explains);

  const sample = async (/** @type {string} */ name) => new File([await loader.load(`sample-${name.split(".")[0]}`)], name, { type: "text/csv" });
  connectFiles(state, comparison, sample, openModel);
  connectOpeners([place("help"), place("settings-open")], state, workbench);
  await recoverSettings(state, engine);
  state.set({ phase: "ready" });
  const along = carried();
  if (along) void comparison.open(along);
  if (await anythingKept()) await workbench();
} catch (problem) {
  state.set({ phase: "failed", problem: asProblem(problem) });
}
