#!/usr/bin/env python3
"""Small ONNX files of every operator that is read and not in the exported models, with what onnxruntime says of them.

usage: onnx_small.py OUT     (writes OUT/*.onnx and OUT/golden.json)

Made with onnx 1.23.2, onnxruntime 1.32.0, skl2onnx 1.20.0, scikit-learn 1.9.1, numpy 2.4.6.
"""
import json, os, sys
import numpy as np, onnx, onnxruntime as rt
from onnx import TensorProto, helper, numpy_helper
from sklearn.compose import ColumnTransformer
from sklearn.linear_model import LogisticRegression
from sklearn.neural_network import MLPClassifier
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OneHotEncoder, StandardScaler
from skl2onnx import to_onnx
from skl2onnx.common.data_types import FloatTensorType, StringTensorType

out = sys.argv[1]
os.makedirs(out, exist_ok=True)
rng = np.random.default_rng(3)
X = rng.normal(size=(20, 3)).astype(np.float32)
X[3, 0] = np.nan
X[5] = [1, 2, 0]
X[6] = [2, 2.5, -1]
ml, golden = "ai.onnx.ml", {}

def keep(name, proto, feed, columns=None):
    open(f"{out}/{name}.onnx", "wb").write(proto.SerializeToString())
    session = rt.InferenceSession(proto.SerializeToString(), providers=["CPUExecutionProvider"])
    said = {"label": None, "scores": None}
    for output, value in zip(session.get_outputs(), session.run(None, feed)):
        if "label" in output.name:
            said["label"] = [str(v) for v in np.ravel(value)]
        else:
            said["scores"] = np.asarray(value, dtype=float).reshape(len(value), -1).tolist()
    table = [[None if isinstance(v, float) and np.isnan(v) else v for v in row] for row in (columns[1] if columns else X.astype(float).tolist())]
    golden[name] = {"X": {"columns": columns[0], "rows": table} if columns else table, **said}

def graph(nodes, outputs, opset=5, inits=(), width=3):
    x = helper.make_tensor_value_info("X", TensorProto.FLOAT, [None, width])
    g = helper.make_graph(nodes, "g", [x], [helper.make_tensor_value_info(n, t, None) for n, t in outputs], initializer=list(inits))
    return helper.make_model(g, opset_imports=[helper.make_opsetid("", 18), helper.make_opsetid(ml, opset)], ir_version=9)

MODES = ["BRANCH_LEQ", "BRANCH_LT", "BRANCH_GTE", "BRANCH_GT", "BRANCH_EQ", "BRANCH_NEQ"]
def one_tree(mode, feature, value, missing, tree):
    return dict(nodes_treeids=[tree] * 3, nodes_nodeids=[0, 1, 2], nodes_featureids=[feature, 0, 0], nodes_modes=[mode, "LEAF", "LEAF"],
        nodes_values=[value, 0.0, 0.0], nodes_truenodeids=[1, 0, 0], nodes_falsenodeids=[2, 0, 0], nodes_missing_value_tracks_true=[missing, 0, 0])
def stump_set(suffix):
    lists = {}
    for tree, mode in enumerate(MODES * 2):
        for key, value in one_tree(mode, tree % 3, [0.1, 2.0, 0.0][tree % 3], int(tree >= 6), tree).items():
            lists.setdefault(key, []).extend(value)
    return lists
leaves = [w for tree in range(12) for w in (0.1 * (tree + 1), -0.07 * (tree + 1))]
trees, nodes = [tree for tree in range(12) for _ in "ab"], [n for _ in range(12) for n in (1, 2)]
for aggregate in ("SUM", "AVERAGE"):
    keep(f"regressor_{aggregate.lower()}", graph([helper.make_node("TreeEnsembleRegressor", ["X"], ["variable"], domain=ml, n_targets=1, aggregate_function=aggregate, base_values=[0.5],
        target_ids=[0] * 24, target_weights=leaves, target_treeids=trees, target_nodeids=nodes, post_transform="NONE", **stump_set(""))], [("variable", TensorProto.FLOAT)], 3), {"X": X})
keep("two_targets", graph([helper.make_node("TreeEnsembleRegressor", ["X"], ["variable"], domain=ml, n_targets=2, aggregate_function="SUM",
    target_ids=[0, 1] * 12, target_weights=leaves, target_treeids=trees, target_nodeids=nodes, **stump_set(""))], [("variable", TensorProto.FLOAT)], 3), {"X": X})
for name, ids, weights, post in (("trees", [0] * 24, leaves, "LOGISTIC"), ("shares", [0] * 24, [abs(w) / 8 for w in leaves], "NONE")):
    keep(name, graph([helper.make_node("TreeEnsembleClassifier", ["X"], ["label", "probabilities"], domain=ml, classlabels_int64s=[0, 1],
        class_ids=ids, class_weights=weights, class_treeids=trees, class_nodeids=nodes, post_transform=post, **stump_set(""))], [("label", TensorProto.INT64), ("probabilities", TensorProto.FLOAT)], 3), {"X": X})
keep("three_classes", graph([helper.make_node("TreeEnsembleClassifier", ["X"], ["label", "probabilities"], domain=ml, classlabels_strings=["a", "b", "c"],
    class_ids=[0, 1, 2, 0] * 6, class_weights=leaves, class_treeids=trees, class_nodeids=nodes, post_transform="SOFTMAX", **stump_set(""))], [("label", TensorProto.STRING), ("probabilities", TensorProto.FLOAT)], 3), {"X": X})
