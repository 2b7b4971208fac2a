// The explain module's binding: a model handed over by the models module, values beside shap's, views, refusals.
import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import { before, test } from "node:test";
import { pathToFileURL } from "node:url";

const ROOT = path.resolve(import.meta.dirname, "../..");
const GOLDEN = path.join(ROOT, "tests/golden/explain");
const golden = JSON.parse(fs.readFileSync(path.join(GOLDEN, "values.json"), "utf8"));
/** @type {any} */
let models;
/** @type {any} */
let explain;
/** @type {any} */
let further;
/** @type {any} */
let surrogate;

before(async () => {
  const start = async (/** @type {string} */ name) => {
    const found = await import(pathToFileURL(path.join(ROOT, `www/pkg/${name}.js`)).href);
    found.initSync({ module: fs.readFileSync(path.join(ROOT, `www/pkg/${name}.wasm`)) });
    return found;
  };
  models = await start("models");
  explain = await start("explain");
  further = await start("further");
  surrogate = await start("surrogate");
});

const handedOver = (/** @type {string} */ file) => {
  const model = new models.ModelFile();
  model.push(fs.readFileSync(path.join(GOLDEN, file)));
  model.open();
  const bytes = model.handOver();
  model.free();
  return bytes;
};
/** One column an input. @param {number[][]} rows */
const columns = (rows) => rows[0].map((_, at) => Float64Array.from(rows, (row) => row[at]));
const begun = (asked = {}, module = explain) => {
  const explanation = new module.Explanation(handedOver("xgboost.json"), columns(golden.background), golden.background.length, asked);
  for (const side of [0, 1]) {
    explanation.give(side, columns(golden.rows), golden.rows.length);
    explanation.step(side, 1000);
    explanation.lookForError(side, 24);
  }
  return explanation;
};

test("values are shap's, for both ways of not knowing", () => {
  for (const [covers, key] of /** @type {const} */ ([[true, "pd"], [false, "iv"]])) {
    const explanation = begun({ covers });
    // Rows stand in the order of explanation: they are found again by all their values.
    const ours = golden.columns.map((/** @type {string} */ _, /** @type {number} */ player) => explanation.values(1, 0, player));
    const theirs = golden.models.xgboost[key];
    for (let at = 0; at < golden.rows.length; at += 1) {
      const off = theirs.map((/** @type {number[]} */ row) => Math.max(...row.map((value, player) => Math.abs(value - ours[player][at]))));
      assert.ok(Math.min(...off) < 5e-5, `${key}: row ${at} is ${Math.min(...off)} off`);
    }
    const standing = explanation.standing(1);
    assert.equal(standing.done, golden.rows.length);
    assert.ok(standing.adds_up && standing.worst < 1e-5);
    explanation.free();
  }
});

test("views have a sentence and blocks of known kinds, the same bytes each time", () => {
  const [first, second] = [begun({}, further), begun({}, further)];
  assert.equal(first.card().unit, "log odds");
  assert.equal(first.card().exact, true);
  const views = (/** @type {any} */ of) => [of.overview(1, 0), of.dependence(1, 0, 0), of.profile(1, 1, 0), of.interactions(1, 0), of.shuffled(1), of.row(1, 3, 0, { high: true }), of.drift(0), of.rows(1, 0, 3), of.gap(1, 0, Uint8Array.from(golden.rows, (/** @type {number[]} */ row) => (row[0] > 0 ? 1 : 0)))];
  const shown = views(first);
  for (const view of shown) {
    assert.match(view.sentence, /^[A-Z0-9f].*\.$/);
    assert.ok(view.blocks.length > 0);
    for (const block of view.blocks) assert.ok(["intervals", "swarm", "curve", "matrix", "waterfall", "strip", "paths", "scatter"].includes(block.kind), block.kind);
  }
  assert.equal(JSON.stringify(shown), JSON.stringify(views(second)));
  const row = shown[5];
  assert.ok(row.reasons.length > 0 && row.reasons.every((/** @type {any} */ reason) => reason.contribution > 0));
  const waterfall = row.blocks[0];
  const end = waterfall.start + waterfall.steps.reduce((/** @type {number} */ sum, /** @type {any} */ step) => sum + step.value, 0);
  assert.ok(Math.abs(end - golden.models.xgboost.margin[3]) < 1e-5);
  // Nothing has drifted between a file and itself.
  assert.ok(shown[6].blocks[0].rows.every((/** @type {any} */ one) => one.value === 0 && !one.marked));
  assert.equal(first.reasonsCsv(1, 0, undefined).split("\r\n").length, golden.rows.length + 2);
});

