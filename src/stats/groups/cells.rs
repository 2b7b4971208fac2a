//! Bootstrap of any metric of cell counts: no row is drawn, only counts, so the cost does not grow with the rows.

use super::bca::{self, Bootstrapped};
use super::multinomial::resample;

/// Resampled counts of several strata (groups), each of `K` cells, all drawn once and shared by all metrics.
#[derive(Clone, Debug)]
pub struct Resamples<const K: usize> {
    strata: Vec<[u64; K]>,
    /// Draw by draw, the strata of each.
    drawn: Vec<[u64; K]>,
    draws: usize,
}

impl<const K: usize> Resamples<K> {
    /// Draws every stratum `draws` times, as many rows as it has, with replacement: a stratified bootstrap. Equal seeds
    /// give equal draws, and a stratum's draws do not depend on the other strata's counts.
    pub fn draw(strata: &[[u64; K]], draws: usize, seed: u64) -> Resamples<K> {
        let width = strata.len();
        let mut drawn = vec![[0; K]; width * draws];
        for (place, counts) in strata.iter().enumerate() {
            let mut random = super::stream(seed, place as u64);
            for out in drawn.iter_mut().skip(place).step_by(width) {
                resample(counts, &mut random, out);
            }
        }
        Resamples {
            strata: strata.to_vec(),
            drawn,
            draws,
        }
    }

    /// BCa interval of a metric of one stratum. `None` where it has no value in the data or unless
    /// `0 < confidence < 1`.
    ///
    /// ```
    /// use driftglass::stats::groups::cells::Resamples;
    /// let resamples = Resamples::draw(&[[70, 30]], 2000, 1);
    /// let rate = |c: &[u64; 2]| (c[0] + c[1] > 0).then(|| c[1] as f64 / (c[0] + c[1]) as f64);
    /// let interval = resamples.of_one(0, &rate, 0.95).unwrap().interval.unwrap();
    /// assert!((interval.lower - 0.22).abs() < 0.02 && (interval.upper - 0.40).abs() < 0.02);
    /// ```
    pub fn of_one(
        &self,
        stratum: usize,
        metric: &dyn Fn(&[u64; K]) -> Option<f64>,
        confidence: f64,
    ) -> Option<Bootstrapped> {
        let counts = self.strata.get(stratum)?;
        let value = metric(counts)?;
        let values: Vec<Option<f64>> = self
            .drawn
            .iter()
            .skip(stratum)
            .step_by(self.strata.len())
            .map(metric)
            .collect();
        let without = leave_one_out(counts, metric);
        bca::interval(value, &values, bca::acceleration(&[without]), confidence)
    }

    /// BCa interval of a metric of all strata together: a difference, a ratio, an index. `None` as in
    /// [`Resamples::of_one`].
    pub fn of_all(
        &self,
        metric: &dyn Fn(&[[u64; K]]) -> Option<f64>,
        confidence: f64,
    ) -> Option<Bootstrapped> {
        let value = metric(&self.strata)?;
        let width = self.strata.len().max(1);
        let values: Vec<Option<f64>> = self.drawn.chunks(width).map(metric).collect();
        let mut changed = self.strata.clone();
        let mut without = Vec::with_capacity(width);
        for place in 0..self.strata.len() {
            let counts = self.strata[place];
            without.push(leave_one_out(&counts, &mut |fewer: &[u64; K]| {
                changed[place] = *fewer;
                metric(&changed)
            }));
            changed[place] = counts;
        }
        bca::interval(value, &values, bca::acceleration(&without), confidence)
    }

    /// How often every stratum was drawn.
    pub fn draws(&self) -> usize {
        self.draws
    }
}

/// The metric without one row of each cell, with the rows of the cell; cells whose absence leaves no value are passed
/// over.
fn leave_one_out<const K: usize>(
    counts: &[u64; K],
    mut metric: impl FnMut(&[u64; K]) -> Option<f64>,
) -> Vec<(f64, u64)> {
    let mut fewer = *counts;
    let mut out = Vec::with_capacity(K);
    for cell in 0..K {
        if counts[cell] == 0 {
            continue;
        }
        fewer[cell] -= 1;
        if let Some(value) = metric(&fewer) {
            out.push((value, counts[cell]));
        }
        fewer[cell] += 1;
    }
    out
}
