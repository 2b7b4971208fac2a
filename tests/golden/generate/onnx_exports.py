#!/usr/bin/env python3
"""Exports of ordinary pipelines as skl2onnx and onnxmltools write them, with what onnxruntime says of them.

usage: onnx_exports.py OUT [all]     (writes OUT/*.onnx and OUT/golden.json; `all`: what is refused or not kept, too)

"own" is how far onnxruntime is from the library itself where the scores are probabilities or numbers.
Made with onnx 1.23.2, onnxruntime 1.32.0, skl2onnx 1.20.0, onnxmltools 1.16.0, scikit-learn 1.9.1, xgboost 3.2.0, lightgbm 4.7.0, numpy 2.4.6.
"""
import json, os, sys, warnings
import numpy as np, pandas as pd, onnxruntime as rt
from sklearn import (calibration, compose, decomposition, discriminant_analysis, ensemble, feature_selection, gaussian_process, impute, isotonic,
    kernel_approximation, linear_model, mixture, multiclass, multioutput, naive_bayes, neighbors, neural_network, pipeline, preprocessing, svm, tree)
from skl2onnx import to_onnx, update_registered_converter
from skl2onnx.common.data_types import FloatTensorType, StringTensorType, Int64TensorType
from skl2onnx.common.shape_calculator import calculate_linear_classifier_output_shapes, calculate_linear_regressor_output_shapes
from onnxmltools.convert.lightgbm.operator_converters.LightGbm import convert_lightgbm
from onnxmltools.convert.xgboost.operator_converters.XGBoost import convert_xgboost
import lightgbm, xgboost
warnings.filterwarnings("ignore")

out = sys.argv[1]
os.makedirs(out, exist_ok=True)
update_registered_converter(lightgbm.LGBMClassifier, "LgbmClassifier", calculate_linear_classifier_output_shapes, convert_lightgbm, options={"nocl": [True, False], "zipmap": [True, False, "columns"]})
update_registered_converter(xgboost.XGBClassifier, "XgbClassifier", calculate_linear_classifier_output_shapes, convert_xgboost, options={"nocl": [True, False], "zipmap": [True, False, "columns"]})
update_registered_converter(xgboost.XGBRegressor, "XgbRegressor", calculate_linear_regressor_output_shapes, convert_xgboost)
update_registered_converter(lightgbm.LGBMRegressor, "LgbmRegressor", calculate_linear_regressor_output_shapes, convert_lightgbm)
rng = np.random.default_rng(11)
N = 240
X = rng.normal(size=(N, 4)).astype(np.float32)
X[:, 3] = rng.integers(0, 5, N)
three = np.digitize(X[:, 0] + 0.5 * X[:, 1] * X[:, 2] + 0.3 * rng.normal(size=N), [-0.5, 0.6])
two = (X[:, 0] - X[:, 2] + 0.3 * rng.normal(size=N) > 0).astype(int)
number = (X[:, 0] * 2 - X[:, 1] + 0.2 * rng.normal(size=N)).astype(np.float32)
frame = pd.DataFrame({"age": np.round(X[:, 0] * 10 + 40).astype(np.float32), "income": np.round(X[:, 1] * 900 + 3000).astype(np.float32),
    "colour": rng.choice(["red", "green", "blue", "grey"], N), "city": rng.choice(["Bonn", "Köln", "Ulm"], N)})
kinds = [("age", FloatTensorType([None, 1])), ("income", FloatTensorType([None, 1])), ("colour", StringTensorType([None, 1])), ("city", StringTensorType([None, 1]))]
golden, refused = {}, {}