test("the first pictures of trees are those of the module of every kind, which adds what asks the model", () => {
  const [small, whole] = [begun(), begun({}, further)];
  const { whole: has, ...card } = small.card();
  const { whole: hasAll, ...all } = whole.card();
  assert.deepEqual([has, hasAll], [false, true]);
  assert.deepEqual(card, all);
  const shared = (/** @type {any} */ of) => JSON.stringify([of.standing(1), of.overview(1, 0), of.dependence(1, 0, 0), of.interactions(1, 0), of.drift(0), of.rows(1, 0, 3), of.reasonsCsv(1, 0, undefined)]);
  assert.equal(shared(small), shared(whole));
  const [row, more] = [small, whole].map((of) => of.row(1, 3, 0, undefined));
  assert.deepEqual([row.line, row.sentence, row.reasons], [null, more.sentence, more.reasons]);
  assert.equal(more.line.length, 2);
  assert.deepEqual(row.blocks, more.blocks.slice(0, -1));
  assert.deepEqual([typeof small.profile, typeof small.shuffled], ["undefined", "undefined"]);
});

test("a model that is not of trees is refused by the module of the first pictures", () => {
  const bytes = handedOver("pipeline_linear.joblib");
  assert.throws(() => new explain.Explanation(bytes, columns(golden.background), golden.background.length, {}), (/** @type {any} */ why) => why.code === "model.unreadable");
});

test("a surrogate is learned from predictions, leaves out what it must not see, and says how faithful it is", () => {
  const count = 2000;
  const column = (/** @type {(row: number) => number} */ value) => Float64Array.from({ length: count }, (_, row) => value(row));
  const drawn = (/** @type {number} */ row, /** @type {number} */ way) => ((row * way) % 997) / 997;
  const levels = ["north", "south"];
  const columns = [
    ["id", column((row) => row)],
    ["age", column((row) => drawn(row, 31))],
    ["noise", column((row) => drawn(row, 577))],
    ["town", Uint32Array.from({ length: count }, (_, row) => (row % 5 === 0 ? 2 ** 32 - 1 : row % 2)), levels],
    ["score", column((row) => 0.1 + 0.6 * drawn(row, 31) + (row % 5 !== 0 && row % 2 === 1 ? 0.2 : 0))],
  ];
  const [model, known, fidelity] = surrogate.learnSurrogate(columns, "score", ["id"], 0);
  const explanation = new further.Explanation(model, known, count, { keep: true });
  explanation.giveKnown(1);
  assert.deepEqual(explanation.card().players, ["age", "noise", "town"]);
  assert.ok(fidelity.boosted.r_squared > 0.95 && fidelity.boosted.low <= fidelity.boosted.r_squared && fidelity.boosted.r_squared <= fidelity.boosted.high);
  assert.ok(fidelity.readable.r_squared <= fidelity.boosted.r_squared && fidelity.tree.length > 1);
  explanation.step(1, count);
  const order = explanation.overview(1, 0).blocks[0].rows.map((/** @type {any} */ row) => row.label);
  assert.equal(order[2], "noise");
  explanation.free();
  const few = columns.map(([name, values, ...rest]) => [name, /** @type {any} */ (values).slice(0, 20), ...rest]);
  assert.throws(() => surrogate.learnSurrogate(few, "score", [], 0), (/** @type {any} */ why) => why.code === "model.unsupported");
  assert.throws(() => surrogate.learnSurrogate(columns, "nothing", [], 0), (/** @type {any} */ why) => why.code === "model.unsupported");
});

test("what cannot be is refused with a code", () => {
  const thrown = (/** @type {() => unknown} */ run) => {
    try {
      run();
    } catch (why) {
      return /** @type {any} */ (why).code;
    }
    return null;
  };
  assert.equal(thrown(() => new explain.Explanation(new Uint8Array([1, 2, 3]), [], 0, {})), "model.unreadable");
  const bytes = handedOver("xgboost.json");
  assert.equal(thrown(() => new explain.Explanation(bytes, [], 0, {})), "model.frame");
  assert.equal(thrown(() => new explain.Explanation(bytes.slice(0, bytes.length / 2), columns(golden.background), golden.background.length, {})), "model.unreadable");
  const explanation = begun({}, further);
  assert.equal(thrown(() => explanation.row(1, 4000, 0, undefined)), "call.invalid");
  assert.equal(thrown(() => explanation.profile(1, 99, 0)), "call.invalid");
  const alone = new explain.Explanation(bytes, columns(golden.background), golden.background.length, {});
  assert.equal(thrown(() => alone.overview(1, 0)), "model.unsupported");
});
