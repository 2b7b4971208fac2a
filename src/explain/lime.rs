//! LIME: a line through the model near one row.
// A sample has its number in several columns.
#![allow(clippy::needless_range_loop)]

use super::explainer::{Explainer, slices};
use super::importance::by_size;
use super::permutation::shuffle;
use super::ridge::{Errors, ridge};
use crate::predictor::InputKind;
use crate::stats::groups::mean::student_quantile;
use crate::stats::interval::Interval;
use crate::stats::random::Random;
use kernels::sort::sort_numbers;

/// A local line.
#[derive(Clone, Debug, PartialEq)]
pub struct LocalLine {
    /// Its value where all features are 0.
    pub intercept: f64,
    /// Chosen features with their coefficients, the largest absolute one first.
    pub coefficients: Vec<(usize, f64)>,
    /// Standard errors of the coefficients, in the same order.
    pub errors: Vec<f64>,
    /// Weighted R² of the line on the samples.
    pub r_squared: f64,
    /// What the line says of the row itself, the first sample.
    pub local_prediction: f64,
}

/// The explanation of `lime` 0.2 (Ribeiro, Singh & Guestrin 2016, KDD, 1135) from the same samples: `samples` hold one
/// column a feature, the row itself first; `said` is the model's output of each sample, `distances` how far each is from the
/// row. Kernel `√exp(-d²/w²)`; up to six features are chosen by forward selection, more by the highest weights; ridge with
/// penalty 1.
pub fn lime(
    samples: &[&[f64]],
    said: &[f64],
    distances: &[f64],
    kernel_width: f64,
    features: usize,
) -> LocalLine {
    fitted(
        samples,
        said,
        distances,
        (kernel_width, features),
        Errors::Asked,
    )
}

fn fitted(
    samples: &[&[f64]],
    said: &[f64],
    distances: &[f64],
    (kernel_width, features): (f64, usize),
    errors: Errors,
) -> LocalLine {
    let weights: Vec<f64> = distances
        .iter()
        .map(|d| (-d * d / (kernel_width * kernel_width)).exp().sqrt())
        .collect();
    let chosen = match features {
        all if all > 6 && all >= samples.len() => (0..samples.len()).collect(),
        few if few <= 6 => forward(samples, said, &weights, features),
        _ => highest(samples, said, &weights, features),
    };
    let columns: Vec<&[f64]> = chosen.iter().map(|f| samples[*f]).collect();
    let fit = ridge(&columns, said, &weights, 1.0, errors);
    let at_row = |(c, column): (&f64, &&[f64])| c * column.first().copied().unwrap_or(0.0);
    let local: f64 = fit.coefficients.iter().zip(&columns).map(at_row).sum();
    let order = by_size(&fit.coefficients);
    LocalLine {
        intercept: fit.intercept,
        coefficients: order
            .iter()
            .map(|at| (chosen[*at], fit.coefficients[*at]))
            .collect(),
        errors: order
            .iter()
            .filter_map(|at| fit.errors.get(*at).copied())
            .collect(),
        r_squared: fit.r_squared,
        local_prediction: fit.intercept + local,
    }
}

fn forward(samples: &[&[f64]], said: &[f64], weights: &[f64], features: usize) -> Vec<usize> {
    let mut chosen: Vec<usize> = Vec::new();
    for _ in 0..features.min(samples.len()) {
        let mut best = (f64::NEG_INFINITY, 0);
        for feature in (0..samples.len()).filter(|f| !chosen.contains(f)) {
            let columns: Vec<&[f64]> = chosen
                .iter()
                .chain([&feature])
                .map(|f| samples[*f])
                .collect();
            let r = ridge(&columns, said, weights, 0.0, Errors::LeftOut).r_squared;
            if r > best.0 {
                best = (r, feature);
            }
        }
        chosen.push(best.1);
    }
    chosen
}

fn highest(samples: &[&[f64]], said: &[f64], weights: &[f64], features: usize) -> Vec<usize> {
    let fit = ridge(samples, said, weights, 0.01, Errors::LeftOut);
    let at_row = |(c, column): (&f64, &&[f64])| c * column.first().copied().unwrap_or(0.0);
    let weighed: Vec<f64> = fit.coefficients.iter().zip(samples).map(at_row).collect();
    let mut order = by_size(&weighed);
    order.truncate(features);
    order
}

/// A local line over the person's columns, with what says how far to trust it.
#[derive(Clone, Debug, PartialEq)]
pub struct StableLine {
    /// The line; features are players, coefficients are of "the value stays in the row's bin".
    pub line: LocalLine,
    /// An interval for each coefficient, in order, from the samples.
    pub intervals: Vec<Interval>,
    /// How alike the five strongest players are over halves of the samples and half and twice the kernel's width: the mean
    /// Jaccard index, 1 where always the same.
    pub stability: f64,
}

/// Samples around no row in particular: the columns of all of them are the background's, whatever the row.
pub(super) struct LineSamples {
    /// The background row that each sample has a player's values of: `[player][sample]`.
    places: Vec<Vec<u32>>,
    /// The model's outputs, `[output][sample]`.
    said: Vec<Vec<f64>>,
    quartiles: Vec<Option<[f64; 3]>>,
}

/// Players beyond which no line is fitted: its cost grows with the cube of their number.
pub const MAXIMUM_LINE_PLAYERS: usize = 128;
/// Players that stability compares.
const STRONGEST: usize = 5;

