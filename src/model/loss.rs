//! Losses and their derivatives.

use kernels::boosting::{logistic, sigmoid};

use super::settings::Loss;

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

    /// First and second derivative at each answer, times the row's weight.
    pub(super) fn derivatives(
        self,
        targets: &[f64],
        answers: &[f64],
        weights: &[f64],
        out: &mut [[f64; 2]],
    ) {
        match self {
            Loss::Squared => {
                let rows = targets.iter().zip(answers).zip(weights);
                for (out, ((target, answer), weight)) in out.iter_mut().zip(rows) {
                    *out = [(answer - target) * weight, *weight];
                }
            }
            Loss::Logistic => logistic(targets, answers, weights, out),
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
