//! A distance as the rule: its value, noise floor and interval against its own threshold, its p-value by random tables
//! with the same margins.

use super::{Refused, Sides, refusal, text};
use crate::drift::Parameters;
use crate::drift::comparison::{CONFIDENCE, reported};
use crate::report::{Block, Cell, Effect, Finding, Metric, Test, Unit};
use crate::stats::distance::divergence::{self, Divergence};
use crate::stats::distance::quantile_bins::QuantileBins;
use crate::stats::effect::floor;
use crate::stats::interval::Interval;
use crate::stats::{effect, ks, pooling, relabel, variation};

/// Random tables at most.
const TABLES: u64 = 9_999;
/// Bins of the reference's quantiles; what lies beyond the reference's range counts in the outer ones.
const BINS: usize = 10;

struct Estimate {
    value: f64,
    interval: Option<Interval>,
    noise_floor: Option<f64>,
    detectable: Option<f64>,
    statistic: f64,
    p: f64,
    method: &'static str,
}

/// Replaces the finding's test and effect.
pub(super) fn judge(
    finding: &mut Finding,
    name: &str,
    sides: &Sides,
    parameters: &Parameters,
    seed: u64,
) -> Vec<Block> {
    let threshold = match name {
        "psi" => parameters.psi,
        "jensen-shannon" => parameters.jensen_shannon,
        "kullback-leibler" => parameters.kullback_leibler,
        "hellinger" => parameters.hellinger,
        "total-variation" => parameters.total_variation,
        "l-infinity" => parameters.l_infinity,
        _ => parameters.ks_distance,
    };
    let estimate = estimate(name, sides, seed);
    let interval = estimate
        .as_ref()
        .ok()
        .and_then(|e| e.interval)
        .map(reported);
    let unit = match name {
        "total-variation" | "l-infinity" | "ks-distance" => Unit::SharePoints,
        _ => Unit::Number,
    };
    finding.code = "drift.distance".into();
    finding
        .numbers
        .insert("distance".into(), Cell::Text(words(name).into()));
    finding.effect = Some(Effect {
        name: name.into(),
        value: estimate.as_ref().ok().map(|e| e.value),
        interval,
        noise_floor: estimate.as_ref().ok().and_then(|e| e.noise_floor),
        detectable: estimate.as_ref().ok().and_then(|e| e.detectable),
        threshold,
        unit,
    });
    finding.test = estimate.as_ref().ok().map(|e| Test {
        name: name.into(),
        method: e.method.into(),
        statistic: Some(e.statistic),
        p: Some(e.p),
        q: None,
        degrees: None,
    });
    match estimate {
        Err(code) => vec![refusal(code, name, sides)],
        Ok(estimate) => {
            let mut blocks = vec![Block::Metric(Metric {
                title: words(name).into(),
                value: Some(estimate.value),
                unit,
                interval,
                threshold: Some(threshold),
                definition: definition(name).into(),
            })];
            if estimate.interval.is_none() {
                blocks.push(text(
                    "text.distance-without-interval",
                    [("distance", Cell::Text(words(name).into()))],
                ));
            }
            blocks
        }
    }
}

