//! Columns as small codes: what slices are made of and what their drift is looked for in.

use super::score::Measure;
use crate::config::Role;
use crate::report::{Cell, Unit, show};
use crate::stats::quantile::quantile;
use crate::table::{Categories, Column, ColumnData, Distribution, Kind, Table, Values};

/// Codes a column has at most, the one for missing included: three of them make a table of 4096 cells.
pub(crate) const CODES: usize = 16;
/// Bins of a number, of about equal shares of the reference.
const NUMBER_BINS: usize = 8;
/// Levels with a code of their own where a column has more than fit.
const OWN_LEVELS: usize = CODES - 2;

/// What the codes of a column mean.
#[derive(Clone, Debug)]
pub(crate) enum Scale {
    /// Bins in ascending order: bin `i` holds what is at most `edges[i]` and above the one before.
    Numbers {
        edges: Vec<f64>,
        /// Least and greatest value found in each bin.
        ranges: Vec<(f64, f64)>,
        /// From the middle of each bin to the next one's, in units of the column's spread.
        steps: Vec<f64>,
    },
    /// Levels by how many rows they have; what has no code of its own shares the last.
    Levels { names: Vec<String>, rest: bool },
}

/// One column of both halves that slices are looked for in.
#[derive(Clone, Debug)]
pub(crate) struct Coded {
    /// Its place among the pairs.
    pub pair: usize,
    pub name: String,
    pub scale: Scale,
    /// Codes that stand for values; the next one stands for a missing value.
    pub bins: usize,
    /// True where two numbers are all there is: they are compared as levels.
    pub as_levels: bool,
    /// Codes of the half in which slices are looked for: reference, current.
    pub seen: [Vec<u8>; 2],
    /// Codes of the half in which they are tested.
    pub held_out: [Vec<u8>; 2],
}

/// One condition on a column: its code lies in this range.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Condition {
    /// Place among the coded columns.
    pub column: usize,
    pub first: u8,
    pub last: u8,
}

impl Condition {
    /// Whether a code fulfils it.
    pub fn holds(&self, code: u8) -> bool {
        self.first <= code && code <= self.last
    }
}

/// Codes `column` of both files; `None` for one that can be neither a condition nor compared within slices.
pub(crate) fn code(
    pair: usize,
    name: &str,
    seen: [&Column; 2],
    held_out: [&Column; 2],
    whole: [&Column; 2],
) -> Option<Coded> {
    let (scale, bins) = match (&seen[0].data, &seen[1].data) {
        (ColumnData::Number(_), ColumnData::Number(_)) => numbers(seen)?,
        (ColumnData::Category(a), ColumnData::Category(b)) => levels([a, b])?,
        _ => return None,
    };
    Some(Coded {
        pair,
        name: name.into(),
        as_levels: matches!(scale, Scale::Levels { .. }) || two_values(whole),
        seen: seen.map(|column| encode(column, &scale, bins)),
        held_out: held_out.map(|column| encode(column, &scale, bins)),
        scale,
        bins,
    })
}

fn numbers(seen: [&Column; 2]) -> Option<(Scale, usize)> {
    let sorted = seen.map(|column| match Distribution::of(column).values {
        Values::Numbers(values) => values,
        _ => Vec::new(),
    });
    let [reference, current] = &sorted;
    let greatest = reference.last()?.max(*current.last()?);
    let mut edges: Vec<f64> = (1..NUMBER_BINS)
        .filter_map(|i| quantile(reference, i as f64 / NUMBER_BINS as f64))
        .filter(|edge| *edge < greatest)
        .collect();
    edges.dedup();
    // Between two values of a file no edge may stand that only rounding separates from one of them.
    let bins = edges.len() + 1;
    let cut = |sorted: &[f64], bin: usize| {
        let from = if bin == 0 {
            0
        } else {
            sorted.partition_point(|v| *v <= edges[bin - 1])
        };
        let to = match edges.get(bin) {
            Some(edge) => sorted.partition_point(|v| v <= edge),
            None => sorted.len(),
        };
        from..to
    };
    let ranges = (0..bins)
        .map(|bin| {
            let parts = [&reference[cut(reference, bin)], &current[cut(current, bin)]];
            let ends = |of: fn(&[f64]) -> Option<&f64>| parts.map(|p| of(p).copied());
            let low = ends(<[f64]>::first).into_iter().flatten();
            let high = ends(<[f64]>::last).into_iter().flatten();
            (
                low.fold(f64::INFINITY, f64::min),
                high.fold(f64::NEG_INFINITY, f64::max),
            )
        })
        .collect();
    let steps = steps(reference, bins, &cut).unwrap_or_default();
    Some((
        Scale::Numbers {
            edges,
            ranges,
            steps,
        },
        bins,
    ))
}

