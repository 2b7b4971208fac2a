//! One column of the reference, prepared so that every split of it is one walk through sorted values.

use std::collections::BTreeMap;

use crate::drift::comparison::{CONFIDENCE, reported};
use crate::drift::selected;
use crate::drift::{LEVEL_TESTS, NUMBER_TESTS, Parameters};
use crate::report::Interval;
use crate::stats::effect::wasserstein;
use crate::stats::order::order;
use crate::stats::proportion::{self, Share};
use crate::stats::{effect, homogeneity, ks};
use crate::table::{Categories, ColumnData, Table};

/// A column's values by row.
pub(super) struct Checked {
    pub(super) name: String,
    pub(super) values: Values,
    /// Rows without a value.
    pub(super) missing: Vec<u32>,
}

pub(super) enum Values {
    /// Rows in the order of their values.
    Numbers { rows: Vec<u32>, sorted: Vec<f64> },
    /// The level of each row, or [`Categories::MISSING`].
    Levels { codes: Vec<u32>, levels: usize },
    /// One value only, or none that is tested here.
    Untested,
}

/// The values of both parts of a split.
pub(super) enum Parts {
    /// Ascending.
    Numbers(Vec<f64>, Vec<f64>),
    /// Counts of the same levels.
    Levels(Vec<u64>, Vec<u64>),
    Untested,
}

/// Missing rows of both parts.
pub(super) type Absent = (Share, Share);

impl Checked {
    /// Column `at` of a table whose rows stand in an order of their content.
    pub fn of(table: &Table, at: usize) -> Checked {
        let column = &table.columns[at];
        let rows = table.rows as u32;
        let missing: Vec<u32> = (0..rows)
            .filter(|&r| column.is_missing(r as usize))
            .collect();
        let values = match &column.data {
            ColumnData::Number(chunks) => {
                let by_row: Vec<f64> = chunks.iter().flatten().map(|v| v + 0.0).collect();
                numbers(&by_row, |row| !column.is_missing(row))
            }
            ColumnData::Category(categories) => Values::Levels {
                codes: categories.codes.iter().flatten().copied().collect(),
                levels: categories.levels.len(),
            },
            ColumnData::Time(_) | ColumnData::Text(_) => Values::Untested,
        };
        Checked {
            name: column.name.clone(),
            values: match values {
                Values::Levels { levels: 0 | 1, .. } => Values::Untested,
                values => values,
            },
            missing,
        }
    }

    /// The test selected for this column, if any, and whether the splits can be judged by it; the default one judges them
    /// where not.
    pub fn selected(&self, parameters: &Parameters) -> (Option<String>, bool) {
        let scale = match &self.values {
            Values::Numbers { .. } => true,
            Values::Levels { .. } => false,
            Values::Untested => return (None, true),
        };
        let name = selected::chosen(&self.name, scale, parameters);
        let kinds = if scale { NUMBER_TESTS } else { LEVEL_TESTS };
        let usable = name.is_none_or(|name| kinds.contains(&name) && selected::is_quick(name));
        (name.filter(|_| usable).map(str::to_owned), usable)
    }

    /// The values of the two parts; `current` tells for each row in which it is.
    pub fn parts(&self, current: &[bool]) -> Parts {
        match &self.values {
            Values::Numbers { rows, sorted } => {
                let (mut before, mut now) = (Vec::with_capacity(rows.len()), Vec::new());
                for (&row, &value) in rows.iter().zip(sorted) {
                    if current[row as usize] {
                        now.push(value);
                    } else {
                        before.push(value);
                    }
                }
                Parts::Numbers(before, now)
            }
            Values::Levels { codes, levels } => {
                let (mut before, mut now) = (vec![0; *levels], vec![0; *levels]);
                for (&code, &current) in codes.iter().zip(current) {
                    let side = if current { &mut now } else { &mut before };
                    if let Some(count) = side.get_mut(code as usize) {
                        *count += 1;
                    }
                }
                Parts::Levels(before, now)
            }
            Values::Untested => Parts::Untested,
        }
    }

