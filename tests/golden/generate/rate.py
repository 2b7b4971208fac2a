"""Golden values of src/stats/rate: writes tests/golden/stats/rate_{one,pair,exact_test,strata,range,beta}.json.

Needs numpy, scipy 1.17.1, statsmodels 0.15, mpmath. Score limits are roots, in 40 digits, of the score statistic with
the rates that maximise the likelihood under the limit, these found by bisection of the likelihood's own derivative (no
closed form shared with the code under test). statsmodels' limits stand beside them where it gives any, with its own
tolerance; where it fails or differs it is said in the case. Exact tests are enumerated in full, in whole numbers or
double precision, and the supremum over the nuisance rate is taken on a fine grid with polishing.
"""
import json
import math
import pathlib
from fractions import Fraction

import mpmath as mp
import numpy as np
import scipy
from scipy import optimize, special, stats
from statsmodels.stats.contingency_tables import StratifiedTable
from statsmodels.stats.proportion import confint_proportions_2indep, proportion_confint, proportions_ztest

assert scipy.__version__ == "1.17.1", scipy.__version__
mp.mp.dps = 40
OUT = pathlib.Path(__file__).resolve().parent.parent / "stats"


def clean(value):
    if isinstance(value, dict):
        return {k: clean(v) for k, v in value.items()}
    if isinstance(value, (list, tuple)):
        return [clean(v) for v in value]
    if isinstance(value, (np.bool_, bool)):
        return bool(value)
    if isinstance(value, (int, np.integer)):
        return int(value)
    if value is None or isinstance(value, str):
        return value
    value = float(value)
    if math.isinf(value):
        return "inf" if value > 0 else "-inf"
    return None if math.isnan(value) else value


def write(name, source, cases):
    text = json.dumps({"source": source, "cases": clean(cases)}, indent=0)
    (OUT / f"rate_{name}.json").write_text(text + "\n")
    print(name, len(cases))


# --- one rate -------------------------------------------------------------------------------------------------------
cases = []
for x, n in [(0, 1), (1, 1), (0, 10), (10, 10), (1, 10), (3, 7), (7, 200), (48, 120), (199, 200), (510, 2441),
             (0, 100000), (99999, 100000), (123456, 1000000), (500000, 1000000)]:
    for confidence in (0.9, 0.95, 0.99):
        w = stats.binomtest(x, n).proportion_ci(confidence, method="wilson")
        e = stats.binomtest(x, n).proportion_ci(confidence, method="exact")
        cases.append({"x": x, "n": n, "confidence": confidence, "wilson": [w.low, w.high],
                      "exact": [special.betaincinv(x, n - x + 1, (1 - confidence) / 2) if x else 0.0,
                                1 - special.betaincinv(n - x, x + 1, (1 - confidence) / 2) if x < n else 1.0],
                      "binomtest": [e.low, e.high]})
write("one", "scipy 1.17.1 binomtest(x, n).proportion_ci, betaincinv", cases)

cases = []
for a, b in [(1, 1), (2, 3), (0.5, 0.5), (30, 2), (2.5, 400), (1000, 2000), (123456.5, 876544)]:
    for p in (1e-6, 0.025, 0.3, 0.5, 0.9, 0.999):
        x = special.betaincinv(a, b, p)
        with mp.workdps(50):
            lower = mp.betainc(a, b, 0, mp.mpf(float(x)), regularized=True) if a + b < 3000 else None
        cases.append({"a": a, "b": b, "p": p, "x": x, "lower": float(lower) if lower is not None else special.betainc(a, b, x)})
write("beta", "scipy 1.17.1 betaincinv; mpmath betainc where a + b < 3000, scipy betainc above", cases)

cases = [{"groups": k, "p": p, "q": stats.studentized_range.isf(p, k, np.inf)}
         for k in (2, 3, 5, 10, 20, 50) for p in (0.1, 0.05, 0.01)]