/// Distances between the middles of neighbouring bins, over the reference's spread; `None` where it has none.
fn steps(
    reference: &[f64],
    bins: usize,
    cut: &dyn Fn(&[f64], usize) -> std::ops::Range<usize>,
) -> Option<Vec<f64>> {
    let tail = (5.0 / reference.len() as f64).clamp(0.001, 0.25);
    let low = quantile(reference, tail)?;
    let high = quantile(reference, 1.0 - tail)?;
    let clamped = |v: &f64| v.clamp(low, high);
    let rows = reference.len() as f64;
    let quartiles = quantile(reference, 0.75)? - quantile(reference, 0.25)?;
    let spread = if quartiles > 0.0 {
        quartiles / 1.349
    } else {
        let mean = reference.iter().map(clamped).sum::<f64>() / rows;
        let squares = |v: &f64| (clamped(v) - mean) * (clamped(v) - mean);
        (reference.iter().map(squares).sum::<f64>() / rows).sqrt()
    };
    if !(spread > 0.0 && spread.is_finite()) {
        return None;
    }
    let mut middles = Vec::with_capacity(bins);
    for bin in 0..bins {
        let part = &reference[cut(reference, bin)];
        // A bin above all reference values lies where the winsorised current values are put.
        let middle = if part.is_empty() {
            high
        } else {
            part.iter().map(clamped).sum::<f64>() / part.len() as f64
        };
        middles.push(middle / spread);
    }
    let steps: Vec<f64> = middles.windows(2).map(|m| (m[1] - m[0]).max(0.0)).collect();
    steps.iter().all(|s| s.is_finite()).then_some(steps)
}

fn levels(seen: [&Categories; 2]) -> Option<(Scale, usize)> {
    let mut counted: Vec<(String, u64)> = Vec::new();
    for categories in seen {
        let levels = categories.levels.iter().map(str::to_owned);
        counted.extend(levels.zip(categories.counts()));
    }
    let order = crate::stats::order::order(counted.len(), &|a, b| counted[a].0.cmp(&counted[b].0));
    let mut merged: Vec<(String, u64)> = Vec::with_capacity(counted.len());
    for at in order {
        let (name, count) = &mut counted[at];
        match merged.last_mut().filter(|last| last.0 == *name) {
            Some(last) => last.1 += *count,
            None => merged.push((std::mem::take(name), *count)),
        }
    }
    if merged.is_empty() {
        return None;
    }
    let by_rows = crate::stats::order::order(merged.len(), &|a, b| merged[b].1.cmp(&merged[a].1));
    let rest = merged.len() > CODES - 1;
    let own = if rest { OWN_LEVELS } else { merged.len() };
    let names = by_rows
        .into_iter()
        .take(own)
        .map(|at| std::mem::take(&mut merged[at].0))
        .collect();
    Some((Scale::Levels { names, rest }, own + usize::from(rest)))
}

/// True where both whole files together hold at most two distinct numbers.
fn two_values(whole: [&Column; 2]) -> bool {
    let mut found = [None; 2];
    for column in whole {
        let ColumnData::Number(chunks) = &column.data else {
            return false;
        };
        for (row, value) in chunks.iter().flatten().enumerate() {
            let value = value + 0.0;
            if found.contains(&Some(value)) || column.is_missing(row) {
                continue;
            }
            match found.iter_mut().find(|f| f.is_none()) {
                Some(free) => *free = Some(value),
                None => return false,
            }
        }
    }
    true
}

/// The code of every row.
fn encode(column: &Column, scale: &Scale, bins: usize) -> Vec<u8> {
    let missing = bins as u8;
    match (&column.data, scale) {
        (ColumnData::Number(chunks), Scale::Numbers { edges, .. }) => chunks
            .iter()
            .flatten()
            .enumerate()
            .map(|(row, value)| {
                if column.is_missing(row) {
                    missing
                } else {
                    edges.iter().filter(|edge| *value > **edge).count() as u8
                }
            })
            .collect(),
        (ColumnData::Category(categories), Scale::Levels { names, rest }) => {
            let codes: Vec<u8> = categories
                .levels
                .iter()
                .map(|level| match names.iter().position(|name| name == level) {
                    Some(code) => code as u8,
                    None if *rest => (bins - 1) as u8,
                    // Only the half that was not looked at has it.
                    None => u8::MAX,
                })
                .collect();
            let code = |code: &u32| codes.get(*code as usize).copied().unwrap_or(missing);
            categories.codes.iter().flatten().map(code).collect()
        }
        _ => vec![missing; column.missing.len() * 64],
    }
}

impl Coded {
    /// The code of a missing value.
    pub fn missing(&self) -> u8 {
        self.bins as u8
    }

    /// True for levels.
    pub fn is_category(&self) -> bool {
        matches!(self.scale, Scale::Levels { .. })
    }

    /// The rows in which slices are looked for, by code: reference, current.
    pub fn counts(&self) -> [[u32; CODES]; 2] {
        self.seen.each_ref().map(|codes| {
            let mut counts = [0; CODES];
            for code in codes {
                counts[*code as usize % CODES] += 1;
            }
            counts
        })
    }

    /// Whether a change of this kind is possible.
    pub fn may_drift(&self, measure: Measure) -> bool {
        let counts = self.counts();
        let any = |code: usize| counts.iter().any(|side| side[code] > 0);
        match measure {
            Measure::Values => (0..self.bins).filter(|code| any(*code)).count() > 1,
            Measure::Missing => any(self.bins),
        }
    }

