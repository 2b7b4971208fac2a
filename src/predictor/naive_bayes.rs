//! Naive Bayes: the logarithm of prior times likelihood for each class.

use serde::{Deserialize, Serialize};

/// The kinds by distribution; every table goes class by class.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum NaiveBayes {
    /// Normal features.
    Gaussian {
        /// ln of each class's share.
        log_priors: Vec<f64>,
        /// Means, class by class.
        means: Vec<f64>,
        /// Variances, class by class, above 0.
        variances: Vec<f64>,
    },
    /// Counts: `prior + Σ x · weight`. Complement naive Bayes is of this form, too.
    Multinomial {
        /// ln of each class's share, or 0.
        log_priors: Vec<f64>,
        /// ln of each feature's share, class by class.
        weights: Vec<f64>,
    },
    /// Flags.
    Bernoulli {
        /// ln of each class's share.
        log_priors: Vec<f64>,
        /// ln of the chance that a feature is set, class by class.
        log_set: Vec<f64>,
        /// ln of the chance that it is not.
        log_unset: Vec<f64>,
        /// A value above this is set; `None` takes values as they are.
        threshold: Option<f64>,
    },
    /// Codes of categories.
    Categorical {
        /// ln of each class's share.
        log_priors: Vec<f64>,
        /// For each feature: ln of each code's chance, class by class.
        log_chances: Vec<Vec<f64>>,
    },
}

impl NaiveBayes {
    /// How many classes it tells apart.
    pub fn classes(&self) -> usize {
        self.log_priors().len()
    }

    /// How many features it reads.
    pub fn features(&self) -> usize {
        let table = match self {
            NaiveBayes::Gaussian { means, .. } => means,
            NaiveBayes::Multinomial { weights, .. } => weights,
            NaiveBayes::Bernoulli { log_set, .. } => log_set,
            NaiveBayes::Categorical { log_chances, .. } => return log_chances.len(),
        };
        table.len().checked_div(self.classes()).unwrap_or(0)
    }

    /// ln of each class's share.
    pub fn log_priors(&self) -> &[f64] {
        match self {
            NaiveBayes::Gaussian { log_priors, .. }
            | NaiveBayes::Multinomial { log_priors, .. }
            | NaiveBayes::Bernoulli { log_priors, .. }
            | NaiveBayes::Categorical { log_priors, .. } => log_priors,
        }
    }

    /// The joint log-likelihood of a block, a column for each class.
    pub(super) fn margins(&self, features: &[&[f64]], rows: usize) -> Vec<Vec<f64>> {
        let classes = self.classes();
        let width = features.len();
        (0..classes)
            .map(|class| {
                let at = |feature: usize| class * width + feature;
                let joint = |row: usize| -> f64 {
                    let x = |feature: usize| features[feature][row];
                    let prior = self.log_priors()[class];
                    match self {
                        NaiveBayes::Gaussian {
                            means, variances, ..
                        } => {
                            let own = &variances[class * width..(class + 1) * width];
                            let constant: f64 = own
                                .iter()
                                .map(|v| (2.0 * std::f64::consts::PI * v).ln())
                                .sum();
                            let squares: f64 = (0..width)
                                .map(|f| (x(f) - means[at(f)]).powi(2) / variances[at(f)])
                                .sum();
                            prior + (-0.5 * constant - 0.5 * squares)
                        }
                        NaiveBayes::Multinomial { weights, .. } => {
                            (0..width).map(|f| x(f) * weights[at(f)]).sum::<f64>() + prior
                        }
                        NaiveBayes::Bernoulli {
                            log_set,
                            log_unset,
                            threshold,
                            ..
                        } => {
                            let terms = (0..width).map(|f| {
                                let set = match threshold {
                                    Some(threshold) => f64::from(x(f) > *threshold),
                                    None => x(f),
                                };
                                set * log_set[at(f)] + (1.0 - set) * log_unset[at(f)]
                            });
                            terms.sum::<f64>() + prior
                        }
                        NaiveBayes::Categorical { log_chances, .. } => {
                            let terms = log_chances.iter().enumerate().map(|(f, chances)| {
                                let codes = chances.len() / classes;
                                let code = x(f);
                                if code >= 0.0 && code < codes as f64 {
                                    chances[class * codes + code as usize]
                                } else {
                                    f64::NAN
                                }
                            });
                            terms.sum::<f64>() + prior
                        }
                    }
                };
                (0..rows).map(joint).collect()
            })
            .collect()
    }
}
