"""Golden values of src/stats/homogeneity.rs: writes tests/golden/stats/homogeneity.json.

Needs scipy 1.17.1. Run from anywhere: `python3 homogeneity.py`. p-values of `chi-square` and `fisher` are scipy's
own; those of `simulated` are scipy's permutation test with 200 000 random tables, and their error is written.
"""
import json
import math
import pathlib

import numpy as np
import scipy
from scipy import stats

assert scipy.__version__ == "1.17.1", scipy.__version__
OUT = pathlib.Path(__file__).resolve().parent.parent / "stats" / "homogeneity.json"
RESAMPLES = 200_000

TABLES = [
    # Chi-square.
    ("chi-square", [300, 140, 60], [220, 200, 110]), ("chi-square", [30, 14, 46], [22, 20, 31]),
    ("chi-square", [50000, 30000, 12000, 800], [51000, 29500, 12100, 700]), ("chi-square", [400, 600], [450, 550]),
    ("chi-square", [5000, 500], [5010, 490]), ("chi-square", [91, 80, 75, 60, 55], [180, 170, 140, 120, 101]),
    # Two levels with few rows.
    ("fisher", [30, 20], [22, 28]), ("fisher", [3, 997], [11, 989]), ("fisher", [0, 100000], [4, 99996]), ("fisher", [8, 2], [1, 5]),
    # Rare levels.
    ("simulated", [40, 30, 20, 2], [35, 38, 15, 0]), ("simulated", [9, 7, 5, 4, 3, 2, 1, 1, 0, 1], [3, 9, 5, 1, 6, 2, 0, 0, 4, 2]),
    ("simulated", [500, 300, 195, 5], [480, 340, 175, 0]),
    ("simulated", [200, 150, 3, 1, 0, 0], [2100, 1400, 12, 20, 9, 3]),
]

cases = []
for name, reference, current in TABLES:
    table = np.array([reference, current])
    statistic = stats.chi2_contingency(table, correction=False).statistic
    case = {"method": name, "reference": reference, "current": current, "statistic": float(statistic)}
    if name == "fisher":
        case["p"] = float(stats.fisher_exact(table).pvalue)
    elif name == "chi-square":
        case["p"] = float(stats.chi2_contingency(table, correction=False).pvalue)
    else:
        method = stats.PermutationMethod(n_resamples=RESAMPLES, rng=np.random.default_rng(20260101), batch=2000)
        case["p"] = float(stats.chi2_contingency(table, correction=False, method=method).pvalue)
        case["error"] = math.sqrt(case["p"] * (1 - case["p"]) / RESAMPLES)
    cases.append(case)
rows = ",\n  ".join(json.dumps(case) for case in cases)
OUT.write_text(f'{{"source": "scipy 1.17.1 chi2_contingency, fisher_exact, chi2_contingency(method=PermutationMethod)", "cases": [\n  {rows}\n]}}\n')
