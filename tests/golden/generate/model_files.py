#!/usr/bin/env python3
"""Small scikit-learn models of every kind that is read, and what scikit-learn says of golden rows.

usage: model_files.py OUT      (run once for each version of scikit-learn; writes OUT/scikit-learn-<version>/)

Made with scikit-learn 1.2.2 (numpy 1.26.4, joblib 1.6.0), 1.5.2 (numpy 2.1.3) and 1.9.1 (numpy 2.4.6, skops 0.16.0), each
in an environment of its own. Trees of 1.2 hold counts in records of 56 bytes, later ones shares in 64 bytes.
<name>.pkl (protocol 2 to 5 in turn), .joblib (plain, zlib, gzip in turn) or .skops, and golden.json:
{name: {file, X: {columns, rows} or a list, predict, proba?, decision?}}; null is NaN or missing.
"""
import json, os, pickle, sys, warnings, zipfile
warnings.filterwarnings("ignore")
import joblib, numpy as np, pandas as pd, sklearn
from sklearn.base import clone
from sklearn.calibration import CalibratedClassifierCV
from sklearn.compose import ColumnTransformer
from sklearn.decomposition import PCA
from sklearn.discriminant_analysis import LinearDiscriminantAnalysis
from sklearn.ensemble import *
from sklearn.feature_selection import SelectKBest
from sklearn.impute import SimpleImputer
from sklearn.linear_model import *
from sklearn.model_selection import GridSearchCV
from sklearn.naive_bayes import *
from sklearn.neighbors import *
from sklearn.neural_network import *
from sklearn.pipeline import FeatureUnion, Pipeline, make_pipeline
from sklearn.preprocessing import *
from sklearn.svm import *
from sklearn.tree import *

version = tuple(int(part) for part in sklearn.__version__.split(".")[:2])
out = os.path.join(sys.argv[1], f"scikit-learn-{sklearn.__version__}")
os.makedirs(out, exist_ok=True)
rng = np.random.default_rng(7)
n = 240
X = rng.normal(size=(n, 5)).round(3)
z = X[:, 0] - 0.7 * X[:, 1] + X[:, 2] * X[:, 3] + 0.3 * rng.normal(size=n)
y2 = (z > 0.2).astype(int)
y3 = np.array(["low", "mid", "high"])[np.digitize(z, [-0.7, 0.7])]
yr = z.round(4)
counts = rng.poisson(np.exp(0.3 * X[:, 0] + 0.5))
mixed = pd.DataFrame({
    "age": rng.integers(18, 80, n).astype(float), "income": rng.lognormal(9, 0.5, n).round(1), "visits": rng.integers(0, 6, n),
    "region": rng.choice(["north", "south", "east", "île"], n, p=[0.4, 0.3, 0.27, 0.03]), "plan": rng.choice(["a", "b"], n)})
gaps = mixed.copy()
gaps.loc[rng.random(n) < 0.15, "income"] = np.nan
gaps.loc[rng.random(n) < 0.15, "region"] = np.nan
zm = 0.04 * (mixed.age - 45) + np.log(mixed.income / 8000) + (mixed.region == "east") + 0.5 * (mixed.plan == "a") + 0.2 * mixed.visits
ym = (zm + rng.normal(size=n) * 0.5 > 1.0).astype(int)
numbers, texts = ["age", "income", "visits"], ["region", "plan"]
K = 24

def prep(num, cat):
    return ColumnTransformer([("num", num, numbers), ("cat", cat, texts)])

def onehot(**kw):
    return OneHotEncoder(**kw)

