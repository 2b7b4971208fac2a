//! What is shown of an explained file: blocks and one sentence each.

use kernels::sort::sort_numbers;
use serde::Serialize;

use super::choice::{OutputUnit, output_names};
use super::importance::{Importance, importances, levels_by_count, moments_by, moments_of};
use super::reasons::shown;
use super::session::{Session, Side};
use super::tree_shap::Attributions;
use crate::error::Result;
use crate::predictor::InputKind;
use crate::report::{
    Block, Curve, CurveLine, CurvePoint, Interval, IntervalRow, Intervals, Matrix, Scatter,
    ScatterDot, Swarm, SwarmDot, SwarmRow, Unit, show,
};
use crate::stats;

/// Level of all intervals.
pub(super) const CONFIDENCE: f64 = 0.95;
/// Columns of a swarm.
const SWARM_ROWS: usize = 12;
/// Places of a swarm's dots along the axis.
const SWARM_BINS: usize = 60;
/// Rows that shades and the bins of dots are told apart by, and rows on which the strongest partner is looked for: beginnings
/// of the stratified order.
const SHADED_ROWS: usize = 1024;
const PARTNER_ROWS: usize = 16_384;
/// Bins of a dependence curve.
const BINS: usize = 16;
/// Bins of a scatter along its value and its contribution: rows alone are not told apart.
const SCATTER_BINS: (usize, usize) = (48, 32);
/// Rows in a bin below which it is not drawn.
const LEAST_IN_BIN: u64 = 5;
/// Memory for the interactions of rows.
const INTERACTION_BYTES: usize = 96 << 20;

/// The column that changes another one's contribution most.
struct Partner {
    name: String,
    player: usize,
    /// Of each row whether its value is in the upper half.
    high: Vec<bool>,
}

/// One picture with its sentence.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct View {
    /// What it says.
    pub sentence: String,
    /// The picture, or several.
    pub blocks: Vec<Block>,
}

/// The interval of a report.
pub(super) fn interval(of: Option<stats::interval::Interval>) -> Option<Interval> {
    of.map(|i| Interval {
        low: i.lower,
        high: i.upper,
        level: CONFIDENCE,
    })
}

impl OutputUnit {
    /// In words, for axes and sentences.
    pub fn words(self) -> &'static str {
        match self {
            OutputUnit::Probability => "probability",
            OutputUnit::LogOdds => "log odds",
            OutputUnit::LogScore => "score before the softmax",
            OutputUnit::LogMean => "logarithm of the prediction",
            OutputUnit::Prediction => "unit of the prediction",
            OutputUnit::Score => "score",
        }
    }
}

