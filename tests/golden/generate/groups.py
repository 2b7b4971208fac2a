"""Golden values of src/stats/groups, inequality and association: writes tests/golden/stats/{groups,bca,inequality,association}.json.

Needs numpy, scipy 1.17.1, scikit-learn 1.9.1, statsmodels 0.15. Rows are whole-number formulae (see `rows`). Areas,
average precision, log loss and Brier score by scikit-learn; DeLong's variance from all pairs; calibration errors and the
association measures written out from their papers; noncentral intervals by scipy.stats.ncx2 and ncf; BCa intervals by
scipy.stats.bootstrap's own formulae on the resamples given in the file.
"""
import json
import math
import pathlib

import numpy as np
import scipy
from scipy import optimize, stats
from sklearn import metrics

assert scipy.__version__ == "1.17.1", scipy.__version__
OUT = pathlib.Path(__file__).resolve().parent.parent / "stats"


def write(name, source, cases):
    clean = lambda o: None if isinstance(o, float) and math.isnan(o) else o
    (OUT / f"{name}.json").write_text(json.dumps({"source": source, "cases": cases}, default=float, indent=0) + "\n")
    print(name, len(cases))


def rows(count, a, b, steps):
    """Group, label, score of each row: whole-number formulae; scores in 0..1 with `steps` distinct ones at most."""
    i = np.arange(count)
    group = (a * i + i * i // 7) % 3
    label = ((b * i * i + 3 * i) % 101 < 40 + 10 * group).astype(int)
    raw = (i * i * b + a * i) % 997
    score = ((raw + 300 * label) * steps // 1300) / steps
    return group, label, score


def delong(y, s):
    x, z = s[y == 0], s[y == 1]
    psi = (z[None, :] > x[:, None]) + 0.5 * (z[None, :] == x[:, None])
    return psi.mean(axis=1).var(ddof=1) / len(x) + psi.mean(axis=0).var(ddof=1) / len(z)


def ece(y, s, bins):
    """Equal-mass bins, ties kept together, as calibration.rs has them; plain and debiased."""
    values, start = np.unique(s), 0
    edges, seen, closed, open_, out = [], 0, 0, [], []
    for v in values:
        open_.append(v)
        seen += int((s == v).sum())
        if seen * bins >= len(s) * (len(out) + 1):
            out.append(list(open_))
            open_ = []
    if open_:
        out.append(open_)
    plain = inflated = 0.0
    points = []
    for bin_ in out:
        inside = np.isin(s, bin_)
        n, rate, mean = int(inside.sum()), float(y[inside].mean()), float(s[inside].mean())
        gap = rate - mean
        variance = max(rate * (1 - rate) / (n - 1), float((s[inside] * (1 - s[inside])).sum()) / n**2) if n > 1 else 0.0
        e = math.sqrt(variance)
        plain += n / len(s) * abs(gap)
        # mean of a folded normal number
        inflated += n / len(s) * (float(stats.foldnorm.mean(abs(gap) / e, scale=e)) if e > 0 else abs(gap))
        points.append([n, rate, mean])
    return plain, max(0.0, 2 * plain - inflated), points


cases = []
for count, a, b, steps in [(40, 5, 3, 1300), (300, 4, 7, 1300), (1000, 7, 11, 50), (2000, 2, 5, 10), (5000, 11, 13, 1300), (60, 1, 2, 4)]:
    group, label, score = rows(count, a, b, steps)
    decision = (score >= 0.5).astype(int)
    out = []
    for g in range(3):
        y, s, d = label[group == g], score[group == g], decision[group == g]
        if len(set(y)) < 2:
            out.append(None)
            continue
        plain, debiased, points = ece(y, s, 5)
        loss = np.array([-math.log(min(max(p if t else 1 - p, np.finfo(float).eps), 1 - np.finfo(float).eps)) for t, p in zip(y, s)])
        n = len(y)
        out.append({
            "rows": n, "auc": metrics.roc_auc_score(y, s), "variance": delong(y, s), "ap": metrics.average_precision_score(y, s),
            "log_loss": metrics.log_loss(y, s, labels=[0, 1]), "brier": metrics.brier_score_loss(y, s),
            "loss_skewness": stats.skew(loss), "loss_error": stats.sem(loss),
            "ece": plain, "ece_debiased": debiased, "points": points,
            "selection": d.mean(), "tpr": metrics.recall_score(y, d), "precision": metrics.precision_score(y, d, zero_division=np.nan) if d.any() else None,
            "accuracy": metrics.accuracy_score(y, d), "balanced": metrics.balanced_accuracy_score(y, d), "f1": metrics.f1_score(y, d),
            "base": y.mean(), "mae": metrics.mean_absolute_error(y, s), "rmse": metrics.root_mean_squared_error(y, s),
        })
    cases.append({"count": count, "a": a, "b": b, "steps": steps, "groups": out})
write("groups", "scikit-learn 1.9.1, numpy, scipy 1.17.1", cases)

# --- BCa of given resamples: the formulae of scipy/stats/_resampling.py ---------------------------------------------
cases = []
for counts, shift in [([70, 30], 0), ([45, 5], 1), ([8, 12], 2), ([400, 3], 3)]:
    n = sum(counts)
    data = np.repeat([0.0, 1.0], counts)
    # Resamples that both sides can make: an even spread of binomial quantiles.
    u = (np.arange(999) * 617 % 999 + 0.5) / 999
    drawn = stats.binom.ppf(u, n, counts[1] / n) / n
    theta = counts[1] / n
    z0 = stats.norm.ppf((np.sum(drawn < theta - 1e-12) + np.sum(drawn <= theta + 1e-12)) / 2 / len(drawn))
    jack = np.array([(data.sum() - v) / (n - 1) for v in data])
    U = (n - 1) * (jack.mean() - jack)
    a = (U**3).sum() / n**3 / (6 * ((U**2).sum() / n**2) ** 1.5)
    ends = [np.quantile(drawn, stats.norm.cdf(z0 + (z0 + z) / (1 - a * (z0 + z)))) for z in stats.norm.ppf([0.025, 0.975])]
    cases.append({"counts": counts, "drawn": [round(v * n) for v in drawn], "acceleration": a, "interval": ends, "error": drawn.std(ddof=1)})
# Of two samples, scipy's own acceleration.
x, y = np.repeat([0.0, 1.0], [72, 48]), np.repeat([0.0, 1.0], [60, 100])
def ratio(x, y):
    return x.mean() / y.mean()
parts = []
for k, v in enumerate((x, y)):
    n = len(v)
    jack = np.array([ratio(np.delete(x, i), y) if k == 0 else ratio(x, np.delete(y, i)) for i in range(n)])
    U = (n - 1) * (jack.mean() - jack)
    parts.append(((U**3).sum() / n**3, (U**2).sum() / n**2))
a = sum(p[0] for p in parts) / (6 * sum(p[1] for p in parts) ** 1.5)
cases.append({"two": [[72, 48], [60, 100]], "acceleration": a})
write("bca", "formulae of scipy 1.17.1 stats/_resampling.py on given resamples", cases)

# --- inequality -----------------------------------------------------------------------------------------------------
cases = []
for groups in [[[5, 30, 12], [9, 20, 3]], [[0, 10, 0], [4, 10, 1]], [[50, 400, 60], [20, 100, 9], [3, 11, 8]]]:
    b = [np.repeat([0.0, 1.0, 2.0], g) for g in groups]
    whole, means = np.concatenate(b), np.concatenate([np.full(len(v), v.mean()) for v in b])
    def ge(v, alpha):
        r = v / v.mean()
        if alpha == 1:
            return np.mean(np.where(r > 0, r * np.log(np.where(r > 0, r, 1)), 0))
        return np.mean(r**alpha - 1) / (alpha * (alpha - 1))
    for alpha in (1, 2, 0.5, 3):
        cases.append({"groups": groups, "alpha": alpha, "whole": ge(whole, alpha), "between": ge(means, alpha)})
write("inequality", "numpy from Speicher et al. (2018), eq. 2; equals aif360 0.6.1 generalized_entropy_index, its alpha = 0 aside", cases)

# --- association ----------------------------------------------------------------------------------------------------
def invert(tail, p):
    if tail(0) >= p:
        return 0.0
    high = 100.0
    while tail(high) < p:
        high *= 2
    return optimize.brentq(lambda x: tail(x) - p, 0, high, xtol=1e-13, rtol=1e-14)


cases = []
for table in [[[30, 10], [10, 30]], [[20, 22, 18], [25, 20, 15]], [[100, 5], [90, 20], [80, 3], [4, 4]], [[50, 50], [49, 51]], [[7, 0, 3], [0, 9, 1]]]:
    t = np.array(table, float)
    n, (r, c) = t.sum(), t.shape
    chi2 = stats.chi2_contingency(t, correction=False).statistic
    g = stats.chi2_contingency(t, correction=False, lambda_="log-likelihood").statistic
    df = (r - 1) * (c - 1)
    rest = max(0, chi2 / n - df / (n - 1))
    shrunk = min(r - (r - 1) ** 2 / (n - 1), c - (c - 1) ** 2 / (n - 1)) - 1
    case = {"table": table, "v": stats.contingency.association(t.astype(int), method="cramer"), "corrected": math.sqrt(rest / shrunk), "mi": metrics.mutual_info_score(None, None, contingency=t.astype(int))}
    for name, s in (("chi2", chi2), ("g", g)):
        # x = 0 is the central one, which ncx2 does not take.
        tail = lambda x: stats.ncx2.sf(s, df, x) if x > 0 else stats.chi2.sf(s, df)
        case[name + "_noncentrality"] = [invert(tail, 0.025), invert(tail, 0.975)]
    # Delta method by numerical derivative.
    p = t / n
    def phi2(p):
        e = p.sum(1, keepdims=True) * p.sum(0, keepdims=True) / p.sum()
        return ((p - e) ** 2 / e).sum() / p.sum()
    def twice_mi(p):
        q = p / p.sum()
        e = q.sum(1, keepdims=True) * q.sum(0, keepdims=True)
        return 2 * np.where(q > 0, q * np.log(np.where(q > 0, q, 1) / e), 0).sum()
    for name, f in (("phi2", phi2), ("twice_mi", twice_mi)):
        d = np.zeros_like(p)
        for i in range(r):
            for j in range(c):
                if p[i, j] > 0:
                    h = 1e-6
                    up, down = p.copy(), p.copy()
                    up[i, j] += h
                    down[i, j] -= h
                    d[i, j] = (f(up) - f(down)) / (2 * h)
        case[name + "_spread"] = (p * d * d).sum() - (p * d).sum() ** 2
    cases.append(case)
write("association", "scipy 1.17.1 (association, chi2_contingency, ncx2), scikit-learn 1.9.1 mutual_info_score, Bergsma (2013) by hand, delta method by numerical derivative", cases)

cases = []
for count, a, b, steps in [(40, 5, 3, 1300), (300, 4, 7, 1300), (1000, 7, 11, 50)]:
    group, label, score = rows(count, a, b, steps)
    parts = [score[group == g] for g in range(3)]
    f = stats.f_oneway(*parts).statistic
    n, k = count, 3
    ssb = sum(len(p) * (p.mean() - score.mean()) ** 2 for p in parts)
    eta = ssb / ((score - score.mean()) ** 2).sum()
    tail = lambda x: stats.ncf.sf(f, k - 1, n - k, x) if x > 0 else stats.f.sf(f, k - 1, n - k)
    cases.append({"count": count, "a": a, "b": b, "steps": steps, "eta": eta, "epsilon": max(0, eta - (k - 1) / (n - k) * (1 - eta)),
                  "noncentrality": [invert(tail, 0.025), invert(tail, 0.975)]})
write("eta_squared", "numpy, scipy 1.17.1 f_oneway and ncf", cases)
