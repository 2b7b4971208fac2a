//! The four verdicts. Rules, in this order:
//!
//! 1. no estimate, or no interval: *not estimable*;
//! 2. fewer rows than a group needs to be judged: *cannot tell yet*;
//! 3. the test against the nearest end of the limit, corrected over all comparisons of the run (Holm 1979), at or below
//!    the level: *outside the limit*. Holm holds the chance of any false *outside* at the level;
//! 4. the whole 95 % interval inside the limit: *within the limit*. No correction: each of several such words must be
//!    right, so that a wrong one is no likelier than for one alone (Berger RL (1982), Technometrics 24, 295);
//! 5. else *cannot tell yet*.

use crate::report::Severity;
use crate::stats::correction::holm;
use crate::stats::interval::Interval;
use crate::stats::normal;
use crate::stats::rate::Trials;
use crate::stats::rate::sample_size::{self, Measure};

/// Coverage of every interval of this analysis.
pub const CONFIDENCE: f64 = 0.95;
/// Power for which rows still needed are said.
const POWER: f64 = 0.8;
/// More rows than this are not counted: the true value is as good as on the limit.
const MOST_ROWS: f64 = 1e9;

/// What is said of one comparison.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Verdict {
    /// The whole interval is inside.
    Within,
    /// The whole interval is outside, after correction.
    Outside,
    /// Neither; with the rows still needed in this group, where they can be said: at 80 % power, if the
    /// estimate is the truth and the other group grows alike.
    CannotTell(Option<f64>),
    /// An empty denominator.
    NotEstimable,
}

impl Verdict {
    /// How serious it is.
    pub fn severity(self) -> Severity {
        match self {
            Verdict::Within => Severity::NoEvidence,
            Verdict::Outside => Severity::Matters,
            Verdict::CannotTell(_) => Severity::NotEnoughData,
            Verdict::NotEstimable => Severity::NotCompared,
        }
    }

    /// Its words.
    pub fn words(self) -> &'static str {
        match self {
            Verdict::Within => "within the limit",
            Verdict::Outside => "outside the limit",
            Verdict::CannotTell(_) => "cannot tell yet",
            Verdict::NotEstimable => "not estimable",
        }
    }
}

/// On which scale two groups are compared, and what is still within the limit.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Limit {
    /// Ratio or difference.
    pub scale: Scale,
    /// Lower end.
    pub low: f64,
    /// Upper end.
    pub high: f64,
}

/// How two groups are compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scale {
    /// Group over reference; 1 is equality.
    Ratio,
    /// Group less reference; 0 is equality.
    Difference,
}

impl Limit {
    /// From `low` to `1/low`.
    pub fn ratio(low: f64) -> Limit {
        Limit {
            scale: Scale::Ratio,
            low,
            high: 1.0 / low,
        }
    }

    /// From `−most` to `most`.
    pub fn difference(most: f64) -> Limit {
        Limit {
            scale: Scale::Difference,
            low: -most,
            high: most,
        }
    }

    /// Whether a whole interval is outside.
    pub fn excludes(self, interval: Interval) -> bool {
        interval.upper < self.low || interval.lower > self.high
    }
}

/// How a group compares with another one.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Compared {
    /// Ratio or difference; `None`: not estimable.
    pub estimate: Option<f64>,
    /// Its 95 % interval; the upper end of a ratio may be infinite.
    pub interval: Option<Interval>,
    /// By how many deviations the estimate is above the lower end of the limit and below the upper one; negative is
    /// outside.
    pub inside: Option<[f64; 2]>,
    /// Two-sided p-value against the end of the limit that the estimate is beyond; 1 where it is inside.
    pub p: Option<f64>,
    /// How the rows still needed are found.
    pub settle: Settle,
}

/// How the rows still needed are found.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub enum Settle {
    /// Deviations grow as the root of the rows.
    #[default]
    Roots,
    /// Two rates: by their variances under the limit and under the estimate.
    Rates(Trials, Trials, Measure),
}