impl Session {
    /// The unit in words.
    pub(super) fn unit(&self) -> &'static str {
        let model = self.explainer.model();
        OutputUnit::of(model, self.explainer.space()).words()
    }

    /// What an output is called.
    pub fn output_name(&self, output: usize) -> String {
        let outputs = self.outputs();
        let name = output_names(self.explainer.model(), outputs)
            .into_iter()
            .nth(output);
        name.unwrap_or_default()
    }

    pub(super) fn name(&self, player: usize) -> &str {
        &self.explainer.players().names()[player]
    }

    /// Importances of a side's rows so far.
    pub fn importances(&self, side: &Side, output: usize) -> Vec<Importance> {
        let errors = side.background.standard_errors();
        let of_output = errors.as_ref().and_then(|errors| errors.get(output));
        importances(
            &side.values,
            output,
            of_output.map(Vec::as_slice),
            CONFIDENCE,
        )
    }

    /// Global bars with intervals, and the swarm behind them.
    pub fn overview(&self, side: &Side, output: usize) -> View {
        let found = self.importances(side, output);
        let (name, unit) = (self.output_name(output), self.unit());
        let rows = found.iter().map(|one| IntervalRow {
            label: self.name(one.player).to_owned(),
            value: Some(one.mean),
            interval: interval(one.interval),
            marked: one.mean > 0.0,
            hollow: false,
            n: None,
        });
        let bars = Intervals {
            title: format!("Mean absolute contribution to {name} ({unit})"),
            unit: Unit::Number,
            rows: rows.collect(),
            stems: true,
            ..Intervals::default()
        };
        let sentence = match found.split_first() {
            Some((first, others)) if first.mean > 0.0 => {
                let total: f64 = found.iter().map(|one| one.mean).sum();
                let next = others
                    .first()
                    .filter(|o| o.mean > 0.0)
                    .map_or_else(String::new, |o| format!(", then {}", self.name(o.player)));
                format!(
                    "{} moves {name} most: by {} on average ({unit}), {} of all movement{next}.",
                    self.name(first.player),
                    show(first.mean, Unit::Number),
                    show(first.mean / total, Unit::Share),
                )
            }
            Some(_) => format!("No column moves {name}: the model says the same of every row."),
            None => "No row has a score yet.".to_owned(),
        };
        View {
            sentence,
            blocks: vec![
                Block::Intervals(bars),
                Block::Swarm(self.swarm(side, output, &found)),
            ],
        }
    }

    fn swarm(&self, side: &Side, output: usize, found: &[Importance]) -> Swarm {
        let players: Vec<usize> = found.iter().take(SWARM_ROWS).map(|i| i.player).collect();
        let of = |player: &usize| &side.values.values[output][*player];
        let ends = players
            .iter()
            .flat_map(of)
            .filter(|v| v.is_finite())
            .fold((0f32, 0f32), |(a, b), v| (a.min(*v), b.max(*v)));
        let (low, width) = (f64::from(ends.0), f64::from(ends.1 - ends.0));
        let step = (width / SWARM_BINS as f64).max(f64::MIN_POSITIVE);
        let rows = players.iter().map(|player| {
            let shades = self.shades(side, *player);
            let mut bins = vec![(0u64, 0.0, 0u64); SWARM_BINS];
            for (value, shade) in of(player).iter().zip(&shades) {
                if !value.is_finite() {
                    continue;
                }
                let at = ((f64::from(*value) - low) / step) as usize;
                let bin = &mut bins[at.min(SWARM_BINS - 1)];
                bin.0 += 1;
                if let Some(shade) = shade {
                    bin.1 += shade;
                    bin.2 += 1;
                }
            }
            let dots = bins.iter().enumerate().filter(|(_, bin)| bin.0 > 0);
            SwarmRow {
                label: self.name(*player).to_owned(),
                dots: dots
                    .map(|(at, (count, sum, shaded))| SwarmDot {
                        x: low + (at as f64 + 0.5) * step,
                        count: *count,
                        shade: (*shaded > 0).then(|| sum / *shaded as f64),
                    })
                    .collect(),
            }
        });
        Swarm {
            title: format!(
                "Contributions of all rows to {} ({})",
                self.output_name(output),
                self.unit()
            ),
            unit: Unit::Number,
            rows: rows.collect(),
        }
    }

    /// Of each row where its value stands among those of the first rows, 0 to 1; `None` for categories and missing values.
    fn shades(&self, side: &Side, player: usize) -> Vec<Option<f64>> {
        let model = self.explainer.model();
        let number = self
            .explainer
            .players()
            .inputs_of(player)
            .find(|input| model.inputs[*input].kind == InputKind::Number);
        let Some(input) = number else {
            return vec![None; side.done];
        };
        let column = &side.columns[input][..side.done];
        let sorted = first_ascending(column);
        let most = sorted.len().saturating_sub(1).max(1) as f64;
        let place = |x: f64| {
            let below = sorted.partition_point(|s| *s < x);
            let tied = sorted.get(below).is_some_and(|s| *s == x);
            let upto = match tied {
                true => below + sorted[below..].partition_point(|s| *s <= x),
                false => below,
            };
            (0.5 * (below + upto.saturating_sub(1).max(below)) as f64 / most).min(1.0)
        };
        let shade = |x: &f64| x.is_finite().then(|| place(*x));
        column.iter().map(shade).collect()
    }

    /// How the contribution of an input's column depends on its value: means within bins of equal counts with intervals, for
    /// the rows low and high in the column that changes it most; of a category the mean for each level.
    pub fn dependence(&self, side: &Side, input: usize, output: usize) -> View {
        let player = self.explainer.players().of_input()[input] as usize;
        let values = &side.values.values[output][player][..side.done];
        let column = &side.columns[input][..side.done];
        let (name, unit) = (self.name(player).to_owned(), self.unit());
        let title = format!(
            "Contribution of {name} to {} ({unit})",
            self.output_name(output)
        );
        if self.explainer.model().inputs[input].kind != InputKind::Number {
            return self.by_level(title, input, column, values);
        }
        let (bins, middles) = quantile_bins(column, BINS);
        let strongest = self.strongest_partner(side, player, &bins, values);
        let scatter = self.scatter(
            side,
            (title.clone(), &name),
            column,
            values,
            strongest.as_ref(),
        );
        let halves: Vec<(String, Vec<bool>)> = match &strongest {
            Some(Partner { name, high, .. }) => vec![
                (format!("{name} low"), high.iter().map(|h| !h).collect()),
                (format!("{name} high"), high.clone()),
            ],
            None => vec![("all rows".to_owned(), vec![true; values.len()])],
        };
        let line = |(label, chosen): &(String, Vec<bool>)| {
            let value = |row: usize| match chosen[row] {
                true => f64::from(values[row]),
                false => f64::NAN,
            };
            let found = moments_by(&bins, middles.len(), &value);
            let points = found.iter().zip(&middles).filter_map(|(found, x)| {
                let found = found.as_ref().filter(|f| f.rows >= LEAST_IN_BIN)?;
                Some(CurvePoint {
                    x: *x,
                    y: found.mean,
                    interval: interval(found.interval(CONFIDENCE)),
                    n: Some(found.rows),
                })
            });
            CurveLine {
                label: label.clone(),
                faint: false,
                points: points.collect(),
            }
        };
        let sentence = match &strongest {
            Some(partner) => format!(
                "How {name} moves the output at each of its values; {} changes that most.",
                partner.name
            ),
            None => format!("How {name} moves the output at each of its values."),
        };
        View {
            sentence,
            blocks: vec![
                Block::Scatter(scatter),
                Block::Curve(Curve {
                    title: format!("{title}: means"),
                    x_label: name,
                    y_label: format!("contribution ({unit})"),
                    x_unit: Unit::Number,
                    y_unit: Unit::Number,
                    diagonal: false,
                    lines: halves.iter().map(line).collect(),
                }),
            ],
        }
    }

    /// Rows by their value and its contribution, binned, shaded by the column that changes that most.
    fn scatter(
        &self,
        side: &Side,
        (title, name): (String, &str),
        column: &[f64],
        values: &[f32],
        partner: Option<&Partner>,
    ) -> Scatter {
        let shades = partner.map(|partner| self.shades(side, partner.player));
        let place = |ends: (f64, f64), x: f64, bins: usize| {
            let share = (x - ends.0) / (ends.1 - ends.0);
            let at = if share.is_finite() {
                share * bins as f64
            } else {
                0.0
            };
            (at as usize).min(bins - 1)
        };
        let rows = || {
            let pairs = column.iter().zip(values).map(|(x, v)| (*x, f64::from(*v)));
            let known = |(_, (x, v)): &(usize, (f64, f64))| x.is_finite() && v.is_finite();
            pairs.enumerate().filter(known)
        };
        let ends = |of: &dyn Fn((f64, f64)) -> f64| {
            let all = rows().map(|(_, pair)| of(pair));
            all.fold((f64::INFINITY, f64::NEG_INFINITY), |(a, b), x| {
                (a.min(x), b.max(x))
            })
        };
        let (xs, ys) = (ends(&|pair| pair.0), ends(&|pair| pair.1));
        // Half of the bins follow the width of the axis, half the rows: neither a far value nor a crowd takes all.
        let sorted = first_ascending(column);
        let across = |x: f64| {
            let wide = (x - xs.0) / (xs.1 - xs.0);
            let below = sorted.partition_point(|s| *s < x);
            let crowded = below as f64 / sorted.len().max(1) as f64;
            0.5 * (if wide.is_finite() { wide } else { 0.0 } + crowded)
        };
        let mut bins = vec![[0.0; 5]; SCATTER_BINS.0 * SCATTER_BINS.1];
        for (row, (x, y)) in rows() {
            let (across, up) = (
                place((0.0, 1.0), across(x), SCATTER_BINS.0),
                place(ys, y, SCATTER_BINS.1),
            );
            let bin = &mut bins[across * SCATTER_BINS.1 + up];
            bin[0] += 1.0;
            bin[1] += x;
            bin[2] += y;
            if let Some(Some(shade)) = shades.as_ref().map(|shades| shades[row]) {
                bin[3] += 1.0;
                bin[4] += shade;
            }
        }
        Scatter {
            title,
            x_label: name.to_owned(),
            y_label: format!("contribution ({})", self.unit()),
            x_unit: Unit::Number,
            y_unit: Unit::Number,
            shade_label: partner.map(|partner| partner.name.clone()),
            dots: bins
                .into_iter()
                .filter(|bin| bin[0] > 0.0)
                .map(|[rows, x, y, shaded, shade]| ScatterDot {
                    x: x / rows,
                    y: y / rows,
                    count: rows as u64,
                    shade: (shaded > 0.0).then(|| shade / shaded),
                })
                .collect(),
        }
    }

    fn by_level(&self, title: String, input: usize, column: &[f64], values: &[f32]) -> View {
        let mut levels: Vec<(f64, Vec<f32>)> = Vec::new();
        for (x, value) in column.iter().zip(values) {
            let same = |l: &f64| l == x || (l.is_nan() && x.is_nan());
            match levels.iter().position(|(level, _)| same(level)) {
                Some(at) => levels[at].1.push(*value),
                None if levels.len() < 200 => levels.push((*x, vec![*value])),
                None => {}
            }
        }
        let counts: Vec<(f64, usize)> = levels.iter().map(|(l, own)| (*l, own.len())).collect();
        let rows = levels_by_count(&counts).filter_map(|at| {
            let (level, own) = &levels[at];
            let found = moments_of(own, |v| v)?;
            Some(IntervalRow {
                label: shown(self.explainer.model(), input, *level),
                value: Some(found.mean),
                interval: interval(found.interval(CONFIDENCE)),
                marked: false,
                hollow: found.rows < LEAST_IN_BIN,
                n: Some(found.rows),
            })
        });
        View {
            sentence: "Mean contribution of each level, the most frequent first.".to_owned(),
            blocks: vec![Block::Intervals(Intervals {
                title,
                unit: Unit::Number,
                threshold: Some(0.0),
                rows: rows.collect(),
                ..Intervals::default()
            })],
        }
    }

    /// The column of numbers whose low and high rows differ most in this player's contribution at equal values, and which rows are high.
    fn strongest_partner(
        &self,
        side: &Side,
        player: usize,
        bins: &[u32],
        values: &[f32],
    ) -> Option<Partner> {
        let known = bins.iter().filter(|bin| **bin != u32::MAX);
        let count = known.max().map_or(0, |b| *b as usize + 1);
        let mut best: Option<(f64, usize, f64)> = None;
        for (input, of) in self.explainer.players().of_input().iter().enumerate() {
            // Levels have no low and high half.
            let ordered = self.explainer.model().inputs[input].kind == InputKind::Number;
            if *of as usize == player || !ordered {
                continue;
            }
            let column = &side.columns[input][..side.done.min(PARTNER_ROWS)];
            let mut sorted: Vec<f64> = column.iter().copied().filter(|x| !x.is_nan()).collect();
            sort_numbers(&mut sorted);
            let Some(middle) = sorted.get(sorted.len() / 2) else {
                continue;
            };
            let middle = match sorted.first() {
                Some(first) if first == middle => middle.next_up(),
                _ => *middle,
            };
            // Sums of both halves of every bin.
            let mut sums = vec![[0.0; 4]; count];
            for ((bin, value), x) in bins.iter().zip(values).zip(column) {
                let Some(sums) = sums.get_mut(*bin as usize) else {
                    continue;
                };
                let at = 2 * usize::from(*x >= middle);
                sums[at] += f64::from(*value);
                sums[at + 1] += 1.0;
            }
            let apart: f64 = sums
                .iter()
                .filter(|s| s[1] > 0.0 && s[3] > 0.0)
                .map(|s| (s[0] / s[1] - s[2] / s[3]).powi(2) * s[1].min(s[3]))
                .sum();
            if apart > 0.0 && best.as_ref().is_none_or(|(most, ..)| apart > *most) {
                best = Some((apart, input, middle));
            }
        }
        let (_, input, middle) = best?;
        let player = self.explainer.players().of_input()[input] as usize;
        let high = side.columns[input][..side.done].iter();
        Some(Partner {
            name: self.name(player).to_owned(),
            player,
            high: high.map(|x| *x >= middle).collect(),
        })
    }

    /// Mean absolute interactions of the columns that matter most, over as many rows as memory allows.
    ///
    /// # Errors
    /// As [`super::Explainer::interactions`].
    pub fn interactions(&self, side: &Side, output: usize) -> Result<View> {
        let players = self.explainer.players().count();
        let bytes = 4 * players * players * self.outputs().max(1);
        let rows = side.done.min((INTERACTION_BYTES / bytes.max(1)).max(1));
        let cut = |column: &Vec<f32>| column[..rows].to_vec();
        let values = Attributions {
            base: side.values.base.clone(),
            values: side
                .values
                .values
                .iter()
                .map(|o| o.iter().map(cut).collect())
                .collect(),
        };
        let inputs: Vec<&[f64]> = side.columns.iter().map(|c| &c[..rows]).collect();
        let found = self.explainer.interactions(&values, &inputs, rows)?;
        let shown: Vec<usize> = self
            .importances(side, output)
            .iter()
            .take(SWARM_ROWS)
            .map(|i| i.player)
            .collect();
        let of_output = found.values.get(output).map_or(&[][..], Vec::as_slice);
        let mean = |i: usize, j: usize| {
            let own = of_output.get(i * players + j)?;
            // Both halves of an interaction together; the diagonal is what a column does alone.
            let share = if i == j { 1.0 } else { 2.0 };
            moments_of(own, f64::abs).map(|m| share * m.mean)
        };
        let cells = shown
            .iter()
            .flat_map(|i| shown.iter().map(move |j| (*i, *j)));
        let cells: Vec<(usize, usize, Option<f64>)> =
            cells.map(|(i, j)| (i, j, mean(i, j))).collect();
        let most = cells
            .iter()
            .filter(|(i, j, _)| i < j)
            .max_by(|a, b| a.2.unwrap_or(0.0).total_cmp(&b.2.unwrap_or(0.0)));
        let names: Vec<String> = shown.iter().map(|p| self.name(*p).to_owned()).collect();
        Ok(View {
            sentence: match most {
                Some((i, j, Some(size))) => format!(
                    "{} and {} interact most: {} on average over {} rows ({}).",
                    self.name(*i),
                    self.name(*j),
                    show(*size, Unit::Number),
                    show(rows as f64, Unit::Count),
                    self.unit()
                ),
                _ => "There are no two columns to interact.".to_owned(),
            },
            blocks: vec![Block::Matrix(Matrix {
                title: format!(
                    "Mean absolute interactions ({}); on the diagonal each column alone",
                    self.unit()
                ),
                unit: Unit::Number,
                rows: names.clone(),
                columns: names,
                values: cells.into_iter().map(|(_, _, mean)| mean).collect(),
            })],
        })
    }
}