tensor = lambda name, values, kind=np.float32: numpy_helper.from_array(np.array(values, dtype=kind), name)
keep("ensemble_v5", graph([helper.make_node("TreeEnsemble", ["X"], ["variable"], domain=ml, n_targets=2, aggregate_function=1, post_transform=0,
    tree_roots=[0, 2], nodes_featureids=[0, 1, 2], nodes_modes=tensor("m", [0, 6, 3], np.uint8), nodes_splits=tensor("s", [0.2, 0.0, -0.3]),
    nodes_truenodeids=[1, 0, 3], nodes_trueleafs=[0, 1, 1], nodes_falsenodeids=[2, 1, 4], nodes_falseleafs=[1, 1, 1], nodes_missing_value_tracks_true=[1, 0, 0],
    membership_values=tensor("v", [2.0, 2.5, np.nan]), leaf_targetids=[0, 1, 0, 1, 0], leaf_weights=tensor("w", [0.4, -0.2, 0.7, 1.5, -2.0]))], [("variable", TensorProto.FLOAT)]), {"X": X})
def linear(name, post, rows, labels):
    keep(name, graph([helper.make_node("LinearClassifier", ["X"], ["label", "probabilities"], domain=ml, coefficients=(rng.normal(size=3 * rows).round(3)).tolist(),
        intercepts=rng.normal(size=rows).round(3).tolist(), classlabels_ints=labels, post_transform=post)], [("label", TensorProto.INT64), ("probabilities", TensorProto.FLOAT)], 1), {"X": np.nan_to_num(X)}, (["x0", "x1", "x2"], np.nan_to_num(X).astype(float).tolist()))
linear("linear_three", "SOFTMAX", 3, [4, 5, 6])
linear("linear_each", "LOGISTIC", 3, [0, 1, 2])
fill = helper.make_node("Imputer", ["X"], ["I"], domain=ml, imputed_value_floats=[0.5], replaced_value_float=float("nan"))
scale = helper.make_node("Scaler", ["I"], ["S"], domain=ml, offset=[0.1, 0.2, 0.3], scale=[2.0, 0.5, 1.5])
for norm in ("L1", "L2"):
    keep(f"normalizer_{norm.lower()}", graph([fill, scale, helper.make_node("Normalizer", ["S"], ["N"], domain=ml, norm=norm),
        helper.make_node("LinearRegressor", ["N"], ["variable"], domain=ml, coefficients=[1.0, -2.0, 0.5], intercepts=[0.25])], [("variable", TensorProto.FLOAT)], 1), {"X": X})
places = numpy_helper.from_array(np.array([2, 0], dtype=np.int64), "places")
keep("choose_and_compute", graph([fill, helper.make_node("ArrayFeatureExtractor", ["I", "places"], ["A"], domain=ml), helper.make_node("FeatureVectorizer", ["A", "I"], ["V"], domain=ml, inputdimensions=[2, 3]),
    helper.make_node("Abs", ["V"], ["B"]), helper.make_node("Add", ["B", "one"], ["C"]), helper.make_node("Log", ["C"], ["D"]), helper.make_node("Gemm", ["D", "w", "b"], ["variable"])],
    [("variable", TensorProto.FLOAT)], 1, [places, tensor("one", [1.0]), tensor("w", rng.normal(size=(5, 2)).round(3)), tensor("b", [0.1, -0.2])]), {"X": X})
names, words = ["size", "colour"], [[float(round(v, 3)), w] for v, w in zip(rng.normal(size=20), rng.choice(["red", "green", "blue", "grey"], 20))]
size = helper.make_tensor_value_info("size", TensorProto.FLOAT, [None, 1])
colour = helper.make_tensor_value_info("colour", TensorProto.STRING, [None, 1])
encoded = helper.make_graph([helper.make_node("LabelEncoder", ["colour"], ["E"], domain=ml, keys_strings=["red", "green", "blue"], values_floats=[3.0, 1.0, 2.0], default_float=-1.0),
    helper.make_node("Concat", ["size", "E"], ["F"], axis=1), helper.make_node("LinearRegressor", ["F"], ["variable"], domain=ml, coefficients=[0.5, 2.0], intercepts=[1.0])],
    "g", [size, colour], [helper.make_tensor_value_info("variable", TensorProto.FLOAT, None)])
feed = {"size": np.array([[r[0]] for r in words], dtype=np.float32), "colour": np.array([[r[1]] for r in words], dtype=object)}
keep("label_encoder", helper.make_model(encoded, opset_imports=[helper.make_opsetid("", 18), helper.make_opsetid(ml, 2)], ir_version=9), feed, (names, words))
import pandas as pd
table = pd.DataFrame(words, columns=names); y = (table["size"] > 0).astype(int)
pipe = make_pipeline(ColumnTransformer([("n", StandardScaler(), ["size"]), ("c", OneHotEncoder(handle_unknown="ignore"), ["colour"])]), LogisticRegression()).fit(table, y)
kinds = [("size", FloatTensorType([None, 1])), ("colour", StringTensorType([None, 1]))]
keep("pipeline", to_onnx(pipe, initial_types=kinds, options={"zipmap": False}, target_opset=18), feed, (names, words))
clean = np.nan_to_num(X)
keep("network", to_onnx(MLPClassifier(hidden_layer_sizes=(4,), max_iter=50, random_state=0).fit(clean, clean[:, 0] > 0), initial_types=[("X", FloatTensorType([None, 3]))], options={"zipmap": False}, target_opset=18),
    {"X": clean}, (["x0", "x1", "x2"], clean.astype(float).tolist()))
json.dump({"source": f"onnxruntime {rt.__version__}", "cases": golden}, open(f"{out}/golden.json", "w"))
print(len(golden), "files")