def keep(name, model, data=X, initial=None, options=None, rows=12):
    zipmap = hasattr(model, "predict_proba") or hasattr(model, "decision_function")
    try:
        if options is None and zipmap:
            options = {"zipmap": False}
        proto = to_onnx(model, initial_types=initial or [("X", FloatTensorType([None, data.shape[1]]))], options={id(model): options} if options else None, target_opset={"": 18, "ai.onnx.ml": 3})
        session = rt.InferenceSession(proto.SerializeToString(), providers=["CPUExecutionProvider"])
    except Exception as error:
        refused[name] = f"{type(error).__name__}: {str(error)[:150]}"
        return
    part = data[:rows]
    if isinstance(part, pd.DataFrame):
        feed = {c: part[[c]].to_numpy() if part[c].dtype == np.float32 else part[[c]].to_numpy().astype(object) for c in part.columns}
        table = {"columns": list(part.columns), "rows": [[v.item() if hasattr(v, "item") else v for v in row] for row in part.to_numpy().tolist()]}
    else:
        feed, table = {"X": part}, [[None if np.isnan(v) else float(v) for v in row] for row in part]
    said = {"label": None, "scores": None}
    try: answers = session.run(None, feed)
    except Exception as error:
        refused[name] = f"onnxruntime: {error}"[:150]
        return
    for output, value in zip(session.get_outputs(), answers):
        if "label" in output.name and said["label"] is None:
            said["label"] = [str(v) for v in np.ravel(value)]
        elif said["scores"] is not None and len(np.shape(value)) == 1:
            said["scores"] = [row + [float(v)] for row, v in zip(said["scores"], value)]
        elif isinstance(value, list):
            said["scores"] = [[float(row[k]) for k in row] for row in value]
        else:
            said["scores"] = np.asarray(value, dtype=float).reshape(len(value), -1).tolist()
    own = None
    theirs = model.predict_proba(part) if hasattr(model, "predict_proba") else model.predict(part) if said["label"] is None else None
    if theirs is not None and not isinstance(theirs, list):
        theirs = np.asarray(theirs, dtype=float).reshape(len(part), -1)
        if theirs.shape == np.shape(said["scores"]):
            own = float(np.abs(theirs - np.array(said["scores"])).max())
    open(f"{out}/{name}.onnx", "wb").write(proto.SerializeToString())
    golden[name] = {"X": table, **said, "own": own, **({"pairs": True} if name.startswith("svc_ovo") else {}), "operators": sorted({f"{n.domain or 'ai.onnx'}:{n.op_type}" for n in proto.graph.node})}

pipe = pipeline.make_pipeline
logit = lambda: linear_model.LogisticRegression(max_iter=300)
trees = lambda: ensemble.RandomForestClassifier(4, max_depth=4, random_state=0)
P, L = preprocessing, linear_model
# Preprocessing.
for encode in ("onehot-dense", "ordinal"):
    for strategy in ("uniform", "quantile"):
        kbins = P.KBinsDiscretizer(4, encode=encode, strategy=strategy, quantile_method="averaged_inverted_cdf")
        keep(f"bins_{encode.split('-')[0]}_{strategy}", pipe(kbins, logit()).fit(X, two))
keep("bins_trees", pipe(P.KBinsDiscretizer(5, encode="ordinal", strategy="uniform"), trees()).fit(X, three))
keep("bins_of_columns", pipe(compose.ColumnTransformer([("b", P.KBinsDiscretizer(3, encode="onehot-dense"), ["age"]), ("s", P.StandardScaler(), ["income"]), ("o", P.OneHotEncoder(handle_unknown="ignore"), ["colour", "city"])]), logit()).fit(frame, two), frame, kinds)
keep("ordinal_codes", pipe(compose.ColumnTransformer([("n", "passthrough", ["age", "income"]), ("o", P.OrdinalEncoder(handle_unknown="use_encoded_value", unknown_value=-1), ["colour", "city"])]), trees()).fit(frame, three), frame, kinds)
keep("ordinal_plain", pipe(compose.ColumnTransformer([("n", "passthrough", ["age", "income"]), ("o", P.OrdinalEncoder(), ["colour", "city"])]), trees()).fit(frame, three), frame, kinds)
keep("onehot_drop_first", pipe(compose.ColumnTransformer([("n", P.StandardScaler(), ["age", "income"]), ("o", P.OneHotEncoder(drop="first"), ["colour", "city"])]), logit()).fit(frame, two), frame, kinds)
keep("onehot_min_frequency", pipe(compose.ColumnTransformer([("n", P.StandardScaler(), ["age", "income"]), ("o", P.OneHotEncoder(min_frequency=60, handle_unknown="infrequent_if_exist"), ["colour", "city"])]), logit()).fit(frame, two), frame, kinds)
keep("target_encoder", pipe(compose.ColumnTransformer([("n", P.StandardScaler(), ["age", "income"]), ("o", P.TargetEncoder(random_state=0), ["colour", "city"])]), logit()).fit(frame, two), frame, kinds)
keep("whole_categories", pipe(compose.ColumnTransformer([("n", P.StandardScaler(), [0, 1, 2]), ("o", P.OneHotEncoder(handle_unknown="ignore"), [3])]), logit()).fit(X, two))
holes = X.copy(); holes[rng.random(X.shape) < 0.1] = np.nan
for strategy in ("mean", "median", "most_frequent", "constant"):
    keep(f"imputer_{strategy}", pipe(impute.SimpleImputer(strategy=strategy, fill_value=1.5 if strategy == "constant" else None), logit()).fit(holes, two), holes)