/// The finite numbers among a column's first [`SHADED_ROWS`], ascending.
fn first_ascending(column: &[f64]) -> Vec<f64> {
    let first = column.iter().copied().take(SHADED_ROWS);
    let mut sorted: Vec<f64> = first.filter(|x| x.is_finite()).collect();
    sort_numbers(&mut sorted);
    sorted
}

/// The bin of each row among bins of about equal counts, and each bin's mean value; missing values have none (`u32::MAX`).
fn quantile_bins(column: &[f64], count: usize) -> (Vec<u32>, Vec<f64>) {
    let mut sorted: Vec<f64> = column.iter().copied().filter(|x| x.is_finite()).collect();
    sort_numbers(&mut sorted);
    let mut edges: Vec<f64> = (1..count)
        .filter_map(|at| sorted.get(at * sorted.len() / count).copied())
        .collect();
    edges.dedup();
    let bin = |x: &f64| match x.is_finite() {
        true => edges.partition_point(|edge| edge <= x) as u32,
        false => u32::MAX,
    };
    let bins: Vec<u32> = column.iter().map(bin).collect();
    let found = moments_by(&bins, edges.len() + 1, &|row| column[row]);
    let middles = found.iter().map(|m| m.map_or(f64::NAN, |m| m.mean));
    (bins, middles.collect())
}
