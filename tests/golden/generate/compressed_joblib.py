#!/usr/bin/env python3
"""One small model in every compression that joblib offers, and a pickle of CatBoost's own class.

Usage: compressed_joblib.py FOLDER
Made with scikit-learn 1.9.1, joblib 1.6.0, lz4 4.4.5, catboost 1.2.10, Python 3.11.
"""
import os, pickle, sys
import joblib, numpy as np
from catboost import CatBoostClassifier
from sklearn.ensemble import RandomForestClassifier

folder = sys.argv[1]
os.makedirs(folder, exist_ok=True)
rng = np.random.default_rng(7)
x = rng.normal(size=(200, 4))
y = (x[:, 0] + x[:, 1] * x[:, 2] > 0.2).astype(int)
model = RandomForestClassifier(6, max_depth=4, random_state=0).fit(x, y)
joblib.dump(model, f"{folder}/plain.joblib")
for name in ("zlib", "gzip", "bz2", "xz", "lzma", "lz4"):
    joblib.dump(model, f"{folder}/{name}.joblib", compress=(name, 3))
booster = CatBoostClassifier(iterations=3, depth=2, verbose=False, random_seed=0, allow_writing_files=False).fit(x, y)
with open(f"{folder}/catboost.pkl", "wb") as out:
    pickle.dump(booster, out, protocol=4)