impl Explainer {
    /// LIME with nothing left to chance: each player's values are those of the background in turn, in an order drawn by the
    /// seed, so that every value comes equally often (a Latin hypercube; McKay, Beckman & Conover 1979). A player's feature
    /// is 1 where the sample's value lies in the same quartile of the background as the row's, or is the same level. All
    /// players are kept; `None` where there are more than `MAXIMUM_LINE_PLAYERS` of them.
    pub fn local_line(
        &self,
        inputs: &[f64],
        output: usize,
        samples: usize,
        confidence: f64,
    ) -> Option<StableLine> {
        let players = self.players.count();
        if players > MAXIMUM_LINE_PLAYERS {
            return None;
        }
        let samples = samples.max(2 * players + 4);
        let drawn = self.samples.get_or_init(|| self.draw_samples(samples));
        // Another number of samples than before: they are drawn for this line alone.
        let other;
        let drawn = match drawn.places.first().map_or(0, Vec::len) + 1 == samples {
            true => drawn,
            false => {
                other = self.draw_samples(samples);
                &other
            }
        };
        let mut same = vec![vec![1.0; samples]; players];
        for (player, (same, places)) in same.iter_mut().zip(&drawn.places).enumerate() {
            let own: Vec<usize> = self.players.inputs_of(player).collect();
            // Whether each background row's value of this player is like the row's own.
            let like: Vec<f64> = (0..self.background_rows())
                .map(|from| {
                    let all = own.iter().all(|input| {
                        let x = self.background[*input][from];
                        same_bin(drawn.quartiles[*input], x, inputs[*input])
                    });
                    f64::from(u8::from(all))
                })
                .collect();
            for (same, from) in same[1..].iter_mut().zip(places) {
                *same = like[*from as usize];
            }
        }
        let row: Vec<&[f64]> = inputs.iter().map(std::slice::from_ref).collect();
        let mut said = self.asked(self.space(), &row, 1).into_iter().nth(output)?;
        said.extend(drawn.said.get(output)?);
        let distance = |at: usize| {
            let off = same.iter().filter(|column| column[at] == 0.0).count();
            (off as f64).sqrt()
        };
        let distances: Vec<f64> = (0..samples).map(distance).collect();
        let width = 0.75 * (players as f64).sqrt();
        let line = |rows: std::ops::Range<usize>, width: f64, errors: Errors| {
            let part: Vec<&[f64]> = same.iter().map(|column| &column[rows.clone()]).collect();
            let (said, distances) = (&said[rows.clone()], &distances[rows]);
            fitted(&part, said, distances, (width, players.max(7)), errors)
        };
        let whole = line(0..samples, width, Errors::Asked);
        let others = [
            line(0..samples / 2, width, Errors::LeftOut),
            line(samples / 2..samples, width, Errors::LeftOut),
            line(0..samples, 0.5 * width, Errors::LeftOut),
            line(0..samples, 2.0 * width, Errors::LeftOut),
        ];
        let strongest = |line: &LocalLine| -> Vec<usize> {
            line.coefficients
                .iter()
                .take(STRONGEST)
                .map(|(f, _)| *f)
                .collect()
        };
        let own = strongest(&whole);
        let alike = others.iter().map(|other| {
            let other = strongest(other);
            let shared = own.iter().filter(|f| other.contains(f)).count() as f64;
            shared
                / (own.len() + other.len()) as f64
                / (1.0 - shared / (own.len() + other.len()) as f64)
        });
        let stability = alike.sum::<f64>() / others.len() as f64;
        let z = student_quantile(confidence, (samples - players - 1) as f64)?;
        let intervals = whole.coefficients.iter().zip(&whole.errors);
        let intervals = intervals.map(|((_, c), error)| Interval {
            lower: c - z * error,
            upper: c + z * error,
        });
        Some(StableLine {
            intervals: intervals.collect(),
            line: whole,
            stability,
        })
    }

    /// What is the same for the lines of all rows.
    fn draw_samples(&self, samples: usize) -> LineSamples {
        let known = self.background_rows();
        let inputs = self.background.len();
        let mut columns = vec![vec![0.0; samples - 1]; inputs];
        let mut places = vec![vec![0u32; samples - 1]; self.players.count()];
        let mut random = Random::new(self.choice.seed);
        let mut order: Vec<usize> = (0..known).collect();
        for (player, places) in places.iter_mut().enumerate() {
            let own: Vec<usize> = self.players.inputs_of(player).collect();
            for (sample, place) in places.iter_mut().enumerate() {
                if sample % known == 0 {
                    shuffle(&mut order, &mut random);
                }
                let from = order[sample % known];
                *place = from as u32;
                for input in &own {
                    columns[*input][sample] = self.background[*input][from];
                }
            }
        }
        LineSamples {
            said: self.asked(self.space(), &slices(&columns), samples - 1),
            quartiles: (0..inputs).map(|input| self.quartiles(input)).collect(),
            places,
        }
    }

    /// The quartiles of an input's background, by linear interpolation as numpy's percentile; none of a category.
    fn quartiles(&self, input: usize) -> Option<[f64; 3]> {
        if self.model.inputs[input].kind != InputKind::Number {
            return None;
        }
        let mut sorted = self.background[input].clone();
        sorted.retain(|x| x.is_finite());
        sort_numbers(&mut sorted);
        let last = sorted.len().checked_sub(1)?;
        Some([0.25, 0.5, 0.75].map(|share| {
            let at = share * last as f64;
            let (low, part) = (at as usize, at.fract());
            sorted[low] + part * (sorted[(low + 1).min(last)] - sorted[low])
        }))
    }
}

/// Whether a value lies between the same quartiles as the row's own.
fn same_bin(quartiles: Option<[f64; 3]>, x: f64, own: f64) -> bool {
    match quartiles {
        Some(edges) if !x.is_nan() && !own.is_nan() => {
            let bin = |x: f64| edges.iter().filter(|edge| x > **edge).count();
            bin(x) == bin(own)
        }
        _ => x == own || (x.is_nan() && own.is_nan()),
    }
}