fn estimate(name: &str, sides: &Sides, seed: u64) -> Result<Estimate, Refused> {
    const NOT: Refused = "text.test-not-estimable";
    if name == "ks-distance" {
        let (x, y) = sides.numbers.ok_or("text.test-needs-numbers")?;
        let found = ks::two_sample(x, y).ok_or(NOT)?;
        let exact = matches!(found.method, ks::Method::Exact);
        let (n, m) = (x.len() as u64, y.len() as u64);
        let floor = floor::kolmogorov_smirnov(n, m);
        return Ok(Estimate {
            value: found.statistic,
            interval: effect::ks_distance(found.statistic, n, m, CONFIDENCE),
            noise_floor: floor.map(|f| f.noise_floor),
            detectable: floor.map(|f| f.minimum_detectable),
            statistic: found.statistic,
            p: found.p,
            method: if exact { "exact" } else { "asymptotic" },
        });
    }
    let (x, y) = counts(sides).ok_or(NOT)?;
    let divergence = match name {
        "psi" => Divergence::StabilityIndex,
        "jensen-shannon" => Divergence::JensenShannon,
        "kullback-leibler" => Divergence::KullbackLeibler,
        "hellinger" => Divergence::Hellinger,
        _ => {
            let largest = name == "l-infinity";
            let of = if largest {
                variation::largest_change
            } else {
                variation::total_variation
            };
            let found = relabel::test(&x, &y, &|x, y| of(x, y).unwrap_or(0.0), TABLES, seed);
            let found = found.ok_or(NOT)?;
            let interval = if largest {
                divergence::largest_change(&x, &y, CONFIDENCE)
            } else {
                effect::total_variation_interval(&x, &y, CONFIDENCE)
            };
            return Ok(Estimate {
                value: found.statistic,
                interval,
                noise_floor: Some(found.noise_floor),
                // That of the smallest change of one level is no single number.
                detectable: floor::total_variation(&x, &y)
                    .filter(|_| !largest)
                    .map(|f| f.minimum_detectable),
                statistic: found.statistic,
                p: found.p,
                method: "simulated",
            });
        }
    };
    let of = |x: &[u64], y: &[u64]| divergence.value(x, y).unwrap_or(0.0);
    let found = relabel::test(&x, &y, &of, TABLES, seed).ok_or(NOT)?;
    let sized = divergence.estimate(&x, &y, CONFIDENCE);
    Ok(Estimate {
        value: found.statistic,
        interval: sized.map(|sized| sized.interval),
        noise_floor: Some(found.noise_floor),
        detectable: sized.map(|sized| sized.minimum_detectable),
        statistic: found.statistic,
        p: found.p,
        method: "simulated",
    })
}

/// Counts of levels, rare ones together, or of bins.
fn counts(sides: &Sides) -> Option<(Vec<u64>, Vec<u64>)> {
    match (&sides.counts, sides.numbers) {
        (Some((x, y)), _) => {
            let pooled = pooling::pool_rare(x, y)?;
            Some((pooled.reference, pooled.current))
        }
        (None, Some((x, y))) => {
            let bins = QuantileBins::of(x, BINS)?;
            let inner = |values: &[f64]| {
                let mut counts = bins.counts(values);
                if counts.len() > 3 {
                    let above = counts.pop().unwrap_or(0);
                    let below = counts.remove(0);
                    if let Some(last) = counts.last_mut() {
                        *last += above;
                    }
                    counts[0] += below;
                }
                counts
            };
            Some((inner(x), inner(y)))
        }
        (None, None) => None,
    }
}

/// The distance in words.
fn words(name: &str) -> &'static str {
    match name {
        "psi" => "population stability index",
        "jensen-shannon" => "Jensen–Shannon distance",
        "kullback-leibler" => "Kullback–Leibler divergence",
        "hellinger" => "Hellinger distance",
        "total-variation" => "total variation distance",
        "l-infinity" => "largest change of a share",
        _ => "Kolmogorov–Smirnov distance",
    }
}

fn definition(name: &str) -> &'static str {
    match name {
        "psi" => {
            "Σ (p − q) ln(p/q) over the reference's deciles or over the levels, half a row added to each; the interval \
             joins the inverted noncentral chi-square law with the delta method."
        }
        "jensen-shannon" => {
            "Root of the mean divergence from the mean distribution, natural logarithm, over the reference's deciles or \
             over the levels (Lin 1991; Endres & Schindelin 2003)."
        }
        "kullback-leibler" => {
            "Σ p ln(p/q) in nats, p the reference, over its deciles or over the levels, half a row added to each."
        }
        "hellinger" => "√(½ Σ (√p − √q)²) over the reference's deciles or over the levels, 0 to 1.",
        "total-variation" => {
            "Half the sum of the absolute differences of the shares of the reference's deciles or of the levels."
        }
        "l-infinity" => {
            "The largest absolute change of one share, of the reference's deciles or of the levels; the interval covers \
             all of them together (Newcombe 1998, Bonferroni)."
        }
        _ => {
            "The largest gap between the two empirical distribution functions, 0 to 100 percentage points \
             (Kolmogorov 1933, Smirnov 1939)."
        }
    }
}
