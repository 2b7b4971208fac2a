//! Categories: chi-square of homogeneity decides whether, total variation with interval decides how much.

use super::comparison::{CONFIDENCE, Comparison, reported};
use super::count::{Count, union};
use super::{Parameters, arrivals, contributions};
use crate::analysis::Context;
use crate::report::{
    Block, Cell, Effect, Level, LevelPair, Metric, Test, TextBlock, Unit, numbers,
};
use crate::stats::homogeneity::{self, Homogeneity, Method};
use crate::stats::order::order;
use crate::stats::{effect, variation};
use crate::table::LevelCount;

/// The level that every row of both files has.
pub(super) fn constant(reference: &[LevelCount], current: &[LevelCount]) -> Option<Cell> {
    match (reference, current) {
        ([a], [b]) if a.level == b.level => Some(Cell::Text(a.level.clone())),
        _ => None,
    }
}

pub(super) fn compare(
    column: &mut Comparison,
    reference: &[LevelCount],
    current: &[LevelCount],
    parameters: &Parameters,
    context: &Context,
) {
    let n = column.present();
    let mut finding = column.finding("values", "drift.levels", n);
    let counts = union(reference, current);
    let before: Vec<u64> = counts.iter().map(|c| c.reference).collect();
    let now: Vec<u64> = counts.iter().map(|c| c.current).collect();

    let test = homogeneity::test(&before, &now, column.seed, column.draw_budget);
    finding.test = test.as_ref().map(reported_test);
    let mix = Mix::of(&before, &now, parameters);
    finding.effect = Some(mix.effect.clone());

    let shares = Shares {
        counts: &counts,
        reference: n.reference as f64,
        current: n.current as f64,
    };
    let largest_first = order(counts.len(), &|a, b| {
        shares.moved(b).total_cmp(&shares.moved(a))
    });
    if let Some(most) = largest_first.first().map(|&at| shares.level(at)) {
        finding.numbers = numbers([
            ("level", Cell::Text(most.name)),
            ("level_reference", Cell::Number(most.reference)),
            ("level_current", Cell::Number(most.current)),
            ("levels", Cell::Number(counts.len() as f64)),
            ("arrivals", Cell::Text(arrivals::sentence(&counts))),
        ]);
    }
    column.findings.push(finding);

    let listed = context.config.budgets.listed_levels as usize;
    column.blocks.push(Block::LevelPair(shares.pair(
        "Share of rows in each level",
        &largest_first,
        listed,
    )));
    column.blocks.push(Block::Metric(mix.metric(
        "Total variation distance",
        "Half the sum of the absolute differences of the levels' shares: the share of rows that would have to move to \
         another level to make the two files equal, 0 to 100 percentage points.",
    )));
    column
        .blocks
        .extend(contributions::of_levels(&counts, &largest_first, listed));
    column
        .blocks
        .extend(arrivals::table(&counts, listed).map(Block::Table));
    column.blocks.extend(test.and_then(note));
}

/// How far two mixes of levels are apart.
pub(super) struct Mix {
    pub(super) effect: Effect,
}

impl Mix {
    pub(super) fn of(before: &[u64], now: &[u64], parameters: &Parameters) -> Mix {
        let floor = effect::floor::total_variation(before, now);
        Mix {
            effect: Effect {
                name: "total-variation".into(),
                value: variation::total_variation(before, now),
                interval: effect::total_variation_interval(before, now, CONFIDENCE).map(reported),
                threshold: parameters.total_variation,
                noise_floor: floor.map(|f| f.noise_floor),
                detectable: floor.map(|f| f.minimum_detectable),
                unit: Unit::SharePoints,
            },
        }
    }

    pub(super) fn metric(&self, title: &str, definition: &str) -> Metric {
        Metric {
            title: title.into(),
            value: self.effect.value,
            unit: self.effect.unit,
            interval: self.effect.interval,
            threshold: Some(self.effect.threshold),
            definition: definition.into(),
        }
    }
}

/// The test as the report writes it.
pub(super) fn reported_test(test: &Homogeneity) -> Test {
    let (name, method) = match test.method {
        Method::Fisher => ("fisher", "exact"),
        Method::ChiSquare | Method::Moments => ("chi-square", "asymptotic"),
        Method::MonteCarlo { .. } => ("chi-square", "simulated"),
    };
    Test {
        name: name.into(),
        method: method.into(),
        statistic: Some(test.statistic),
        p: Some(test.p),
        q: None,
        degrees: Some(test.degrees),
    }
}

/// Where the p-value comes from, if not from the chi-square distribution.
pub(super) fn note(test: Homogeneity) -> Option<Block> {
    let (code, draws) = match test.method {
        Method::MonteCarlo { draws } => ("text.simulated", draws as f64),
        Method::Moments => ("text.moments", 0.0),
        Method::ChiSquare | Method::Fisher => return None,
    };
    Some(Block::Text(TextBlock {
        code: code.into(),
        numbers: numbers([("draws", Cell::Number(draws))]),
        sentence: String::new(),
    }))
}

/// Levels as shares of their file.
pub(super) struct Shares<'a> {
    pub(super) counts: &'a [Count<'a>],
    pub(super) reference: f64,
    pub(super) current: f64,
}

impl Shares<'_> {
    fn of(&self, at: usize) -> (f64, f64) {
        let count = &self.counts[at];
        (
            count.reference as f64 / self.reference,
            count.current as f64 / self.current,
        )
    }

    pub(super) fn moved(&self, at: usize) -> f64 {
        let (reference, current) = self.of(at);
        libm::fabs(reference - current)
    }

    pub(super) fn level(&self, at: usize) -> Level {
        let (reference, current) = self.of(at);
        Level {
            name: self.counts[at].level.into(),
            reference,
            current,
        }
    }

    /// The first `listed` levels of `order`, and the rest summed up.
    pub(super) fn pair(&self, title: &str, order: &[usize], listed: usize) -> LevelPair {
        let (shown, rest) = order.split_at(listed.min(order.len()));
        LevelPair {
            title: title.into(),
            levels: shown.iter().map(|&at| self.level(at)).collect(),
            rest_levels: rest.len() as u64,
            rest: (!rest.is_empty()).then(|| Level {
                name: format!("{} other levels", rest.len()),
                reference: rest.iter().map(|&at| self.of(at).0).sum(),
                current: rest.iter().map(|&at| self.of(at).1).sum(),
            }),
        }
    }
}
