"""Golden values of src/stats/auc.rs: writes tests/golden/stats/auc.json.

Needs numpy, scipy 1.17.1 and scikit-learn 1.9.1. DeLong's variance straight from the structural components (DeLong,
DeLong & Clarke-Pearson 1988, eq. 3 to 6), all pairs compared; Newcombe's interval by root finding on his equation.
"""
import json
import math
import pathlib

import numpy as np
import scipy
from scipy import optimize, stats
from sklearn.metrics import roc_auc_score

assert scipy.__version__ == "1.17.1", scipy.__version__
OUT = pathlib.Path(__file__).resolve().parent.parent / "stats" / "auc.json"


def group(count, a, b, steps):
    """Whole-number formula: scores (a * i * i + b * i) mod 997, cut to `steps` values."""
    return [float((a * i * i + b * i) % 997 * steps // 997) for i in range(count)]


def components(x, y):
    x, y = np.array(x), np.array(y)
    psi = (y[None, :] > x[:, None]) + 0.5 * (y[None, :] == x[:, None])
    return psi.mean(axis=1), psi.mean(axis=0)


def delong(x, y):
    first, second = components(x, y)
    return first.var(ddof=1) / len(x) + second.var(ddof=1) / len(y)


def newcombe(value, m, n, side):
    z = stats.norm.isf(0.025)
    others = (m + n) / 2 - 1
    def variance(t):
        return t * (1 - t) * (1 + others * (1 - t) / (2 - t) + others * t / (1 + t)) / (m * n)
    f = lambda t: (value - t) - side * z * math.sqrt(variance(t))
    if value in (0, 1) and side == 2 * value - 1:
        low, high = 1e-12, 1 - 1e-12
    elif value in (0, 1):
        return float(value)
    else:
        low, high = (1e-12, value) if side > 0 else (value, 1 - 1e-12)
    return optimize.brentq(f, low, high, xtol=1e-15)


cases = []
for m, n, a, b, shift, steps in [
    (10, 12, 3, 7, 0, 997), (25, 40, 5, 3, 200, 997), (60, 30, 11, 2, 350, 50), (100, 100, 7, 13, 50, 10), (40, 200, 1, 1, 700, 997), (8, 8, 2, 9, 2000, 997),
]:
    x = group(m, a, b, steps)
    y = [v + shift * steps / 997 for v in group(n, b, a, steps)]
    value = roc_auc_score([0] * m + [1] * n, x + y)
    u = stats.mannwhitneyu(y, x, alternative="greater", method="asymptotic", use_continuity=False)
    error = math.sqrt(delong(x, y))
    ends = [newcombe(value, m, n, 1), newcombe(value, m, n, -1)]
    if 0 < value < 1:
        z = stats.norm.isf(0.025)
        logit = math.log(value / (1 - value))
        half = z * error / (value * (1 - value))
        expit = lambda v: 1 / (1 + math.exp(-v))
        ends = [min(ends[0], expit(logit - half)), max(ends[1], expit(logit + half))]
    first = [v + 0.5 * (i % 7) for i, v in enumerate(x)]
    second = [v + 0.5 * (i % 5) for i, v in enumerate(y)]
    c, d = components(x, y), components(first, second)
    apart = [p - q for p, q in zip(c, d)]
    cases.append({"m": m, "n": n, "a": a, "b": b, "shift": shift, "steps": steps, "auc": value, "variance": error**2, "p": float(u.pvalue), "interval": ends,
                  "less": value - float(roc_auc_score([0] * m + [1] * n, first + second)),
                  "less_variance": float(apart[0].var(ddof=1) / m + apart[1].var(ddof=1) / n)})
lines = ",\n  ".join(json.dumps(case) for case in cases)
OUT.write_text(f'{{"source": "numpy, scipy {scipy.__version__}, scikit-learn", "cases": [\n  {lines}\n]}}\n')
