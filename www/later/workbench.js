/** @import { EngineCalls } from "../types/page" */
/** @import { Drawing } from "../elements/block-chart.js" */
/** @import { State } from "../shared/state.js" */
/** @import { Comparison } from "../sections/comparing.js" */
import { renderBlock } from "../elements/block-view.js";
import { speakMore } from "../shared/words.js";
import { ENGLISH_LATER } from "../words/english-later.js";
import { connectCohort } from "../sections/cohort.js";
import { connectDetail, connectOverview } from "../sections/detail.js";
import { connectExports } from "../sections/exports.js";
import { connectAudit } from "../sections/fairness.js";
import { connectFindings } from "../sections/findings.js";
import { connectHelp } from "../sections/help.js";
import { connectKeeping } from "../sections/keeping.js";
import { connectOffering } from "../sections/offering.js";
import { connectProvenance } from "../sections/provenance.js";
import { connectSelecting } from "../sections/selecting.js";
import { connectSettings } from "../sections/settings.js";
import { connectSplitting } from "../sections/splitting.js";
import { connectVerdict } from "../sections/verdict.js";

/** What draws a block, for parts that come later still: its elements can be defined once only. */
export const drawBlock = renderBlock;

/**
 * Everything that works on a result or on the settings: nothing of it is seen before the first file or the first click.
 * @param {object} page
 * @param {(id: string) => HTMLElement} page.place
 * @param {State} page.state
 * @param {EngineCalls} page.engine
 * @param {Comparison} page.comparison
 * @param {Drawing} page.drawing
 * @param {() => Promise<import("../sections/explanations.js").Explanations>} page.explanations
 * @param {() => Promise<ArrayBuffer>} page.loadSchemas
 */
export async function connectWorkbench({ place, state, engine, comparison, drawing, explanations, loadSchemas }) {
  speakMore(ENGLISH_LATER);
  connectVerdict(place("verdict"), state);
  connectFindings(place("findings"), state);
  connectAudit(place("verdict"), place("settings"), state, comparison);
  connectDetail(place("detail"), place("settings"), state, drawing);
  connectOverview(place("overview"), state, drawing);
  connectOffering(place("offering"), place("explaining"), state, explanations);
  connectProvenance(place("provenance"), state);
  connectExports(place("exports"), state, engine);
  connectSettings(place("settings"), place("settings-open"), state, engine, comparison, loadSchemas);
  connectSplitting(place("splitting"), state, comparison);
  connectCohort(place("cohort"), place("settings"), state);
  connectHelp(place("help"));
  connectSelecting(state);
  await connectKeeping(place("kept"), state, engine, comparison);
}
