//! What the other half of the rows says about one column: inside a slice, outside it, in the whole.

use ndarray::Array2;

use crate::report::Counts;
use crate::slicing::Rows;
use crate::slicing::coding::{Coded, Scale};
use crate::slicing::score::Measure;
use crate::stats::contribution::{self, GroupMean, GroupPart};
use crate::stats::effect::wasserstein::{self, WassersteinEffect};
use crate::stats::interval::Interval;
use crate::stats::order::order;
use crate::stats::proportion::{self, Share};
use crate::stats::{contingency, effect, ks, pooling, quantile, variation};
use crate::table::{Column, ColumnData};

/// Coverage of every interval.
pub(super) const CONFIDENCE: f64 = 0.95;

/// One column of the half in which slices are tested.
pub(super) struct HeldOut {
    measure: Measure,
    columns: [Column; 2],
    form: Form,
    /// The unit of all distances: that of the whole column.
    unit: f64,
}

enum Form {
    /// Rows that have a number, in ascending order.
    Numbers([Vec<(f64, u32)>; 2]),
    /// The level of every row that has one, and the levels' names.
    Levels([Vec<Option<u32>>; 2], Vec<String>),
}

/// One test.
#[derive(Clone, Debug)]
pub(super) struct Tested {
    pub name: &'static str,
    pub method: &'static str,
    pub statistic: Option<f64>,
    pub degrees: Option<u64>,
    pub p: Option<f64>,
}

/// One distance with its interval.
#[derive(Clone, Copy, Debug)]
pub(super) struct Distance {
    pub value: f64,
    pub interval: Interval,
    /// 95th percentile under one distribution, where known.
    pub noise_floor: Option<f64>,
    pub n: Counts,
}

/// In which way a column has changed.
#[derive(Clone, Debug)]
pub(super) enum Change {
    /// Higher, lower or neither; medians before and now.
    Numbers {
        higher: Option<bool>,
        medians: [Option<f64>; 2],
    },
    /// The level that changed most; its shares before and now.
    Levels { level: String, shares: [f64; 2] },
    /// Missing rates before and now.
    Missing { rates: [f64; 2] },
}

impl HeldOut {
    /// The column in both files; `None` where nothing can be measured in it.
    pub fn new(coded: &Coded, measure: Measure, columns: [Column; 2]) -> Option<HeldOut> {
        let form = match (&columns[0], &columns[1]) {
            _ if measure == Measure::Missing => Form::Levels([Vec::new(), Vec::new()], Vec::new()),
            (a, b) if !coded.as_levels => Form::Numbers([sorted(a)?, sorted(b)?]),
            _ if matches!(coded.scale, Scale::Numbers { .. }) => two_numbers(coded),
            (a, b) => by_level([a, b])?,
        };
        let mut held = HeldOut {
            measure,
            columns,
            form,
            unit: 1.0,
        };
        if matches!(held.form, Form::Numbers(_)) {
            held.unit = held.wasserstein(&held.everything())?.scale;
        }
        Some(held)
    }

    /// All rows.
    pub fn everything(&self) -> Rows {
        self.columns
            .each_ref()
            .map(|column| vec![true; rows_of(column)])
    }

    fn numbers(&self, rows: &Rows) -> [Vec<f64>; 2] {
        match &self.form {
            Form::Numbers(sorted) => [0, 1].map(|file| {
                let inside = sorted[file]
                    .iter()
                    .filter(|(_, row)| rows[file][*row as usize]);
                inside.map(|(value, _)| *value).collect()
            }),
            Form::Levels(..) => [Vec::new(), Vec::new()],
        }
    }

    fn levels(&self, rows: &Rows) -> [Vec<u64>; 2] {
        match &self.form {
            Form::Levels(levels, names) => [0, 1].map(|file| {
                let mut counts = vec![0; names.len()];
                for (level, inside) in levels[file].iter().zip(&rows[file]) {
                    if let (Some(level), true) = (level, inside) {
                        counts[*level as usize] += 1;
                    }
                }
                counts
            }),
            Form::Numbers(_) => [Vec::new(), Vec::new()],
        }
    }

    fn missing(&self, rows: &Rows) -> [Share; 2] {
        [0, 1].map(|file| {
            let inside = rows[file].iter().enumerate().filter(|(_, inside)| **inside);
            let mut share = Share { count: 0, rows: 0 };
            for (row, _) in inside {
                share.rows += 1;
                share.count += u64::from(self.columns[file].is_missing(row));
            }
            share
        })
    }

    fn wasserstein(&self, rows: &Rows) -> Option<WassersteinEffect> {
        let [reference, current] = self.numbers(rows);
        wasserstein::effect(&reference, &current, CONFIDENCE)
    }

