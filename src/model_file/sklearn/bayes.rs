//! Naive Bayes.

use super::super::objects::Node;
use super::estimator::Answer;
use super::read::{self, matrix, need, numbers_of};
use super::wiring::{Column, Wiring};
use crate::error::Result;
use crate::predictor::{Body, Decision, Link, NaiveBayes};

pub(super) fn read(node: Node<'_>, wiring: &mut Wiring<'_>, columns: &[Column]) -> Result<Answer> {
    let classes = read::classes(node)?;
    let count = classes.len();
    let features = wiring.numbers(columns);
    wiring.refuse_missing(&features);
    let width = features.len();
    let table = |name: &str| {
        let table = matrix(node, name)?;
        if table.rows == count && table.columns == width {
            Ok(table.values)
        } else {
            Err(read::wrong(node, name, need(node, name)?))
        }
    };
    let priors = || numbers_of(node, "class_log_prior_", count);
    let bayes = match node.short_class() {
        "GaussianNB" => NaiveBayes::Gaussian {
            log_priors: numbers_of(node, "class_prior_", count)?
                .into_iter()
                .map(f64::ln)
                .collect(),
            means: table("theta_")?,
            // Called sigma_ before 1.0.
            variances: if node.present("var_").is_some() {
                table("var_")?
            } else {
                table("sigma_")?
            },
        },
        // With two classes or more the complement's priors do not count.
        "ComplementNB" => NaiveBayes::Multinomial {
            log_priors: vec![0.0; count],
            weights: table("feature_log_prob_")?,
        },
        "MultinomialNB" => NaiveBayes::Multinomial {
            log_priors: priors()?,
            weights: table("feature_log_prob_")?,
        },
        "BernoulliNB" => {
            let log_set = table("feature_log_prob_")?;
            NaiveBayes::Bernoulli {
                log_priors: priors()?,
                log_unset: log_set.iter().map(|log| (-log.exp()).ln_1p()).collect(),
                log_set,
                threshold: node
                    .attribute("binarize")
                    .and_then(|threshold| threshold.number()),
            }
        }
        _ => {
            let list = need(node, "feature_log_prob_")?;
            let tables: Option<Vec<Vec<f64>>> = list
                .elements()
                .and_then(|tables| tables.into_iter().map(|table| table.numbers()).collect());
            let log_chances = tables
                .filter(|tables| tables.len() == width)
                .ok_or_else(|| read::wrong(node, "feature_log_prob_", list))?;
            NaiveBayes::Categorical {
                log_priors: priors()?,
                log_chances,
            }
        }
    };
    Ok(Answer::classification(
        Body::NaiveBayes(bayes),
        features,
        Link::Softmax,
        Decision::LargestResponse,
        classes,
        "naive Bayes",
    ))
}
