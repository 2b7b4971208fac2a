//! Losses and their derivatives.

use super::settings::Loss;

/// `1 / (1 + exp(-x))`, without overflow.
pub(super) fn sigmoid(x: f64) -> f64 {
    if x >= 0.0 {
        1.0 / (1.0 + libm::exp(-x))
    } else {
        let e = libm::exp(x);
        e / (1.0 + e)
    }
}

impl Loss {
    /// The constant answer that minimises the loss for targets of this mean.
    pub(super) fn start(self, mean: f64) -> f64 {
        match self {
            Loss::Squared => mean,
            Loss::Logistic => {
                let p = mean.clamp(1e-9, 1.0 - 1e-9);
                libm::log(p / (1.0 - p))
            }
        }
    }

    /// First and second derivative at an answer, before weighting.
    #[inline]
    pub(super) fn derivatives(self, target: f64, answer: f64) -> [f64; 2] {
        match self {
            Loss::Squared => [answer - target, 1.0],
            Loss::Logistic => {
                let p = sigmoid(answer);
                [p - target, (p * (1.0 - p)).max(1e-16)]
            }
        }
    }

    /// The loss itself.
    pub(super) fn value(self, target: f64, answer: f64) -> f64 {
        match self {
            Loss::Squared => 0.5 * (answer - target) * (answer - target),
            // log(1 + exp(answer)) - target * answer, without overflow.
            Loss::Logistic => {
                answer.max(0.0) + libm::log1p(libm::exp(-libm::fabs(answer))) - target * answer
            }
        }
    }

    /// From the sum of the trees' answers to a prediction.
    pub(super) fn predict(self, answer: f64) -> f64 {
        match self {
            Loss::Squared => answer,
            Loss::Logistic => sigmoid(answer),
        }
    }
}
