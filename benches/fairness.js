// One round of the fairness kernel in Node, one thread: CPU and wall seconds of each block of work, as JSON.
import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";

const [folder, rows, groups] = process.argv.slice(2);
if (!groups) {
  console.error("usage: node benches/fairness.js FOLDER ROWS GROUPS");
  process.exit(2);
}
const glue = await import(pathToFileURL(join(resolve(folder), "fairness_kernel.js")).href);
const { memory } = glue.initSync({ module: readFileSync(join(resolve(folder), "fairness_kernel.wasm")) });

/**
 * @param {() => number} work
 * @returns {{ cpu_s: number, wall_s: number, check: number }}
 */
function timed(work) {
  const [cpu, wall] = [process.cpuUsage(), performance.now()];
  const check = work();
  const { user, system } = process.cpuUsage(cpu);
  return { cpu_s: (user + system) / 1e6, wall_s: (performance.now() - wall) / 1e3, check };
}

const kernel = new glue.Rows(Number(rows), Number(groups), 1);
// The compiler of the engine is warm after a small run, as in a page that has read a file.
const small = new glue.Rows(20000, 5, 2);
for (const name of ["decision_metrics", "score_metrics", "everything"]) small[name]();
small.bootstrap_rates(50);
small.bootstrap_areas(50);
console.log(
  JSON.stringify({
    decision: timed(() => kernel.decision_metrics()),
    score: timed(() => kernel.score_metrics()),
    everything: timed(() => kernel.everything()),
    bootstrap_rates: timed(() => kernel.bootstrap_rates(1000)),
    bootstrap_areas: timed(() => kernel.bootstrap_areas(1000)),
    wasm_bytes: memory.buffer.byteLength,
  }),
);
