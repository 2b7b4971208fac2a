"""Writes tests/golden/pipeline: a small pair of CSV files and what scipy says of every column.

python3 tests/golden/generate/pipeline.py   (numpy, scipy 1.17, statsmodels)
"""
import csv
import json
import pathlib

import numpy as np
import scipy
from scipy import stats
from statsmodels.stats.proportion import confint_proportions_2indep

OUT = pathlib.Path(__file__).parent.parent / "pipeline"
OUT.mkdir(exist_ok=True)


def make(n, seed, cur):
    r = np.random.Generator(np.random.PCG64(seed))
    rows = {
        "row_id": [f"{'c' if cur else 'r'}{i:05d}" for i in range(n)],
        "age": np.round(r.normal(46 if cur else 40, 11, n)).astype(int),
        "balance": np.round(r.lognormal(7, 1, n), 2),
        "visits": r.poisson(3.1 if cur else 3.0, n),
        "plan": np.array(["basic", "plus", "pro"])[r.choice(3, n, p=[.4, .3, .3] if cur else [.6, .3, .1])],
        "channel": np.array(["web", "shop", "phone", "partner"])[r.choice(4, n, p=[.48, .3, .2, .02] if cur else [.5, .3, .2, 0])],
        "active": np.array(["false", "true"])[r.choice(2, n, p=[.3, .7])],
        "label": r.choice(2, n, p=[.8, .2]),
        "income": np.round(r.normal(50, 9, n), 1),
        "country": ["NL"] * n,
        "seen": [str(np.datetime64("2026-02-01" if cur else "2026-01-01") + int(i * 28 // n)) for i in range(n)],
    }
    income = [("" if u < (.2 if cur else .05) else f"{v}") for u, v in zip(r.random(n), rows["income"])]
    rows["income"] = income
    return rows


def write(name, rows):
    with open(OUT / name, "w", newline="") as f:
        w = csv.writer(f, lineterminator="\n")
        w.writerow(rows)
        w.writerows(zip(*rows.values()))


ref, cur = make(600, 11, False), make(500, 12, True)
write("reference.csv", ref)
write("current.csv", cur)
expected = {"scipy": scipy.__version__, "numbers": {}, "levels": {}, "missing": {}}
for name in ("age", "balance", "visits", "income"):
    a = np.array([float(x) for x in ref[name] if x != ""])
    b = np.array([float(x) for x in cur[name] if x != ""])
    k = stats.ks_2samp(a, b)
    expected["numbers"][name] = {"d": float(k.statistic), "p": float(k.pvalue), "at": float(k.statistic_location),
                                 "n": [len(a), len(b)], "median": [float(np.median(a)), float(np.median(b))]}
for name in ("plan", "channel", "active", "label"):
    levels = sorted({str(x) for x in ref[name]} | {str(x) for x in cur[name]})
    t = np.array([[sum(str(x) == l for x in rows[name]) for l in levels] for rows in (ref, cur)])
    c = stats.chi2_contingency(t, correction=False)
    share = t / t.sum(axis=1, keepdims=True)
    expected["levels"][name] = {"chi2": float(c.statistic), "p": float(c.pvalue), "degrees": int(c.dof),
                                "smallest_expected": float(c.expected_freq.min()),
                                "tv": float(abs(share[0] - share[1]).sum() / 2)}
x1, x2 = sum(v == "" for v in ref["income"]), sum(v == "" for v in cur["income"])
t = np.array([[x1, 600 - x1], [x2, 500 - x2]])
# Fisher's test where the count, given the margins, has a variance below 40: see stats.py.
fine = t.sum(1).prod() * t.sum(0).prod() / t.sum() ** 3 >= 40
c = stats.chi2_contingency(t, correction=False) if fine else stats.fisher_exact(t)
low, high = confint_proportions_2indep(x2, 500, x1, 600, compare="diff", method="newcomb", correction=False)
expected["missing"]["income"] = {"counts": [x1, x2], "p": float(c.pvalue), "difference": x2 / 500 - x1 / 600,
                                 "interval": [float(low), float(high)]}
# Days of the week: chi-square over the mean design effect, weeks as clusters (Rao & Scott 1981; Thomas & Rao 1987).
def weekly(rows):
    days = np.array([np.datetime64(x) for x in rows["seen"]]).astype(int)
    block = (days - days.min()) // 7
    whole = (days.max() - days.min() + 1) // 7
    counts = np.zeros((whole, 7))
    for b, d in zip(block, (days + 3) % 7):
        if b < whole:
            counts[b, d] += 1
    return counts
sides = [weekly(ref), weekly(cur)]
excess = 0
for counts in sides:
    share = counts.sum(0) / counts.sum()
    residual = counts - share * counts.sum(1, keepdims=True)
    excess += len(counts) * ((residual ** 2).sum(0) / (counts.sum() * share)).sum()
freedom = sum(map(len, sides)) - 2
design = max(1.0, excess / (freedom * 6))
f = stats.chi2_contingency([counts.sum(0) for counts in sides], correction=False).statistic / design / 6
expected["weekdays"] = {"seen": {"f": float(f), "p": float(stats.f.sf(f, 6, 6 * freedom)), "design_effect": float(design)}}
p = [*(v["p"] for v in expected["numbers"].values()), *(v["p"] for v in expected["levels"].values()), expected["missing"]["income"]["p"], expected["weekdays"]["seen"]["p"]]
names = [*expected["numbers"], *expected["levels"], "income/missing", "seen"]
expected["q"] = dict(zip(names, map(float, stats.false_discovery_control(p))))
json.dump(expected, open(OUT / "expected.json", "w"), indent=1)
