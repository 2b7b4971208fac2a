#!/usr/bin/env python3
"""Values of small models by the libraries themselves: shap 0.51, XGBoost 3.2, LightGBM, CatBoost, scikit-learn, lime 0.2.

Usage: explain.py tests/golden/explain
Writes models as files of their libraries and values.json: rows, background rows, and for each model what the reference says.
`brute` values are Shapley's definition over all coalitions of the raw columns, asked of the Python pipeline itself.
"""
import itertools, json, math, os, sys, warnings
warnings.filterwarnings("ignore")
import catboost as cb, joblib, lightgbm as lgb, numpy as np, pandas as pd, shap, sklearn, xgboost as xgb
from lime import lime_base
from sklearn.compose import ColumnTransformer
from sklearn.ensemble import GradientBoostingClassifier, GradientBoostingRegressor, RandomForestClassifier
from sklearn.inspection import partial_dependence
from sklearn.linear_model import LogisticRegression, Ridge
from sklearn.neural_network import MLPClassifier
from sklearn.pipeline import Pipeline
from sklearn.preprocessing import OneHotEncoder, StandardScaler

out = sys.argv[1]
rng = np.random.default_rng(20260301)
N, F = 600, 5
x = rng.normal(size=(N, F)); x[:, 3] = np.round(x[:, 3] * 2) / 2; x[:, 4] = x[:, 4] > .2
z = x[:, 0] - .7 * x[:, 1] * x[:, 2] + np.sin(2 * x[:, 3]) + x[:, 4] * x[:, 0]
y = (z + rng.logistic(size=N) * .4 > .2).astype(int)
y3 = np.digitize(z, [-.7, .8])
names = [f"f{i}" for i in range(F)]
frame = pd.DataFrame(x, columns=names)
rows, background = x[:12].astype(np.float32).astype(float), x[100:120].astype(np.float32).astype(float)
gaps = rows.copy(); gaps[2, 0] = np.nan; gaps[5, 3] = np.nan; gaps[7, :2] = np.nan
plain = lambda a: json.loads(json.dumps(np.asarray(a, float).tolist()).replace("NaN", "null"))
said = {"rows": plain(rows), "background": plain(background), "gaps": plain(gaps), "columns": names, "models": {},
        "versions": {m.__name__: m.__version__ for m in (shap, xgb, lgb, cb, sklearn)}}
place = lambda name: os.path.join(out, name)


def brute(ask, row, base, players):
    """Shapley's definition: ask(frame) -> [rows]; players are lists of columns; the game is the mean over the base rows."""
    n = len(players)
    worth = {}
    for size in range(n + 1):
        for known in itertools.combinations(range(n), size):
            mixed = base.copy()
            for p in known:
                for c in players[p]: mixed[c] = row[c]
            worth[known] = np.asarray(ask(mixed), float).mean()
    values = []
    for p in range(n):
        total = 0.
        for size in range(n):
            weight = math.factorial(size) * math.factorial(n - size - 1) / math.factorial(n)
            for known in itertools.combinations([q for q in range(n) if q != p], size):
                total += weight * (worth[tuple(sorted(known + (p,)))] - worth[known])
        values.append(total)
    return worth[()], values


def tree(name, model, file, margin, rows=rows, probability=False, interactions=None):
    e = shap.TreeExplainer(model, feature_perturbation="tree_path_dependent")
    entry = {"file": file, "pd": plain(e.shap_values(rows, check_additivity=False)), "pd_base": plain(np.atleast_1d(e.expected_value))}
    i = shap.TreeExplainer(model, data=background, feature_perturbation="interventional")
    entry["iv"] = plain(i.shap_values(rows, check_additivity=False)); entry["iv_base"] = plain(np.atleast_1d(i.expected_value))
    if probability:
        p = shap.TreeExplainer(model, data=background, feature_perturbation="interventional", model_output="probability")
        entry["probability"] = plain(p.shap_values(rows, check_additivity=False)); entry["probability_base"] = plain(np.atleast_1d(p.expected_value))
    if interactions is not None: entry["interactions"] = plain(interactions)
    entry["margin"] = plain(margin)
    said["models"][name] = entry


