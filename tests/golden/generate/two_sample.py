"""Golden values of src/stats/two_sample, src/stats/distance and the tests on counts: writes tests/golden/stats/*.json.

Needs scipy 1.17.1, statsmodels, numpy and mpmath 1.3. Run from anywhere: `python3 two_sample.py`.
The samples are those of `two_sample_pairs.json`: lists, or formulae over whole numbers as in stats.py.
"""
import json
import math
import pathlib
import warnings

import mpmath as mp
import numpy as np
import scipy
from scipy import optimize, stats
from scipy.spatial.distance import jensenshannon
from statsmodels.stats.multitest import multipletests
from statsmodels.stats.proportion import proportions_ztest

assert scipy.__version__ == "1.17.1", scipy.__version__
warnings.filterwarnings("ignore")
mp.mp.dps = 40
HERE = pathlib.Path(__file__).resolve().parent.parent / "stats"
total = 0


def number(x):
    x = float(x)
    if math.isnan(x):
        return None
    if math.isinf(x):
        return "inf" if x > 0 else "-inf"
    return x


def write(name, source, cases):
    global total
    total += sum(isinstance(v, float) for case in cases for v in case.values())
    rows = ",\n  ".join(json.dumps(case) for case in cases)
    (HERE / f"{name}.json").write_text(f'{{"source": {json.dumps(source)}, "cases": [\n  {rows}\n]}}\n')
    print(name, len(cases))


def formula(n, a, b, c, m, shift=0):
    return {"formula": [n, a, b, c, m, shift]}


def values(sample):
    if isinstance(sample, list):
        return np.array([float(x) for x in sample])
    n, a, b, c, m, shift = sample["formula"]
    return np.array([float((a * i + b * i * i + c) % m) + shift for i in range(n)])


X = np.round(np.sin(np.arange(1, 31) * 1.7) * 3 + np.arange(1, 31) * 0.01, 3).tolist()
Y = np.round(np.cos(np.arange(1, 26) * 1.3) * 3 + 0.5, 3).tolist()
PAIRS = [
    ("plain 30 and 25", X, Y),
    ("ties 30 and 25", np.floor(X).tolist(), np.floor(Y).tolist()),
    ("plain 12 and 9", X[:12], Y[:9]),
    ("plain 7 and 6", X[:7], Y[:6]),
    ("plain 20 and 20", X[:20], Y[:20]),
    ("plain 5 and 40", X[:5], (np.array(Y + X[:15]) + 0.0005).tolist()),
    ("ties 15 and 11", np.floor(X[:15]).tolist(), np.floor(Y[:11]).tolist()),
    ("ties 8 and 20", np.round(X[:8]).tolist(), np.round(Y[:20]).tolist()),
    ("shifted 18 and 16", X[:18], (np.array(X[2:18]) + 2.0).tolist()),
    ("apart 9 and 8", X[:9], (np.array(Y[:8]) + 20).tolist()),
    ("equal samples", X[:10], X[:10]),
    ("scaled 25 and 25", X[:25], (np.array(Y) * 3.5).tolist()),
    ("large near", formula(900, 17, 3, 5, 1009), formula(700, 23, 7, 11, 1013)),
    ("large shifted", formula(900, 17, 3, 5, 1009), formula(700, 23, 7, 11, 1013, 130)),
    ("large ties", formula(1500, 17, 3, 5, 13), formula(1100, 5, 1, 2, 11)),
    ("skewed", (np.array(X[:28]) ** 2).tolist(), (np.abs(Y)).tolist()),
    ("four levels", formula(300, 1, 1, 0, 4), formula(260, 1, 2, 1, 4)),
    ("twenty-five thousand", formula(25000, 7919, 13, 5, 100003), formula(24000, 104729, 17, 7, 100019, 900)),
]


