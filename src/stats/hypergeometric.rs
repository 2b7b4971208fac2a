//! The hypergeometric distribution: drawing without putting back.

use super::deviance::binomial;

/// Drawing `drawn` of `population` items of which `marked` are marked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hypergeometric {
    population: u64,
    marked: u64,
    drawn: u64,
}

impl Hypergeometric {
    /// `None` unless `marked ≤ population` and `drawn ≤ population`.
    pub fn new(population: u64, marked: u64, drawn: u64) -> Option<Hypergeometric> {
        (marked <= population && drawn <= population).then_some(Hypergeometric {
            population,
            marked,
            drawn,
        })
    }

    /// Least number of marked items that can be drawn.
    pub fn least(&self) -> u64 {
        (self.marked + self.drawn).saturating_sub(self.population)
    }

    /// Greatest number of marked items that can be drawn.
    pub fn most(&self) -> u64 {
        self.marked.min(self.drawn)
    }

    /// `P(X = k)`, relative error about 1e-14: a quotient of three binomial masses (Loader 2000).
    ///
    /// ```
    /// use driftglass::stats::hypergeometric::Hypergeometric;
    /// let p = Hypergeometric::new(10, 4, 3).unwrap().mass(1);
    /// assert!((p - 0.5).abs() < 1e-15);
    /// ```
    pub fn mass(&self, k: u64) -> f64 {
        if k < self.least() || k > self.most() {
            return 0.0;
        }
        let (population, marked, drawn) = (
            self.population as f64,
            self.marked as f64,
            self.drawn as f64,
        );
        let k = k as f64;
        let plain = population - marked;
        let share = drawn / population;
        let rest = (population - drawn) / population;
        let of = |k: f64, n: f64| {
            if n == 0.0 {
                1.0
            } else {
                let mean = n * share;
                binomial(k, n, mean, n * rest, k - mean)
            }
        };
        let whole = of(drawn, population);
        if whole == 0.0 {
            return 0.0;
        }
        of(k, marked) * (of(drawn - k, plain) / whole)
    }

    /// Mean absolute deviation `E|X − E X|`, in closed form.
    ///
    /// Diaconis P, Zabell S (1991), "Closed form summation for classical distributions", Statist. Sci. 6, 284:
    /// `2 v (population − marked − drawn + v)/population · P(X = v)` with `v` the least whole number above the mean.
    pub fn mean_absolute_deviation(&self) -> f64 {
        if self.population == 0 {
            return 0.0;
        }
        let population = u128::from(self.population);
        let product = u128::from(self.marked) * u128::from(self.drawn);
        let Ok(v) = u64::try_from(product / population + 1) else {
            return 0.0;
        };
        if v > self.most() {
            return 0.0;
        }
        let unmarked_left = (self.population - self.marked + v) as f64 - self.drawn as f64;
        2.0 * v as f64 * unmarked_left / self.population as f64 * self.mass(v)
    }
}