models = {
    "logreg2": (LogisticRegression(), X, y2), "logreg3": (LogisticRegression(), X, y3), "logreg3_ovr": (LogisticRegression(solver="liblinear"), X, y3) if version < (1, 8) else None,
    "logreg_cv": (LogisticRegressionCV(Cs=3, cv=3), X, y2), "sgd_log": (SGDClassifier(loss="log_loss", random_state=0), X, y3),
    "sgd_hinge": (SGDClassifier(random_state=0), X, y2), "sgd_reg": (SGDRegressor(random_state=0), X, yr), "linreg": (LinearRegression(), X, yr),
    "ridge": (Ridge(), X, yr), "ridge_cv": (RidgeCV(), X, yr), "ridge_class": (RidgeClassifier(), X, y3), "lasso": (Lasso(0.05), X, yr),
    "elastic": (ElasticNet(0.05), X, yr), "huber": (HuberRegressor(), X, yr), "bayesian": (BayesianRidge(), X, yr), "poisson": (PoissonRegressor(), X, counts),
    "lda": (LinearDiscriminantAnalysis(), X, y3), "linear_svc": (LinearSVC(random_state=0), X, y2), "linear_svr": (LinearSVR(random_state=0), X, yr),
    "tree2": (DecisionTreeClassifier(max_depth=4, random_state=0), X, y2), "tree_reg": (DecisionTreeRegressor(max_depth=4, random_state=0), X, yr),
    "tree_multi_reg": (DecisionTreeRegressor(max_depth=3, random_state=0), X, np.c_[yr, -2 * yr]), "forest3": (RandomForestClassifier(5, max_depth=4, random_state=0), X, y3),
    "forest_reg": (RandomForestRegressor(5, max_depth=4, random_state=0), X, yr), "extra2": (ExtraTreesClassifier(5, max_depth=4, random_state=0), X, y2),
    "extra_reg": (ExtraTreesRegressor(5, max_depth=4, random_state=0), X, yr), "boost2": (GradientBoostingClassifier(n_estimators=8, random_state=0), X, y2),
    "boost3": (GradientBoostingClassifier(n_estimators=4, random_state=0), X, y3), "boost_exp": (GradientBoostingClassifier(loss="exponential", n_estimators=6, random_state=0), X, y2),
    "boost_zero": (GradientBoostingClassifier(init="zero", n_estimators=4, random_state=0), X, y2), "boost_reg": (GradientBoostingRegressor(n_estimators=6, random_state=0), X, yr),
    "boost_huber": (GradientBoostingRegressor(loss="huber", n_estimators=5, random_state=0), X, yr), "hist2": (HistGradientBoostingClassifier(max_iter=6, random_state=0), X, y2),
    "hist3": (HistGradientBoostingClassifier(max_iter=3, random_state=0), X, y3), "hist_reg": (HistGradientBoostingRegressor(max_iter=5, random_state=0), X, yr),
    "hist_poisson": (HistGradientBoostingRegressor(loss="poisson", max_iter=4, random_state=0), X, counts), "isolation": (IsolationForest(n_estimators=6, max_samples=64, random_state=0), X, None),
    "mlp2": (MLPClassifier(hidden_layer_sizes=(6, 4), max_iter=80, random_state=0), X, y2), "mlp3": (MLPClassifier(hidden_layer_sizes=(5,), activation="tanh", max_iter=80, random_state=0), X, y3),
    "mlp_reg": (MLPRegressor(hidden_layer_sizes=(6,), activation="logistic", max_iter=80, random_state=0), X, yr), "gauss": (GaussianNB(), X, y3),
    "multinomial": (MultinomialNB(), np.abs(X.round()), y3), "complement": (ComplementNB(), np.abs(X.round()), y3), "bernoulli": (BernoulliNB(), X, y2),
    "categorical": (CategoricalNB(min_categories=6), np.clip(np.abs(X.round()), 0, 4), y2), "knn3": (KNeighborsClassifier(4), X, y3),
    "knn_weighted": (KNeighborsClassifier(6, weights="distance", metric="manhattan"), X, y2), "knn_reg": (KNeighborsRegressor(3, algorithm="brute"), X, yr),
    "svc2": (SVC(), X[:80], y2[:80]), "svc3": (SVC(kernel="poly", coef0=1), X[:90], y3[:90]), "svr": (SVR(), X[:60], yr[:60]), "nu_svc": (NuSVC(kernel="sigmoid", coef0=0.1), X[:80], y2[:80]),
    "svc_prob": (SVC(probability=True, random_state=0), X[:80], y3[:80]) if version < (1, 9) else None, "one_class": (OneClassSVM(), X[:60], None),
    "calibrated_sigmoid": (CalibratedClassifierCV(LogisticRegression(), cv=2), X, y2), "calibrated_isotonic": (CalibratedClassifierCV(RandomForestClassifier(3, max_depth=3, random_state=0), method="isotonic", cv=2), X, y3),
    "vote_soft": (VotingClassifier([("a", LogisticRegression()), ("b", GaussianNB()), ("c", "drop")], voting="soft", weights=[1, 2, 5]), X, y3),
    "vote_hard": (VotingClassifier([("a", LogisticRegression()), ("b", DecisionTreeClassifier(max_depth=3, random_state=0)), ("c", LinearSVC(random_state=0))]), X, y2),
    "vote_reg": (VotingRegressor([("a", Ridge()), ("b", DecisionTreeRegressor(max_depth=3, random_state=0))]), X, yr),
    "bagging": (BaggingClassifier(DecisionTreeClassifier(max_depth=3), n_estimators=3, max_features=3, random_state=0), X, y2),
    "stack2": (StackingClassifier([("a", RandomForestClassifier(3, max_depth=3, random_state=0)), ("b", LinearSVC(random_state=0))], cv=3), X, y2),
    "stack3_through": (StackingClassifier([("a", GaussianNB()), ("b", make_pipeline(StandardScaler(), LogisticRegression()))], passthrough=True, cv=3), X, y3),
    "stack_reg": (StackingRegressor([("a", Ridge()), ("b", DecisionTreeRegressor(max_depth=3, random_state=0))], cv=3), X, yr),
    "search": (GridSearchCV(make_pipeline(StandardScaler(), LogisticRegression()), {"logisticregression__C": [0.1, 1]}, cv=2), X, y2),
    "poly": (make_pipeline(PolynomialFeatures(2), StandardScaler(), Ridge()), X, yr), "poly_alone": (make_pipeline(PolynomialFeatures((2, 3), interaction_only=True, include_bias=False), Ridge()), X, yr),
    "pca": (make_pipeline(StandardScaler(), PCA(3, whiten=True, random_state=0), LogisticRegression()), X, y2),
    "bins_onehot": (make_pipeline(KBinsDiscretizer(4, encode="onehot"), LogisticRegression()), X, y2), "bins_ordinal": (make_pipeline(KBinsDiscretizer(5, encode="ordinal", strategy="uniform"), RandomForestClassifier(4, max_depth=3, random_state=0)), X, y2),
    "scalers": (make_pipeline(FeatureUnion([("a", MinMaxScaler(clip=True)), ("b", RobustScaler()), ("c", MaxAbsScaler())]), GradientBoostingRegressor(n_estimators=4, random_state=0)), X, yr),
    "power": (make_pipeline(PowerTransformer(), Normalizer(), Ridge()), X, yr), "quantile": (make_pipeline(QuantileTransformer(n_quantiles=20), DecisionTreeRegressor(max_depth=3, random_state=0)), X, yr),
    "log1p": (make_pipeline(FunctionTransformer(np.exp), FunctionTransformer(np.log1p), SelectKBest(k=3), LogisticRegression()), X, y2),
    "binarizer": (make_pipeline(Binarizer(threshold=0.1), LogisticRegression()), X, y2),
    "mixed_logreg": (make_pipeline(prep(StandardScaler(), onehot(handle_unknown="ignore")), LogisticRegression()), mixed, ym),
    "mixed_forest": (make_pipeline(prep("passthrough", onehot(drop="first")), RandomForestClassifier(4, max_depth=4, random_state=0)), mixed, ym),
    "mixed_infrequent": (make_pipeline(prep(MinMaxScaler(), onehot(min_frequency=0.1, handle_unknown="infrequent_if_exist")), GradientBoostingClassifier(n_estimators=4, random_state=0)), mixed, ym),
    "mixed_ordinal": (make_pipeline(prep("passthrough", OrdinalEncoder(handle_unknown="use_encoded_value", unknown_value=-1)), ExtraTreesClassifier(4, max_depth=4, random_state=0)), mixed, ym),
    "gaps_impute": (make_pipeline(prep(make_pipeline(SimpleImputer(strategy="median", add_indicator=True), StandardScaler()), make_pipeline(SimpleImputer(strategy="most_frequent"), onehot(handle_unknown="ignore"))), LogisticRegression()), gaps, ym),
    "gaps_constant": (make_pipeline(prep(SimpleImputer(strategy="mean"), make_pipeline(SimpleImputer(strategy="constant", fill_value="none"), OrdinalEncoder())), GradientBoostingClassifier(n_estimators=4, random_state=0)), gaps, ym),
    "gaps_nan_level": (make_pipeline(prep(SimpleImputer(), onehot()), RandomForestClassifier(4, max_depth=4, random_state=0)), gaps, ym),
    "gaps_hist": (make_pipeline(ColumnTransformer([("num", "passthrough", numbers), ("cat", OrdinalEncoder(), texts)]), HistGradientBoostingClassifier(max_iter=5, categorical_features=[3, 4], random_state=0)), gaps, ym),
    "gaps_tree": (DecisionTreeClassifier(max_depth=3, random_state=0), gaps[["age", "income"]], ym) if version >= (1, 3) else None,
    "hist_dtype": (HistGradientBoostingClassifier(max_iter=5, categorical_features="from_dtype", random_state=0), gaps.astype({"region": "category", "plan": "category"}), ym) if version >= (1, 4) else None,
    "target_encoder": (make_pipeline(ColumnTransformer([("num", "passthrough", numbers), ("cat", TargetEncoder(random_state=0), texts)]), DecisionTreeClassifier(max_depth=4, random_state=0)), mixed, ym) if version >= (1, 3) else None,
    "by_place": (make_pipeline(ColumnTransformer([("a", StandardScaler(), slice(0, 2)), ("b", "passthrough", [3])], remainder=MinMaxScaler()), Ridge()), X, yr),
    "temperature": (CalibratedClassifierCV(LogisticRegression(), method="temperature", cv=2), X, y3) if version >= (1, 8) else None,
    "target_log": (__import__("sklearn.compose", fromlist=["x"]).TransformedTargetRegressor(Ridge(), func=np.log, inverse_func=np.exp), X, np.exp(yr)),
}