    /// The primary test of the column's type, over some rows.
    pub fn test(&self, rows: &Rows) -> Option<Tested> {
        match (self.measure, &self.form) {
            (Measure::Missing, _) => {
                let [reference, current] = self.missing(rows);
                let found = proportion::difference(reference, current, CONFIDENCE)?;
                Some(Tested {
                    name: "proportions",
                    method: match found.method {
                        proportion::Method::Score => "asymptotic",
                        proportion::Method::Fisher => "exact",
                    },
                    statistic: found.statistic,
                    degrees: None,
                    p: Some(found.p),
                })
            }
            (_, Form::Numbers(_)) => {
                let [reference, current] = self.numbers(rows);
                let found = ks::two_sample(&reference, &current)?;
                Some(Tested {
                    name: "ks",
                    method: match found.method {
                        ks::Method::Exact => "exact",
                        ks::Method::Asymptotic => "asymptotic",
                    },
                    statistic: Some(found.statistic),
                    degrees: None,
                    p: Some(found.p),
                })
            }
            (_, Form::Levels(..)) => {
                let [reference, current] = self.levels(rows);
                let pooled = pooling::pool_rare(&reference, &current)?;
                let counts: Vec<f64> = pooled
                    .reference
                    .iter()
                    .chain(&pooled.current)
                    .map(|&n| n as f64)
                    .collect();
                let table = Array2::from_shape_vec((2, pooled.reference.len()), counts).ok()?;
                let found = contingency::homogeneity(&table)?;
                Some(Tested {
                    name: "chi-square",
                    method: "asymptotic",
                    statistic: Some(found.statistic),
                    degrees: Some(found.degrees),
                    p: Some(found.p),
                })
            }
        }
    }

    /// The deciding effect over some rows, in the whole column's unit.
    pub fn distance(&self, rows: &Rows) -> Option<Distance> {
        match (self.measure, &self.form) {
            (Measure::Missing, _) => {
                let [reference, current] = self.missing(rows);
                let found = proportion::difference(reference, current, CONFIDENCE)?;
                Some(Distance {
                    value: libm::fabs(found.difference),
                    interval: found.absolute,
                    noise_floor: effect::floor::share_difference(reference, current)
                        .map(|f| f.noise_floor),
                    n: Counts {
                        reference: reference.rows,
                        current: current.rows,
                    },
                })
            }
            (_, Form::Numbers(_)) => {
                let [reference, current] = self.numbers(rows);
                let found = wasserstein::effect(&reference, &current, CONFIDENCE)?;
                let factor = found.scale / self.unit;
                let interval = Interval {
                    lower: found.interval.lower * factor,
                    upper: found.interval.upper * factor,
                };
                let finite = factor.is_finite() && interval.upper.is_finite();
                finite.then_some(Distance {
                    value: found.value * factor,
                    interval,
                    noise_floor: Some(found.noise_floor * factor).filter(|f| f.is_finite()),
                    n: Counts {
                        reference: reference.len() as u64,
                        current: current.len() as u64,
                    },
                })
            }
            (_, Form::Levels(..)) => {
                let [reference, current] = self.levels(rows);
                Some(Distance {
                    value: variation::total_variation(&reference, &current)?,
                    interval: effect::total_variation_interval(&reference, &current, CONFIDENCE)?,
                    noise_floor: effect::floor::total_variation(&reference, &current)
                        .map(|f| f.noise_floor),
                    n: Counts {
                        reference: reference.iter().sum(),
                        current: current.iter().sum(),
                    },
                })
            }
        }
    }

    /// What some rows and the others add to the distance of the whole: by change among them, and by change of their
    /// share of all rows. In the whole column's unit.
    pub fn parts(&self, rows: &Rows) -> Option<[GroupPart; 2]> {
        // Sum and number of the potentials of a file's rows, in the group and outside.
        let mut sums = [[(0.0, 0.0); 2]; 2];
        let mut add = |file: usize, row: usize, potential: f64| {
            let sum = &mut sums[usize::from(!rows[file][row])][file];
            *sum = (sum.0 + potential, sum.1 + 1.0);
        };
        match (self.measure, &self.form) {
            (Measure::Missing, _) => {
                let [reference, current] = self.missing(&self.everything());
                let sign = (current.value()? - reference.value()?).signum();
                for (file, column) in self.columns.iter().enumerate() {
                    for row in 0..rows[file].len() {
                        add(file, row, if column.is_missing(row) { sign } else { 0.0 });
                    }
                }
            }
            (_, Form::Numbers(sorted)) => {
                let everything = self.everything();
                let limits = self.wasserstein(&everything)?.limits;
                let values = self.numbers(&everything);
                let potentials = contribution::potential(&values[0], &values[1], limits);
                for (file, potentials) in potentials.iter().enumerate() {
                    for ((_, row), potential) in sorted[file].iter().zip(potentials) {
                        add(file, *row as usize, potential / self.unit);
                    }
                }
            }
            (_, Form::Levels(levels, _)) => {
                let [before, now] = self.levels(&self.everything());
                let share = |side: &[u64], level: usize| {
                    side[level] as f64 / side.iter().sum::<u64>().max(1) as f64
                };
                let signs: Vec<f64> = (0..before.len())
                    .map(|level| share(&now, level) - share(&before, level))
                    .map(|change| {
                        if change == 0.0 {
                            0.0
                        } else {
                            0.5 * change.signum()
                        }
                    })
                    .collect();
                for (file, levels) in levels.iter().enumerate() {
                    for (row, level) in levels.iter().enumerate() {
                        if let Some(level) = level {
                            add(file, row, signs[*level as usize]);
                        }
                    }
                }
            }
        }
        let all = [0, 1].map(|file| sums[0][file].1 + sums[1][file].1);
        if all.contains(&0.0) {
            return None;
        }
        let groups = sums.map(|group| GroupMean {
            share: [0, 1].map(|file| group[file].1 / all[file]),
            mean: group.map(|(sum, rows)| (rows > 0.0).then(|| sum / rows)),
        });
        let parts = contribution::of_group_means(&groups);
        Some([*parts.first()?, *parts.get(1)?])
    }

