//! Config + tables → Report: runs the catalog, corrects all tests together, decides, words and ranks.

mod correct;
mod overview;
mod pairing;
mod provenance;
mod rank;
mod settings;
mod verdict;

pub use settings::{check_config, default_config};

use crate::analysis::{Context, Inputs, Outcome};
use crate::catalog::CATALOG;
use crate::config::Config;
use crate::error::Result;
use crate::report::{Block, REPORT_FORMAT, REPORT_VERSION, Report};
use crate::table::Table;
use crate::wording;

/// Compares two tables. Equal arguments give an equal report, byte for byte once written.
///
/// `progress` hears how many of how many steps are done; it cannot change the result.
///
/// # Errors
/// `pair.no-common-columns`, and what [`check_config`] refuses.
pub fn run(
    config: &Config,
    reference: &Table,
    current: &Table,
    progress: &dyn Fn(u32, u32),
) -> Result<Report> {
    let config = settings::complete(config.clone())?;
    let pairing = pairing::pair(&config, reference, current)?;
    let inputs = Inputs {
        reference,
        current,
        pairs: &pairing.pairs,
    };
    let context = Context {
        config: &config,
        progress,
    };

    let mut all = Outcome {
        findings: pairing.findings,
        sections: Vec::new(),
        warnings: Vec::new(),
    };
    all.warnings.extend(reference.warnings.iter().cloned());
    all.warnings.extend(current.warnings.iter().cloned());
    all.warnings.extend(pairing.warnings);
    for entry in CATALOG {
        let Some(runner) = entry.runner else { continue };
        let outcome = (runner.run)(&inputs, config.analyses.get(entry.meta.id), &context)?;
        all.findings.extend(outcome.findings);
        all.sections.extend(outcome.sections);
        all.warnings.extend(outcome.warnings);
    }

    let family = correct::correct(&mut all.findings, config.correction.level);
    rank::rank(&mut all.findings);
    let mut sections = overview::sections(&all.findings);
    sections.append(&mut all.sections);
    for finding in &mut all.findings {
        wording::word_finding(finding);
    }
    for block in sections.iter_mut().flat_map(|s| &mut s.blocks) {
        if let Block::Text(text) = block {
            wording::word_text(text);
        }
    }
    Ok(Report {
        format: REPORT_FORMAT.into(),
        version: REPORT_VERSION,
        verdict: verdict::verdict(&all.findings),
        findings: all.findings,
        sections,
        warnings: all.warnings,
        provenance: provenance::provenance(&config, reference, current, family),
    })
}