keep("imputer_indicator", pipe(impute.SimpleImputer(add_indicator=True), logit()).fit(holes, two), holes)
keep("imputer_knn", pipe(impute.KNNImputer(), logit()).fit(holes, two), holes)
keep("missing_indicator", pipe(pipeline.make_union(impute.SimpleImputer(), impute.MissingIndicator(features="all")), logit()).fit(holes, two), holes)
cats = frame.copy(); cats.loc[::9, "colour"] = "nan"
for name, scaler in (("minmax", P.MinMaxScaler()), ("minmax_clip", P.MinMaxScaler(clip=True)), ("maxabs", P.MaxAbsScaler()), ("robust", P.RobustScaler()), ("norm_max", P.Normalizer("max")), ("norm_l2", P.Normalizer()),
        ("polynomial", P.PolynomialFeatures(2)), ("interactions", P.PolynomialFeatures(3, interaction_only=True, include_bias=False)), ("binarizer", P.Binarizer(threshold=0.3)), ("yeo_johnson", P.PowerTransformer()),
        ("splines", P.SplineTransformer(4)), ("quantile", P.QuantileTransformer(n_quantiles=20)), ("abs", P.FunctionTransformer(np.abs)), ("pass", P.FunctionTransformer()), ("pca", decomposition.PCA(3)), ("pca_whiten", decomposition.PCA(3, whiten=True)),
        ("kernel_pca", decomposition.KernelPCA(3, kernel="rbf")), ("svd", decomposition.TruncatedSVD(2)), ("kbest", feature_selection.SelectKBest(k=2)), ("from_model", feature_selection.SelectFromModel(tree.DecisionTreeClassifier(random_state=0))),
        ("variance", feature_selection.VarianceThreshold(0.9)), ("percentile", feature_selection.SelectPercentile(percentile=60)), ("rfe", feature_selection.RFE(logit(), n_features_to_select=2)), ("union", pipeline.make_union(P.StandardScaler(), decomposition.PCA(2))),
        ("random_projection", __import__("sklearn.random_projection").random_projection.GaussianRandomProjection(3, random_state=0)), ("lda_transform", discriminant_analysis.LinearDiscriminantAnalysis())):
    try: keep(f"before_{name}", pipe(scaler, logit()).fit(X, two))
    except Exception as error: refused[f"before_{name}"] = f"fit: {error}"[:150]
