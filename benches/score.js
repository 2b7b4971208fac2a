// Scores rows with the models module in one instance, and the same model with onnxruntime-web in one thread. Answers one
// line of JSON. usage: score.js PKG FOLDER ONNXRUNTIME
import fs from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";

const [pkg, folder, runtime] = process.argv.slice(2);
const { initSync, ModelFile, scoreColumns } = await import(pathToFileURL(path.resolve(pkg, "models.js")).href);
initSync({ module: fs.readFileSync(path.join(pkg, "models.wasm")) });
const { rows, features } = JSON.parse(fs.readFileSync(path.join(folder, "complete.json"), "utf8"));
const bytes = (name) => fs.readFileSync(path.join(folder, name));
const typed = (Kind, name) => { const b = bytes(name); return new Kind(b.buffer.slice(b.byteOffset, b.byteOffset + b.length)); };

/** Seconds of the fastest of three. */
const best = async (run) => {
  let least = Infinity;
  for (let i = 0; i < 3; i += 1) {
    const start = performance.now();
    await run();
    least = Math.min(least, (performance.now() - start) / 1000);
  }
  return least;
};
const opened = (name) => {
  const model = new ModelFile();
  model.push(bytes(name));
  model.open();
  return model;
};
const largest = (a, b) => { let most = 0; for (let i = 0; i < b.length; i += 1) most = Math.max(most, Math.abs(a[i] - b[i])); return most; };

const flat = typed(Float32Array, "rows.f32");
const columns = new Float64Array(rows * features);
for (let row = 0; row < rows; row += 1) for (let f = 0; f < features; f += 1) columns[f * rows + row] = flat[row * features + f];

const answer = { rows };
for (const [key, name] of [["ours_xgboost_s", "xgboost.json"], ["ours_lightgbm_s", "lightgbm.txt"]]) {
  const model = opened(name);
  let said;
  answer[key] = await best(() => { said = scoreColumns(model, columns, rows); });
  if (name === "xgboost.json") answer.largest_difference = largest(said, typed(Float64Array, "xgboost.f64"));
}
{
  const large = bytes("large.json");
  answer.large_mb = large.length / 1e6;
  answer.large_open_s = await best(() => { const model = new ModelFile(); model.push(large); model.open(); model.free(); });
}
{
  const count = Math.min(rows, 100_000);
  const part = new Float64Array(count * features);
  for (let f = 0; f < features; f += 1) part.set(columns.subarray(f * rows, f * rows + count), f * count);
  const forest = opened("forest.joblib");
  let said;
  answer.forest_rows = count;
  answer.forest_s = await best(() => { said = scoreColumns(forest, part, count); });
  answer.forest_difference = largest(said, typed(Float64Array, "forest.f64"));
}
if (runtime) {
  const ort = await import(pathToFileURL(path.resolve(runtime, "dist/ort.node.min.mjs")).href).catch(() => import(pathToFileURL(path.resolve(runtime, "dist/ort.wasm.min.mjs")).href));
  const api = ort.default?.InferenceSession ? ort.default : ort;
  api.env.wasm.numThreads = 1;
  api.env.wasm.wasmPaths = `${path.resolve(runtime, "dist")}/`;
  const session = await api.InferenceSession.create(path.join(folder, "xgboost.onnx"), { executionProviders: ["wasm"] }).catch(() => api.InferenceSession.create(new Uint8Array(bytes("xgboost.onnx")), { executionProviders: ["wasm"] }));
  const output = session.outputNames.find((name) => /prob/i.test(name)) ?? session.outputNames[session.outputNames.length - 1];
  const X = new api.Tensor("float32", flat, [rows, features]);
  answer.onnxruntime_web_s = await best(() => session.run({ [session.inputNames[0]]: X }, [output]));
}
console.log(JSON.stringify(answer));
