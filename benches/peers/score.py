#!/usr/bin/env python3
"""Scoring rows with the libraries themselves, one thread.

Usage: score.py make FOLDER ROWS     data, models in every format that is compared, and the libraries' predictions
       score.py run FOLDER           one line of JSON: seconds of each library for all rows
"""
import json, os, sys, time, warnings
warnings.filterwarnings("ignore")
for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[name] = "1"
import numpy as np

FEATURES, TREES, DEPTH, LEARN = 20, 100, 6, 50_000
command, folder = sys.argv[1:3]
os.makedirs(folder, exist_ok=True)
place = lambda name: os.path.join(folder, name)


def make(rows):
    import lightgbm as lgb, xgboost as xgb, joblib
    from onnxmltools import convert_xgboost
    from onnxmltools.convert.common.data_types import FloatTensorType
    from sklearn.ensemble import RandomForestClassifier
    rng = np.random.default_rng(20260101)
    x = rng.normal(size=(rows, FEATURES)).astype(np.float32)
    x[:, 3] = np.round(x[:, 3] * 3) / 3; x[:, 7] = x[:, 7] > .3; x[:, 11] = np.exp(x[:, 11])
    z = 1.2 * x[:, 0] - .8 * x[:, 1] + x[:, 2] * x[:, 3] + 1.1 * np.sin(2 * x[:, 4]) + .9 * x[:, 7] * x[:, 5] + .3 * np.log1p(x[:, 11])
    y = (z + rng.logistic(size=rows) * .6 > .4).astype(int)
    learn = slice(0, min(LEARN, rows))
    x.tofile(place("rows.f32"))
    m = xgb.XGBClassifier(n_estimators=TREES, max_depth=DEPTH, learning_rate=.2, tree_method="hist", n_jobs=1).fit(x[learn], y[learn])
    m.get_booster().save_model(place("xgboost.json"))
    open(place("xgboost.onnx"), "wb").write(convert_xgboost(m, initial_types=[("X", FloatTensorType([None, FEATURES]))], target_opset=15).SerializeToString())
    m.predict_proba(x)[:, 1].astype(np.float64).tofile(place("xgboost.f64"))
    b = lgb.train(dict(objective="binary", num_leaves=2 ** DEPTH, max_depth=DEPTH, learning_rate=.15, verbose=-1, num_threads=1), lgb.Dataset(x[learn], y[learn]), TREES)
    b.save_model(place("lightgbm.txt"))
    # A file of 50 MB: few bins and deep trees, grown on until the file is as large.
    big, size, matrix = None, 0, xgb.QuantileDMatrix(x[learn], y[learn], max_bin=64, nthread=1)
    grow = dict(objective="binary:logistic", max_depth=12, learning_rate=.05, min_child_weight=0, tree_method="hist", max_bin=64, nthread=1)
    while size < 50e6:
        more = 10 if big is None else max(2, int(big.num_boosted_rounds() * (50.5e6 / size - 1)))
        big = xgb.train(grow, matrix, more, xgb_model=big); big.save_model(place("large.json"))
        size = os.path.getsize(place("large.json"))
    f = RandomForestClassifier(random_state=0, n_jobs=1).fit(x[:6000], y[:6000])
    joblib.dump(f, place("forest.joblib"))
    f.predict_proba(x[:100_000])[:, 1].tofile(place("forest.f64"))
    json.dump({"rows": rows, "features": FEATURES, "large_bytes": size, "forest_leaves": int(sum(t.tree_.n_leaves for t in f.estimators_))}, open(place("complete.json"), "w"))


def best(f, prepare=lambda: None, times=3):
    taken = []
    for _ in range(times):
        given = prepare()
        start = time.process_time(); f(given); taken.append(time.process_time() - start)
    return min(taken)


def run():
    import lightgbm as lgb, xgboost as xgb
    x = np.fromfile(place("rows.f32"), np.float32).reshape(-1, FEATURES)
    b = xgb.Booster(); b.load_model(place("xgboost.json")); b.set_param({"nthread": 1})
    l = lgb.Booster(model_file=place("lightgbm.txt"))
    # A matrix that was predicted once keeps its predictions: each time a new one, built before the clock starts.
    matrix = lambda: xgb.DMatrix(x, nthread=1)
    print(json.dumps({"xgboost_s": best(lambda d: b.predict(d), matrix), "xgboost_inplace_s": best(lambda _: b.inplace_predict(x)), "lightgbm_s": best(lambda _: l.predict(x, num_threads=1))}))


make(int(sys.argv[3])) if command == "make" else run()