positive = np.abs(X) + 0.1
keep("before_box_cox", pipe(P.PowerTransformer("box-cox"), logit()).fit(positive, two), positive)
keep("before_pca_scaled_trees", pipe(P.StandardScaler(), decomposition.PCA(2), trees()).fit(X, two))
# Classifiers, two and three classes.
C = {"logit": logit(), "logit_l1": L.LogisticRegression(solver="liblinear", penalty="l1"), "logit_ovr": multiclass.OneVsRestClassifier(logit()), "ovo": multiclass.OneVsOneClassifier(logit()), "sgd_log": L.SGDClassifier(loss="log_loss", random_state=0),
    "sgd_hinge": L.SGDClassifier(random_state=0), "sgd_huber": L.SGDClassifier(loss="modified_huber", random_state=0), "perceptron": L.Perceptron(random_state=0), "passive": None, "ridge": L.RidgeClassifier(), "logit_cv": L.LogisticRegressionCV(cv=3),
    "linear_svc": svm.LinearSVC(), "svc_linear": svm.SVC(kernel="linear"), "svc_rbf": svm.SVC(), "svc_poly": svm.SVC(kernel="poly"), "svc_sigmoid": svm.SVC(kernel="sigmoid"), "svc_ovo": svm.SVC(decision_function_shape="ovo"), "nusvc": svm.NuSVC(), "svc_probability": svm.SVC(probability=True, random_state=0),
    "tree": tree.DecisionTreeClassifier(max_depth=4, random_state=0), "extra_tree": tree.ExtraTreeClassifier(max_depth=4, random_state=0), "forest": trees(), "extra_trees": ensemble.ExtraTreesClassifier(4, max_depth=4, random_state=0), "boosting": ensemble.GradientBoostingClassifier(n_estimators=5, max_depth=2, random_state=0),
    "histogram": ensemble.HistGradientBoostingClassifier(max_iter=5, max_depth=3, random_state=0), "adaboost": ensemble.AdaBoostClassifier(n_estimators=4, random_state=0), "bagging": ensemble.BaggingClassifier(tree.DecisionTreeClassifier(max_depth=3), 3, random_state=0),
    "bagging_logit": ensemble.BaggingClassifier(logit(), 3, random_state=0), "mlp": neural_network.MLPClassifier((5, 4), max_iter=60, random_state=0), "mlp_tanh": neural_network.MLPClassifier((5,), activation="tanh", max_iter=60, random_state=0), "mlp_logistic": neural_network.MLPClassifier((5,), activation="logistic", max_iter=60, random_state=0),
    "gaussian_nb": naive_bayes.GaussianNB(), "knn": neighbors.KNeighborsClassifier(3), "knn_distance": neighbors.KNeighborsClassifier(3, weights="distance"), "lda": discriminant_analysis.LinearDiscriminantAnalysis(), "qda": discriminant_analysis.QuadraticDiscriminantAnalysis(),
    "voting_soft": ensemble.VotingClassifier([("a", logit()), ("b", trees())], voting="soft", flatten_transform=False), "voting_hard": ensemble.VotingClassifier([("a", logit()), ("b", trees())], flatten_transform=False), "stacking": ensemble.StackingClassifier([("a", logit()), ("b", trees())], cv=2),
    "stacking_pass": ensemble.StackingClassifier([("a", logit()), ("b", trees())], cv=2, passthrough=True), "calibrated": calibration.CalibratedClassifierCV(tree.DecisionTreeClassifier(max_depth=3, random_state=0), cv=2), "calibrated_isotonic": calibration.CalibratedClassifierCV(logit(), method="isotonic", cv=2),
    "calibrated_svc": calibration.CalibratedClassifierCV(svm.LinearSVC(), cv=2), "lightgbm": lightgbm.LGBMClassifier(n_estimators=4, num_leaves=6, verbose=-1), "xgboost": xgboost.XGBClassifier(n_estimators=4, max_depth=3), "tuned": __import__("sklearn.model_selection").model_selection.FixedThresholdClassifier(logit(), threshold=0.3),
    "grid": __import__("sklearn.model_selection").model_selection.GridSearchCV(logit(), {"C": [0.1, 1.0]}, cv=2), "knn_radius": neighbors.RadiusNeighborsClassifier(2.0, outlier_label=0), "centroid": neighbors.NearestCentroid(), "gpc": gaussian_process.GaussianProcessClassifier(random_state=0)}
for name, model in C.items():
    if model is None: continue
    for suffix, y in (("2", two), ("3", three)):
        from sklearn.base import clone
        try: fitted = pipe(P.StandardScaler(), clone(model)).fit(X, y)
        except Exception as error:
            refused[f"{name}_{suffix}"] = f"fit: {error}"[:150]; continue
        data = X
        keep(f"{name}_{suffix}", fitted, data)
counts = np.round(np.abs(X) * 3).astype(np.float32)
for name, model in (("multinomial_nb", naive_bayes.MultinomialNB()), ("complement_nb", naive_bayes.ComplementNB()), ("bernoulli_nb", naive_bayes.BernoulliNB(binarize=1.5)), ("categorical_nb", naive_bayes.CategoricalNB())):
    for suffix, y in (("2", two), ("3", three)):
        keep(f"{name}_{suffix}", model.fit(counts, y), counts)
names = np.array(["no", "yes", "often"])
keep("names_svc", svm.SVC().fit(X, names[three]))
keep("names_zipmap", logit().fit(X, names[three]), options={"zipmap": True})
keep("names_zipmap_columns", logit().fit(X, names[three]), options={"zipmap": "columns"})
keep("raw_scores_logit", logit().fit(X, two), options={"zipmap": False, "raw_scores": True})
keep("raw_scores_boosting", ensemble.GradientBoostingClassifier(n_estimators=4, max_depth=2).fit(X, two), options={"zipmap": False, "raw_scores": True})
# Regressors.
R = {"ols": L.LinearRegression(), "ridge": L.Ridge(), "lasso": L.Lasso(0.05), "elastic": L.ElasticNet(0.05), "huber": L.HuberRegressor(), "bayes_ridge": L.BayesianRidge(), "ard": L.ARDRegression(), "sgd": L.SGDRegressor(random_state=0), "theil": L.TheilSenRegressor(random_state=0), "ransac": L.RANSACRegressor(random_state=0),
    "quantile": L.QuantileRegressor(alpha=0.01), "svr": svm.SVR(), "linear_svr": svm.LinearSVR(), "nusvr": svm.NuSVR(), "tree": tree.DecisionTreeRegressor(max_depth=4, random_state=0), "forest": ensemble.RandomForestRegressor(4, max_depth=4, random_state=0), "extra": ensemble.ExtraTreesRegressor(4, max_depth=4, random_state=0),
    "boosting": ensemble.GradientBoostingRegressor(n_estimators=5, max_depth=2), "histogram": ensemble.HistGradientBoostingRegressor(max_iter=5, max_depth=3), "adaboost": ensemble.AdaBoostRegressor(n_estimators=4, random_state=0), "bagging": ensemble.BaggingRegressor(tree.DecisionTreeRegressor(max_depth=3), 3, random_state=0),
    "mlp": neural_network.MLPRegressor(hidden_layer_sizes=(5,), max_iter=100, random_state=0), "knn": neighbors.KNeighborsRegressor(3), "voting": ensemble.VotingRegressor([("a", L.Ridge()), ("b", tree.DecisionTreeRegressor(max_depth=3, random_state=0))]), "stacking": ensemble.StackingRegressor([("a", L.Ridge()), ("b", tree.DecisionTreeRegressor(max_depth=3, random_state=0))], cv=2),
    "lightgbm": lightgbm.LGBMRegressor(n_estimators=4, num_leaves=6, verbose=-1), "xgboost": xgboost.XGBRegressor(n_estimators=4, max_depth=3), "gpr": gaussian_process.GaussianProcessRegressor(alpha=0.1), "transformed": compose.TransformedTargetRegressor(L.Ridge(), func=np.log1p, inverse_func=np.expm1)}
