"""Golden values of src/stats: writes tests/golden/stats/*.json.

Needs scipy 1.17.1, statsmodels 0.14, numpy and mpmath 1.3. Run from anywhere: `python3 stats.py`.
Infinite numbers are written as the strings "inf" and "-inf". Large samples are formulae over whole numbers
(value i = (a*i + b*i*i + c) mod m + shift), so that both languages make exactly the same ones.
"""
import json
import math
import pathlib
import warnings
from fractions import Fraction

import mpmath as mp
import numpy as np
import scipy
from scipy import special, stats
from scipy.stats._stats_py import _attempt_exact_2kssamp
from statsmodels.stats.proportion import confint_proportions_2indep, proportion_confint

assert scipy.__version__ == "1.17.1", scipy.__version__
warnings.filterwarnings("ignore")
mp.mp.dps = 60
HERE = pathlib.Path(__file__).resolve().parent.parent / "stats"


def number(x):
    x = float(x)
    if math.isnan(x):
        return None
    if math.isinf(x):
        return "inf" if x > 0 else "-inf"
    return x


def write(name, source, cases):
    HERE.mkdir(exist_ok=True)
    rows = ",\n  ".join(json.dumps(case) for case in cases)
    (HERE / f"{name}.json").write_text(f'{{"source": {json.dumps(source)}, "cases": [\n  {rows}\n]}}\n')
    print(name, len(cases))


def normal():
    cases = []
    for x in [-40.5, -38, -10, -5.5, -2.5, -1, -0.7, -0.1, -1e-9, 0, 1e-9, 0.3, 0.5, 1, 1.5, 1.959963984540054,
              2.3, 3.7, 5, 6.1, 8, 10, 13.3, 20, 25.7, 30, 33.3, 37, 37.5]:
        q = mp.erfc(mp.mpf(x) / mp.sqrt(2)) / 2
        cases.append({"x": x, "sf": number(q), "cdf": number(mp.erfc(-mp.mpf(x) / mp.sqrt(2)) / 2),
                      "pdf": number(mp.npdf(mp.mpf(x)))})
    write("normal", f"mpmath {mp.__version__}, 60 digits", cases)

    def quantile(p):
        # Newton on the tail with 60 digits, from scipy's double
        p = mp.mpf(p)
        x = mp.mpf(float(special.ndtri(float(p))))
        for _ in range(6):
            x -= (mp.ncdf(x) - p) / mp.npdf(x) if x > -5 else (mp.erfc(-x / mp.sqrt(2)) / 2 - p) / mp.npdf(x)
        return x

    write("normal_quantile", f"mpmath {mp.__version__}, 60 digits",
          [{"p": p, "quantile": number(quantile(p))} for p in
           [1e-300, 1e-100, 1e-30, 1e-16, 1e-10, 1e-6, 1e-3, 0.0125, 0.025, 0.05, 0.07, 0.0751, 0.2, 0.3, 0.45,
            0.4999, 0.51, 0.6, 0.75, 0.9, 0.925, 0.95, 0.975, 0.99, 0.999, 0.999999]])


def chi_square():
    cases = []
    for k in [1, 2, 3, 4, 5, 7, 10, 19, 30, 31, 50, 99, 100, 500, 999, 5000, 20001]:
        for x in [1e-8 * k, 0.01 * k, 0.3 * k, 0.9 * k, k, k + 1, k + 2.5, k + 3 * math.sqrt(2 * k), k + 8 * math.sqrt(2 * k),
                  k + 30 * math.sqrt(2 * k), 700.0, 1350.0]:
            q = mp.gammainc(mp.mpf(k) / 2, mp.mpf(x) / 2, mp.inf, regularized=True)
            if q > mp.mpf("1e-305"):
                cases.append({"x": x, "degrees": k, "sf": number(q)})
    write("chi_square", f"mpmath {mp.__version__}, 60 digits", cases)


def formula(n, a, b, c, m, shift=0):
    return {"formula": [n, a, b, c, m, shift]}


def values(sample):
    if isinstance(sample, list):
        return np.array([float(x) for x in sample])
    n, a, b, c, m, shift = sample["formula"]
    return np.array([float((a * i + b * i * i + c) % m) + shift for i in range(n)])


