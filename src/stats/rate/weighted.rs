//! Rates of weighted rows: the variance that the weights give them, and the counts that would have the same.

use super::Trials;

/// What must be summed over a group's rows, one pass: weights and their squares, with and without hits.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Weights {
    /// Rows with a weight above zero.
    pub rows: u64,
    /// Rows among these that are hits.
    pub hits: u64,
    /// Sum of the weights.
    pub sum: f64,
    /// Sum of the weights of hits.
    pub hits_sum: f64,
    /// Sum of the squared weights.
    pub squares: f64,
    /// Sum of the squared weights of hits.
    pub hits_squares: f64,
}

impl Weights {
    /// Counts one row in; a weight that is not above zero, or not finite, is left out.
    pub fn add(&mut self, weight: f64, hit: bool) {
        if !(weight > 0.0 && weight.is_finite()) {
            return;
        }
        let share = if hit { 1.0 } else { 0.0 };
        self.rows += 1;
        self.hits += u64::from(hit);
        self.sum += weight;
        self.hits_sum += weight * share;
        self.squares += weight * weight;
        self.hits_squares += weight * weight * share;
    }

    /// The weighted rate; `None` without weight.
    pub fn rate(&self) -> Option<f64> {
        (self.sum > 0.0 && self.sum.is_finite()).then(|| (self.hits_sum / self.sum).clamp(0.0, 1.0))
    }

    /// Kish's effective number of rows, `(Σw)²/Σw²`, at most the rows: Kish L (1965), Survey Sampling, 11.7.
    pub fn kish(&self) -> Option<f64> {
        let fine = self.sum > 0.0 && self.squares > 0.0 && self.squares.is_finite();
        fine.then(|| (self.sum / self.squares * self.sum).min(self.rows as f64))
    }

    /// Variance of the weighted rate as of rows sampled with replacement, linearised: `Σ w²(y − p)²/(Σw)²` times
    /// `n/(n − 1)`. Särndal C-E, Swensson B, Wretman J (1992), Model Assisted Survey Sampling, 5.8. `None` below two
    /// rows.
    pub fn variance(&self) -> Option<f64> {
        let p = self.rate()?;
        if self.rows < 2 {
            return None;
        }
        let misses = self.squares - self.hits_squares;
        let spread = self.hits_squares * (1.0 - p) * (1.0 - p) + misses.max(0.0) * p * p;
        let rows = self.rows as f64;
        Some(spread / (self.sum * self.sum) * (rows / (rows - 1.0)))
    }

    /// The counts that have the same rate and the same variance, for every interval of this room: `p(1 − p)/variance`
    /// effective rows (Korn EL, Graubard BI 1998, Survey Methodology 24, 193), at most the real rows, and Kish's number
    /// where the rate is 0 or 1 and the variance says nothing. `None` without weight.
    ///
    /// ```
    /// use driftglass::stats::rate::weighted::Weights;
    /// let mut weights = Weights::default();
    /// for (weight, hit) in [(1.0, true), (1.0, false), (2.0, true), (2.0, true)] {
    ///     weights.add(weight, hit);
    /// }
    /// let trials = weights.effective().unwrap();
    /// assert!((trials.hits / trials.rows - 5.0 / 6.0).abs() < 1e-15 && trials.rows < 4.0);
    /// ```
    pub fn effective(&self) -> Option<Trials> {
        let p = self.rate()?;
        let rows = match self.variance() {
            Some(variance) if variance > 0.0 => (p * (1.0 - p) / variance).min(self.rows as f64),
            _ => self.kish()?,
        };
        Some(Trials {
            hits: (p * rows).min(rows),
            rows,
        })
    }
}
