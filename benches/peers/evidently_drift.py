#!/usr/bin/env python3
"""Evidently's drift preset: both files read with pandas, the report written as HTML and JSON.

usage: evidently_drift.py DIRECTORY

DIRECTORY holds ref.csv and cur.csv; columns n.. are numbers, c.. categories. Prints one line of JSON: seconds of
wall and CPU, with the imports apart, and the peak memory.
"""
import json
import os
import resource
import sys
import time

started_s, started_cpu_s = time.perf_counter(), time.process_time()
import pandas as pd
from evidently import DataDefinition, Dataset, Report
from evidently.presets import DataDriftPreset

imported_s, imported_cpu_s = time.perf_counter(), time.process_time()

directory = sys.argv[1]
reference = pd.read_csv(os.path.join(directory, "ref.csv"))
current = pd.read_csv(os.path.join(directory, "cur.csv"))
read_s = time.perf_counter()
definition = DataDefinition(
    numerical_columns=[name for name in reference.columns if name[0] == "n"],
    categorical_columns=[name for name in reference.columns if name[0] == "c"],
)
report = Report([DataDriftPreset()]).run(
    Dataset.from_pandas(current, data_definition=definition),
    Dataset.from_pandas(reference, data_definition=definition),
)
report.save_html(os.path.join(directory, "evidently.html"))
report.json()
ended_s, ended_cpu_s = time.perf_counter(), time.process_time()
print(json.dumps({
    "imports_s": imported_s - started_s,
    "imports_cpu_s": imported_cpu_s - started_cpu_s,
    "read_s": read_s - imported_s,
    "wall_s": ended_s - imported_s,
    "cpu_s": ended_cpu_s - imported_cpu_s,
    "peak_bytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024,
}))
