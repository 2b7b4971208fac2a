#!/usr/bin/env python3
"""The bare loop: read both files with pandas, one scipy test a column. No report, no chart, no correction.

usage: pandas_scipy_drift.py DIRECTORY [ENGINE]

DIRECTORY holds ref.csv and cur.csv; columns n.. are numbers (Kolmogorov-Smirnov), c.. categories (chi-square).
ENGINE is pandas' CSV engine, `c` unless given. Prints one line of JSON: seconds of wall and CPU, with the imports
apart, and the peak memory; writes what it found to DIRECTORY/bare.json.
"""
import json
import os
import resource
import sys
import time

started_s, started_cpu_s = time.perf_counter(), time.process_time()
import pandas as pd
from scipy import stats

imported_s, imported_cpu_s = time.perf_counter(), time.process_time()

directory = sys.argv[1]
engine = sys.argv[2] if len(sys.argv) > 2 else "c"
reference = pd.read_csv(os.path.join(directory, "ref.csv"), engine=engine)
current = pd.read_csv(os.path.join(directory, "cur.csv"), engine=engine)
read_s = time.perf_counter()

found = {}
for name in reference.columns:
    if name[0] == "n":
        result = stats.ks_2samp(reference[name].dropna().to_numpy(), current[name].dropna().to_numpy())
        found[name] = (float(result.statistic), float(result.pvalue), "ks")
numbers_s = time.perf_counter()
for name in reference.columns:
    if name[0] == "c":
        counts = pd.concat([reference[name].value_counts(), current[name].value_counts()], axis=1).fillna(0)
        result = stats.chi2_contingency(counts.to_numpy().T, correction=False)
        found[name] = (float(result.statistic), float(result.pvalue), "chi2")
ended_s, ended_cpu_s = time.perf_counter(), time.process_time()

with open(os.path.join(directory, "bare.json"), "w") as file:
    json.dump(found, file, indent=1)
print(json.dumps({
    "engine": engine,
    "imports_s": imported_s - started_s,
    "imports_cpu_s": imported_cpu_s - started_cpu_s,
    "read_s": read_s - imported_s,
    "numbers_s": numbers_s - read_s,
    "categories_s": ended_s - numbers_s,
    "wall_s": ended_s - imported_s,
    "cpu_s": ended_cpu_s - imported_cpu_s,
    "peak_bytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024,
}))