for case in cases:
    k, q = case["groups"], mp.mpf(case["q"])
    f = lambda z: mp.npdf(z) * (mp.ncdf(z) - mp.ncdf(z - q)) ** (k - 1)
    with mp.workdps(25):
        case["sf"] = float(1 - k * mp.quad(f, [-12, -4, -2, 0, 2, 4, 8, 14]))
write("range", "scipy 1.17.1 studentized_range.isf(p, k, inf); sf of that q by mpmath quadrature", cases)


# --- two rates ------------------------------------------------------------------------------------------------------
def log_likelihood_slope_difference(p, d, x, n, v, m):
    """Derivative of the log-likelihood along p1 = p, p2 = p − d."""
    s = mp.mpf(0)
    for k, q in ((x, p), (v, p - d)):
        if k:
            s += k / q
    for k, q in ((n - x, 1 - p), (m - v, 1 - p + d)):
        if k:
            s -= k / q
    return s


def bisect(f, low, high, rounds=170):
    """f > 0 at low and below at high, or everywhere one sign (then that end)."""
    for _ in range(rounds):
        middle = (low + high) / 2
        if f(middle) > 0:
            low = middle
        else:
            high = middle
    return (low + high) / 2


def restricted_difference(d, x, n, v, m):
    low, high = max(d, mp.mpf(0)), min(1 + d, mp.mpf(1))
    return bisect(lambda p: log_likelihood_slope_difference(p, d, x, n, v, m), low, high)


def z_difference(d, x, n, v, m, factor):
    d = mp.mpf(d)
    p = restricted_difference(d, x, n, v, m)
    variance = p * (1 - p) / n + (p - d) * (1 - p + d) / m
    if factor:
        variance *= mp.mpf(n + m) / (n + m - 1)
    top = mp.mpf(x) / n - mp.mpf(v) / m - d
    return top / mp.sqrt(variance) if variance > 0 else mp.sign(top) * mp.inf


def score_difference(x, n, v, m, z, factor):
    estimate = mp.mpf(x) / n - mp.mpf(v) / m
    # At an estimate of ±1 that end is the answer.
    low = mp.mpf(-1) if estimate == -1 else bisect(lambda d: z_difference(d, x, n, v, m, factor) - z, mp.mpf(-1), estimate, 75)
    high = mp.mpf(1) if estimate == 1 else bisect(lambda d: z_difference(d, x, n, v, m, factor) + z, estimate, mp.mpf(1), 75)
    return [low, high]


def restricted_ratio(r, x, n, v, m):
    """Second rate q, first r q: bisection of the likelihood's derivative in q."""
    def slope(q):
        s = mp.mpf(0)
        if x + v:
            s += (x + v) / q
        if n - x:
            s -= (n - x) * r / (1 - r * q)
        if m - v:
            s -= (m - v) / (1 - q)
        return s
    return bisect(slope, mp.mpf(0), min(mp.mpf(1), 1 / r))


def z_ratio(r, x, n, v, m, factor):
    q = restricted_ratio(r, x, n, v, m)
    p = r * q
    variance = p * (1 - p) / n + r * r * q * (1 - q) / m
    if factor:
        variance *= mp.mpf(n + m) / (n + m - 1)
    top = mp.mpf(x) / n - r * mp.mpf(v) / m
    return top / mp.sqrt(variance) if variance > 0 else mp.sign(top) * mp.inf


def score_ratio(x, n, v, m, z, factor):
    if x == 0:
        low = mp.mpf(0)
    else:
        top = mp.log(mp.mpf(x) * m / (n * mp.mpf(v))) if v else mp.mpf(30)
        low = mp.exp(bisect(lambda l: z_ratio(mp.exp(l), x, n, v, m, factor) - z, top - 40, top, 80))
    if v == 0:
        high = mp.inf
    else:
        bottom = mp.log(mp.mpf(x) * m / (n * mp.mpf(v))) if x else mp.mpf(-30)
        high = mp.exp(bisect(lambda l: z_ratio(mp.exp(l), x, n, v, m, factor) + z, bottom, bottom + 40, 80))
    return [low, high]


