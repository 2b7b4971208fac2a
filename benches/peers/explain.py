#!/usr/bin/env python3
"""Shapley values by the libraries themselves, one thread.

Usage: explain.py make FOLDER ROWS     data, background and models
       explain.py run FOLDER           one line of JSON: rows a second of each library, CPU seconds
A rival that would take minutes for all rows gets as many as it does in about a second; the fastest of two.
"""
import json, os, sys, time, warnings
warnings.filterwarnings("ignore")
for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[name] = "1"
import numpy as np

FEATURES, LEARN = 20, 40_000
XGBOOST = [(100, 6), (100, 8), (500, 6), (500, 8)]
command, folder = sys.argv[1:3]
os.makedirs(folder, exist_ok=True)
place = lambda name: os.path.join(folder, name)


def make(rows):
    import catboost as cb, joblib, lightgbm as lgb, xgboost as xgb
    from sklearn.ensemble import RandomForestClassifier
    rng = np.random.default_rng(7)
    x = rng.normal(size=(rows + LEARN, FEATURES)).astype(np.float32)
    x[:, 3] = np.round(x[:, 3] * 3) / 3; x[:, 7] = x[:, 7] > .3; x[:, 11] = np.exp(x[:, 11]); x[:, 12] = .8 * x[:, 0] + .2 * x[:, 12]
    z = 1.2*x[:,0] - .8*x[:,1] + x[:,2]*x[:,3] + 1.1*np.sin(2*x[:,4]) + .9*x[:,7]*x[:,5] + .3*np.log1p(x[:,11]) - .5*(x[:,8]>1) + .2*x[:,14]*x[:,15] + .1*np.abs(x[:,16])
    y = (z + rng.logistic(size=len(x)) * .6 > .4).astype(int)
    x[:rows].tofile(place("rows.f32")); x[rows:rows + 100].tofile(place("background.f32"))
    a, b = x[rows:], y[rows:]
    for trees, depth in XGBOOST:
        m = xgb.XGBClassifier(n_estimators=trees, max_depth=depth, learning_rate=.1, n_jobs=2, tree_method="hist", min_child_weight=1).fit(a, b)
        joblib.dump(m, place(f"xgboost_{trees}_{depth}.model")); m.get_booster().save_model(place(f"xgboost_{trees}_{depth}.json"))
    for depth in (6, 8):
        m = lgb.LGBMClassifier(n_estimators=100, max_depth=depth, num_leaves=2**depth, learning_rate=.1, n_jobs=2, verbose=-1).fit(a, b)
        joblib.dump(m, place(f"lightgbm_100_{depth}.model")); m.booster_.save_model(place(f"lightgbm_100_{depth}.txt"))
        m = RandomForestClassifier(100, max_depth=depth, n_jobs=2, random_state=0).fit(a, b); joblib.dump(m, place(f"forest_100_{depth}.joblib"))
        m = cb.CatBoostClassifier(iterations=100, depth=depth, verbose=0, thread_count=2, allow_writing_files=False, random_seed=0).fit(a, b)
        m.save_model(place(f"catboost_100_{depth}.json"), format="json", pool=cb.Pool(a, b)); m.save_model(place(f"catboost_100_{depth}.cbm"))
    json.dump({"rows": rows, "features": FEATURES}, open(place("complete.json"), "w"))


def rate(f, rows, start=50, budget=1.0):
    n = min(start, rows)
    while True:
        t = time.process_time(); f(n); taken = time.process_time() - t
        if taken > budget / 2 or n >= rows: break
        n = min(rows, int(n * max(2, .9 * budget / max(taken, 1e-4))))
    t = time.process_time(); f(n); taken = min(taken, time.process_time() - t)
    return {"rows": n, "rows_s": n / taken}


def run():
    import catboost as cb, joblib, pandas as pd, shap, xgboost as xgb
    rows = json.load(open(place("complete.json")))["rows"]
    x = np.fromfile(place("rows.f32"), np.float32).reshape(-1, FEATURES); wide = x.astype(float)
    base = np.fromfile(place("background.f32"), np.float32).reshape(-1, FEATURES).astype(float)
    out = {}
    def own(model):
        e = shap.TreeExplainer(model, feature_perturbation="tree_path_dependent")
        e.model.model_type = "internal"; e.model.original_model = None
        return e
    def shaps(key, model, interventional=True):
        e = own(model); out[f"{key} shap"] = rate(lambda n: e.shap_values(wide[:n], check_additivity=False), rows)
        if interventional:
            i = shap.TreeExplainer(model, data=base, feature_perturbation="interventional")
            out[f"{key} shap background"] = rate(lambda n: i.shap_values(wide[:n], check_additivity=False), rows, 10)
    for trees, depth in XGBOOST:
        key = f"xgboost_{trees}_{depth}"; m = joblib.load(place(f"{key}.model")); shaps(key, m)
        b = m.get_booster(); b.set_param({"nthread": 1})
        out[f"{key} contribs"] = rate(lambda n: b.predict(xgb.DMatrix(x[:n], nthread=1), pred_contribs=True), rows)
        if (trees, depth) == (100, 6):
            out[f"{key} interactions"] = rate(lambda n: b.predict(xgb.DMatrix(x[:n], nthread=1), pred_interactions=True), rows, 20)
        if trees == 100:
            try:
                from woodelf import WoodelfExplainer
                w = WoodelfExplainer(m, feature_perturbation="tree_path_dependent"); frame = pd.DataFrame(wide)
                t = time.process_time(); w.shap_values(frame, verbose=False); out[f"{key} woodelf"] = {"rows": rows, "rows_s": rows / (time.process_time() - t)}
            except Exception as why: out[f"{key} woodelf"] = {"error": str(why)[:200]}
    for depth in (6, 8):
        shaps(f"lightgbm_100_{depth}", joblib.load(place(f"lightgbm_100_{depth}.model")), False)
        e = shap.TreeExplainer(joblib.load(place(f"forest_100_{depth}.joblib")), feature_perturbation="tree_path_dependent")
        out[f"forest_100_{depth} shap"] = rate(lambda n: e.shap_values(wide[:n], check_additivity=False), rows)
        m = cb.CatBoostClassifier(); m.load_model(place(f"catboost_100_{depth}.cbm")); pool = cb.Pool(x)
        t = time.process_time(); m.get_feature_importance(pool, type="ShapValues", thread_count=1); out[f"catboost_100_{depth} shapvalues"] = {"rows": rows, "rows_s": rows / (time.process_time() - t)}
    print(json.dumps(out))


make(int(sys.argv[3])) if command == "make" else run()