def two_samples():
    inf = "inf"
    x = np.round(np.sin(np.arange(1, 31) * 1.7) * 3 + np.arange(1, 31) * 0.01, 3)
    y = np.round(np.cos(np.arange(1, 26) * 1.3) * 3 + 0.5, 3)
    pairs = [
        ("plain 30 and 25", x.tolist(), y.tolist()),
        ("ties 30 and 25", np.floor(x).tolist(), np.floor(y).tolist()),
        ("one and one equal", [1.0], [1.0]),
        ("one and one apart", [1.0], [2.0]),
        ("one and two", [1.5], [1.0, 2.0]),
        ("one and twenty", [0.5], list(range(20))),
        ("constant, equal", [3.0] * 8, [3.0] * 11),
        ("constant, apart", [3.0] * 8, [4.0] * 11),
        ("constant against spread", [3.0] * 9, [1.0, 2.0, 3.0, 4.0, 5.0]),
        ("infinities on both", ["-inf", 1.0, 2.0, inf], ["-inf", "-inf", 2.0, 3.0, inf]),
        ("all infinite", [inf, inf, inf], ["-inf", inf]),
        ("signed zeros", [-0.0, 0.0, 1.0], [0.0, 0.0, 2.0]),
        ("identical", [1.0, 2.0, 3.0, 4.0], [1.0, 2.0, 3.0, 4.0]),
        ("gap attained twice", [1.0, 3.0, 5.0, 7.0], [0.0, 2.0, 4.0, 6.0]),
        ("lowest point shared and not", [2.0, 3.0, 3.0, 9.0], [1.0, 1.0, 3.0, 4.0]),
        ("equal sizes", [0.1, 0.9, 1.5, 2.2, 3.0], [1.0, 1.6, 2.3, 3.1, 4.0]),
        ("disjoint 5 and 7", list(range(5)), list(range(10, 17))),
        ("disjoint 60 and 60", list(range(60)), list(range(100, 160))),
        ("disjoint 300 and 500", formula(300, 1, 0, 0, 300), formula(500, 1, 0, 0, 500, 1000)),
        ("small shift 200 and 300", formula(200, 37, 11, 5, 1009), formula(300, 53, 7, 3, 1009, 40)),
        ("half shift 997 and 1009", formula(997, 37, 11, 5, 10007), formula(1009, 53, 7, 3, 10007, 4000)),
        ("coprime 1999 and 2003", formula(1999, 37, 11, 5, 10007), formula(2003, 53, 7, 3, 10007, 300)),
        ("equal 5000", formula(5000, 37, 11, 5, 100003), formula(5000, 53, 7, 3, 100003, 1500)),
        ("equal 10000", formula(10000, 37, 11, 5, 100003), formula(10000, 53, 7, 3, 100003, 1000)),
        ("10000 and 9999", formula(10000, 37, 11, 5, 100003), formula(9999, 53, 7, 3, 100003, 1200)),
        ("10000 and 3", formula(10000, 37, 11, 5, 100003), [100.0, 20.0, 7000.0]),
        ("10001 and 10000", formula(10001, 37, 11, 5, 100003), formula(10000, 53, 7, 3, 100003, 1200)),
        ("10001 and 1", formula(10001, 37, 11, 5, 100003), [55.0]),
        ("10001 and 2", formula(10001, 37, 11, 5, 100003), [50055.0, 100055.0]),
        ("10001 and 50", formula(10001, 37, 11, 5, 100003), formula(50, 53, 7, 3, 100003, 9000)),
        ("10001 and 130 equal-ish", formula(10001, 37, 11, 5, 100003), formula(130, 53, 7, 3, 100003)),
        ("10001 and 400", formula(10001, 37, 11, 5, 100003), formula(400, 53, 7, 3, 100003, 500)),
        ("20000 and 15000 ties", formula(20000, 37, 11, 5, 10), formula(15000, 53, 7, 3, 10)),
        ("20000 and 15000 far", formula(20000, 37, 11, 5, 10007), formula(15000, 53, 7, 3, 10007, 3000)),
        ("20000 and 20000 near", formula(20000, 37, 0, 5, 20011), formula(20000, 53, 0, 3, 20011)),
        ("40000 and 30000 small", formula(40000, 37, 11, 5, 100003), formula(30000, 53, 7, 3, 100003, 700)),
        ("60000 equal sequence", formula(60000, 1, 0, 0, 60000), formula(60000, 1, 0, 1, 60000)),
    ]
    cases = []
    for name, reference, current in pairs:
        r = stats.ks_2samp(values(reference), values(current))
        n, m = len(values(reference)), len(values(current))
        exact = max(n, m) <= 10000
        if exact:
            exact = _attempt_exact_2kssamp(n, m, math.gcd(n, m), r.statistic, "two-sided")[0]
        at = [float(np.mean(values(s) <= r.statistic_location)) for s in (reference, current)]
        cases.append({"name": name, "reference": reference, "current": current, "statistic": number(r.statistic),
                      "p": number(r.pvalue), "exact": bool(exact), "location": number(r.statistic_location),
                      "sign": int(r.statistic_sign), "reference_at": at[0], "current_at": at[1]})
    write("ks_two_sample", "scipy 1.17.1 ks_2samp, two-sided, method auto", cases)
    r = stats.ks_2samp(x, y, method="asymp")
    exact = []
    for n, m in [(1, 1), (2, 2), (5, 5), (17, 17), (100, 100), (1000, 1000), (10000, 10000), (3, 2), (9, 7), (12, 8), (100, 99),
                 (101, 100), (750, 1000), (1000, 800), (997, 1009), (3000, 10), (10000, 5000), (9000, 10000)]:
        g = math.gcd(n, m)
        lcm = n // g * m
        for z in [0.3, 0.5, 0.8, 1.0, 1.36, 2.0, 3.0, 5.0, 10.0, 18.0, 23.0] if n * m < 2e6 else [0.8, 1.36, 5.0]:
            h = round(z * math.sqrt((n + m) / (n * m)) * lcm)
            if 0 < h <= lcm:
                ok, d, p = _attempt_exact_2kssamp(n, m, g, h / lcm, "two-sided")
                exact.append({"n": n, "m": m, "statistic": h / lcm, "p": number(p) if ok else None})
    write("ks_exact", "scipy 1.17.1 _attempt_exact_2kssamp, two-sided; null where it refuses", exact)
    one = []
    for n in [1, 2, 3, 5, 10, 20, 50, 100, 139, 140, 141, 200, 500, 1000, 5000, 19999, 20000, 20001, 40003, 99999, 100000, 100001, 500000, 1000000,
              1000001, 5000000]:
        for z in [0.04, 0.2, 0.35, 0.5, 0.6, 0.8, 0.9, 1.0, 1.2, 1.4, 1.49, 1.6, 1.9, 2.1, 3.0, 4.2, 6.0, 10.0, 18.0, 19.2]:
            one.append({"n": n, "d": z / math.sqrt(n)})
        one += [{"n": n, "d": d} for d in ([0.4 / n, 0.6 / n, 0.9 / n, 1.0 / n, 1.5 / n] if n <= 1000 else [0.9 / n])]
        one += [{"n": n, "d": d} for d in ([0.4, 0.5, 0.7, 0.95, 1 - 0.5 / n] if n <= 1000 else [])]
    one = [c for c in one if 0 < c["d"] < 1]
    for c in one:
        c["sf"] = number(stats.kstwo.sf(c["d"], c["n"]))
    write("kolmogorov", "scipy 1.17.1 kstwo.sf", one)
    write("ks_asymptotic", "scipy 1.17.1 ks_2samp(method='asymp')",
          [{"n": 30, "m": 25, "statistic": number(r.statistic), "p": number(r.pvalue)}])