    /// How many rows of each part have no value.
    pub fn absent(&self, current: &[bool], rows: (usize, usize)) -> Absent {
        let now = self
            .missing
            .iter()
            .filter(|&&r| current[r as usize])
            .count() as u64;
        let share = |count, rows: usize| Share {
            count,
            rows: rows as u64,
        };
        (
            share(self.missing.len() as u64 - now, rows.0),
            share(now, rows.1),
        )
    }
}

/// Two distinct values are levels, as in the comparison of two files.
fn numbers(by_row: &[f64], present: impl Fn(usize) -> bool) -> Values {
    let filled: Vec<u32> = (0..by_row.len() as u32)
        .filter(|&r| present(r as usize))
        .collect();
    let order = order(filled.len(), &|a, b| {
        f64::total_cmp(&by_row[filled[a] as usize], &by_row[filled[b] as usize])
    });
    let rows: Vec<u32> = order.into_iter().map(|at| filled[at]).collect();
    let sorted: Vec<f64> = rows.iter().map(|&row| by_row[row as usize]).collect();
    let (Some(&low), Some(&high)) = (sorted.first(), sorted.last()) else {
        return Values::Untested;
    };
    let above = sorted.partition_point(|v| *v <= low);
    if above == sorted.len() {
        return Values::Untested;
    }
    if sorted[above] == high {
        let mut codes = vec![Categories::MISSING; by_row.len()];
        for (at, &row) in rows.iter().enumerate() {
            codes[row as usize] = u32::from(at >= above);
        }
        return Values::Levels { codes, levels: 2 };
    }
    Values::Numbers { rows, sorted }
}

/// What tests by random tables may use.
#[derive(Clone, Copy, Debug)]
pub(super) struct Draws {
    pub seed: u64,
    /// In drawn rows.
    pub budget: u64,
}

/// With so many pairs of rows or fewer the exact p-value is always taken.
const EXACT_PAIRS: usize = 40_000;

/// p-values of gaps between two parts, by the parts' sizes and the gap: between parts of the same sizes there are few
/// different ones, and splits meet them again and again.
#[derive(Default)]
pub(super) struct Gaps(BTreeMap<(usize, usize, u64), f64>);

impl Gaps {
    /// The exact one is taken where it can change the answer to "at most 5 %?": elsewhere the asymptotic one is near
    /// enough and far cheaper.
    fn p(&mut self, statistic: f64, n: usize, m: usize) -> f64 {
        let gap = (n, m, statistic.to_bits());
        *self.0.entry(gap).or_insert_with(|| {
            if n * m > EXACT_PAIRS {
                let p = ks::asymptotic_p(statistic, n, m);
                if !(0.025..0.1).contains(&p) {
                    return p;
                }
            }
            ks::p_value(statistic, n, m).1
        })
    }
}

impl Parts {
    /// p-value of the column's primary test. Where a test is `selected` it is that one's.
    pub fn p(&self, draws: Draws, selected: Option<&str>, gaps: &mut Gaps) -> Option<f64> {
        match (self, selected) {
            (Parts::Numbers(before, now), Some(name)) => {
                return selected::p_of_numbers(name, before, now);
            }
            (Parts::Levels(before, now), Some(name)) => {
                return selected::p_of_levels(name, before, now);
            }
            _ => {}
        }
        match self {
            Parts::Numbers(before, now) => {
                let statistic = ks::statistic(before, now)?;
                Some(gaps.p(statistic, before.len(), now.len()))
            }
            Parts::Levels(before, now) => {
                Some(homogeneity::test(before, now, draws.seed, draws.budget)?.p)
            }
            Parts::Untested => None,
        }
    }

    /// Interval and threshold of the deciding effect.
    pub fn effect(&self, parameters: &Parameters) -> (Option<Interval>, f64) {
        match self {
            Parts::Numbers(before, now) => {
                let found =
                    wasserstein::effect(before, now, CONFIDENCE).map(|e| reported(e.interval));
                let finite = |i: &Interval| i.low.is_finite() && i.high.is_finite();
                (found.filter(finite), parameters.distance)
            }
            Parts::Levels(before, now) => {
                let found = effect::total_variation_interval(before, now, CONFIDENCE);
                (found.map(reported), parameters.total_variation)
            }
            Parts::Untested => (None, parameters.total_variation),
        }
    }
}

