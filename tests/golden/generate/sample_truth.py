#!/usr/bin/env python3
"""Measures what the sample files carry and writes the numbers into www/samples/README.md.

usage: sample_truth.py [--check]
Run `cargo xtask sample` first. With --check the README is compared instead of written.
Every statement of the README's truth table is asserted; needs pandas, scipy, numpy.
"""
import gzip
import pathlib
import sys

import numpy as np
import pandas as pd
import scipy
from scipy import stats

ROOT = pathlib.Path(__file__).resolve().parents[3]
SAMPLES = ROOT / "www" / "samples"
NUMBERS = ["age", "tenure_months", "income", "offers", "incentive_amount", "score", "satisfaction",
           "feature_lookup_ms", "inference_ms"]
LEVELS = ["region", "segment", "gender", "prediction", "approved", "model_version"]


def number(value):
    """Three significant digits, p-values below 1e-9 as such."""
    return "< 1e-9" if 0 <= value < 1e-9 else f"{value:.3g}"


def auc(frame):
    """Area under the ROC curve of score for approved, ties as one half."""
    ranks = stats.rankdata(frame.score)
    positive = frame.approved == 1
    n1, n0 = positive.sum(), (~positive).sum()
    return (ranks[positive].sum() - n1 * (n1 + 1) / 2) / (n1 * n0)


def calibration(frame):
    """Expected calibration error over ten bins of equal count, and Hosmer-Lemeshow's p (10 degrees of freedom)."""
    bins = pd.qcut(frame.score, 10)
    groups = frame.groupby(bins, observed=True)
    n, observed, expected = groups.size(), groups.approved.sum(), groups.score.sum()
    statistic = (((observed - expected) ** 2) / (expected * (1 - expected / n))).sum()
    return float((abs(observed - expected)).sum() / len(frame)), float(stats.chi2.sf(statistic, len(n)))


def approval_gap(frame):
    """Approval rate of men minus women at equal score: mean over ten score bins, weighted by rows."""
    part = frame[frame.gender.isin(["female", "male"])]
    bins = pd.cut(part.score, np.linspace(0, 1, 11))
    rates = part.groupby([bins, "gender"], observed=True).approved.mean().unstack()
    weights = part.groupby(bins, observed=True).size()
    gap = rates["male"] - rates["female"]
    usable = gap.notna()
    return float((gap[usable] * weights[usable]).sum() / weights[usable].sum())


