//! All tests of a run are corrected together, and each finding gets its severity by the one rule.

use crate::report::{Finding, decide};
use crate::stats::correction::benjamini_hochberg;

/// Fills q and severity of every finding that has a test; answers the size of the family. A test that carries a
/// q-value was corrected within its own analysis and stays out of the family.
pub(super) fn correct(findings: &mut [Finding], level: f64) -> u32 {
    let p: Vec<Option<f64>> = findings
        .iter()
        .map(|f| f.test.as_ref().and_then(|t| t.p.filter(|_| t.q.is_none())))
        .collect();
    let q = benjamini_hochberg(&p);
    for (finding, q) in findings.iter_mut().zip(&q) {
        let q = match &mut finding.test {
            Some(test) => {
                test.q = test.q.or(*q);
                test.q
            }
            None => None,
        };
        if let Some(effect) = &finding.effect {
            (finding.severity, finding.rule) = decide(q, effect.interval, effect.threshold, level);
        }
    }
    p.iter().flatten().count() as u32
}