def tables():
    cases = []
    for t in [[[30, 14, 6], [22, 20, 11]], [[30, 14], [22, 20]], [[10, 10], [10, 10]], [[1, 0], [0, 1]], [[500, 1], [480, 30]],
              [[1000, 900, 800, 7], [100, 95, 70, 9]], [[12, 5, 7], [3, 9, 8], [11, 2, 6]], [[100000, 50000], [40000, 60000]],
              [[1000000, 1000], [1000000, 1000]], [[5, 4, 3, 2, 1], [1, 2, 3, 4, 5]], [[300] * 40, [10] * 20 + [20] * 20],
              [[700, 1], [1, 700]], [[2, 3], [4, 5], [6, 7], [8, 9]], [[0.5, 1.5], [2.5, 0.25]]]:
        r = stats.chi2_contingency(t, correction=False)
        cases.append({"counts": t, "statistic": number(r.statistic), "p": number(r.pvalue), "degrees": int(r.dof),
                      "minimum_expected": number(r.expected_freq.min())})
    write("contingency", "scipy 1.17.1 chi2_contingency(correction=False)", cases)
    cases = []
    for t in [(30, 14, 22, 20), (8, 2, 1, 5), (0, 10, 0, 12), (0, 10, 5, 5), (1, 9, 9, 1), (3, 1, 1, 3), (10, 10, 10, 10),
              (0, 100000, 9, 99991), (2, 999998, 1, 49999), (100, 2, 1000, 5), (4, 1000, 1, 10), (50, 0, 0, 50), (500, 500, 400, 600),
              (0, 3, 3, 0), (7, 0, 3, 4), (1000, 3, 10, 2), (60, 0, 0, 1000)]:
        p = fisher(*t)
        assert math.isclose(p, stats.fisher_exact([[t[0], t[1]], [t[2], t[3]]])[1], rel_tol=1e-9)
        cases.append({"table": list(t), "p": p})
    write("fisher", "whole-number arithmetic; scipy 1.17.1 fisher_exact agrees to 1e-9", cases)