    /// Looks for slices in the first rows only.
    pub fn first_rows(mut self, rows: usize) -> Coded {
        for codes in &mut self.seen {
            codes.truncate(rows);
        }
        self
    }

    /// The one number in a bin that holds no other.
    pub fn value(&self, bin: usize) -> String {
        match &self.scale {
            Scale::Numbers { ranges, .. } => ranges
                .get(bin)
                .map_or(String::new(), |r| show(r.0, Unit::Number)),
            Scale::Levels { names, .. } => names.get(bin).cloned().unwrap_or_default(),
        }
    }

    /// The conditions that this column allows: alone, or together with another column's.
    pub fn conditions(&self, column: usize, together: bool) -> Vec<Condition> {
        let condition = |first: usize, last: usize| Condition {
            column,
            first: first as u8,
            last: last as u8,
        };
        let mut out = Vec::new();
        match &self.scale {
            Scale::Numbers { .. } => {
                for first in 0..self.bins {
                    for last in first..self.bins {
                        let half_line = first == 0 || last + 1 == self.bins;
                        let everything = first == 0 && last + 1 == self.bins;
                        if !everything && (half_line || !together) {
                            out.push(condition(first, last));
                        }
                    }
                }
            }
            Scale::Levels { names, .. } => {
                if names.len() > 1 {
                    out.extend((0..names.len()).map(|code| condition(code, code)));
                }
            }
        }
        let missing = self.missing();
        if self.seen.iter().flatten().any(|code| *code == missing) {
            out.push(condition(self.bins, self.bins));
        }
        out
    }

    /// A condition in words, such as `segment = S3`.
    pub fn words(&self, condition: &Condition) -> String {
        let name = &self.name;
        if condition.first == self.missing() {
            return format!("{name} is missing");
        }
        let number = |value: f64| show(value, Unit::Number);
        let (first, last) = (condition.first as usize, condition.last as usize);
        match &self.scale {
            Scale::Levels { names, .. } => {
                let level: String = names
                    .get(first)
                    .into_iter()
                    .flat_map(|n| n.chars())
                    .collect();
                format!("{name} = {}", cut(&level))
            }
            Scale::Numbers { edges, ranges, .. } => {
                let low = ranges.get(first).map_or(f64::NEG_INFINITY, |r| r.0);
                let high = ranges.get(last).map_or(f64::INFINITY, |r| r.1);
                let above = first.checked_sub(1).and_then(|i| edges.get(i));
                match (above, edges.get(last)) {
                    _ if low == high => format!("{name} = {}", number(low)),
                    (Some(above), Some(up_to)) => {
                        format!("{name} above {} up to {}", number(*above), number(*up_to))
                    }
                    (Some(above), None) => format!("{name} above {}", number(*above)),
                    (None, Some(up_to)) => format!("{name} up to {}", number(*up_to)),
                    (None, None) => name.clone(),
                }
            }
        }
    }
}

impl Coded {
    /// A condition as values that a choice of rows can be made of: the least value that fulfils it, as far as was seen, and the least beyond it.
    pub(super) fn asked(&self, condition: &Condition) -> Option<Vec<(&'static str, Cell)>> {
        if condition.first == self.missing() {
            return Some(vec![("missing", Cell::Number(1.0))]);
        }
        let (first, last) = (condition.first as usize, condition.last as usize);
        match &self.scale {
            Scale::Levels { names, .. } => {
                let name = names.get(first).filter(|_| first == last)?;
                Some(vec![("value", Cell::Text(name.clone()))])
            }
            Scale::Numbers { ranges, .. } => {
                let least = |bin: usize| ranges[bin..].iter().map(|r| r.0).find(|v| v.is_finite());
                let mut out = Vec::new();
                if first > 0 {
                    out.push(("from", Cell::Number(least(first)?)));
                }
                if last + 1 < ranges.len() {
                    out.push(("below", Cell::Number(least(last + 1)?)));
                }
                (!out.is_empty()).then_some(out)
            }
        }
    }
}

/// At most 60 characters of a level.
fn cut(level: &str) -> String {
    if level.chars().count() <= 60 {
        return level.into();
    }
    let mut short: String = level.chars().take(59).collect();
    short.push('…');
    short
}

/// Whether a column of this role and these types takes part.
pub(crate) fn takes_part(role: Role, kinds: [Kind; 2]) -> bool {
    let out = [Role::Id, Role::Ignore, Role::Weight, Role::Timestamp];
    let coded = |kind: Kind| matches!(kind, Kind::Number | Kind::Category | Kind::Boolean);
    !out.contains(&role) && kinds.iter().all(|kind| coded(*kind))
}

/// The columns of a pair in two tables.
pub(crate) fn columns(tables: [&Table; 2], at: [usize; 2]) -> Option<[&Column; 2]> {
    Some([tables[0].columns.get(at[0])?, tables[1].columns.get(at[1])?])
}