m = xgb.XGBClassifier(n_estimators=8, max_depth=4, learning_rate=.4, random_state=0).fit(frame, y); m.get_booster().save_model(place("xgboost.json"))
b = m.get_booster(); D = lambda a: xgb.DMatrix(pd.DataFrame(a, columns=names))
tree("xgboost", m, "xgboost.json", b.predict(D(rows), output_margin=True), probability=True, interactions=b.predict(D(rows), pred_interactions=True)[:, :-1, :-1])
said["models"]["xgboost"]["gaps_contribs"] = plain(b.predict(D(gaps), pred_contribs=True))
m = xgb.XGBClassifier(n_estimators=4, max_depth=3, objective="multi:softprob", random_state=0).fit(frame, y3); b = m.get_booster(); b.save_model(place("xgboost_multi.json"))
said["models"]["xgboost_multi"] = {"file": "xgboost_multi.json", "contribs": plain(b.predict(D(rows), pred_contribs=True)), "margin": plain(b.predict(D(rows), output_margin=True))}
g = lgb.train(dict(objective="binary", num_leaves=12, verbose=-1, min_data_in_leaf=10, num_threads=1, deterministic=True, learning_rate=.3), lgb.Dataset(frame, y), 8); g.save_model(place("lightgbm.txt"))
said["models"]["lightgbm"] = {"file": "lightgbm.txt", "contribs": plain(g.predict(rows, pred_contrib=True)), "margin": plain(g.predict(rows, raw_score=True))}
c = cb.CatBoostClassifier(iterations=8, depth=4, verbose=0, allow_writing_files=False, random_seed=0, learning_rate=.4).fit(frame, y); c.save_model(place("catboost.json"), format="json", pool=cb.Pool(frame, y))
said["models"]["catboost"] = {"file": "catboost.json", "contribs": plain(c.get_feature_importance(cb.Pool(pd.DataFrame(rows, columns=names)), type="ShapValues")), "margin": plain(c.predict(rows, prediction_type="RawFormulaVal"))}
f = RandomForestClassifier(6, max_depth=5, random_state=0).fit(x, y); joblib.dump(f, place("forest.joblib"))
tree("forest", f, "forest.joblib", f.predict_proba(rows))
r = GradientBoostingRegressor(n_estimators=8, max_depth=3, random_state=0).fit(x, z); joblib.dump(r, place("regression.joblib"))
tree("regression", r, "regression.joblib", r.predict(rows))

# Pipelines, in raw columns.
town = rng.choice(["north", "south", "east"], size=N, p=[.5, .3, .2]); mixed = pd.DataFrame({"age": np.round(40 + 12 * x[:, 0]), "income": np.exp(10 + .5 * x[:, 1]), "town": town})
t = ((mixed.age - 40) / 12 + (town == "south") - .8 * (town == "east") + rng.logistic(size=N) * .3 > .1).astype(int)
prep = lambda: ColumnTransformer([("n", StandardScaler(), ["age", "income"]), ("c", OneHotEncoder(handle_unknown="ignore"), ["town"])])
players = [["age"], ["income"], ["town"]]
known, base = mixed.iloc[:6].reset_index(drop=True), mixed.iloc[50:65].reset_index(drop=True)
said["pipelines"] = {"rows": known.values.tolist(), "background": base.values.tolist(), "columns": list(mixed.columns), "models": {}}
for name, last, space in [("pipeline_linear", LogisticRegression(), "decision"), ("pipeline_trees", GradientBoostingClassifier(n_estimators=8, max_depth=3, random_state=0), "decision"), ("pipeline_net", MLPClassifier((6,), max_iter=300, random_state=0), "probability")]:
    p = Pipeline([("prep", prep()), ("model", last)]).fit(mixed, t); joblib.dump(p, place(f"{name}.joblib"))
    ask = (lambda a: p.decision_function(a)) if space == "decision" else (lambda a: p.predict_proba(a)[:, 1])
    found = [brute(ask, known.iloc[i], base, players) for i in range(len(known))]
    said["pipelines"]["models"][name] = {"file": f"{name}.joblib", "space": space, "base": found[0][0], "brute": [v for _, v in found], "said": plain(ask(known))}

# Partial dependence of scikit-learn, brute force, on the background rows.
pdp = partial_dependence(r, background, [0], method="brute", grid_resolution=6)
said["partial_dependence"] = {"grid": plain(pdp["grid_values"][0]), "average": plain(pdp["average"][0])}

# LIME from given samples.
S = rng.integers(0, 2, size=(200, 8)).astype(float); S[0] = 1
target = S @ np.array([2, -1, .5, 0, 0, 1.5, -.2, .1]) + .3 * S[:, 0] * S[:, 1] + rng.normal(size=200) * .1
distances = np.sqrt(((S - S[0]) ** 2).sum(1)); width = .75 * math.sqrt(8)
limes = lime_base.LimeBase(lambda d: np.sqrt(np.exp(-(d ** 2) / width ** 2)), random_state=0)
said["lime"] = {"samples": plain(S), "said": plain(target), "distances": plain(distances), "width": width, "found": []}
for k in (3, 6, 8):
    intercept, pairs, score, local = limes.explain_instance_with_data(S, target[:, None], distances, 0, k)
    said["lime"]["found"].append({"features": k, "intercept": float(intercept), "coefficients": [[int(a), float(b)] for a, b in pairs], "r_squared": float(score), "local": float(local[0])})
json.dump(said, open(place("values.json"), "w"))