def of_statsmodels(x, n, v, m, method, compare):
    try:
        low, high = confint_proportions_2indep(x, n, v, m, method=method, compare=compare)
        return [low, high] if math.isfinite(low) and math.isfinite(high) else "not finite"
    except Exception as error:
        return type(error).__name__


z95 = mp.sqrt(2) * mp.erfinv(mp.mpf("0.95"))
pairs = [(48, 120, 100, 160), (2, 10, 6, 12), (0, 8, 5, 9), (5, 9, 0, 8), (7, 12, 20, 20), (20, 20, 7, 12), (0, 10, 0, 20),
         (10, 10, 20, 20), (0, 7, 9, 9), (1, 1, 0, 1), (1, 30, 1, 30), (510, 2441, 925, 2409), (3, 1000, 30, 1000),
         (999, 1000, 30, 31), (12, 40, 12, 40), (123456, 500000, 125000, 500000), (1, 5, 40000, 100000), (18, 20, 19, 20)]
cases = []
for x, n, v, m in pairs:
    case = {"x": x, "n": n, "v": v, "m": m}
    case["score_difference"] = score_difference(x, n, v, m, z95, True)
    case["score_difference_plain"] = score_difference(x, n, v, m, z95, False)
    # Without hits anywhere every ratio is possible.
    case["score_ratio"] = score_ratio(x, n, v, m, z95, False) if x + v else None
    case["score_ratio_factor"] = score_ratio(x, n, v, m, z95, True) if x + v else None
    for name, method, compare in [("newcombe", "newcomb", "diff"), ("sm_score_difference", "score", "diff"),
                                  ("sm_score_ratio", "score", "ratio"), ("katz", "log", "ratio"), ("walter", "log-adjusted", "ratio")]:
        case[name] = of_statsmodels(x, n, v, m, method, compare)
    d = mp.mpf("0.05")
    case["z_difference"] = z_difference(d, x, n, v, m, True)
    case["z_ratio"] = z_ratio(mp.mpf("0.8"), x, n, v, m, False) if x + v else None
    try:
        with np.errstate(all="ignore"):
            z, p = proportions_ztest([x, v], [n, m])
    except Exception:
        z, p = math.nan, math.nan
    case["z_test"] = [z, p] if math.isfinite(z) else None
    cases.append(case)
write("pair", "mpmath 40 digits from the likelihood; statsmodels 0.15 (newcombe, katz, walter, z test; score beside ours)", cases)


# --- exact tests ----------------------------------------------------------------------------------------------------
def hypergeometric(x, n, v, m):
    """Exact conditional probabilities of the first count, as fractions."""
    t = x + v
    whole = math.comb(n + m, t)
    return {k: Fraction(math.comb(n, k) * math.comb(m, t - k), whole) for k in range(max(0, t - m), min(n, t) + 1)}


def supremum(region, n, m):
    """sup over the common rate of P(region), region a 0/1 array [n+1, m+1]."""
    xs, vs = np.arange(n + 1), np.arange(m + 1)
    f = lambda t: -float(stats.binom.pmf(xs, n, math.sin(t) ** 2) @ region @ stats.binom.pmf(vs, m, math.sin(t) ** 2))
    grid = np.linspace(0, math.pi / 2, 2001)
    values = np.array([f(t) for t in grid])
    best = -values.min()
    for i in range(1, 2000):
        if values[i] <= values[i - 1] and values[i] <= values[i + 1] and -values[i] > 0.9 * best:
            found = optimize.minimize_scalar(f, bounds=(grid[i - 1], grid[i + 1]), method="bounded", options={"xatol": 1e-12})
            best = max(best, -found.fun)
    return best


def boschloo(x, n, v, m):
    def side(less):
        stat = np.array([[float(sum(p for k, p in hypergeometric(a, n, b, m).items() if (k <= a if less else k >= a)))
                          for b in range(m + 1)] for a in range(n + 1)])
        return supremum((stat <= stat[x, v] * (1 + 1e-10)).astype(float), n, m)
    return min(1.0, 2 * min(side(True), side(False)))


