//! Categories: chi-square of homogeneity decides whether, total variation with interval decides how much.

use ndarray::Array2;

use super::Parameters;
use super::comparison::{CONFIDENCE, Comparison, reported};
use crate::analysis::Context;
use crate::report::{
    Block, Cell, Effect, Level, LevelPair, Metric, Test, TextBlock, Unit, numbers,
};
use crate::stats::order::ordered;
use crate::stats::{contingency, effect, pooling, variation};
use crate::table::LevelCount;

/// The level that every row of both files has.
pub(super) fn constant(reference: &[LevelCount], current: &[LevelCount]) -> Option<Cell> {
    match (reference, current) {
        ([a], [b]) if a.level == b.level => Some(Cell::Text(a.level.clone())),
        _ => None,
    }
}

/// One level with its counts in both files.
struct Count<'a> {
    level: &'a str,
    reference: u64,
    current: u64,
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

    let pooled = pooling::pool_rare(&before, &now);
    let test = pooled.as_ref().and_then(|p| {
        let counts = p
            .reference
            .iter()
            .chain(&p.current)
            .map(|&n| n as f64)
            .collect();
        contingency::homogeneity(&Array2::from_shape_vec((2, p.reference.len()), counts).ok()?)
    });
    finding.test = test.map(|t| Test {
        name: "chi-square".into(),
        method: "asymptotic".into(),
        statistic: Some(t.statistic),
        p: Some(t.p),
        q: None,
        degrees: Some(t.degrees),
    });
    let distance = variation::total_variation(&before, &now);
    let interval = effect::total_variation_interval(&before, &now, CONFIDENCE).map(reported);
    finding.effect = Some(Effect {
        name: "total-variation".into(),
        value: distance,
        interval,
        threshold: parameters.total_variation,
        noise_floor: None,
        detectable: None,
        unit: Unit::SharePoints,
    });

    let shares: Vec<Level> = counts
        .iter()
        .map(|c| Level {
            name: c.level.into(),
            reference: c.reference as f64 / n.reference as f64,
            current: c.current as f64 / n.current as f64,
        })
        .collect();
    let moved = |level: &Level| (level.reference - level.current).abs();
    let shares = ordered(shares, &|a, b| moved(b).total_cmp(&moved(a)));
    if let Some(most) = shares.first() {
        finding
            .numbers
            .insert("level".into(), Cell::Text(most.name.clone()));
        finding
            .numbers
            .insert("level_reference".into(), Cell::Number(most.reference));
        finding
            .numbers
            .insert("level_current".into(), Cell::Number(most.current));
    }
    finding
        .numbers
        .insert("levels".into(), Cell::Number(counts.len() as f64));
    finding
        .numbers
        .insert("arrivals".into(), Cell::Text(arrivals(&counts)));
    column.findings.push(finding);

    column.blocks.push(Block::LevelPair(pair(
        shares,
        context.config.budgets.listed_levels as usize,
    )));
    column.blocks.push(Block::Metric(Metric {
        title: "Total variation distance".into(),
        value: distance,
        unit: Unit::SharePoints,
        interval,
        threshold: Some(parameters.total_variation),
        definition: "Half the sum of the absolute differences of the levels' shares: the share of rows that would \
                     have to move to another level to make the two files equal, 0 to 100 percentage points."
            .into(),
    }));
    if let Some(pooled) = pooled.filter(|p| !p.pooled.is_empty()) {
        column.blocks.push(Block::Text(TextBlock {
            code: "text.pooled".into(),
            numbers: numbers([("pooled", Cell::Number(pooled.pooled.len() as f64))]),
            sentence: String::new(),
        }));
    }
}

/// Every level of either file, in ascending byte order.
fn union<'a>(reference: &'a [LevelCount], current: &'a [LevelCount]) -> Vec<Count<'a>> {
    let mut out = Vec::with_capacity(reference.len().max(current.len()));
    let (mut r, mut c) = (reference.iter().peekable(), current.iter().peekable());
    loop {
        let order = match (r.peek(), c.peek()) {
            (Some(a), Some(b)) => a.level.cmp(&b.level),
            (Some(_), None) => std::cmp::Ordering::Less,
            (None, Some(_)) => std::cmp::Ordering::Greater,
            (None, None) => return out,
        };
        let a = if order.is_le() { r.next() } else { None };
        let b = if order.is_ge() { c.next() } else { None };
        out.push(Count {
            level: a.or(b).map_or("", |l| l.level.as_str()),
            reference: a.map_or(0, |l| l.count),
            current: b.map_or(0, |l| l.count),
        });
    }
}

/// How many levels the sentence names.
const NAMED: usize = 3;

/// New and vanished levels in words; empty where there are none.
fn arrivals(counts: &[Count]) -> String {
    let named = |which: Vec<&Count>, one: &str, many: &str| {
        if which.is_empty() {
            return String::new();
        }
        let rows = |c: &Count| c.reference + c.current;
        let which = ordered(which, &|a, b| rows(b).cmp(&rows(a)));
        let shown: Vec<&str> = which.iter().take(NAMED).map(|c| c.level).collect();
        let more = which.len().saturating_sub(NAMED);
        let more = if more > 0 {
            format!(" and {more} more")
        } else {
            String::new()
        };
        format!(
            " {}: {}{more}.",
            if which.len() == 1 { one } else { many },
            shown.join(", ")
        )
    };
    let new = named(
        counts.iter().filter(|c| c.reference == 0).collect(),
        "New level",
        "New levels",
    );
    let gone = named(
        counts.iter().filter(|c| c.current == 0).collect(),
        "Vanished level",
        "Vanished levels",
    );
    format!("{new}{gone}")
}

/// The listed levels and the rest summed up.
fn pair(mut shares: Vec<Level>, listed: usize) -> LevelPair {
    let rest = shares.split_off(listed.min(shares.len()));
    let sum = |of: fn(&Level) -> f64| rest.iter().map(of).sum::<f64>();
    LevelPair {
        title: "Share of rows in each level".into(),
        levels: shares,
        rest_levels: rest.len() as u64,
        rest: (!rest.is_empty()).then(|| Level {
            name: format!("{} other levels", rest.len()),
            reference: sum(|l| l.reference),
            current: sum(|l| l.current),
        }),
    }
}
