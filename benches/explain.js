// Explains rows with the explain module in one instance, models read by the models module. Answers one line of JSON.
// usage: explain.js PKG FOLDER CASE
import fs from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";

const [pkg, folder, kase] = process.argv.slice(2);
const module = async (name) => {
  const found = await import(pathToFileURL(path.resolve(pkg, `${name}.js`)).href);
  found.initSync({ module: fs.readFileSync(path.join(pkg, `${name}.wasm`)) });
  return found;
};
const { ModelFile } = await module("models");
const { Explanation } = await module("explain");
const { Explanation: Whole } = await module("further");
const { rows, features } = JSON.parse(fs.readFileSync(path.join(folder, "complete.json"), "utf8"));
const columns = (name) => {
  const bytes = fs.readFileSync(path.join(folder, name));
  const flat = new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length));
  const count = flat.length / features;
  return Array.from({ length: features }, (_, f) => Float64Array.from({ length: count }, (_, row) => flat[row * features + f]));
};
const X = columns("rows.f32");
const known = columns("background.f32");
// Of the processor, as the others are counted: the machine may have other work.
const seconds = (run) => { const start = process.cpuUsage(); run(); const { user, system } = process.cpuUsage(start); return (user + system) / 1e6; };


const ROUNDS = 3;
const STEP = 1024;
const file = fs.readdirSync(folder).find((name) => name.startsWith(`${kase}.`) && /\.(json|txt|joblib)$/.test(name));
const model = new ModelFile();
model.push(fs.readFileSync(path.join(folder, file)));
model.open();
const bytes = model.handOver();
const answer = {};
for (const [way, covers] of [["covers", true], ["background", false]]) {
  let [made, steady] = [Infinity, Infinity];
  for (let round = 0; round < ROUNDS; round += 1) {
    let explanation;
    const start = seconds(() => {
      explanation = new Explanation(bytes, known, known[0].length, { covers });
      explanation.give(1, X, rows);
    });
    // The first step also makes the tables and looks at the background's error, once for each file.
    const first = seconds(() => explanation.step(1, STEP));
    const rest = seconds(() => { for (let done = STEP; done < rows;) done = explanation.step(1, STEP); });
    [made, steady] = [Math.min(made, start + first), Math.min(steady, rest)];
    if (round === ROUNDS - 1) {
      const { worst, table_bytes } = explanation.standing(1);
      // All views of one row come from the module with all that asks the model.
      const whole = new Whole(bytes, known, known[0].length, { covers });
      whole.give(1, X, rows);
      const times = Array.from({ length: 20 }, (_, row) => 1000 * seconds(() => whole.row(1, row, 0, undefined))).sort((a, b) => a - b);
      whole.free();
      Object.assign(answer, { [`${kase} ${way} made_s`]: made, [`${kase} ${way} worst`]: worst, [`${kase} ${way} table_mb`]: table_bytes / 1e6, [`${kase} ${way} row_p95_ms`]: times[18] });
      if (covers && kase.startsWith("xgboost_100")) answer[`${kase} pairs`] = rows / seconds(() => explanation.interactions(1, 0));
    }
    explanation.free();
  }
  answer[`${kase} ${way}`] = (rows - STEP) / steady;
  answer[`${kase} ${way} with build`] = rows / (made + steady);
}
console.log(JSON.stringify(answer));