def measure():
    """The markdown lines; asserts the README's statements on the way."""
    reference = pd.read_csv(SAMPLES / "reference.csv")
    current = pd.read_csv(SAMPLES / "current.csv")
    lines = [f"{len(reference)} rows in the pilot, {len(current)} in the roll-out. pandas {pd.__version__}, scipy "
             f"{scipy.__version__}.", "", "| column | test | effect | p | missing |", "|---|---|---|---|---|"]
    effect, p_value = {}, {}
    for name in NUMBERS:
        result = stats.ks_2samp(reference[name].dropna(), current[name].dropna(), method="asymp")
        effect[name], p_value[name] = float(result.statistic), float(result.pvalue)
        lines.append(f"| `{name}` | Kolmogorov–Smirnov | D {effect[name]:.3f} | {number(p_value[name])} | "
                     f"{reference[name].isna().mean():.1%} → {current[name].isna().mean():.1%} |")
    for name in LEVELS:
        counts = pd.concat([reference[name].value_counts(), current[name].value_counts()], axis=1).fillna(0)
        result = stats.chi2_contingency(counts.to_numpy().T, correction=False)
        shares = counts.to_numpy() / counts.to_numpy().sum(axis=0)
        effect[name] = float(abs(shares[:, 0] - shares[:, 1]).sum() / 2)
        p_value[name] = float(result.pvalue)
        lines.append(f"| `{name}` | chi-square | total variation {effect[name]:.3f} | {number(p_value[name])} | "
                     f"{reference[name].isna().mean():.1%} → {current[name].isna().mean():.1%} |")
    offers = abs(reference.offers.value_counts(normalize=True) - current.offers.value_counts(normalize=True)).sum() / 2

    facts = []

    def fact(text, holds):
        facts.append(f"- {text}")
        assert holds, text

    for name in ["age", "income", "score", "feature_lookup_ms"]:
        assert effect[name] > 0.12 and p_value[name] < 1e-9, name
    for name in ["segment", "model_version", "prediction"]:
        assert effect[name] > 0.055 and p_value[name] < 1e-9, name
    for name in ["offers", "incentive_amount"]:
        assert 0.02 < effect[name] < 0.05 and p_value[name] < 0.005, name
    for name in ["region", "gender", "tenure_months", "inference_ms", "satisfaction"]:
        assert p_value[name] > 0.1, (name, p_value[name])
    shift = (current.age.mean() - reference.age.mean()) / reference.age.std()
    fact(f"`age`: mean {reference.age.mean():.1f} → {current.age.mean():.1f} years, {shift:+.2f} standard deviations",
         0.45 < shift < 0.55)
    ratio = {region: current[current.region == region].income.median()
             / reference[reference.region == region].income.median() for region in reference.region.unique()}
    others = [value for region, value in ratio.items() if region != "Lombardy"]
    fact(f"`income`: median × {ratio['Lombardy']:.1f} in Lombardy, × {min(others):.2f} to × {max(others):.2f} in the others",
         95 < ratio["Lombardy"] < 105 and 0.9 < min(others) and max(others) < 1.1)
    rest = stats.ks_2samp(reference[reference.region != "Lombardy"].income, current[current.region != "Lombardy"].income)
    fact(f"`income` without Lombardy: D {rest.statistic:.3f}, p {number(rest.pvalue)}", rest.pvalue > 0.1)
    fact(f"`segment`: `partner` {(current.segment == 'partner').mean():.1%} of the roll-out, 0 in the pilot",
         0.05 < (current.segment == "partner").mean() < 0.07 and not (reference.segment == "partner").any())
    fact(f"`satisfaction`: missing {reference.satisfaction.isna().mean():.1%} → {current.satisfaction.isna().mean():.1%}",
         reference.satisfaction.isna().mean() < 0.05 and current.satisfaction.isna().mean() > 0.14)
    fact(f"`offers`: total variation {offers:.3f}", 0.02 < offers < 0.05)
    fact(f"`incentive_amount`: mean {reference.incentive_amount.mean():.1f} → {current.incentive_amount.mean():.1f} euros",
         current.incentive_amount.mean() > reference.incentive_amount.mean())
    for name, low, high in [("feature_lookup_ms", 1.9, 2.2), ("inference_ms", 0.95, 1.05)]:
        a, b = reference[name].quantile(0.95), current[name].quantile(0.95)
        fact(f"`{name}`: median {reference[name].median():.1f} → {current[name].median():.1f}, 95th percentile "
             f"{a:.1f} → {b:.1f} ms (× {b / a:.2f})", low < b / a < high)
    for name, frame, low, high in [("pilot", reference, -0.02, 0.02), ("roll-out", current, 0.08, 0.13)]:
        error, p = calibration(frame)
        gap = approval_gap(frame)
        rates = frame.groupby("gender").approved.mean()
        fact(f"{name}: AUC {auc(frame):.3f}; expected calibration error {error:.3f} (Hosmer–Lemeshow p {number(p)}); "
             f"prediction {frame.prediction.mean():.1%}, approved {frame.approved.mean():.1%}; approved women "
             f"{rates['female']:.1%}, men {rates['male']:.1%}; men minus women at equal score {gap * 100:+.1f} points",
             low < gap < high and 0.70 < auc(frame) < 0.80 and (p > 0.1) == (name == "pilot"))
    sizes = {name: len(gzip.compress((SAMPLES / name).read_bytes(), 9, mtime=0)) for name in ["reference.csv", "current.csv"]}
    fact(f"gzip: {', '.join(f'{name} {size // 1000} KB' for name, size in sizes.items())}", max(sizes.values()) < 300_000)
    return "\n".join([*lines, "", *facts])


def main():
    readme = SAMPLES / "README.md"
    text = readme.read_text()
    start, end = "<!-- measured -->\n", "<!-- /measured -->"
    head, _, tail = text.partition(start)
    fresh = head + start + "\n" + measure() + "\n\n" + end + tail.partition(end)[2]
    if "--check" in sys.argv:
        sys.exit(0 if fresh == text else "www/samples/README.md is stale: run tests/golden/generate/sample_truth.py")
    readme.write_text(fresh)


main()
