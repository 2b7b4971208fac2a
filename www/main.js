/** @import { Slot } from "./types/page" */
import { boot } from "./shared/boot.js";
import init, { describe, draw, naturalHeight, views } from "./pkg/charts.js";
import { Comparison, asProblem } from "./sections/comparing.js";
import { connectDetail, connectOverview } from "./sections/detail.js";
import { connectExports } from "./sections/exports.js";
import { connectFailure } from "./sections/failure.js";
import { connectFiles } from "./sections/files.js";
import { connectHelp } from "./sections/help.js";
import { connectKeeping, recoverSettings } from "./sections/keeping.js";
import { connectFindings } from "./sections/findings.js";
import { connectProvenance } from "./sections/provenance.js";
import { connectSelecting } from "./sections/selecting.js";
import { connectSettings } from "./sections/settings.js";
import { connectTheme } from "./sections/theme.js";
import { connectVerdict } from "./sections/verdict.js";
import { State } from "./shared/state.js";

/** @param {string} id */
function place(id) {
  const element = document.getElementById(id);
  if (!element) throw new Error(`the page has no #${id}`);
  return element;
}

const state = new State();
connectTheme(place("theme"));
connectFailure(place("failure"), state);
connectHelp(place("help"));

try {
  const { engine, loader } = await boot();
  /** @type {import("./elements/block-chart.js").Drawing} */
  const drawing = { draw, describe, naturalHeight, views, drawSvg: (block, options) => engine.drawSvg(block, options) };
  /** Charts are fetched once something will be drawn; nothing is shown before. @type {Promise<unknown> | undefined} */
  let charts;
  const prepare = () => {
    charts ??= loader.load("charts-wasm").then((bytes) => init({ module_or_path: bytes.slice(0) }));
    charts.catch(() => { charts = undefined; });
    return charts;
  };
  const comparison = new Comparison(engine, state, prepare);

  /** @param {Slot} slot */
  const sample = async (slot) => new File([await loader.load(`sample-${slot}`)], `${slot}.csv`, { type: "text/csv" });
  connectFiles(state, comparison, async () => ({ reference: await sample("reference"), current: await sample("current") }));
  connectVerdict(place("verdict"), state);
  connectFindings(place("findings"), state);
  connectDetail(place("detail"), state, drawing);
  connectOverview(place("overview"), state, drawing);
  connectProvenance(place("provenance"), state);
  connectExports(place("exports"), state, engine);
  connectSettings(place("settings"), place("settings-open"), state, engine, comparison, () => loader.load("settings"));
  connectSelecting(state);
  await recoverSettings(state, engine);
  state.set({ phase: "ready" });
  void connectKeeping(place("kept"), state, engine, comparison);
} catch (problem) {
  state.set({ phase: "failed", problem: asProblem(problem) });
}
