#!/usr/bin/env python3
"""Writes a pair of CSV files with known drift: ref.csv, cur.csv and truth.json.

usage: generate_drift.py DIRECTORY ROWS [SEED]

20 columns, 15 numbers (n00..n14) and 5 categories (c0..c4), every row drawn on its own:
  n00 none (normal)                n01 mean +0.10 standard deviations
  n02 mean +0.50                   n03 variance x 1.5
  n04 none (lognormal)             n05 lognormal, mu +0.20
  n06 none (uniform)               n07 mixture weight 0.5 -> 0.7
  n08 none (Poisson 4, ties)       n09 Poisson 4 -> 4.6 (ties)
  n10 none, 5 % missing            n11 missing 1 % -> 8 %, values unchanged
  n12 none (exponential)           n13 tails: t(30) -> t(3)
  n14 unit change: 2 % of the current rows x 1000
  c0  none (5 levels)              c1  none (50 levels, Zipf)
  c2  probabilities moved, total variation 0.10
  c3  new level NEW at 3 %         c4  none (1000 levels)
"""
import csv
import json
import os
import sys

import numpy as np

LEVELS = np.array(["alpha", "beta", "gamma", "delta", "eps"])
SHARES = [0.3, 0.25, 0.2, 0.15, 0.1]
ROWS_AT_A_TIME = 50_000


def columns(n, random, drifted):
    """The columns of one file by name; `drifted` for the current one. The order of the draws is part of the data."""
    normal = random.standard_normal
    made = {}
    made["n00"] = normal(n)
    made["n01"] = normal(n) + (0.10 if drifted else 0)
    made["n02"] = normal(n) * 2 + 10 + (1.0 if drifted else 0)
    made["n03"] = normal(n) * (1.5**0.5 if drifted else 1.0)
    made["n04"] = random.lognormal(1.0, 0.6, n)
    made["n05"] = random.lognormal(1.2 if drifted else 1.0, 0.6, n)
    made["n06"] = random.uniform(0, 100, n)
    made["n07"] = np.where(random.random(n) < (0.7 if drifted else 0.5), normal(n) - 2, normal(n) + 2)
    made["n08"] = random.poisson(4, n)
    made["n09"] = random.poisson(4.6 if drifted else 4.0, n)
    made["n10"] = normal(n)
    made["n10"][random.random(n) < 0.05] = np.nan
    made["n11"] = normal(n)
    made["n11"][random.random(n) < (0.08 if drifted else 0.01)] = np.nan
    made["n12"] = random.exponential(3.0, n)
    made["n13"] = random.standard_t(3 if drifted else 30, n)
    made["n14"] = random.gamma(2.0, 2.0, n)
    if drifted:
        made["n14"] = np.where(random.random(n) < 0.02, made["n14"] * 1000, made["n14"])
    made["c0"] = LEVELS[random.choice(5, n, p=SHARES)]
    zipf = 1 / np.arange(1, 51)
    made["c1"] = np.array([f"lv{i:02d}" for i in range(50)])[random.choice(50, n, p=zipf / zipf.sum())]
    made["c2"] = LEVELS[random.choice(5, n, p=[0.2, 0.25, 0.2, 0.15, 0.2] if drifted else SHARES)]
    made["c3"] = LEVELS[random.choice(5, n, p=SHARES)].astype("U5")
    if drifted:
        made["c3"][random.random(n) < 0.03] = "NEW"
    made["c4"] = np.array([f"id{i:04d}" for i in range(1000)])[random.integers(0, 1000, n)]
    return made


def cells(values):
    """The text of a column's cells: six significant digits, missing is empty."""
    if values.dtype.kind == "f":
        return ["" if x != x else f"{x:.6g}" for x in values.tolist()]
    return [str(x) for x in values.tolist()]


def write(path, made, n):
    """Writes one file, a part of the rows at a time."""
    with open(path, "w", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(made)
        for start in range(0, n, ROWS_AT_A_TIME):
            writer.writerows(zip(*[cells(values[start : start + ROWS_AT_A_TIME]) for values in made.values()]))


def main():
    directory, n = sys.argv[1], int(sys.argv[2])
    seed = int(sys.argv[3]) if len(sys.argv) > 3 else 20260101
    os.makedirs(directory, exist_ok=True)
    for name, drifted in (("ref", False), ("cur", True)):
        random = np.random.Generator(np.random.PCG64([seed, int(drifted)]))
        write(os.path.join(directory, name + ".csv"), columns(n, random, drifted), n)
    truth = {
        "seed": seed,
        "rows": n,
        "numpy": np.__version__,
        "drift": ["n01", "n02", "n03", "n05", "n07", "n09", "n13", "n14", "c2", "c3"],
        "missingness_drift": ["n11"],
        "none": ["n00", "n04", "n06", "n08", "n10", "n12", "c0", "c1", "c4"],
    }
    # Last, so that a directory with a truth is complete.
    with open(os.path.join(directory, "truth.json"), "w") as file:
        json.dump(truth, file, indent=1)


main()
