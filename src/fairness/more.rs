//! Comparisons beyond single rates: the balance of errors, and rates within the levels of other columns.

use super::attributes::{self, Grouping};
use super::audit::{Comparison, Counted, OPEN, Versus, What};
use super::cells::{count, number, optional, table};
use super::compare;
use super::judge::{CONFIDENCE, Compared, Limit, Settle};
use super::metric::{Tally, tally};
use super::parameters::Parameters;
use super::task::Classes;
use crate::report::{Block, Cell, Unit};
use crate::stats::groups::confusion::Rate;
use crate::stats::normal;
use crate::stats::proportion::Share;
use crate::stats::rate::stratified::{self, Stratified};
use crate::table::Table;

/// False negatives over false positives of every group, against the reference group.
pub fn treatment(at: usize, counted: &Counted, parameters: &Parameters) -> Vec<Comparison> {
    let limit = Limit::ratio(parameters.ratio);
    let of = |tally: &Tally| {
        let [_, fp, fn_, _] = tally.rows.decided();
        let rows = fp + fn_;
        let sums = match &tally.weighted {
            Some(w) => [
                (w.sums[1][0], w.squares[1][0]),
                (w.sums[0][1], w.squares[0][1]),
            ],
            None => [(fn_ as f64, fn_ as f64), (fp as f64, fp as f64)],
        };
        let known = sums.iter().all(|(sum, _)| *sum > 0.0);
        // The logarithm's variance is the sum of the squared relative errors of both counts.
        let value = known.then(|| {
            let [(a, va), (b, vb)] = sums;
            (a / b, va / (a * a) + vb / (b * b))
        });
        (value, rows)
    };
    let Some(reference) = counted.tallies.get(counted.reference) else {
        return Vec::new();
    };
    let (other, other_rows) = of(reference);
    others(counted)
        .map(|group| {
            let (one, rows) = of(&counted.tallies[group]);
            Comparison {
                grouping: at,
                what: What::Treatment,
                group,
                versus: Versus::Group(counted.reference),
                values: [one.map(|v| v.0), other.map(|v| v.0)],
                limit,
                compared: compare::log_estimates(one, other, limit),
                rows: [rows, other_rows],
                judged: OPEN,
            }
        })
        .collect()
}

fn others(counted: &Counted) -> impl Iterator<Item = usize> {
    let reference = counted.reference;
    (0..counted.tallies.len()).filter(move |group| *group != reference)
}

/// The levels of the control columns, crossed where there are several.
pub fn strata(table: &Table, control: &[usize], parameters: &Parameters) -> Option<Grouping> {
    let single: Vec<Grouping> = control
        .iter()
        .filter_map(|at| table.columns.get(*at))
        .filter_map(|column| attributes::grouping(column, parameters).ok())
        .collect();
    match single.as_slice() {
        [] => None,
        [one] => Some(one.clone()),
        several => attributes::crossed(&several.iter().collect::<Vec<_>>()).ok(),
    }
}

/// Selection rates within strata against the reference group, pooled; and a table of what stands behind.
pub fn conditional(
    at: usize,
    counted: &Counted,
    strata: &Grouping,
    classes: &Classes,
    parameters: &Parameters,
) -> (Vec<Comparison>, Option<Block>) {
    let groups = counted.tallies.len();
    let width = strata.groups.len() as u32;
    let codes: Vec<u32> = counted
        .grouping
        .codes
        .iter()
        .zip(&strata.codes)
        .map(|(&group, &stratum)| {
            if (group as usize) < groups && stratum < width {
                group * width + stratum
            } else {
                attributes::NOWHERE
            }
        })
        .collect();
    let tallies = tally(
        &codes,
        groups * width as usize,
        &classes.decisions,
        &[],
        None,
    );
    let of = |group: usize| -> &[Tally] {
        let width = width as usize;
        tallies
            .get(group * width..(group + 1) * width)
            .unwrap_or_default()
    };
    let limit = Limit::ratio(parameters.ratio);
    let mut comparisons = Vec::new();
    let mut rows = Vec::new();
    for group in others(counted) {
        let shares = |tally: &Tally| tally.share(Rate::Selection);
        let pairs: Vec<(Share, Share)> = of(group)
            .iter()
            .zip(of(counted.reference))
            .map(|(one, other)| (shares(one), shares(other)))
            .collect();
        let used = |side: &dyn Fn(&(Share, Share)) -> u64| -> u64 {
            pairs
                .iter()
                .filter(|(one, other)| one.rows > 0 && other.rows > 0)
                .map(side)
                .sum()
        };
        let found = stratified::pool(&pairs, CONFIDENCE);
        comparisons.push(Comparison {
            grouping: at,
            what: What::Conditional,
            group,
            versus: Versus::Group(counted.reference),
            values: [
                counted.tallies[group].share(Rate::Selection).value(),
                counted.tallies[counted.reference]
                    .share(Rate::Selection)
                    .value(),
            ],
            limit,
            compared: found.map(|f| pooled(&f, limit)).unwrap_or_default(),
            rows: [used(&|p| p.0.rows), used(&|p| p.1.rows)],
            judged: OPEN,
        });
        let homogeneity = found.and_then(|f| f.homogeneity);
        rows.push(vec![
            Cell::Text(counted.grouping.groups[group].clone()),
            optional(found.and_then(|f| f.rate_ratio)),
            optional(found.and_then(|f| f.rate_ratio_interval).map(|i| i.lower)),
            optional(found.and_then(|f| f.rate_ratio_interval).map(|i| i.upper)),
            optional(found.and_then(|f| f.odds_ratio)),
            optional(found.map(|f| f.statistic)),
            optional(found.map(|f| f.p)),
            optional(homogeneity.map(|h| h.statistic)),
            optional(homogeneity.map(|h| h.p)),
            found.map_or(Cell::Empty(()), |f| count(f.strata)),
            number(used(&|p| p.0.rows) as f64),
        ]);
    }
    let block = (!rows.is_empty()).then(|| {
        table(
            format!(
                "Selection of {} within {} (rows counted, weights not used)",
                counted.grouping.name(),
                strata.name()
            ),
            &[
                ("Group", Unit::Number),
                ("Pooled ratio (Mantel–Haenszel)", Unit::Number),
                ("low", Unit::Number),
                ("high", Unit::Number),
                ("Pooled odds ratio", Unit::Number),
                ("Cochran–Mantel–Haenszel chi-square", Unit::Number),
                ("p", Unit::Probability),
                ("Breslow–Day (Tarone)", Unit::Number),
                ("p of one ratio for all levels", Unit::Probability),
                ("Levels that tell something", Unit::Count),
                ("n", Unit::Count),
            ],
            rows,
        )
    });
    (comparisons, block)
}

/// The pooled ratio on the log scale, with the standard error that its interval has.
fn pooled(found: &Stratified, limit: Limit) -> Compared {
    let (Some(ratio), Some(interval)) = (found.rate_ratio, found.rate_ratio_interval) else {
        return Compared::default();
    };
    let z = normal::upper_quantile(0.5 * (1.0 - CONFIDENCE)).unwrap_or(f64::NAN);
    let error = libm::log(interval.upper / interval.lower) / (2.0 * z);
    if !(error > 0.0 && error.is_finite()) {
        return Compared::default();
    }
    let log = libm::log(ratio);
    Compared::tested(
        Some(ratio),
        Some(interval),
        [
            (log - libm::log(limit.low)) / error,
            (libm::log(limit.high) - log) / error,
        ],
        Settle::Roots,
    )
}