def cvm_tail(x):
    """1 - limit law of Cramer-von Mises, Csorgo & Faraway's series to the last digit."""
    x = mp.mpf(x)
    if x < mp.mpf("0.003"):
        return mp.mpf(1)
    term = lambda k: mp.gamma(k + mp.mpf("0.5")) / (mp.factorial(k) * mp.pi ** mp.mpf("1.5") * mp.sqrt(x)) * mp.sqrt(4 * k + 1) * mp.exp(
        -(4 * k + 1) ** 2 / (16 * x)) * mp.besselk(mp.mpf("0.25"), (4 * k + 1) ** 2 / (16 * x))
    total, k = mp.mpf(0), 0
    while True:
        t = term(k)
        total += t
        k += 1
        if t < mp.mpf(10) ** -36:
            return 1 - total


def ad_tail(z):
    """1 - limit law of Anderson-Darling (Anderson & Darling 1954)."""
    z = mp.mpf(z)
    if z < mp.mpf("0.05"):
        return mp.mpf(1)
    total, j = mp.mpf(0), 0
    while True:
        c = (4 * j + 1) ** 2 * mp.pi ** 2 / (8 * z)
        part = mp.quad(lambda w: mp.exp(z / (8 * (w * w + 1)) - c * w * w), [0, 0.5, 1, 2, 4, 8 + 20 / mp.sqrt(c)])
        t = mp.binomial(mp.mpf("-0.5"), j) * (4 * j + 1) * mp.exp(-c) * part
        total += t
        j += 1
        if abs(t) < mp.mpf(10) ** -32:
            return 1 - mp.sqrt(2 * mp.pi) / z * total


def kuiper(x, y):
    n, m = len(x), len(y)
    x, y = np.sort(x), np.sort(y)
    z = np.concatenate([x, y])
    f, g = np.searchsorted(x, z, "right") / n, np.searchsorted(y, z, "right") / m
    v = max(0, (f - g).max()) + max(0, (g - f).max())
    root = mp.sqrt(mp.mpf(n) * m / (n + m))
    lam = (root + mp.mpf("0.155") + mp.mpf("0.24") / root) * mp.mpf(float(v))
    if lam < mp.mpf("0.4"):
        return v, 1.0
    return v, 2 * mp.nsum(lambda j: (4 * j * j * lam * lam - 1) * mp.exp(-2 * j * j * lam * lam), [1, 60])


def pairs():
    cases = []
    for name, a, b in PAIRS:
        x, y = values(a), values(b)
        r = {"name": name, "reference": a, "current": b}
        c = stats.cramervonmises_2samp(x, y)
        r |= {"cvm": number(c.statistic), "cvm_p": number(c.pvalue)}
        if max(len(x), len(y)) > 20:
            n, m = len(x), len(y)
            N, k = n + m, n * m
            vt = (N + 1) * (4 * k * N - 3 * (n * n + m * m) - 2 * k) / (45 * N * N * 4 * k)
            r["cvm_tail"] = number(cvm_tail(1 / 6 + (c.statistic - (1 + 1 / N) / 6) / math.sqrt(45 * vt)))
        d = stats.anderson_ksamp([x, y], variant="midrank")
        sigma = math.sqrt(2 * (math.pi ** 2 / 3 - 3))
        r |= {"ad": number(d.statistic), "ad_capped": number(d.pvalue), "ad_tail": number(ad_tail(1 + d.statistic * sigma))}
        v, p = kuiper(x, y)
        r |= {"kuiper": number(v), "kuiper_p": number(p)}
        u = stats.mannwhitneyu(x, y)
        exact = (len(x) <= 8 or len(y) <= 8) and len(set(x) | set(y)) == len(x) + len(y)
        r |= {"mwu": number(u.statistic), "mwu_p": number(u.pvalue), "mwu_exact": bool(exact)}
        b = stats.brunnermunzel(x, y)
        r |= {"bm": None, "bm_p": None} if not math.isfinite(b.statistic) else {"bm": number(b.statistic), "bm_p": number(b.pvalue)}
        t = stats.ttest_ind(x, y, equal_var=False)
        r |= {"welch": number(t.statistic), "welch_p": number(t.pvalue), "welch_df": number(t.df)}
        e = stats.epps_singleton_2samp(x, y)
        r |= {"es": number(e.statistic), "es_p": number(e.pvalue)}
        r |= {"wasserstein": number(stats.wasserstein_distance(x, y)), "energy": number(stats.energy_distance(x, y))}
        cases.append(r)
    write("two_sample_pairs", "scipy 1.17.1; cvm_tail, ad_tail, kuiper_p by mpmath with 40 digits", cases)


