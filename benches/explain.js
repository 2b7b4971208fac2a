// Explains rows with the explain module in one instance, models read by the models module. Answers one line of JSON.
// usage: explain.js PKG FOLDER
import fs from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";

const [pkg, folder] = process.argv.slice(2);
const module = async (name) => {
  const found = await import(pathToFileURL(path.resolve(pkg, `${name}.js`)).href);
  found.initSync({ module: fs.readFileSync(path.join(pkg, `${name}.wasm`)) });
  return found;
};
const { ModelFile } = await module("models");
const { Explanation } = await module("explain");
const { rows, features } = JSON.parse(fs.readFileSync(path.join(folder, "complete.json"), "utf8"));
const columns = (name) => {
  const bytes = fs.readFileSync(path.join(folder, name));
  const flat = new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length));
  const count = flat.length / features;
  return Array.from({ length: features }, (_, f) => Float64Array.from({ length: count }, (_, row) => flat[row * features + f]));
};
const X = columns("rows.f32");
const known = columns("background.f32");
const seconds = (run) => { const start = performance.now(); run(); return (performance.now() - start) / 1000; };

const answer = {};
const measure = (file, covers) => {
  const model = new ModelFile();
  model.push(fs.readFileSync(path.join(folder, file)));
  model.open();
  const bytes = model.handOver();
  model.free();
  const key = `${file.replace(/\.[a-z]+$/, "")} ${covers ? "covers" : "background"}`;
  const out = { made_s: Infinity, step_s: Infinity };
  for (let round = 0; round < 3; round += 1) {
    let explanation;
    const made = seconds(() => {
      explanation = new Explanation(bytes, known, known[0].length, { covers });
      explanation.give(1, X, rows);
    });
    // The first step also looks at the background's error, once for each file.
    const first = seconds(() => explanation.step(1, 1024));
    const rest = seconds(() => { for (let done = 1024; done < rows;) done = explanation.step(1, 4096); });
    out.made_s = Math.min(out.made_s, made + first);
    out.step_s = Math.min(out.step_s, rest);
    const { worst, table_bytes } = explanation.standing(1);
    Object.assign(out, { worst, table_mb: table_bytes / 1e6 });
    if (round === 2) {
      const times = Array.from({ length: 20 }, (_, row) => 1000 * seconds(() => explanation.row(1, row, 0, undefined))).sort((a, b) => a - b);
      out.row_all_views_p95_ms = times[18];
      if (file.startsWith("xgboost_100_6") && covers) out.interactions_s = seconds(() => { out.interactions = explanation.interactions(1, 0).sentence; });
    }
    explanation.free();
  }
  out.rows_s = (rows - 1024) / out.step_s;
  out.with_build_rows_s = rows / (out.made_s + out.step_s);
  answer[key] = out;
};
const files = fs.readdirSync(folder).filter((name) => /^(xgboost|catboost).*\.json$|^lightgbm.*\.txt$|^forest.*\.joblib$/.test(name));
for (const file of files) for (const covers of [true, false]) measure(file, covers);
console.log(JSON.stringify(answer));
