"""A small pair of files and what scipy says of them: writes tests/golden/e2e/{reference.csv,current.csv,expected.json}.

Needs scipy 1.17.1 and numpy. Run from anywhere: `python3 e2e.py`. The browser test drops the two files on the page
and compares the numbers it shows with these.
"""
import csv
import json
import pathlib

import numpy as np
import scipy
from scipy import stats

assert scipy.__version__ == "1.17.1", scipy.__version__
HERE = pathlib.Path(__file__).resolve().parent.parent / "e2e"
REGIONS = ["north", "south", "east", "west"]


def table(rng, rows, amount_shift, regions, lost):
    amount = np.round(rng.lognormal(3.4 + amount_shift, 0.5, rows), 2)
    age = rng.integers(18, 80, rows)
    region = rng.choice(REGIONS, rows, p=regions)
    weight = np.round(rng.normal(70, 9, rows), 1)
    missing = rng.random(rows) < lost
    return [[f"{a:.2f}", str(g), r, "" if m else f"{w:.1f}"] for a, g, r, w, m in zip(amount, age, region, weight, missing)]


def numbers(rows, column):
    return np.array([float(row[column]) for row in rows if row[column] != ""])


def ks(reference, current):
    result = stats.ks_2samp(reference, current)
    return {"effect": moved(reference, current), "p": float(result.pvalue)}


def moved(reference, current):
    """Wasserstein distance of the values winsorised at the reference's quantiles, over its IQR/1.349."""
    tail = max(0.001, 5 / len(reference))
    low, high, first, third = np.quantile(reference, [tail, 1 - tail, 0.25, 0.75])
    scale = (third - first) / 1.349
    return float(stats.wasserstein_distance(reference.clip(low, high), current.clip(low, high)) / scale)


def levels(reference, current):
    names = sorted(set(reference) | set(current))
    counts = np.array([[list(side).count(name) for name in names] for side in (reference, current)])
    result = stats.chi2_contingency(counts, correction=False)
    assert result.expected_freq.min() >= 5
    shares = counts / counts.sum(axis=1, keepdims=True)
    return {"effect": float(np.abs(shares[0] - shares[1]).sum() / 2), "p": float(result.pvalue), "statistic": float(result.statistic)}


def missing(reference, current):
    counts = np.array([[sum(v == "" for v in side), sum(v != "" for v in side)] for side in (reference, current)])
    # Below a variance of 40 of the count, given the margins, the test is Fisher's.
    missing_rows, present_rows = counts.sum(axis=0)
    n, m = counts.sum(axis=1)
    variance = n * m * missing_rows * present_rows / ((n + m) ** 2 * (n + m - 1))
    result = stats.fisher_exact(counts) if variance < 40 else stats.chi2_contingency(counts, correction=False)
    rates = counts[:, 0] / counts.sum(axis=1)
    return {"effect": float(abs(rates[1] - rates[0])), "p": float(result.pvalue)}


def main():
    rng = np.random.default_rng(20260101)
    reference = table(rng, 600, 0.0, [0.40, 0.30, 0.20, 0.10], 0.05)
    current = table(rng, 700, 0.35, [0.25, 0.25, 0.25, 0.25], 0.17)
    HERE.mkdir(exist_ok=True)
    for name, rows in (("reference", reference), ("current", current)):
        with (HERE / f"{name}.csv").open("w", newline="") as file:
            csv.writer(file, lineterminator="\n").writerows([["amount", "age", "region", "weight"], *rows])
    column = lambda rows, index: [row[index] for row in rows]
    findings = [
        {"column": "amount", "measure": "wasserstein-distance", **ks(numbers(reference, 0), numbers(current, 0))},
        {"column": "age", "measure": "wasserstein-distance", **ks(numbers(reference, 1), numbers(current, 1))},
        {"column": "region", "measure": "total-variation", **levels(column(reference, 2), column(current, 2))},
        {"column": "weight", "measure": "wasserstein-distance", **ks(numbers(reference, 3), numbers(current, 3))},
        {"column": "weight", "measure": "missing-rate-difference", **missing(column(reference, 3), column(current, 3))},
    ]
    for finding, q in zip(findings, stats.false_discovery_control([f["p"] for f in findings], method="bh")):
        finding["q"] = float(q)
    expected = {"source": f"scipy {scipy.__version__}", "rows": {"reference": 600, "current": 700}, "findings": findings}
    (HERE / "expected.json").write_text(json.dumps(expected, indent=1) + "\n")


main()