def fisher(a, b, c, d):
    """Exact, with whole numbers: scipy is off by 8e-11 at a million rows."""
    row, column, rest = a + b, a + c, c + d
    weights = [math.comb(row, k) * math.comb(rest, column - k) for k in range(max(0, column - rest), min(row, column) + 1)]
    seen = math.comb(row, a) * math.comb(rest, c)
    return float(Fraction(sum(w for w in weights if w <= seen), math.comb(row + rest, column)))


def proportions():
    cases = []
    for c, n, d, m in [(56, 70, 48, 80), (9, 10, 3, 10), (6, 7, 2, 7), (5, 56, 0, 29), (0, 10, 0, 20), (0, 10, 0, 10), (10, 10, 0, 20),
                       (10, 10, 0, 10), (10, 10, 20, 20), (1000, 100000, 8000, 100000), (500, 1000, 480, 1000), (1, 1, 0, 1),
                       (30, 44, 22, 42), (12, 5000, 60, 5000), (48, 120, 100, 160),
                       (2, 10, 6, 12), (0, 8, 5, 9), (510, 2441, 925, 2409), (3, 1000, 9, 1000), (40, 90, 300, 500), (0, 100000, 3, 200),
                       (199, 400, 161, 400)]:
        for level in (0.95, 0.99):
            low, high = confint_proportions_2indep(d, m, c, n, method="newcomb", compare="diff", alpha=1 - level, correction=False)
            wilson = proportion_confint(c, n, alpha=1 - level, method="wilson")
            cases.append({"reference": [c, n], "current": [d, m], "confidence": level, "newcombe": [number(low), number(high)],
                          "wilson": [number(wilson[0]), number(wilson[1])]})
            table = np.array([[c, n - c], [d, m - d]], float)
            # From this variance of the count, given the margins, the score test keeps its size: two_by_two.py.
            if table.sum(1).prod() * table.sum(0).prod() / table.sum() ** 3 >= 40:
                r = stats.chi2_contingency(table, correction=False)
                cases[-1] |= {"statistic": number(r.statistic), "p": number(r.pvalue)}
            else:
                cases[-1] |= {"statistic": None, "p": fisher(c, n - c, d, m - d)}
    write("proportion", "statsmodels 0.14 confint_proportions_2indep, proportion_confint; scipy 1.17.1", cases)


def corrections():
    lists = [[.001, .008, .039, .041, .042, .06, .074, .205], [0.5], [0.04, 0.03, 0.02, 0.01], [1.0, 1.0, 1.0],
             [0.0, 1e-300, 1e-10, 0.9], [0.05, 0.05, 0.05, 0.9], [0.3, 0.2, 0.7, 0.001, 0.02, 0.02, 0.9, 0.15],
             [.001, .008, .039, .041, .042, .06, .074, .205, .212, .216, .222, .251, .269, .275, .34]]
    write("benjamini_hochberg", "scipy 1.17.1 false_discovery_control(method='bh')",
          [{"p": p, "q": [number(q) for q in stats.false_discovery_control(p)]} for p in lists])


def summaries():
    lists = [[1.0], [1.0, 2.0], [3.0] * 5, [1, 2, 4, 8, 16, 32, 64], [0.1 * i * i for i in range(23)],
             [1e9 + i for i in range(11)], [-5.5, -1.25, 0.0, 0.5, 99.0, 1e6], [1e-300, 2e-300, 5e-300], [1e300, 1.5e300, 1.7e308]]
    cases = []
    for v in lists:
        v = sorted(float(x) for x in v)
        exact = [mp.mpf(x) for x in v]
        mean = sum(exact) / len(exact)
        sd = mp.sqrt(sum((x - mean) ** 2 for x in exact) / (len(exact) - 1)) if len(v) > 1 else None
        q = [number(np.quantile(v, s)) for s in (0, 0.1, 0.25, 0.5, 0.75, 0.9, 1)]
        cases.append({"values": v, "mean": number(mean), "standard_deviation": None if sd is None else number(sd), "quantiles": q})
    write("summary", f"mpmath {mp.__version__} (mean, deviation), numpy {np.__version__} quantile (linear)", cases)


normal()
chi_square()
two_samples()
tables()
proportions()
corrections()
summaries()