def student():
    cases = []
    for df in [1, 1.5, 2, 3.7, 10, 29.3, 100, 1234.5, 1e5, 1e8]:
        for t in [0.01, 0.7, 1.0, 1.96, 3.3, 6, 15, 37]:
            d, s = mp.mpf(df), mp.mpf(t)
            p = mp.betainc(d / 2, mp.mpf("0.5"), 0, d / (d + s * s), regularized=True) if df < 1e5 else None
            if p is None:
                # P = 2 * integral of the density, log-gammas with 40 digits
                c = mp.exp(mp.loggamma((d + 1) / 2) - mp.loggamma(d / 2)) / mp.sqrt(d * mp.pi)
                f = lambda u: mp.exp(-(d + 1) / 2 * mp.log1p(u * u / d))
                p = 2 * c * mp.quad(f, [s] + [s + k / max(s, 1) for k in (0.5, 1, 2, 4, 8, 16, 32, 64, 96)])
            cases.append({"t": float(t), "degrees": float(df), "p": number(p)})
    write("student", f"mpmath {mp.__version__}, 40 digits", [c for c in cases if c["p"] > 1e-300])


def counts():
    cases = []
    for table in [[[30, 14, 6], [22, 20, 11]], [[10, 10], [10, 10]], [[5, 0, 3], [2, 4, 0]], [[1000, 10, 300], [4000, 55, 1190]],
                  [[100000, 3], [99950, 40]], [[1, 2, 3, 4, 5], [5, 4, 3, 2, 1]], [[50, 60], [70, 20]], [[7, 0], [0, 9]],
                  [[12345, 23456, 34567], [12300, 23500, 34500]]]:
        g = stats.chi2_contingency(table, correction=False, lambda_="log-likelihood")
        t = np.array(table, float)
        z, p = proportions_ztest([t[1, 0], t[0, 0]], [t[1].sum(), t[0].sum()])
        cases.append({"counts": table, "g": number(g.statistic), "g_p": number(g.pvalue), "z": number(z), "z_p": number(p),
                      "largest_change": float(np.abs(t[0] / t[0].sum() - t[1] / t[1].sum()).max())})
    write("counts", "scipy 1.17.1 chi2_contingency(lambda_='log-likelihood'); statsmodels proportions_ztest on the first level", cases)

    # All tables with the margins, with whole numbers.
    cases = []
    for a, b in [([8, 2, 0], [1, 5, 1]), ([3, 1, 2, 0], [0, 2, 2, 4]), ([5, 3], [2, 9]), ([1, 1, 1, 1, 6], [2, 0, 1, 3, 4]), ([10, 0, 2], [6, 3, 3])]:
        margins = [x + y for x, y in zip(a, b)]
        n, total_rows = sum(a), sum(margins)
        spread = lambda t: sum((x - k * n / total_rows) ** 2 / k for x, k in zip(t, margins))
        seen, hit, every = spread(a), 0, 0

        def walk(i, left, chosen, weight):
            nonlocal hit, every
            if i == len(margins):
                if left == 0:
                    every += weight
                    hit += weight if spread(chosen) >= seen * (1 - 1e-9) else 0
                return
            for x in range(min(left, margins[i]) + 1):
                walk(i + 1, left - x, chosen + [x], weight * math.comb(margins[i], x))
        walk(0, n, [], 1)
        cases.append({"reference": a, "current": b, "p": hit / every,
                      "statistic": number(stats.chi2_contingency([a, b], correction=False).statistic)})
    write("monte_carlo", "enumeration in whole numbers; statistic scipy 1.17.1 chi2_contingency", cases)


