//! All tests of a run are corrected together, and each finding gets its severity by the one rule.

use crate::config::Correction;
use crate::report::{Finding, Rule, decide};
use crate::stats::correction::benjamini_hochberg;
#[cfg(feature = "full")]
use crate::stats::correction::{benjamini_yekutieli, bonferroni, holm};

/// Fills q and severity of every finding that has a test; answers the size of the family. A test that carries a
/// q-value was corrected within its own analysis and stays out of the family; a finding judged by its analysis' own
/// rule keeps its severity.
pub(super) fn correct(findings: &mut [Finding], correction: &Correction) -> u32 {
    let p: Vec<Option<f64>> = findings
        .iter()
        .map(|f| f.test.as_ref().and_then(|t| t.p.filter(|_| t.q.is_none())))
        .collect();
    let q = corrected(&p, correction);
    for (finding, q) in findings.iter_mut().zip(&q) {
        let q = match &mut finding.test {
            Some(test) => {
                test.q = test.q.or(*q);
                test.q
            }
            None => None,
        };
        if finding.rule == Rule::OwnRule {
            continue;
        }
        if let Some(effect) = &finding.effect {
            (finding.severity, finding.rule) =
                decide(q, effect.interval, effect.threshold, correction.level);
        }
    }
    p.iter().flatten().count() as u32
}

#[cfg(feature = "full")]
fn corrected(p: &[Option<f64>], correction: &Correction) -> Vec<Option<f64>> {
    match correction.method.as_str() {
        "by" => benjamini_yekutieli(p),
        "holm" => holm(p),
        "bonferroni" => bonferroni(p),
        _ => benjamini_hochberg(p),
    }
}

/// A run that asks for another method is handed to the full module.
#[cfg(not(feature = "full"))]
fn corrected(p: &[Option<f64>], _correction: &Correction) -> Vec<Option<f64>> {
    benjamini_hochberg(p)
}
