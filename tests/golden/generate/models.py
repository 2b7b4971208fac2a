#!/usr/bin/env python3
"""Writes small models of XGBoost, LightGBM and CatBoost and what the libraries themselves predict, into tests/golden/models.

Usage: models.py [OUT]      Packages: numpy, pandas, scikit-learn, xgboost, lightgbm, catboost; versions are written down.
Older XGBoost versions are tried where XGBOOST_OLD names folders (`pip install --no-deps --target FOLDER xgboost==VERSION`),
with colons between them.
"""
import importlib.metadata as metadata
import json, os, subprocess, sys, warnings
warnings.filterwarnings("ignore")
import numpy as np, pandas as pd

OUT = sys.argv[1] if len(sys.argv) > 1 else os.path.join(os.path.dirname(os.path.abspath(__file__)), "../models")
OLD = r"""
import sys, json, warnings; warnings.filterwarnings("ignore")
sys.path.insert(0, sys.argv[1])
import numpy as np
for _n, _t in (("float", float), ("int", int), ("object", object)):
    if not hasattr(np, _n): setattr(np, _n, _t)
import xgboost as xgb
data = np.load(sys.argv[2]); x, y = data["x"], data["y"]
print(xgb.__version__)
for name, p in {"logistic": {"objective": "binary:logistic", "base_score": 0.3}, "poisson": {"objective": "count:poisson"}}.items():
    b = xgb.train({**p, "max_depth": 3, "eta": .3}, xgb.DMatrix(x, y), 6)
    end = ".ubj" if sys.argv[3] == "ubj" else ".json"
    out = f"{sys.argv[4]}_{name}"
    b.save_model(out + end)
    d = xgb.DMatrix(x[:40])
    json.dump({"margin": b.predict(d, output_margin=True).tolist(), "predict": b.predict(d).tolist()}, open(out + ".tmp", "w"))
"""

