"""Golden values of weighted scores and of neighbours: writes tests/golden/fairness/{weighted_scores,neighbours}.json.

Needs numpy and scikit-learn 1.9.1. Areas, average precision, log loss and Brier score with `sample_weight` by
scikit-learn; variances written out row by row from their definitions. Neighbours by scikit-learn's NearestNeighbors
(brute force) over StandardScaler and one-hot columns divided by the root of 2, without ties at the last neighbour; the
consistency with every row among its own neighbours is AIF360's formula (aif360/sklearn/metrics, consistency_score).
Rows are whole-number formulae that the test repeats.
"""
import json
import pathlib

import numpy as np
import sklearn
from sklearn import metrics
from sklearn.neighbors import NearestNeighbors
from sklearn.preprocessing import OneHotEncoder, StandardScaler

assert sklearn.__version__ == "1.9.1", sklearn.__version__
OUT = pathlib.Path(__file__).resolve().parent.parent / "fairness"


def write(name, source, cases):
    (OUT / f"{name}.json").write_text(json.dumps({"source": source, "cases": cases}, default=float, indent=0) + "\n")
    print(name, len(cases))


def weighted_rows(count, a, steps):
    i = np.arange(count)
    label = ((a * i * i + 3 * i) % 101 < 45).astype(int)
    score = (((i * i * a + 7 * i) % 997 + 300 * label) * steps // 1300) / steps
    weight = 0.5 + (a * i % 13) / 4
    return label, score, weight


def mean_variance(x, w):
    m = (w * x).sum() / w.sum()
    n = len(x)
    return m, (w**2 * (x - m) ** 2).sum() / w.sum() ** 2 * n / (n - 1)


weighted = []
for count, a, steps in [(30, 5, 10**6), (200, 11, 20), (1000, 17, 10**6), (57, 3, 4)]:
    y, s, w = weighted_rows(count, a, steps)
    x, z, wx, wz = s[y == 0], s[y == 1], w[y == 0], w[y == 1]
    psi = (z[None, :] > x[:, None]) + 0.5 * (z[None, :] == x[:, None])
    over_zeros = (wx[:, None] * psi).sum(axis=0) / wx.sum()
    over_ones = (wz[None, :] * psi).sum(axis=1) / wz.sum()
    area = (wz * over_zeros).sum() / wz.sum()
    var = lambda v, w: (w**2 * (v - area) ** 2).sum() / w.sum() ** 2 * len(v) / (len(v) - 1)
    clipped = np.clip(s, np.finfo(float).eps, 1 - np.finfo(float).eps)
    losses = -(y * np.log(clipped) + (1 - y) * np.log1p(-clipped))
    weighted.append({
        "count": count, "a": a, "steps": steps,
        "area": metrics.roc_auc_score(y, s, sample_weight=w),
        "area_variance": var(over_zeros, wz) + var(over_ones, wx),
        "average_precision": metrics.average_precision_score(y, s, sample_weight=w),
        "log_loss": metrics.log_loss(y, s, sample_weight=w),
        "log_loss_variance": mean_variance(losses, w)[1],
        "brier": metrics.brier_score_loss(y, s, sample_weight=w),
        "mean": mean_variance(s, w)[0], "mean_variance": mean_variance(s, w)[1],
    })
    assert abs(area - weighted[-1]["area"]) < 1e-12
    assert abs(mean_variance(losses, w)[0] - weighted[-1]["log_loss"]) < 1e-9
write("weighted_scores", "scikit-learn 1.9.1", weighted)

near = []
for count, k in [(60, 5), (200, 1), (300, 7)]:
    i = np.arange(count)
    x = np.column_stack([(i * i * 7 + 3 * i) % 1009, ((i * 31 + i * i) % 503) * 0.01, i * 17 % 211]).astype(float)
    shop = np.array([f"s{v}" for v in (i * i + i // 3) % 4])
    group = (i // 2 + i * i // 5) % 3
    y = (((x[:, 0] / 1009 + (i * 29 % 97) / 97 - 0.12 * (group == 2)) > 0.95)).astype(int)
    points = np.hstack([StandardScaler().fit_transform(x),
                        OneHotEncoder(sparse_output=False).fit_transform(shop[:, None]) / np.sqrt(2)])
    finder = NearestNeighbors(n_neighbors=k + 1, algorithm="brute").fit(points)
    distance, index = finder.kneighbors(points)
    assert (index[:, 0] == i).all() and (np.diff(distance, axis=1) > 1e-9).all(), "ties"
    mean = y[index[:, 1:]].mean(axis=1)
    gap = y - mean
    spread = gap**2 / (1 + 1 / k)
    itself = NearestNeighbors(n_neighbors=k, algorithm="brute").fit(points).kneighbors(points, return_distance=False)
    groups = []
    for g in range(3):
        own, others = np.flatnonzero(group == g), np.flatnonzero(group != g)
        found = NearestNeighbors(n_neighbors=k, algorithm="brute").fit(points[others])
        at = others[found.kneighbors(points[own], return_distance=False)]
        stands = np.bincount(at.ravel(), minlength=count) / k
        difference = (y[own] - y[at].mean(axis=1)).mean()
        variance = (spread[own].sum() + (stands**2 * spread).sum()) / len(own) ** 2
        groups.append({"own": y[own].mean(), "others": y[at].mean(), "difference": difference, "variance": variance})
    near.append({"count": count, "k": k, "consistency": 1 - np.abs(gap).mean(),
                 "with_itself": 1 - np.abs(y - y[itself].mean(axis=1)).mean(), "groups": groups})
write("neighbours", "scikit-learn 1.9.1; AIF360's consistency formula; Abadie and Imbens (2006), eq. 7 and 14", near)
