// The quality checks over two files in one thread of Node: CPU seconds of every round, tables in memory.
// usage: node benches/quality.js PKG REFERENCE CURRENT ROUNDS   prints one line of JSON
import { closeSync, openSync, readFileSync, readSync } from "node:fs";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";

const CHUNK_BYTES = 1 << 20;

const [pkg, reference, current, rounds] = process.argv.slice(2);
if (!(Number(rounds) > 0)) {
  console.error("usage: node benches/quality.js PKG REFERENCE CURRENT ROUNDS");
  process.exit(2);
}

const engine = await import(pathToFileURL(resolve(pkg, "full.js")).href);
engine.initSync({ module: readFileSync(join(pkg, "full.wasm")) });
const config = engine.defaultConfig();
const session = new engine.Session(config);

const read = (slot, path) => {
  const chunk = new Uint8Array(CHUNK_BYTES);
  for (;;) {
    const file = openSync(path, "r");
    session.begin(slot, path, NaN);
    for (let length; (length = readSync(file, chunk)) > 0;) session.push(slot, chunk.subarray(0, length));
    closeSync(file);
    const table = session.finish(slot);
    if (table) return table.rows;
  }
};

const steps = () => { while (!session.stepAnalysis()); };

const rows = [read("reference", reference), read("current", current)];
const cpu_s = [];
for (let round = 0; round < Number(rounds); round += 1) {
  session.beginAnalysis(config);
  steps();
  // What looks at all rows behind the verdict is the quality of the data, where no column is a group or a weight.
  const before = process.cpuUsage();
  if (session.beginWhole().length === 0) throw new Error("no quality checks");
  steps();
  const { user, system } = process.cpuUsage(before);
  cpu_s.push((user + system) / 1e6);
}
console.log(JSON.stringify({ rows, cpu_s }));
