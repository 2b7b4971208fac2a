/** @import { Block } from "../types/driftglass" */
/** @import { Drawing } from "./block-chart.js" */
import { themeInForce } from "../shared/theme-in-force.js";
import { build } from "./build.js";

const SHARES = { reference: [0.25, 0.5, 1], current: [0, 0.5, 1] };
/** What columns of numbers and of levels are shown with. @type {readonly Block[]} */
const BLOCKS = [
  { kind: "ecdf-pair", title: "", unit: "number", at: [0, 1, 2], ...SHARES, gap: { at: 0, reference: 0.25, current: 0 } },
  { kind: "level-pair", title: "", levels: [{ name: "a", reference: 0.5, current: 0.75 }], rest_levels: 0, rest: null },
];
const OPTIONS = { width: 320, height: 0, pixelRatio: 1 };

/**
 * Describes and draws charts that nobody sees, a task each, while files are still read. What runs for the first time is
 * compiled first: the first chart of a result would take several times as long as the second, in one task with the layout
 * of its detail.
 * @param {Drawing} drawing
 */
export async function practise(drawing) {
  for (const block of BLOCKS) {
    const views = await later(() => drawing.views(block));
    for (const one of [block, ...views.map((view) => view.block)]) {
      await later(() => drawing.describe(one));
      await later(() => drawing.draw(build("canvas", { width: OPTIONS.width, height: drawing.naturalHeight(one, OPTIONS.width) }), one, { ...OPTIONS, theme: themeInForce() }));
    }
  }
}

/** @template T @param {() => T} task @returns {Promise<T>} */
function later(task) {
  return new Promise((resolve, reject) => {
    setTimeout(() => {
      try {
        resolve(task());
      } catch (why) {
        reject(why);
      }
    });
  });
}