def corrections():
    lists = [[.001, .008, .039, .041, .042, .06, .074, .205], [0.5], [0.04, 0.03, 0.02, 0.01], [1.0, 1.0, 1.0],
             [0.0, 1e-300, 1e-10, 0.9], [0.05, 0.05, 0.05, 0.9], [0.3, 0.2, 0.7, 0.001, 0.02, 0.02, 0.9, 0.15]]
    cases = []
    for p in lists:
        case = {"p": p, "benjamini_yekutieli": [number(q) for q in stats.false_discovery_control(p, method="by")]}
        for name in ("bonferroni", "holm"):
            case[name] = [number(q) for q in multipletests(p, method=name)[1]]
        cases.append(case)
    global total
    total += 3 * sum(map(len, lists))
    write("corrections", "scipy 1.17.1 false_discovery_control(method='by'); statsmodels multipletests", cases)


def evidently_bins(x, y):
    if len(np.unique(x)) > 20:
        edges = np.histogram_bin_edges(np.concatenate([x, y]), bins="sturges")
        return np.histogram(x, edges)[0] / len(x), np.histogram(y, edges)[0] / len(y)
    keys = np.unique(np.concatenate([x, y]))
    return np.array([np.mean(x == k) for k in keys]), np.array([np.mean(y == k) for k in keys])


def evidently_fill(p):
    p = p.copy()
    least = p[p != 0].min()
    p[p == 0] = least / 10 ** 6 if least <= 0.0001 else 0.0001
    return p


def nannyml(x, y):
    a, edges = np.histogram(x, bins="doane")
    b = np.histogram(y, bins=edges)[0] / len(y)
    a, rest = a / len(x), 1 - b.sum()
    if rest > 1e-15:
        a, b = np.append(a, 0), np.append(b, rest)
    return jensenshannon(a, b, base=2)


def tfdv(x, y):
    ex, ey = np.linspace(x.min(), x.max(), 11), np.linspace(y.min(), y.max(), 11)
    edges = np.unique(np.concatenate([ex, ey]))

    def spread(v, own):
        # the distribution function of evenly spread bins, differenced over the pieces
        f = np.concatenate([[0], np.cumsum(np.histogram(v, own)[0] / len(v))])
        return np.clip(np.diff(np.interp(edges, own, f)), 0, None)
    return jensenshannon(spread(x, ex), spread(y, ey), base=2) ** 2


def deepchecks(x, y):
    cut = lambda v: v[(v >= np.quantile(v, 0.025)) & (v <= np.quantile(v, 0.975))]
    x, y = cut(x), cut(y)
    low, high = min(x.min(), y.min()), max(x.max(), y.max())
    return stats.wasserstein_distance((x - low) / (high - low), (y - low) / (high - low))


def psi(p, q):
    return sum((a - b) * mp.log(mp.mpf(a) / mp.mpf(b)) for a, b in zip(p, q) if a != b)


def stability(x, missing_x, y, missing_y):
    edges = np.unique(np.quantile(x, np.arange(11) / 10))
    bins = np.concatenate([[np.nextafter(edges[0], -np.inf)], edges[1:] if len(edges) > 1 else edges])
    count = lambda v, missing: np.append(np.diff(np.concatenate([[0], np.searchsorted(np.sort(v), bins, "right"), [len(v)]])), missing)
    p, q = count(x, missing_x), count(y, missing_y)
    used = (p > 0) | (q > 0)
    p, q = p[used] + 0.5, q[used] + 0.5
    floor = stats.chi2.isf(0.05, used.sum() - 1) * (1 / (len(x) + missing_x) + 1 / (len(y) + missing_y))
    return number(psi(p / p.sum(), q / q.sum())), int(used.sum()), number(floor)