for name, model in R.items():
    y = number - number.min() if name == "transformed" else number
    keep(f"regressor_{name}", pipe(P.StandardScaler(), model).fit(X, y))
counts_y = np.round(np.exp(number / 3)).clip(0, 20)
for name, model in (("poisson", L.PoissonRegressor()), ("gamma", L.GammaRegressor()), ("tweedie", L.TweedieRegressor(power=1.5, link="log")), ("poisson_boosting", None), ("xgb_poisson", xgboost.XGBRegressor(n_estimators=4, max_depth=3, objective="count:poisson")), ("lgb_poisson", lightgbm.LGBMRegressor(n_estimators=4, num_leaves=6, objective="poisson", verbose=-1)), ("lgb_tweedie", lightgbm.LGBMRegressor(n_estimators=4, num_leaves=6, objective="tweedie", verbose=-1)), ("lgb_rf", lightgbm.LGBMRegressor(n_estimators=4, num_leaves=6, boosting_type="rf", bagging_freq=1, bagging_fraction=0.7, verbose=-1))):
    if model is not None: keep(f"regressor_{name}", pipe(P.StandardScaler(), model).fit(X, counts_y + 1))
keep("multi_output", multioutput.MultiOutputRegressor(L.Ridge()).fit(X, np.c_[number, -number]))
keep("isolation", ensemble.IsolationForest(n_estimators=5, max_samples=64, random_state=0).fit(X))
keep("one_class_svm", svm.OneClassSVM().fit(X))
keep("lof", neighbors.LocalOutlierFactor(novelty=True).fit(X))
keep("kmeans", __import__("sklearn.cluster").cluster.KMeans(3, random_state=0).fit(X))
keep("gmm", mixture.GaussianMixture(2, random_state=0).fit(X))
KEPT = """bins_onehot_uniform bins_ordinal_quantile bins_trees bins_of_columns ordinal_codes onehot_drop_first whole_categories imputer_median before_norm_max before_polynomial
before_yeo_johnson before_box_cox before_union before_pca_whiten logit_ovr_2 logit_ovr_3 ovo_2 ovo_3 sgd_log_3 sgd_hinge_3 perceptron_2 ridge_2 svc_rbf_2 svc_rbf_3 svc_ovo_3 nusvc_3 svc_probability_2
svc_probability_3 adaboost_3 bagging_3 bagging_logit_2 voting_hard_3 voting_soft_3 stacking_pass_3 calibrated_3 calibrated_svc_3 multinomial_nb_3 complement_nb_3 bernoulli_nb_2 names_svc names_zipmap
names_zipmap_columns raw_scores_logit regressor_poisson regressor_tweedie regressor_bagging regressor_lgb_poisson xgboost_3 lightgbm_3 mlp_tanh_3""".split()
if "all" not in sys.argv[2:]:
    for name in list(golden):
        if name not in KEPT:
            os.remove(f"{out}/{name}.onnx"); del golden[name]
    assert set(KEPT) == set(golden), set(KEPT) - set(golden)
json.dump({"source": f"onnxruntime {rt.__version__}", "cases": golden}, open(f"{out}/golden.json", "w"))
print(len(golden), "files")
for name, why in refused.items(): print("writer refuses", name, why)