def plain(value):
    if isinstance(value, pd.DataFrame):
        rows = value.astype(object).where(value.notna(), None).values.tolist()
        return {"columns": list(value.columns), "rows": [[plain(cell) for cell in row] for row in rows]}
    if isinstance(value, np.ndarray):
        return [plain(v) for v in value.tolist()]
    if isinstance(value, list):
        return [plain(v) for v in value]
    if isinstance(value, (float, np.floating)):
        return float(value) if np.isfinite(value) else None
    return value.item() if isinstance(value, np.generic) else value

golden, turn = {}, 0
for name, entry in models.items():
    if entry is None:
        continue
    model, data, target = entry
    model = clone(model)
    model.fit(data) if target is None else model.fit(data, target)
    fresh = data.iloc[:K] if isinstance(data, pd.DataFrame) else data[:K]
    case = {"X": plain(fresh), "predict": plain(model.predict(fresh))}
    for key, method in (("proba", "predict_proba"), ("decision", "decision_function")):
        if hasattr(model, method):
            case[key] = plain(getattr(model, method)(fresh))
    kind = ("pkl2", "pkl3", "pkl4", "pkl5", "joblib", "zlib", "gzip", "skops")[turn % (8 if version >= (1, 5) else 7)]
    turn += 1
    if kind.startswith("pkl"):
        case["file"] = f"{name}.pkl"
        pickle.dump(model, open(f"{out}/{name}.pkl", "wb"), protocol=int(kind[3]))
    elif kind == "skops":
        import skops.io
        case["file"] = f"{name}.skops"
        skops.io.dump(model, f"{out}/{name}.skops", compression=zipfile.ZIP_DEFLATED, compresslevel=9)
    else:
        case["file"] = f"{name}.joblib"
        joblib.dump(model, f"{out}/{name}.joblib", compress={"joblib": 0, "zlib": ("zlib", 3), "gzip": ("gzip", 3)}[kind])
    golden[name] = case
json.dump({"source": f"scikit-learn {sklearn.__version__}", "cases": golden}, open(f"{out}/golden.json", "w"))
print(sklearn.__version__, len(golden), "models,", sum(os.path.getsize(f"{out}/{f}") for f in os.listdir(out)) // 1024, "KB")