impl Compared {
    /// With the p-value of the deviations from the limit.
    pub fn tested(
        estimate: Option<f64>,
        interval: Option<Interval>,
        inside: [f64; 2],
        settle: Settle,
    ) -> Compared {
        let beyond = (-inside[0]).max(-inside[1]);
        Compared {
            estimate,
            interval,
            inside: Some(inside),
            p: Some(if beyond > 0.0 {
                (2.0 * normal::sf(beyond)).min(1.0)
            } else {
                1.0
            }),
            settle,
        }
    }
}

/// One comparison to be judged.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Candidate {
    /// What was found.
    pub compared: Compared,
    /// Against which limit.
    pub limit: Limit,
    /// Rows of the group behind the estimate.
    pub rows: u64,
    /// Rows of the smaller of the two groups.
    pub least: u64,
}

/// A judged comparison.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Judged {
    /// What is said.
    pub verdict: Verdict,
    /// p-value of the test against the limit.
    pub p: Option<f64>,
    /// The same, corrected over the run.
    pub q: Option<f64>,
}

/// Judges all comparisons of a run together; groups of fewer than `least_rows` rows are never judged, and take no part
/// in the correction. `level` is the chance that a run may say *outside* of anything that is not.
pub fn judge(candidates: &[Candidate], least_rows: u64, level: f64) -> Vec<Judged> {
    let enough = |c: &Candidate| c.least >= least_rows;
    let p: Vec<Option<f64>> = candidates
        .iter()
        .map(|c| c.compared.p.filter(|_| enough(c)))
        .collect();
    let q = holm(&p);
    let family = p.iter().flatten().count().max(1) as f64;
    candidates
        .iter()
        .zip(p.iter().zip(q))
        .map(|(candidate, (&p, q))| Judged {
            verdict: verdict(candidate, q, enough(candidate), level, level / family),
            p,
            q,
        })
        .collect()
}

fn verdict(
    candidate: &Candidate,
    q: Option<f64>,
    enough: bool,
    level: f64,
    strictest: f64,
) -> Verdict {
    let Compared {
        estimate, interval, ..
    } = candidate.compared;
    let Some(interval) = interval else {
        return Verdict::NotEstimable;
    };
    if enough && q.is_some_and(|q| q <= level) {
        return Verdict::Outside;
    }
    // A ratio to nothing: only that it is far away can be said.
    if estimate.is_none() {
        return Verdict::NotEstimable;
    }
    if enough && interval.lower >= candidate.limit.low && interval.upper <= candidate.limit.high {
        return Verdict::Within;
    }
    Verdict::CannotTell(rows_needed(candidate, strictest))
}

/// Rows still needed in the group, if the estimate is the truth and the other group grows alike.
fn rows_needed(candidate: &Candidate, strictest: f64) -> Option<f64> {
    let Compared { inside, settle, .. } = candidate.compared;
    let [low, high] = inside?;
    let outside = low < 0.0 || high < 0.0;
    let error = if outside { strictest } else { 1.0 - CONFIDENCE };
    let limit = (candidate.limit.low, candidate.limit.high.min(f64::MAX));
    let times = match settle {
        Settle::Rates(one, other, measure) => {
            sample_size::to_settle(one, other, measure, limit, 1.0 - error, POWER)?.times
        }
        Settle::Roots => {
            let distance = if outside {
                (-low).max(-high)
            } else {
                low.min(high)
            };
            let wanted =
                normal::upper_quantile(0.5 * error)? + normal::upper_quantile(1.0 - POWER)?;
            (wanted / distance) * (wanted / distance)
        }
    };
    let more = (candidate.rows as f64 * (times - 1.0)).max(1.0);
    (more.is_finite() && more <= MOST_ROWS).then(|| two_digits_up(more))
}

/// Rounded up to two digits: more would claim what nobody knows.
fn two_digits_up(rows: f64) -> f64 {
    let step = libm::pow(10.0, (libm::floor(libm::log10(rows)) - 1.0).max(0.0));
    libm::ceil(rows / step) * step
}