    /// In which way the column changed over some rows.
    pub fn change(&self, rows: &Rows) -> Option<Change> {
        match (self.measure, &self.form) {
            (Measure::Missing, _) => {
                let [reference, current] = self.missing(rows);
                Some(Change::Missing {
                    rates: [reference.value()?, current.value()?],
                })
            }
            (_, Form::Numbers(_)) => {
                let numbers = self.numbers(rows);
                Some(Change::Numbers {
                    higher: higher(&numbers),
                    medians: [0, 1].map(|file| quantile::quantile(&numbers[file], 0.5)),
                })
            }
            (_, Form::Levels(_, names)) => {
                let [reference, current] = self.levels(rows);
                let n = reference.iter().sum::<u64>() as f64;
                let m = current.iter().sum::<u64>() as f64;
                let moved = |level: usize| {
                    libm::fabs(reference[level] as f64 / n - current[level] as f64 / m)
                };
                let by_move = order(names.len(), &|a, b| moved(b).total_cmp(&moved(a)));
                let most = *by_move.first()?;
                Some(Change::Levels {
                    level: names[most].clone(),
                    shares: [reference[most] as f64 / n, current[most] as f64 / m],
                })
            }
        }
    }
}

/// Whether the current values run higher or lower: one function's largest gap is at most half the other's.
fn higher([reference, current]: &[Vec<f64>; 2]) -> Option<bool> {
    let (n, m) = (reference.len() as f64, current.len() as f64);
    let (mut i, mut j) = (0, 0);
    let (mut above, mut below) = (0.0f64, 0.0f64);
    while i < reference.len() || j < current.len() {
        let next = |side: &[f64], at: usize| side.get(at).copied().unwrap_or(f64::INFINITY);
        let value = next(reference, i).min(next(current, j));
        while i < reference.len() && reference[i] <= value {
            i += 1;
        }
        while j < current.len() && current[j] <= value {
            j += 1;
        }
        let gap = i as f64 / n - j as f64 / m;
        above = above.max(gap);
        below = below.max(-gap);
    }
    if below < 0.5 * above {
        Some(true)
    } else if above < 0.5 * below {
        Some(false)
    } else {
        None
    }
}

fn rows_of(column: &Column) -> usize {
    (column.evidence.present + column.evidence.missing) as usize
}

/// Numbers in ascending order with their rows.
fn sorted(column: &Column) -> Option<Vec<(f64, u32)>> {
    let ColumnData::Number(chunks) = &column.data else {
        return None;
    };
    let mut out: Vec<(f64, u32)> = (0u32..)
        .zip(chunks.iter().flatten())
        .filter(|(row, _)| !column.is_missing(*row as usize))
        .map(|(row, value)| (value + 0.0, row))
        .collect();
    out.sort_unstable_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
    Some(out)
}

/// Levels of both files under one numbering, in ascending order of their names.
fn by_level(columns: [&Column; 2]) -> Option<Form> {
    let [ColumnData::Category(a), ColumnData::Category(b)] = columns.map(|c| &c.data) else {
        return None;
    };
    let all: Vec<&str> = a.levels.iter().chain(b.levels.iter()).collect();
    let by_name = order(all.len(), &|a, b| all[a].cmp(all[b]));
    let mut names: Vec<String> = by_name.into_iter().map(|at| all[at].to_owned()).collect();
    names.dedup();
    let levels = [a, b].map(|categories| {
        let place = |name: &str| names.binary_search_by(|n| n.as_str().cmp(name)).ok();
        let places: Vec<Option<u32>> = categories
            .levels
            .iter()
            .map(|name| place(name).map(|at| at as u32))
            .collect();
        let codes = categories.codes.iter().flatten();
        codes
            .map(|code| places.get(*code as usize).copied().flatten())
            .collect()
    });
    Some(Form::Levels(levels, names))
}

/// Numbers of which there are two: their codes are levels.
fn two_numbers(coded: &Coded) -> Form {
    let names = (0..coded.bins).map(|bin| coded.value(bin)).collect();
    let levels = coded.held_out.each_ref().map(|codes| {
        let level = |code: &u8| (*code < coded.missing()).then_some(u32::from(*code));
        codes.iter().map(level).collect()
    });
    Form::Levels(levels, names)
}
