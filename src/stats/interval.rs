//! An interval of plausible values.

/// Both ends belong to it; `lower ≤ upper`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Interval {
    /// Lower end.
    pub lower: f64,
    /// Upper end.
    pub upper: f64,
}

impl Interval {
    /// What `d` in this interval says about `|d|`: the values of `|d|` it allows. Covers at least as often.
    ///
    /// ```
    /// use driftglass::stats::interval::Interval;
    /// let absolute = Interval { lower: -0.2, upper: 0.1 }.absolute();
    /// assert_eq!((absolute.lower, absolute.upper), (0.0, 0.2));
    /// ```
    pub fn absolute(self) -> Interval {
        let (a, b) = (libm::fabs(self.lower), libm::fabs(self.upper));
        Interval {
            lower: if self.lower <= 0.0 && self.upper >= 0.0 {
                0.0
            } else {
                a.min(b)
            },
            upper: a.max(b),
        }
    }

    /// Cut to `[low, high]`.
    pub(super) fn clipped(self, low: f64, high: f64) -> Interval {
        Interval {
            lower: self.lower.max(low).min(high),
            upper: self.upper.min(high).max(low),
        }
    }

    /// Whether `value` lies in it.
    pub fn contains(self, value: f64) -> bool {
        self.lower <= value && value <= self.upper
    }
}

/// Normal quantile of a two-sided interval: `z` with `P(|Z| ≤ z) = confidence`; `None` unless `0 < confidence < 1`.
pub(super) fn two_sided_z(confidence: f64) -> Option<f64> {
    if !(confidence > 0.0 && confidence < 1.0) {
        return None;
    }
    super::normal::upper_quantile(0.5 * (1.0 - confidence))
}
