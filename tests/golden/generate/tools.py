"""What other tools say of the same files: python tools.py data|evidently|nannyml|deepchecks

Each tool in an environment of its own: evidently 0.7.23 with pandas 2.3.3; nannyml 0.13.1 with pandas 2.3.3; deepchecks 0.19.1 with
numpy 1.26, scipy 1.15.3, scikit-learn 1.5.2, pandas 2.2.3, setuptools 75.
"""
import json
import math
import os
import sys
import warnings
from pathlib import Path

import numpy as np
import pandas as pd

warnings.filterwarnings("ignore")
HERE = Path(__file__).parent.parent / "tools"
PAIRS = {"small": (800, 700), "large": (2500, 1830)}


def data():
    for name, sizes in PAIRS.items():
        for side, rows in zip(("reference", "current"), sizes):
            now = side == "current"
            r = np.random.default_rng([len(name), now])
            frame = pd.DataFrame({
                "income": np.round(r.lognormal(3, 0.5, rows) * (1.08 if now else 1), 3),
                "age": r.integers(18, 80, rows) + (r.random(rows) < 0.3) * 3 * now,
                "grade": r.choice([1, 2, 3, 4, 5], rows, p=[0.1, 0.2, 0.4, 0.2, 0.1] if not now else [0.12, 0.2, 0.33, 0.22, 0.13]),
                "ratio": r.choice([0.5, 1.0, 1.5, 2.5], rows, p=[0.4, 0.3, 0.2, 0.1]),
                "wage": np.where(r.random(rows) < (0.1 if now else 0.05), np.nan, np.round(r.normal(100, 15, rows), 2)),
                "score": np.round(np.clip(r.normal(0.5 + 0.1 * now, 0.2, rows), 0, 1), 2),
                "fixed": np.full(rows, 7.5),
                "city": r.choice(["Ulm", "Bonn", "Kiel", "Jena", "Trier", "Worms"], rows,
                                 p=[0.4, 0.3, 0.2, 0.095, 0.005, 0] if not now else [0.35, 0.3, 0.2, 0.1, 0.02, 0.03]),
                "member": r.choice(["yes", "no"], rows, p=[0.7, 0.3]),
                "status": np.where(r.random(rows) < 0.08, None, r.choice(["new", "open", "done"], rows)),
                "kind": np.full(rows, "a"),
            })
            frame.to_csv(HERE / f"{name}-{side}.csv", index=False)


def number(x):
    x = float(x)
    return x if math.isfinite(x) else None


def read(name):
    return tuple(pd.read_csv(HERE / f"{name}-{side}.csv") for side in ("reference", "current"))


def write(tool, source, found):
    (HERE / f"{tool}.json").write_text(json.dumps({"source": source, "cases": found}, indent=1) + "\n")


def evidently():
    from evidently import Report
    from evidently.legacy.calculations.stattests.registry import get_registered_stattest
    from evidently.legacy.core import ColumnType
    from evidently.presets import DataDriftPreset

    cases = []
    for name in PAIRS:
        reference, current = read(name)
        found = Report([DataDriftPreset()]).run(current, reference).dict()
        case = {"pair": name, "columns": {}, "other": {}}
        for metric in found["metrics"]:
            config, value = metric["config"], metric["value"]
            if "DriftedColumnsCount" in config["type"]:
                case["dataset"] = {"count": int(value["count"]), "share": float(value["share"])}
            else:
                case["columns"][config["column"]] = {"method": config["method"], "threshold": config["threshold"], "value": number(value)}
        for column in reference:
            x, y = reference[column].dropna(), current[column].dropna()
            kind = ColumnType.Numerical if pd.api.types.is_numeric_dtype(x) and column != "grade" else ColumnType.Categorical
            methods = (["ks", "wasserstein", "kl_div", "psi", "jensenshannon", "anderson", "cramer_von_mises", "hellinger", "mannw", "t_test", "es", "ed"]
                       if kind == ColumnType.Numerical else ["chisquare", "z", "kl_div", "psi", "jensenshannon", "hellinger"])
            case["other"][column] = {}
            for method in methods:
                if method == "z" and pd.concat([x, y]).nunique() > 2:
                    continue
                try:
                    value = get_registered_stattest(method, kind)(x.copy(), y.copy(), kind, None).drift_score
                except Exception as e:  # what the tool refuses is not compared
                    print("evidently", name, column, method, repr(e)[:100])
                    continue
                case["other"][column][method] = number(value)
        cases.append(case)
    write("evidently", "evidently 0.7.23 with pandas 2.3.3, scipy 1.17.1", cases)


def nannyml():
    os.environ["NML_DISABLE_USAGE_LOGGING"] = "1"
    import nannyml as nml

    cases = []
    for name in PAIRS:
        reference, current = read(name)
        case = {"pair": name, "columns": {}}
        numeric = [c for c in reference if pd.api.types.is_numeric_dtype(reference[c])]
        for column in reference:
            methods = ["jensen_shannon", "kolmogorov_smirnov", "wasserstein", "hellinger"] if column in numeric else ["jensen_shannon", "chi2", "l_infinity", "hellinger"]
            case["columns"][column] = {}
            for method in methods:
                try:
                    # The default chunker: about ten chunks. And the whole file as one.
                    ten = nml.UnivariateDriftCalculator([column], **{"continuous_methods" if column in numeric else "categorical_methods": [method]},
                                                        treat_as_categorical=[] if column in numeric else [column])
                    found = ten.fit(reference).calculate(current).filter(period="analysis").to_df()[(column, method)]
                    whole = ten._column_to_models_mapping[column][0].calculate(current[column])
                except Exception as e:
                    print("nannyml", name, column, method, repr(e)[:160])
                    continue
                case["columns"][column][method] = {
                    "values": [number(v) for v in found["value"]],
                    "upper": None if found["upper_threshold"].isna().all() else number(found["upper_threshold"].iloc[0]),
                    "alerts": int(found["alert"].sum()),
                    "whole": number(whole),
                }
        cases.append(case)
    write("nannyml", "nannyml 0.13.1, scipy 1.17.1", cases)


def deepchecks():
    from deepchecks.tabular import Dataset
    from deepchecks.tabular.checks import FeatureDrift

    cases = []
    for name in PAIRS:
        reference, current = read(name)
        cat = [c for c in reference if not pd.api.types.is_numeric_dtype(reference[c])]
        case = {"pair": name, "columns": {}}
        for methods in (("KS", "cramers_v"), ("EMD", "PSI")):
            check = FeatureDrift(numerical_drift_method=methods[0], categorical_drift_method=methods[1]).add_condition_drift_score_less_than()
            found = check.run(Dataset(reference, cat_features=cat), Dataset(current, cat_features=cat), with_display=False)
            for column, value in found.value.items():
                case["columns"].setdefault(column, {})[value["Method"]] = number(value["Drift score"])
            if methods[0] == "KS":
                case["passed"] = bool(found.passed_conditions())
                case["aggregate"] = {k: number(v) for k, v in found.reduce_output().items()}
        cases.append(case)
    write("deepchecks", "deepchecks 0.19.1, scipy 1.15.3", cases)


{"data": data, "evidently": evidently, "nannyml": nannyml, "deepchecks": deepchecks}[sys.argv[1]]()