rng = np.random.default_rng(7)
N = 1500
X = rng.normal(size=(N, 5)).astype(np.float32)
X[:, 3] = np.round(X[:, 3])                       # zeros and ties
Xn = X.copy(); Xn[rng.random(X.shape) < .15] = np.nan
z = X[:, 0] - .7 * X[:, 1] * X[:, 2] + .5 * (X[:, 3] > 0)
two = (z + rng.logistic(size=N) > 0).astype(int)
three = np.digitize(z, [-.7, .7])
count = rng.poisson(np.exp(.4 * z))
amount = np.exp(.5 * z) * rng.gamma(2, .5, N) + 1e-3
group = np.repeat(np.arange(N // 10), 10)
rank = np.clip(np.digitize(z, [-1, 0, 1]), 0, 3)
cat = rng.choice(["red", "green", "blue", "grey", "ivory", "jet"], N)
num = rng.choice([3, 7, 11, 20], N)
effect = {"red": 1., "green": -1., "blue": .4, "grey": 0., "ivory": -.3, "jet": .8}
zc = z + np.array([effect[c] for c in cat]) + .2 * (num == 7)
two_c = (zc + rng.logistic(size=N) > 0).astype(int)
K = 40


def rows(a): return [[None if v != v else float(v) for v in row] for row in np.asarray(a, float).tolist()]


def plain(a): return json.loads(json.dumps(np.asarray(a).tolist()))


def golden(name, **k):
    os.makedirs(OUT, exist_ok=True)
    json.dump(k, open(f"{OUT}/{name}.golden.json", "w"))


# ---------------------------------------------------------------- XGBoost
import xgboost as xgb
base = dict(max_depth=3, eta=.3, seed=0, nthread=1)
cases = {
    "hinge": (two, {"objective": "binary:hinge"}), "logitraw": (two, {"objective": "binary:logitraw"}),
    "reglogistic": (two, {"objective": "reg:logistic"}), "poisson": (count, {"objective": "count:poisson"}),
    "gamma": (amount, {"objective": "reg:gamma"}), "tweedie": (amount, {"objective": "reg:tweedie"}),
    "absolute": (z, {"objective": "reg:absoluteerror"}), "pseudohuber": (z, {"objective": "reg:pseudohubererror"}),
    "softmax": (three, {"objective": "multi:softmax", "num_class": 3}), "softprob": (three, {"objective": "multi:softprob", "num_class": 3}),
    "cox": (np.where(two == 1, amount, -amount), {"objective": "survival:cox"}),
    "forest": (two, {"objective": "binary:logistic", "num_parallel_tree": 3, "subsample": .7, "colsample_bynode": .7}),
    "quantile": (z, {"objective": "reg:quantileerror", "quantile_alpha": [.1, .5, .9]}),
    "dart_multi": (three, {"booster": "dart", "rate_drop": .3, "objective": "multi:softprob", "num_class": 3}),
    "linear": (two, {"booster": "gblinear", "objective": "binary:logistic"}),
    "linear_multi": (three, {"booster": "gblinear", "objective": "multi:softprob", "num_class": 3}),
    "targets": (np.c_[z, z ** 2], {"objective": "reg:squarederror"}),
    "vector": (np.c_[z, z ** 2], {"objective": "reg:squarederror", "multi_strategy": "multi_output_tree"}),
}
for name, (y, p) in cases.items():
    b = xgb.train({**base, **p}, xgb.DMatrix(Xn, y), 5)
    end = "ubj" if name in ("gamma", "dart_multi", "linear_multi", "forest") else "json"
    b.save_model(f"{OUT}/xgb_{name}.{end}")
    d = xgb.DMatrix(Xn[:K])
    golden(f"xgb_{name}", X=rows(Xn[:K]), margin=plain(b.predict(d, output_margin=True)), predict=plain(b.predict(d)))
d = xgb.DMatrix(X, rank); d.set_group([10] * (N // 10))
b = xgb.train({**base, "objective": "rank:ndcg"}, d, 5); b.save_model(f"{OUT}/xgb_rank.json")
golden("xgb_rank", X=rows(X[:K]), margin=plain(b.predict(xgb.DMatrix(X[:K]), output_margin=True)), predict=plain(b.predict(xgb.DMatrix(X[:K]))))
m = xgb.XGBClassifier(n_estimators=60, max_depth=3, learning_rate=.6, early_stopping_rounds=2, n_jobs=1).fit(Xn[:800], two[:800], eval_set=[(Xn[800:], two[800:])], verbose=False)
m.save_model(f"{OUT}/xgb_early.json")
golden("xgb_early", X=rows(Xn[:K]), proba=plain(m.predict_proba(Xn[:K])), **{"class": [str(c) for c in m.predict(Xn[:K])]})
frame = pd.DataFrame({"a": Xn[:, 0], "colour": pd.Categorical(cat), "size": pd.Categorical(num)})
m = xgb.XGBClassifier(n_estimators=8, max_depth=3, enable_categorical=True, max_cat_to_onehot=2, n_jobs=1).fit(frame, two_c)
m.save_model(f"{OUT}/xgb_levels.json")
named = {"columns": ["a", "colour", "size"], "rows": [[None if a != a else float(a), c, int(s)] for a, c, s in zip(Xn[:K, 0], cat[:K], num[:K])]}
golden("xgb_levels", X=named, proba=plain(m.predict_proba(frame.iloc[:K])), **{"class": [str(c) for c in m.predict(frame.iloc[:K])]})
np.savez("/tmp/models_old.npz", x=X, y=two)
for place in filter(None, os.environ.get("XGBOOST_OLD", "").split(":")):
    version = os.path.basename(place.rstrip("/")).split("-")[-1].replace(".", "")
    kind = "ubj" if version.startswith(("2", "3")) else "json"
    done = subprocess.run([sys.executable, "-c", OLD, place, "/tmp/models_old.npz", kind, f"{OUT}/xgb_v{version}"], capture_output=True, text=True)
    print(place, done.stdout.strip() or done.stderr[-300:])
    for name in ("logistic", "poisson"):
        tmp = f"{OUT}/xgb_v{version}_{name}.tmp"
        if os.path.exists(tmp):
            golden(f"xgb_v{version}_{name}", X=rows(X[:K]), **json.load(open(tmp))); os.remove(tmp)

# ---------------------------------------------------------------- LightGBM
import lightgbm as lgb
base = dict(num_leaves=7, learning_rate=.2, verbose=-1, num_threads=1, seed=0)
cases = {
    "l1": (z, {"objective": "regression_l1"}), "sqrt": (amount, {"objective": "regression", "reg_sqrt": True}), "huber": (z, {"objective": "huber"}),
    "quantile": (z, {"objective": "quantile", "alpha": .7}), "poisson": (count, {"objective": "poisson"}), "gamma": (amount, {"objective": "gamma"}),
    "tweedie": (amount, {"objective": "tweedie"}), "sigmoid": (two, {"objective": "binary", "sigmoid": 1.7}),
    "multiclass": (three, {"objective": "multiclass", "num_class": 3}), "ova": (three, {"objective": "multiclassova", "num_class": 3, "sigmoid": 1.3}),
    "xentropy": (two * .8 + .1, {"objective": "cross_entropy"}), "xentlambda": (two * .8 + .1, {"objective": "cross_entropy_lambda"}),
    "zero": (two, {"objective": "binary", "zero_as_missing": True}), "linear": (z, {"objective": "regression", "linear_tree": True}),
    "rf_multi": (three, {"objective": "multiclass", "num_class": 3, "boosting": "rf", "bagging_fraction": .7, "bagging_freq": 1}),
    "dart": (two, {"objective": "binary", "boosting": "dart", "drop_rate": .5}), "constant": (np.ones(N), {"objective": "regression"}),
}
G = Xn[:K].astype(float); G[:5, 3] = [0., -0., 1e-36, -1e-36, 1e-34]
for name, (y, p) in cases.items():
    data = Xn.astype(float)
    if name == "zero": data = X.astype(float)
    b = lgb.train({**base, **p}, lgb.Dataset(data, y), 5)
    b.save_model(f"{OUT}/lgb_{name}.txt")
    golden(f"lgb_{name}", X=rows(G), raw=plain(b.predict(G, raw_score=True)), predict=plain(b.predict(G)))
    if name in ("linear", "ova"):
        json.dump(b.dump_model(), open(f"{OUT}/lgb_{name}.dump.json", "w"))
d = lgb.Dataset(X.astype(float), rank, group=[10] * (N // 10)); b = lgb.train({**base, "objective": "lambdarank"}, d, 5); b.save_model(f"{OUT}/lgb_rank.txt")
golden("lgb_rank", X=rows(G), raw=plain(b.predict(G, raw_score=True)), predict=plain(b.predict(G)))
b = lgb.train({**base, "objective": "binary", "min_data_per_group": 5, "cat_smooth": 1, "max_cat_to_onehot": 2}, lgb.Dataset(frame, two_c), 8)
b.save_model(f"{OUT}/lgb_levels.txt"); json.dump(b.dump_model(), open(f"{OUT}/lgb_levels.dump.json", "w"))
other = frame.iloc[:K].copy(); other["colour"] = other["colour"].cat.add_categories(["mauve"]); other.loc[other.index[:3], "colour"] = "mauve"
named = {"columns": ["a", "colour", "size"], "rows": [[None if a != a else float(a), str(c), int(s)] for a, c, s in zip(other["a"], other["colour"], other["size"])]}
golden("lgb_levels", X=named, raw=plain(b.predict(other, raw_score=True)), predict=plain(b.predict(other)))

# ---------------------------------------------------------------- CatBoost
import catboost as cb
base = dict(iterations=6, depth=3, verbose=0, thread_count=1, random_seed=0, allow_writing_files=False)
cases = {
    "multi": (three, cb.CatBoostClassifier, {}), "ova": (three, cb.CatBoostClassifier, {"loss_function": "MultiClassOneVsAll"}),
    "poisson": (count, cb.CatBoostRegressor, {"loss_function": "Poisson"}), "rmse": (z, cb.CatBoostRegressor, {}),
    "nanmax": (two, cb.CatBoostClassifier, {"nan_mode": "Max"}), "nanmin": (two, cb.CatBoostClassifier, {"nan_mode": "Min"}),
    "lossguide_multi": (three, cb.CatBoostClassifier, {"grow_policy": "Lossguide"}), "depthwise": (two, cb.CatBoostClassifier, {"grow_policy": "Depthwise"}),
}
for name, (y, kind, p) in cases.items():
    m = kind(**{**base, **p}).fit(Xn, y)
    m.save_model(f"{OUT}/cb_{name}.json", format="json", pool=cb.Pool(Xn, y))
    said = {"raw": plain(m.predict(Xn[:K], prediction_type="RawFormulaVal"))}
    if kind is cb.CatBoostClassifier:
        said["proba"] = plain(m.predict_proba(Xn[:K])); said["class"] = [str(c) for c in np.ravel(m.predict(Xn[:K]))]
    else:
        said["predict"] = plain(m.predict(Xn[:K]))
    golden(f"cb_{name}", X=rows(Xn[:K]), **said)
text = frame.copy(); text["colour"] = text["colour"].astype(str); text["size"] = text["size"].astype(str)
m = cb.CatBoostClassifier(**base, one_hot_max_size=10).fit(text, two_c, cat_features=["colour", "size"])
m.save_model(f"{OUT}/cb_onehot.json", format="json", pool=cb.Pool(text, two_c, cat_features=["colour", "size"]))
text = text.iloc[:K].copy(); text.loc[text.index[:3], "colour"] = "mauve"
named = {"columns": ["a", "colour", "size"], "rows": [[None if a != a else float(a), str(c), str(s)] for a, c, s in zip(text["a"], text["colour"], text["size"])]}
golden("cb_onehot", X=named, raw=plain(m.predict(text, prediction_type="RawFormulaVal")), proba=plain(m.predict_proba(text)))

json.dump({p: metadata.version(p) for p in ("numpy", "pandas", "scikit-learn", "xgboost", "lightgbm", "catboost")}, open(f"{OUT}/versions.json", "w"), indent=1)
