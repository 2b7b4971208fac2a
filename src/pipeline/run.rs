//! A run in steps, so that whoever drives it can show progress and be interrupted between them.

use super::{budget, correct, overview, pairing, provenance, rank, settings, verdict};
use crate::analysis::{Context, Inputs, Outcome, Pair, Stage};
use crate::catalog::{CATALOG, Runner};
use crate::config::Config;
use crate::error::Result;
use crate::report::{Block, REPORT_FORMAT, REPORT_VERSION, Report};
use crate::table::Table;
use crate::wording;

/// One part of one analysis.
struct Step {
    id: &'static str,
    runner: Runner,
    part: usize,
}

/// A comparison under way. The tables are handed in at each step and must be the same ones.
pub struct Run {
    config: Config,
    pairs: Vec<Pair>,
    steps: Vec<Step>,
    /// How many of the steps stand before the verdict.
    verdict_steps: usize,
    done: usize,
    outcome: Outcome,
}

impl Run {
    /// Pairs the columns and lays out the steps.
    ///
    /// # Errors
    /// `pair.no-common-columns`, `config.needs-full` in a module that lacks what the config selects, and what
    /// [`super::check_config`] refuses.
    pub fn start(config: &Config, reference: &Table, current: &Table) -> Result<Run> {
        let config = settings::complete(config.clone())?;
        settings::check_module(&config)?;
        let pairing = pairing::pair(&config, reference, current)?;
        let inputs = Inputs {
            reference,
            current,
            pairs: &pairing.pairs,
        };
        let of_stage = |stage| {
            CATALOG
                .iter()
                .filter(move |entry| entry.meta.stage == stage)
                .filter_map(|entry| entry.runner.map(|runner| (entry.meta.id, runner)))
                .flat_map(|(id, runner)| {
                    (0..(runner.parts)(&inputs)).map(move |part| Step { id, runner, part })
                })
        };
        let mut steps: Vec<Step> = of_stage(Stage::Verdict).collect();
        let verdict_steps = steps.len();
        steps.extend(of_stage(Stage::Background));
        let tables = [reference, current];
        let warnings = tables.iter().flat_map(|t| t.warnings.iter().cloned());
        Ok(Run {
            steps,
            verdict_steps,
            done: 0,
            outcome: Outcome {
                findings: pairing.findings,
                sections: Vec::new(),
                warnings: warnings.chain(pairing.warnings).collect(),
            },
            config,
            pairs: pairing.pairs,
        })
    }

    /// How many of the steps must be done for the verdict; the others follow in the background.
    pub fn verdict_steps(&self) -> usize {
        self.verdict_steps
    }

    /// How many steps there are.
    pub fn steps(&self) -> usize {
        self.steps.len()
    }

    /// How many steps are done.
    pub fn done(&self) -> usize {
        self.done
    }

    /// Does the next step; false when none was left.
    ///
    /// # Errors
    /// What makes an analysis impossible.
    pub fn step(&mut self, reference: &Table, current: &Table) -> Result<bool> {
        let Some(step) = self.steps.get(self.done) else {
            return Ok(false);
        };
        let inputs = Inputs {
            reference,
            current,
            pairs: &self.pairs,
        };
        let context = Context {
            config: &self.config,
        };
        let given = self.config.analyses.get(step.id);
        let outcome = (step.runner.run)(&inputs, given, &context, step.part)?;
        self.outcome.findings.extend(outcome.findings);
        self.outcome.sections.extend(outcome.sections);
        self.outcome.warnings.extend(outcome.warnings);
        self.done += 1;
        Ok(true)
    }

    /// Corrects, decides, ranks and words what the steps found so far: after the steps of the verdict, and again
    /// after all.
    pub fn finish(&self, reference: &Table, current: &Table) -> Report {
        let Outcome {
            mut findings,
            sections: mut details,
            mut warnings,
        } = self.outcome.clone();
        let family = correct::correct(&mut findings, &self.config.correction);
        let mut findings = rank::rank(findings);
        let detailed = self.config.budgets.detailed_columns as usize;
        let mut sections = overview::sections(&findings, detailed);
        warnings.extend(budget::keep_most_serious(
            &mut findings,
            &mut details,
            detailed,
        ));
        sections.append(&mut details);
        for finding in &mut findings {
            wording::word_finding(finding);
        }
        for block in sections.iter_mut().flat_map(|s| &mut s.blocks) {
            if let Block::Text(text) = block {
                wording::word_text(text);
            }
        }
        Report {
            format: REPORT_FORMAT.into(),
            version: REPORT_VERSION,
            verdict: verdict::verdict(&findings),
            findings,
            sections,
            warnings,
            provenance: provenance::provenance(&self.config, reference, current, family),
        }
    }
}

/// Compares two tables in one go. Equal arguments give an equal report, byte for byte once written.
///
/// # Errors
/// As [`Run::start`] and [`Run::step`].
pub fn run(config: &Config, reference: &Table, current: &Table) -> Result<Report> {
    let mut run = Run::start(config, reference, current)?;
    while run.step(reference, current)? {}
    Ok(run.finish(reference, current))
}
