#!/usr/bin/env python3
"""What onnxruntime says of the ONNX files of a folder of models: labels and scores of golden rows.

usage: onnx_models.py MODELS > tests/golden/model_files/onnxruntime.json

MODELS holds *.onnx, golden/rows40.npy (40 rows x 20 columns) and golden/<name>.json whose X are the rows of pipelines.
"own" is how far onnxruntime is from what the library itself says (golden proba or predict); null where that is unknown.
Made with onnxruntime 1.32.0, numpy 2.4.6, pandas 3.
"""
import glob, json, os, sys
import numpy as np, pandas as pd, onnxruntime as rt

folder = sys.argv[1]
rows = np.load(f"{folder}/golden/rows40.npy").astype(np.float32)
rt.set_default_logger_severity(3)
files = {}
for path in sorted(glob.glob(f"{folder}/*.onnx")):
    name = os.path.basename(path)
    session = rt.InferenceSession(path, providers=["CPUExecutionProvider"])
    inputs = session.get_inputs()
    golden_path = f"{folder}/golden/{name.split('.')[0]}.json"
    golden = json.load(open(golden_path)) if os.path.exists(golden_path) else {}
    if len(inputs) == 1:
        feed = {inputs[0].name: rows}
    else:
        table = pd.DataFrame(golden["X"]["rows"], columns=golden["X"]["columns"])
        feed = {i.name: (table[i.name].astype(np.float32).values if "float" in i.type else table[i.name].astype(str).values.astype(object))[:, None]
                for i in inputs}
    said = {"label": None, "scores": None, "own": None}
    for output, value in zip(session.get_outputs(), session.run(None, feed)):
        if isinstance(value, list):
            value = np.array([list(row.values()) for row in value])
        if "label" in output.name:
            said["label"] = [str(v) for v in value.ravel()]
        else:
            said["scores"] = np.asarray(value, dtype=float).reshape(len(value), -1).tolist()
    theirs = golden.get("proba", golden.get("predict") if said["label"] is None else None)
    if theirs is not None and name.split("_")[0] in ("sk", "pipe"):
        said["own"] = float(np.abs(np.asarray(theirs, dtype=float).reshape(len(theirs), -1) - np.asarray(said["scores"])).max())
    files[name] = said
json.dump({"source": f"onnxruntime {rt.__version__}, the files of the folder of golden models", "files": files}, sys.stdout)
