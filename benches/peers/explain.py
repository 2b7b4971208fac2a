#!/usr/bin/env python3
"""Shapley values by the libraries themselves, one thread.

Usage: explain.py make FOLDER ROWS     data, background and models
       explain.py deep FOLDER ROWS     the default scikit-learn forest besides: 100 trees without a limit, of 20,000 rows
       explain.py run FOLDER CASE      one line of JSON: rows a second of each library, CPU seconds
A rival that would take minutes for all rows gets as many as it does in about a second; the fastest of two.
"""
import json, os, sys, time, warnings
warnings.filterwarnings("ignore")
for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[name] = "1"
import numpy as np

FEATURES, LEARN = 20, 40_000
XGBOOST = [(100, 6), (100, 8), (500, 6), (500, 8)]
command, folder, word = sys.argv[1:4]
os.makedirs(folder, exist_ok=True)
place = lambda name: os.path.join(folder, name)


def drawn(rows):
    rng = np.random.default_rng(7)
    x = rng.normal(size=(rows + LEARN, FEATURES)).astype(np.float32)
    x[:, 3] = np.round(x[:, 3] * 3) / 3; x[:, 7] = x[:, 7] > .3; x[:, 11] = np.exp(x[:, 11]); x[:, 12] = .8 * x[:, 0] + .2 * x[:, 12]
    z = 1.2*x[:,0] - .8*x[:,1] + x[:,2]*x[:,3] + 1.1*np.sin(2*x[:,4]) + .9*x[:,7]*x[:,5] + .3*np.log1p(x[:,11]) - .5*(x[:,8]>1) + .2*x[:,14]*x[:,15] + .1*np.abs(x[:,16])
    return x, (z + rng.logistic(size=len(x)) * .6 > .4).astype(int)


def deep(rows):
    import joblib
    from sklearn.ensemble import RandomForestClassifier
    x, y = drawn(rows)
    a, b = x[rows:rows + 20_000], y[rows:rows + 20_000]
    joblib.dump(RandomForestClassifier(n_jobs=2, random_state=0).fit(a, b), place("forest_default.joblib"))


def make(rows):
    import catboost as cb, joblib, lightgbm as lgb, xgboost as xgb
    from sklearn.ensemble import RandomForestClassifier
    x, y = drawn(rows)
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
    cases = [f"xgboost_{trees}_{depth}" for trees, depth in XGBOOST] + [f"{kind}_100_{depth}" for kind in ("lightgbm", "forest", "catboost") for depth in (6, 8)]
    json.dump({"rows": rows, "features": FEATURES, "cases": cases}, open(place("complete.json"), "w"))


def rate(f, rows, start=50, budget=1.0):
    n = min(start, rows)
    while True:
        t = time.process_time(); f(n); taken = time.process_time() - t
        if taken > budget / 2 or n >= rows: break
        n = min(rows, int(n * max(2, .9 * budget / max(taken, 1e-4))))
    t = time.process_time(); f(n); taken = min(taken, time.process_time() - t)
    return n / taken


def run(case):
    rows = json.load(open(place("complete.json")))["rows"]
    x = np.fromfile(place("rows.f32"), np.float32).reshape(-1, FEATURES); wide = x.astype(float)
    base = np.fromfile(place("background.f32"), np.float32).reshape(-1, FEATURES).astype(float)
    out = {}
    def whole(f):
        times = []
        for _ in range(2):
            t = time.process_time(); f(); times.append(time.process_time() - t)
        return rows / min(times)
    def own(model):
        e = shap.TreeExplainer(model, feature_perturbation="tree_path_dependent")
        e.model.model_type = "internal"; e.model.original_model = None
        return e
    if case.startswith("catboost"):
        import catboost as cb
        m = cb.CatBoostClassifier(); m.load_model(place(f"{case}.cbm")); pool = cb.Pool(x)
        out["ShapValues"] = whole(lambda: m.get_feature_importance(pool, type="ShapValues", thread_count=1))
    else:
        import joblib, pandas as pd, shap
        m = joblib.load(place(f"{case}.joblib" if case.startswith("forest") else f"{case}.model"))
        e = own(m); out["shap"] = rate(lambda n: e.shap_values(wide[:n], check_additivity=False), rows)
    if case.startswith("xgboost"):
        import xgboost as xgb
        i = shap.TreeExplainer(m, data=base, feature_perturbation="interventional")
        out["shap background"] = rate(lambda n: i.shap_values(wide[:n], check_additivity=False), rows, 10)
        b = m.get_booster(); b.set_param({"nthread": 1})
        out["pred_contribs"] = rate(lambda n: b.predict(xgb.DMatrix(x[:n], nthread=1), pred_contribs=True), rows)
        if "_100_" in case:
            out["pred_interactions"] = rate(lambda n: b.predict(xgb.DMatrix(x[:n], nthread=1), pred_interactions=True), rows, 5)
            from woodelf import WoodelfExplainer
            frame = pd.DataFrame(wide)
            def explained(**how): return WoodelfExplainer(m, **how).shap_values(frame, verbose=False)
            out["woodelf"] = whole(lambda: explained(feature_perturbation="tree_path_dependent"))
            out["woodelf background"] = whole(lambda: explained(data=pd.DataFrame(base), feature_perturbation="interventional"))
    print(json.dumps({f"{case} {name}": rate for name, rate in out.items()}))


{"make": lambda: make(int(word)), "deep": lambda: deep(int(word)), "run": lambda: run(word)}[command]()
