"""Golden values of src/stats/sequential: writes tests/golden/stats/sequential_*.json.

Needs mpmath 1.3. The formulas are written out here a second time, with 50 digits. Run from anywhere: `python3 sequential.py`.
"""
import json
import pathlib

import mpmath as mp

mp.mp.dps = 50
HERE = pathlib.Path(__file__).resolve().parent.parent / "stats"


def write(name, source, cases):
    rows = ",\n  ".join(json.dumps(case) for case in cases)
    (HERE / f"{name}.json").write_text(f'{{"source": {json.dumps(source)}, "cases": [\n  {rows}\n]}}\n')
    print(name, len(cases))


def log_ratio(d, v, t):
    v, d, t = mp.mpf(v), mp.mpf(d), mp.mpf(t)
    return mp.log(mp.sqrt(v / (v + t * t)) * mp.exp(t * t * d * d / (2 * v * (v + t * t))))


def half_width(v, t, alpha):
    v, t, alpha = mp.mpf(v), mp.mpf(t), mp.mpf(alpha)
    return mp.sqrt(2 * v * (v + t * t) / (t * t) * (mp.log(1 / alpha) + mp.log((v + t * t) / v) / 2))


def asymptotic(s2, n, alpha, tuning):
    s2, n, alpha, tuning = (mp.mpf(x) for x in (s2, n, alpha, tuning))
    rho = mp.sqrt((-2 * mp.log(alpha) + mp.log(-2 * mp.log(alpha) + 1)) / tuning)
    return mp.sqrt(s2) * mp.sqrt(2 * (n * rho**2 + 1) * mp.log(mp.sqrt(n * rho**2 + 1) / alpha) / (n * rho) ** 2)


cases = []
for d in (0.0, 0.01, -0.1, 0.7, 12.5):
    for v in (1e-6, 4e-4, 0.03, 2.0):
        for t, alpha in ((0.1, 0.05), (1.5, 0.01)):
            n = 20000.0 if v < 0.01 else 150.0
            s2 = v * n  # as the test forms it, in doubles
            cases.append(dict(difference=d, variance=v, mixing=t, alpha=alpha, rows=n,
                              log_ratio=float(log_ratio(d, v, t)), half_width=float(half_width(v, t, alpha)),
                              asymptotic_half_width=float(asymptotic(s2, n, alpha, 5000))))
write("sequential_mixture", "mpmath: Johari et al. 2022; growthbook gbstats/frequentist/tests.py", cases)

cases = []
for differences, t in (([0.3, 0.1, 0.05, 0.07, 0.06], 0.1), ([-0.2, -0.25, -0.24, -0.26], 0.05), ([2.0, 1.9, -1.0], 1.0)):
    variances = [0.01 / (k + 1) + 0.0005 for k in range(len(differences))]
    p, low, high = mp.mpf(1), -mp.inf, mp.inf
    case = dict(mixing=t, alpha=0.05, differences=differences, variances=variances, p=[], lower=[], upper=[])
    for d, v in zip(differences, variances):
        p = min(p, mp.exp(-log_ratio(d, v, t)))
        half = half_width(v, t, 0.05)
        low = max(low, mp.mpf(d) - half)
        high = max(min(high, mp.mpf(d) + half), low)
        case["p"].append(float(p))
        case["lower"].append(float(low))
        case["upper"].append(float(high))
    cases.append(case)
write("sequential_looks", "mpmath: running minimum of 1/ratio, running intersection", cases)


def urn_spacings(rows):
    bins = 2 ** min(5, (rows + 1).bit_length() - 1)
    places = [0] + [(2 * k * (rows + 1) + bins) // (2 * bins) for k in range(1, bins)] + [rows + 1]
    return [b - a for a, b in zip(places, places[1:])]


def drawn(balls, counts):
    """Probability of one sequence of draws: the rising factorials of the colours over that of all balls."""
    top = mp.mpf(1)
    for a, c in zip(balls, counts):
        top *= mp.rf(a, c)
    return top / mp.rf(mp.fsum(balls), sum(counts))


def log_wealth(rows, counts):
    spacings = [mp.mpf(a) for a in urn_spacings(rows)]
    total = mp.mpf(rows + 1)
    ratios = []
    while len(spacings) >= 2:
        null = drawn(spacings, counts)
        for concentration in (10, 100, 1000):
            if concentration <= total / 2:
                ratios.append(drawn([concentration * a / total for a in spacings], counts) / null)
        spacings = [a + b for a, b in zip(spacings[::2], spacings[1::2])]
        counts = [a + b for a, b in zip(counts[::2], counts[1::2])]
    return mp.log(mp.fsum(ratios) / len(ratios))


cases = []
for rows in (20, 31, 100, 1000, 20000):
    bins = len(urn_spacings(rows))
    for counts in ([0] * bins, [3] * bins, [k % 5 for k in range(bins)], [40 if k < bins // 2 else 10 for k in range(bins)],
                   [500 if k == 1 else 0 for k in range(bins)], [100 + (7 * k) % 11 for k in range(bins)]):
        cases.append(dict(rows=rows, counts=counts, log_wealth=float(log_wealth(rows, list(counts)))))
write("sequential_urn", "mpmath: Polya urn against Dirichlet-multinomial mixtures", cases)
