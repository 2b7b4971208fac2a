"""Golden values of src/model: writes tests/golden/model/boosting.json.

Needs scikit-learn 1.9.1, numpy. Run from anywhere: `python3 model.py`. The data are made from SplitMix64, drawn row by
row as `sample` below says, so that the test can make them again.
"""
import json
import pathlib

import numpy as np
import sklearn
from sklearn.ensemble import HistGradientBoostingClassifier, HistGradientBoostingRegressor
from sklearn.metrics import log_loss, roc_auc_score

assert sklearn.__version__ == "1.9.1", sklearn.__version__
OUT = pathlib.Path(__file__).resolve().parent.parent / "model" / "boosting.json"
MASK = (1 << 64) - 1
LEARN, TEST = 3000, 2000


class Random:
    def __init__(self, seed):
        self.state = seed

    def uniform(self):
        self.state = (self.state + 0x9E3779B97F4A7C15) & MASK
        z = self.state
        z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & MASK
        z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & MASK
        return (((z ^ (z >> 31)) >> 12) + 0.5) / (1 << 52)


def sample(seed, steps, share_missing, levels):
    """Five numbers, cut to `steps` steps where it is not 0, one missing with the given share; one category, used
    where `levels` is not 0. Each row draws 5 numbers, then whether the first is missing, then the level, then the noise of the target, then its coin."""
    random = Random(seed)
    rows = []
    for _ in range(LEARN + TEST):
        x = [random.uniform() for _ in range(5)]
        if steps:
            x = [np.floor(v * steps) / steps for v in x]
        missing = random.uniform() < share_missing
        level = int(random.uniform() * levels)
        noise = random.uniform() + random.uniform() - 1.0
        coin = random.uniform()
        first = 0.8 if missing else 3.0 * x[0] * x[0]
        signal = first + (2.0 if x[1] > 0.6 else 0.0) * x[2] + 1.5 * ((level * 7) % 11) / 11.0
        rows.append((x, missing, level, signal + noise, 1.0 if coin < 1 / (1 + np.exp(2.5 - 1.4 * signal)) else 0.0))
    X = np.array([r[0] + [float(r[2])] for r in rows])
    X[[r[1] for r in rows], 0] = np.nan
    return X, np.array([r[3] for r in rows]), np.array([r[4] for r in rows])


cases = []
for name, seed, loss, steps, missing, levels, weighted in [
    ("steps, numbers only", 9, "squared", 40, 0.0, 0, False),
    ("weighted, numbers only", 10, "squared", 40, 0.0, 0, True),
    ("missing, numbers only", 11, "squared", 40, 0.2, 0, False),
    ("steps, numbers only", 12, "logistic", 40, 0.0, 0, False),
    ("steps", 1, "squared", 40, 0.0, 6, False),
    ("continuous", 2, "squared", 0, 0.0, 12, False),
    ("missing", 3, "squared", 40, 0.3, 6, False),
    ("weighted", 4, "squared", 40, 0.0, 6, True),
    ("steps", 5, "logistic", 40, 0.0, 6, False),
    ("continuous", 6, "logistic", 0, 0.2, 12, False),
    ("many levels", 7, "logistic", 0, 0.0, 150, False),
    ("many levels", 8, "squared", 0, 0.1, 150, False),
]:
    X, number, coin = sample(seed, steps, missing, levels)
    if not levels:
        X = X[:, :5]
    y = number if loss == "squared" else coin
    kind = HistGradientBoostingRegressor if loss == "squared" else HistGradientBoostingClassifier
    model = kind(max_iter=60, early_stopping=False, categorical_features=[5] if levels else None, max_leaf_nodes=15)
    weights = 1.0 + (np.arange(LEARN) % 3) if weighted else None
    model.fit(X[:LEARN], y[:LEARN], sample_weight=weights)
    test = X[LEARN:]
    case = {"name": name, "seed": seed, "loss": loss, "steps": steps, "missing": missing, "levels": levels, "weighted": weighted}
    if loss == "squared":
        predicted = model.predict(test)
        case["error"] = float(np.sqrt(np.mean((predicted - y[LEARN:]) ** 2)))
    else:
        predicted = model.predict_proba(test)[:, 1]
        case["error"] = float(log_loss(y[LEARN:], predicted))
        case["auc"] = float(roc_auc_score(y[LEARN:], predicted))
    case["first"] = [float(p) for p in predicted[:20]]
    cases.append(case)
OUT.parent.mkdir(exist_ok=True)
lines = ",\n  ".join(json.dumps(case) for case in cases)
OUT.write_text(f'{{"source": "scikit-learn {sklearn.__version__}, HistGradientBoosting", "cases": [\n  {lines}\n]}}\n')
