"""Point values of Fairlearn 0.15.0, AIF360 0.6.1 and Aequitas 1.1.0 on small random tables and on tables with empty cells.

    pip install fairlearn==0.15.0 aif360==0.6.1 aequitas==1.1.0 scikit-learn==1.9.1 pandas==2.3.3
    python tests/golden/generate/fairness.py > tests/golden/fairness/rivals.json
"""
import json
import sys
import warnings

warnings.filterwarnings("ignore")
import numpy as np
import pandas as pd
from aequitas.bias import Bias
from aequitas.group import Group
from aif360.datasets import BinaryLabelDataset
from aif360.metrics import ClassificationMetric
from fairlearn import metrics as fl
from sklearn import metrics as sk

RATES = {
    "selection-rate": fl.selection_rate,
    "true-positive-rate": fl.true_positive_rate,
    "false-positive-rate": fl.false_positive_rate,
    "true-negative-rate": fl.true_negative_rate,
    "false-negative-rate": fl.false_negative_rate,
    "positive-predictive-value": lambda t, p, **k: sk.precision_score(t, p, zero_division=0, **k),
    "accuracy": sk.accuracy_score,
    "balanced-accuracy": sk.balanced_accuracy_score,
    "f1": lambda t, p, **k: sk.f1_score(t, p, zero_division=0, **k),
}


def value(x):
    x = float(x)
    return None if np.isnan(x) else ("inf" if np.isinf(x) else x)


def rows(cells):
    """Group, label, decision of every row from counts of true positives, false positives, true and false negatives."""
    out = []
    for name, (tp, fp, tn, fn) in cells.items():
        for label, decision, n in ((1, 1, tp), (0, 1, fp), (0, 0, tn), (1, 0, fn)):
            out += [(name, label, decision)] * n
    return pd.DataFrame(out, columns=["group", "label", "decision"])


def fairlearn(data):
    t, p, g = data.label, data.decision, data.group
    frame = fl.MetricFrame(metrics=RATES, y_true=t, y_pred=p, sensitive_features=g)
    out = {"by_group": {m: {k: value(v) for k, v in frame.by_group[m].items()} for m in RATES}}
    for name, f in (
        ("difference", lambda: frame.difference()),
        ("difference_to_overall", lambda: frame.difference(method="to_overall")),
        ("ratio", lambda: frame.ratio()),
        ("ratio_to_overall", lambda: frame.ratio(method="to_overall")),
    ):
        out[name] = {m: value(v) for m, v in f().items()}
    kw = dict(sensitive_features=g)
    out["named"] = {
        "demographic-parity-difference": value(fl.demographic_parity_difference(t, p, **kw)),
        "demographic-parity-ratio": value(fl.demographic_parity_ratio(t, p, **kw)),
        "equalized-odds-difference": value(fl.equalized_odds_difference(t, p, **kw)),
        "equalized-odds-difference-mean": value(fl.equalized_odds_difference(t, p, agg="mean", **kw)),
        "equalized-odds-ratio": value(fl.equalized_odds_ratio(t, p, **kw)),
        "equal-opportunity-difference": value(fl.equal_opportunity_difference(t, p, **kw)),
        "equal-opportunity-ratio": value(fl.equal_opportunity_ratio(t, p, **kw)),
    }
    return out


def aif360(data, reference):
    """The reference against each other group alone."""
    out = {}
    for group in sorted(set(data.group) - {reference}):
        part = data[data.group.isin([reference, group])]
        frame = pd.DataFrame({"g": (part.group == reference).astype(float), "y": part.label.astype(float)})
        make = lambda y: BinaryLabelDataset(
            favorable_label=1.0, unfavorable_label=0.0, df=frame.assign(y=np.asarray(y, float)),
            label_names=["y"], protected_attribute_names=["g"])
        m = ClassificationMetric(make(part.label), make(part.decision),
                                 unprivileged_groups=[{"g": 0.0}], privileged_groups=[{"g": 1.0}])
        one = {}
        for name, f in (
            ("statistical-parity-difference", m.statistical_parity_difference),
            ("disparate-impact", m.disparate_impact),
            ("equal-opportunity-difference", m.equal_opportunity_difference),
            ("average-odds-difference", m.average_odds_difference),
            ("average-abs-odds-difference", m.average_abs_odds_difference),
            ("false-positive-rate-difference", m.false_positive_rate_difference),
            ("false-discovery-rate-difference", m.false_discovery_rate_difference),
            ("false-omission-rate-difference", m.false_omission_rate_difference),
            ("error-rate-difference", m.error_rate_difference),
            ("generalized-entropy-index", m.generalized_entropy_index),
            ("theil-index", m.theil_index),
            ("between-group-generalized-entropy-index", m.between_group_generalized_entropy_index),
            ("between-group-theil-index", m.between_group_theil_index),
        ):
            try:
                one[name] = value(f())
            except ZeroDivisionError:
                one[name] = None
        out[group] = one
    return out


def aequitas(data, reference):
    frame = pd.DataFrame({"score": data.decision, "label_value": data.label, "group": data.group})
    table = Group().get_multimodel_crosstabs(frame, attr_cols=["group"]) if False else Group().get_crosstabs(frame, attr_cols=["group"])[0]
    bias = Bias().get_disparity_predefined_groups(table, frame, {"group": reference})
    names = ["tpr", "tnr", "for", "fdr", "fpr", "fnr", "npv", "precision", "ppr", "pprev", "prev"]
    out = {}
    for _, row in bias.iterrows():
        one = {m: value(row[m]) for m in names}
        one.update({m + "_disparity": value(row[m + "_disparity"]) for m in names if m + "_disparity" in row})
        out[row["attribute_value"]] = one
    return out


def main():
    rng = np.random.default_rng(6)
    cases = {}
    for k in range(4):
        cases[f"random-{k}"] = {name: [int(x) for x in rng.integers(3, 60, 4)] for name in "abcd"}
    cases["no-positives"] = {"a": [20, 10, 30, 5], "b": [12, 9, 18, 7], "c": [0, 4, 9, 0]}
    cases["no-negatives"] = {"a": [20, 10, 30, 5], "b": [12, 9, 18, 7], "c": [7, 0, 0, 3]}
    cases["nobody-selected"] = {"a": [0, 0, 30, 5], "b": [0, 0, 18, 7]}
    cases["one-group-unselected"] = {"a": [20, 10, 30, 5], "b": [0, 0, 18, 7]}
    out = {"versions": {"fairlearn": "0.15.0", "aif360": "0.6.1", "aequitas": "1.1.0"}, "cases": []}
    for name, cells in cases.items():
        data = rows(cells)
        out["cases"].append({"name": name, "cells": cells, "reference": "a", "fairlearn": fairlearn(data),
                             "aif360": aif360(data, "a"), "aequitas": aequitas(data, "a")})
    json.dump(out, sys.stdout, indent=1)
    print()


main()