def barnard(x, n, v, m):
    a, b = np.arange(n + 1)[:, None], np.arange(m + 1)[None, :]
    pooled = (a + b) / (n + m)
    with np.errstate(all="ignore"):
        z = np.where((a + b == 0) | (a + b == n + m), 0.0, (a / n - b / m) / np.sqrt(pooled * (1 - pooled) * (1 / n + 1 / m)))
    return supremum((abs(z) >= abs(z[x, v]) * (1 - 1e-10)).astype(float), n, m)


cases = []
for x, n, v, m in [(2, 10, 6, 12), (0, 8, 5, 9), (7, 12, 20, 20), (3, 15, 3, 14), (0, 5, 0, 6), (5, 5, 0, 4), (1, 30, 7, 25),
                   (10, 40, 22, 41), (1, 2, 30, 60), (48, 120, 100, 160), (19, 20, 14, 20), (4, 11, 4, 11)]:
    table = hypergeometric(x, n, v, m)
    seen = table[x]
    fisher = sum(p for p in table.values() if p <= seen)
    scipy_b = scipy_c = None
    if n + m <= 60:
        scipy_b = stats.boschloo_exact([[x, v], [n - x, m - v]], n=64).pvalue
        scipy_c = stats.barnard_exact([[x, v], [n - x, m - v]], n=64).pvalue
    cases.append({"x": x, "n": n, "v": v, "m": m, "fisher": fisher, "mid_p": fisher - seen / 2,
                  "mid_p_less": sum(p for k, p in table.items() if k <= x) - seen / 2,
                  "mid_p_greater": sum(p for k, p in table.items() if k >= x) - seen / 2,
                  "boschloo": boschloo(x, n, v, m), "barnard": barnard(x, n, v, m),
                  "scipy_boschloo": scipy_b, "scipy_barnard": scipy_c})
write("exact_test", "whole-number enumeration (Fisher, mid-p); enumeration with scipy.stats.binom and the supremum over 2001 rates, polished; scipy 1.17.1 boschloo_exact and barnard_exact beside", cases)

# --- strata ---------------------------------------------------------------------------------------------------------
cases = []
for strata in [[(48, 120, 100, 160), (20, 60, 30, 60), (5, 15, 12, 20)],
               [(10, 40, 15, 30), (3, 20, 9, 25)],
               [(1, 10, 8, 10), (30, 100, 20, 100), (7, 9, 2, 9), (40, 80, 41, 82)],
               [(5, 50, 9, 50)],
               [(0, 10, 4, 12), (3, 30, 8, 31), (2, 15, 0, 14)]]:
    t = StratifiedTable([np.array([[x, n - x], [v, m - v]], float) for x, n, v, m in strata])
    null = t.test_null_odds(correction=False)
    case = {"strata": [list(s) for s in strata], "statistic": null.statistic, "p": null.pvalue, "odds_ratio": t.oddsratio_pooled,
            "interval": list(t.oddsratio_pooled_confint()), "rate_ratio": t.riskratio_pooled}
    if len(strata) > 1:
        tarone, plain = t.test_equal_odds(adjust=True), t.test_equal_odds(adjust=False)
        case |= {"tarone": tarone.statistic, "tarone_p": tarone.pvalue, "breslow_day": plain.statistic}
    # Greenland & Robins (1985), directly from the paper.
    R = sum(x * m / (n + m) for x, n, v, m in strata)
    S = sum(v * n / (n + m) for x, n, v, m in strata)
    P = sum((n * m * (x + v) - x * v * (n + m)) / (n + m) ** 2 for x, n, v, m in strata)
    reach = stats.norm.isf(0.025) * math.sqrt(P / (R * S))
    case["rate_ratio_interval"] = [R / S * math.exp(-reach), R / S * math.exp(reach)]
    cases.append(case)
write("strata", "statsmodels 0.15 StratifiedTable; Greenland & Robins (1985) by hand", cases)
