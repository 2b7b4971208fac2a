/** @import { Block } from "../types/driftglass" */
/** @import { Drawing } from "./block-chart.js" */
import { build } from "./build.js";
import { BlockChart } from "./block-chart.js";
import { DataTable } from "./data-table.js";
import { MetricCard } from "./metric-card.js";

/** @type {Record<string, (block: any, drawing: Drawing, inputs: [string, string][]) => HTMLElement>} */
const RENDERERS = {
  metric: (block, _, inputs) => Object.assign(new MetricCard(), { inputs, metric: block }),
  table: (block) => Object.assign(new DataTable(), { table: block }),
  text: (block) => build("p", { class: "block-text" }, block.sentence),
};

/**
 * The one renderer of a block, by its kind: numbers, tables and text in HTML, every other kind drawn by the engine.
 * @param {Block} block
 * @param {Drawing} drawing
 * @param {[string, string][]} [inputs] what went into its numbers, by name
 * @returns {HTMLElement}
 */
export function renderBlock(block, drawing, inputs = []) {
  const render = RENDERERS[block.kind];
  if (render) return render(block, drawing, inputs);
  return Object.assign(new BlockChart(), { drawing, block });
}