/// p-value of the test of missing values; `None` where no row lacks a value.
pub(super) fn missing_p(absent: Absent) -> Option<f64> {
    if absent.0.count + absent.1.count == 0 {
        return None;
    }
    proportion::difference(absent.0, absent.1, CONFIDENCE).map(|found| found.p)
}

/// Interval and threshold of the change of the missing rate.
pub(super) fn missing_effect(absent: Absent, parameters: &Parameters) -> (Option<Interval>, f64) {
    let found = proportion::difference(absent.0, absent.1, CONFIDENCE);
    (
        found.map(|found| reported(found.absolute)),
        parameters.missing_rate,
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::{Analysis, Context, Inputs, Pair, Roles};
    use crate::config::{Config, Dialect, Role};
    use crate::drift::Drift;
    use crate::table::{Finished, ReadOptions, Reader};

    fn table() -> Table {
        let mut text = String::from("x,few,two,level\n");
        for i in 0..900_u32 {
            let noise = i.wrapping_mul(2_654_435_761) >> 8;
            let x = f64::from(noise % 10_007) / 100.0;
            let lacking = if noise % 11 == 0 {
                String::new()
            } else {
                x.to_string()
            };
            let line = format!("{lacking},{},{},l{}\n", noise % 5, noise % 2, noise % 13);
            text.push_str(&line);
        }
        let mut reader = Reader::new(
            "a.csv",
            None,
            ReadOptions {
                dialect: Dialect::default(),
                memory_bytes: 1 << 24,
                seed: 1,
                storage: None,
                sample: None,
            },
        );
        reader.push(text.as_bytes()).expect("readable");
        match reader.finish().expect("readable") {
            Finished::Table(table) => *table,
            Finished::Reread(_) => panic!("read once"),
        }
    }

    /// What is decided here is what the drift analysis decides on two files with the rows of the two parts.
    #[test]
    fn parts_are_judged_as_two_files_are() {
        let table = table();
        let current: Vec<bool> = (0..table.rows)
            .map(|row| row * 7 % 10 < 4 + row / 400)
            .collect();
        let side = |which: bool| -> Table {
            let rows = (0..table.rows as u32).filter(|&row| current[row as usize] == which);
            table.take_rows(&rows.collect::<Vec<u32>>())
        };
        let (reference, now) = (side(false), side(true));
        let config = Config::default();
        for at in 0..4 {
            let pair = Pair {
                name: table.columns[at].name.clone(),
                reference: at,
                current: at,
                role: Role::Feature,
                reason: String::new(),
            };
            let inputs = Inputs {
                reference: &reference,
                current: &now,
                pairs: &[pair],
                roles: &Roles::default(),
            };
            let parameters = Parameters::default();
            let context = Context { config: &config };
            let outcome = Drift::run(&inputs, &parameters, &context, 0).expect("comparable");
            let of = |kind: &str| {
                let finding = outcome.findings.iter().find(|f| f.id.ends_with(kind))?;
                let effect = finding.effect.as_ref()?;
                Some((
                    finding.test.as_ref()?.p?,
                    (effect.interval, effect.threshold),
                ))
            };
            let checked = Checked::of(&table, at);
            let parts = checked.parts(&current);
            let absent = checked.absent(&current, (reference.rows, now.rows));
            let (p, effect) = of("/values").expect("tested");
            assert_eq!(parts.effect(&parameters), effect, "column {at}");
            let draws = Draws {
                seed: 1,
                budget: 1_000_000,
            };
            let ours = parts.p(draws, None, &mut Gaps::default()).expect("tested");
            let near = (ours - p).abs() < 0.2 * p && !(0.025..0.1).contains(&p);
            assert!(near || ours == p, "column {at}: {ours} {p}");
            assert_eq!(
                missing_p(absent).map(|p| (p, missing_effect(absent, &parameters))),
                of("/missing"),
                "column {at}"
            );
        }
    }
}