def distances():
    cases = []
    for name, a, b in PAIRS:
        x, y = values(a), values(b)
        p, q = evidently_bins(x, y)
        value, bins, floor = stability(x, 3, y, 7)
        cases.append({"name": name, "reference": a, "current": b, "evidently_psi": number(psi(evidently_fill(p), evidently_fill(q))),
                      "evidently_kl": number(stats.entropy(evidently_fill(p), evidently_fill(q))), "evidently_js": number(jensenshannon(p, q)),
                      "evidently_wasserstein": number(stats.wasserstein_distance(x, y) / max(np.std(x), 0.001)),
                      "nannyml_js": number(nannyml(x, y)), "tfdv_js": number(tfdv(x, y)), "deepchecks_emd": number(deepchecks(x, y)),
                      "psi": value, "psi_bins": bins, "psi_floor": floor})
    # The one number that was taken from Evidently itself.
    assert math.isclose(cases[0]["evidently_psi"], 0.3732861843592887, rel_tol=1e-12)
    write("binned_distances", "numpy and scipy 1.17.1 with each tool's bins; the first evidently_psi is Evidently 0.7.23's own", cases)
    cases = []
    for p, q in [([.5, .3, .2], [.4, .4, .2]), ([1, 0], [0, 1]), ([6, 4, 0], [5, 0, 5]), ([.1] * 10, list(range(1, 11))),
                 ([1e-12, 1], [1, 1]), ([.25, .75], [.25, .75]), ([3, 1, 4, 1, 5, 9], [2, 7, 1, 8, 2, 8])]:
        s, t = [mp.mpf(x) / mp.fsum(map(mp.mpf, p)) for x in p], [mp.mpf(x) / mp.fsum(map(mp.mpf, q)) for x in q]
        cases.append({"p": p, "q": q, "kl": number(stats.entropy(p, q)), "js": number(jensenshannon(p, q)), "js2": number(jensenshannon(p, q, 2)),
                      "hellinger": number(mp.sqrt(mp.fsum((mp.sqrt(a) - mp.sqrt(b)) ** 2 for a, b in zip(s, t)) / 2))})
    write("probability_distances", "scipy 1.17.1 entropy, jensenshannon; mpmath", cases)


def effects():
    cases = []
    pairs = PAIRS + [("uneven", formula(40, 17, 3, 5, 101), formula(15, 23, 7, 11, 103)), ("mostly zero", [0.0] * 80 + X[:20], [0.0] * 50 + Y),
                     ("one far off", formula(900, 17, 3, 5, 1009), (values(formula(700, 23, 7, 11, 1013)).tolist() + [1e9]))]
    for name, a, b in pairs:
        x, y = values(a), values(b)
        if len(x) < 40:
            continue
        share = max(0.001, 5 / len(x))
        low, high = np.quantile(x, [share, 1 - share])
        cut = lambda v: np.clip(v, low, high)
        scale = (np.quantile(x, 0.75) - np.quantile(x, 0.25)) / 1.349
        if scale == 0:
            scale = np.std(cut(x), ddof=1)
        cases.append({"name": name, "reference": a, "current": b, "low": number(low), "high": number(high), "scale": number(scale),
                      "value": number(stats.wasserstein_distance(cut(x), cut(y)) / scale)})
    write("winsorised_effect", "scipy 1.17.1 wasserstein_distance of values clipped at numpy quantiles", cases)
    cases = []
    for levels, n, m in [(2, 100, 100), (2, 5000, 300), (3, 1000, 1000), (10, 400, 900), (65, 3000, 3000), (200, 100000, 20000), (1000, 50000, 50000)]:
        critical = stats.chi2.isf(0.05, levels - 1)
        power = optimize.brentq(lambda k: stats.ncx2.sf(critical, levels - 1, k) - 0.8, 1e-6, 500, xtol=1e-13, rtol=1e-13)
        cases.append({"levels": levels, "n": n, "m": m, "detectable": number(0.5 * math.sqrt(power * (1 / n + 1 / m)))})
    write("detectable_variation", "scipy 1.17.1 ncx2.sf, brentq", cases)


pairs()
effects()
student()
counts()
corrections()
distances()
print("golden values:", total)
