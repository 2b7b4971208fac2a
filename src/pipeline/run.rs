//! A run in steps, so that whoever drives it can show progress, be interrupted between them, and spread them over
//! workers.

use serde::{Deserialize, Serialize};

use super::{
    budget, correct, matching, overview, pairing, provenance, rank, roles, settings, verdict,
};
use crate::analysis::{Columns, Context, Inputs, Need, Outcome, Pair, Roles, Stage};
use crate::catalog::{CATALOG, Runner};
use crate::config::Config;
use crate::error::{Code, Error, Result};
use crate::report::{Answer, Finding, REPORT_FORMAT, REPORT_VERSION, Report};
use crate::table::Table;
use crate::wording;

/// One part of one analysis.
struct Step {
    id: &'static str,
    runner: Runner,
    part: usize,
    reads: Reads,
}

/// The columns whose values must be here for a step.
enum Reads {
    /// Those of one pair.
    Pair(usize),
    /// These.
    These(Columns),
    /// All of the tables that are handed in.
    All,
}

/// A run under way. The tables are handed in at each step and must be the same ones until
/// [`Run::begin_background`]; what is read of one of them may come and go between steps. For one file alone the
/// reference is [`Table::absent`].
///
/// Where the columns of a table are spread over workers, each worker starts a run of its own with the same settings
/// and does the steps whose columns it holds; one of them takes in what the others found and finishes.
pub struct Run {
    config: Config,
    roles: Roles,
    steps: Vec<Step>,
    /// How many of the steps stand before the verdict.
    verdict_steps: usize,
    /// How many of the steps stand before those over samples.
    #[cfg(feature = "full")]
    before_samples: usize,
    found: Found,
}

/// What was found so far: what a run hands to another one.
#[derive(Serialize, Deserialize)]
struct Found {
    pairs: Vec<Pair>,
    /// What pairing found.
    opening: Outcome,
    /// True if no column whose values are here differs between the files.
    identical: bool,
    /// Pairs of times whose values are here, every one of the current file before every one of the reference.
    older: Vec<usize>,
    /// The parts that follow those of the verdict and were laid out over all rows: id of the analysis, part and the
    /// columns it reads.
    whole: Vec<(String, usize, Columns)>,
    /// Outcomes of the steps that are done, by the steps' places.
    outcomes: Vec<Option<Outcome>>,
}

impl Run {
    /// Pairs the columns and lays out the steps of the verdict.
    ///
    /// # Errors
    /// `pair.no-common-columns`, `config.needs-full` in a module that lacks what the config selects, and what
    /// [`super::check_config`] refuses.
    pub fn start(config: &Config, reference: &Table, current: &Table) -> Result<Run> {
        let config = settings::complete(config.clone())?;
        settings::check_module(&config)?;
        let pairing = pairing::pair(&config, reference, current)?;
        let pairs = pairing.pairs;
        let identical = !reference.is_absent()
            && reference.rows == current.rows
            && reference.columns.len() == current.columns.len()
            && pairs.len() == reference.columns.len()
            && pairs.iter().all(|pair| {
                let before = &reference.columns[pair.reference];
                let now = &current.columns[pair.current];
                pair.reference == pair.current
                    && (before.is_away() || now.is_away() || before.same_values(now))
            });
        let older = pairs.iter().enumerate().filter(|(_, pair)| {
            let before = &reference.columns[pair.reference];
            matching::is_older(before, &current.columns[pair.current])
        });
        let older = older.map(|(place, _)| place).collect();
        let tables = [reference, current];
        let warnings = tables.iter().flat_map(|t| t.warnings.iter().cloned());
        let mut run = Run {
            roles: Roles {
                reference: roles::roles(&config, reference),
                current: roles::roles(&config, current),
            },
            config,
            steps: Vec::new(),
            verdict_steps: 0,
            #[cfg(feature = "full")]
            before_samples: 0,
            found: Found {
                opening: Outcome {
                    findings: pairing.findings,
                    warnings: warnings.chain(pairing.warnings).collect(),
                    ..Outcome::default()
                },
                pairs,
                identical,
                older,
                whole: Vec::new(),
                outcomes: Vec::new(),
            },
        };
        run.lay_out(Stage::Verdict, reference, current)?;
        run.verdict_steps = run.steps.len();
        Ok(run)
    }

    /// What the columns are taken to be for.
    pub fn roles(&self) -> &Roles {
        &self.roles
    }

    fn lay_out(&mut self, stage: Stage, reference: &Table, current: &Table) -> Result<()> {
        let pairs = &self.found.pairs;
        let inputs = Inputs {
            reference,
            current,
            pairs,
            roles: &self.roles,
        };
        for entry in CATALOG.iter().filter(|entry| entry.meta.stage == stage) {
            let alone = !inputs.has_reference();
            if alone && entry.meta.needs.contains(&Need::TwoTables) {
                continue;
            }
            let Some(runner) = entry.runner else { continue };
            let given = self.config.analyses.get(entry.meta.id);
            let parts = (runner.parts)(&inputs, given)?;
            let pairwise = stage == Stage::Verdict && parts == pairs.len();
            for part in 0..parts {
                let reads = match stage {
                    Stage::Verdict if pairwise => Reads::Pair(part),
                    Stage::Whole => Reads::These((runner.columns)(&inputs, given, part)?),
                    Stage::Verdict | Stage::Background => Reads::All,
                };
                self.steps.push(Step {
                    id: entry.meta.id,
                    runner,
                    part,
                    reads,
                });
            }
        }
        self.found.outcomes.resize(self.steps.len(), None);
        Ok(())
    }

    /// How many of the steps must be done for the verdict; the others follow.
    pub fn verdict_steps(&self) -> usize {
        self.verdict_steps
    }

    /// How many steps there are.
    pub fn steps(&self) -> usize {
        self.steps.len()
    }

    /// How many steps are done.
    pub fn done(&self) -> usize {
        self.found.outcomes.iter().flatten().count()
    }

    /// Does the next step whose columns are here; false when none was left.
    ///
    /// # Errors
    /// What makes an analysis impossible.
    pub fn step(&mut self, reference: &Table, current: &Table) -> Result<bool> {
        let pairs = &self.found.pairs;
        let here =
            |table: &Table, column: usize| table.columns.get(column).is_some_and(|c| !c.is_away());
        let is_here = |step: &Step| match &step.reads {
            Reads::Pair(pair) => {
                let pair = &pairs[*pair];
                here(reference, pair.reference) && here(current, pair.current)
            }
            Reads::These([before, now]) => {
                before.iter().all(|c| here(reference, *c as usize))
                    && now.iter().all(|c| here(current, *c as usize))
            }
            Reads::All => true,
        };
        let mut waiting = self.steps.iter().zip(&self.found.outcomes);
        let Some(place) = waiting.position(|(step, done)| done.is_none() && is_here(step)) else {
            return Ok(false);
        };
        self.step_at(place, reference, current)?;
        Ok(true)
    }

    /// Does one of the steps over samples, whichever are done; where workers share them, each does some.
    ///
    /// # Errors
    /// What makes an analysis impossible.
    #[cfg(feature = "full")]
    pub fn step_of_background(
        &mut self,
        place: usize,
        reference: &Table,
        current: &Table,
    ) -> Result<()> {
        self.step_at(self.before_samples + place, reference, current)
    }

    fn step_at(&mut self, place: usize, reference: &Table, current: &Table) -> Result<()> {
        let Some(step) = self.steps.get(place) else {
            return Err(unreadable(&format!("step {place}")));
        };
        let inputs = Inputs {
            reference,
            current,
            pairs: &self.found.pairs,
            roles: &self.roles,
        };
        let context = Context {
            config: &self.config,
        };
        let given = self.config.analyses.get(step.id);
        let mut outcome = (step.runner.run)(&inputs, given, &context, step.part)?;
        wording::word_sections(&mut outcome.sections);
        self.found.outcomes[place] = Some(outcome);
        Ok(())
    }

    /// What this run has found so far, as JSON, for [`Run::absorb`] or [`Run::resume`] in another worker.
    ///
    /// # Errors
    /// `internal.message`, a defect.
    pub fn found(&self) -> Result<String> {
        serde_json::to_string(&self.found).map_err(|e| unreadable(&e))
    }

    /// Takes in what another worker found for steps that are not done here; it may not have come to the last ones yet.
    ///
    /// # Errors
    /// `internal.message` if it is not of a run over the same pairs.
    pub fn absorb(&mut self, found: &str) -> Result<()> {
        let other = read(found)?;
        let same = other.pairs == self.found.pairs && other.whole == self.found.whole;
        if !same || other.outcomes.len() > self.steps.len() {
            return Err(unreadable(&"another run's outcomes"));
        }
        self.found.identical &= other.identical;
        self.found.older.extend(other.older);
        for (place, outcome) in self.found.outcomes.iter_mut().zip(other.outcomes) {
            if place.is_none() {
                *place = outcome;
            }
        }
        Ok(())
    }

    /// A run whose verdict, and perhaps what follows it over all rows, was found elsewhere.
    ///
    /// # Errors
    /// `internal.message`, and what [`super::check_config`] refuses.
    pub fn resume(config: &Config, found: &str, reference: &Table, current: &Table) -> Result<Run> {
        let mut run = Run::start(config, reference, current)?;
        let found = read(found)?;
        for (id, part, columns) in &found.whole {
            let entry = CATALOG.iter().find(|entry| entry.meta.id == id);
            let Some((id, runner)) = entry.and_then(|e| Some((e.meta.id, e.runner?))) else {
                return Err(unreadable(id));
            };
            run.steps.push(Step {
                id,
                runner,
                part: *part,
                reads: Reads::These(columns.clone()),
            });
        }
        if found.outcomes.len() != run.steps.len() {
            return Err(unreadable(&"another run's outcomes"));
        }
        run.found = found;
        Ok(run)
    }

    /// Lays out the analyses that follow the verdict over all rows, and answers for each of their steps the columns
    /// that must be here for it. The tables' values need not be.
    ///
    /// # Errors
    /// What makes an analysis impossible.
    #[cfg(feature = "full")]
    pub fn begin_whole(&mut self, reference: &Table, current: &Table) -> Result<Vec<Columns>> {
        let before = self.steps.len();
        self.lay_out(Stage::Whole, reference, current)?;
        let mut wanted = Vec::new();
        for step in &self.steps[before..] {
            if let Reads::These(columns) = &step.reads {
                wanted.push(columns.clone());
                let of = (step.id.to_string(), step.part, columns.clone());
                self.found.whole.push(of);
            }
        }
        Ok(wanted)
    }

    /// Lays out the analyses that come last, over samples of both tables; all further steps get these.
    ///
    /// # Errors
    /// What makes an analysis impossible.
    #[cfg(feature = "full")]
    pub fn begin_background(&mut self, reference: &Table, current: &Table) -> Result<()> {
        self.before_samples = self.steps.len();
        self.lay_out(Stage::Background, reference, current)
    }

    /// The rows of a table that the last analyses may look at, as a table of its own in an order that does
    /// not depend on the order of rows.
    #[cfg(feature = "full")]
    pub fn sample(&self, table: &Table) -> Table {
        use crate::table::row_key::{row_keys, sample};
        let keys = row_keys(table, self.config.seed.into());
        table.take_rows(&sample(&keys, self.config.budgets.background_rows as usize))
    }

    /// Corrects, decides, ranks and words what the steps found so far: after the steps of the verdict, and again
    /// after all.
    pub fn finish(&self, reference: &Table, current: &Table) -> Report {
        let opening = &self.found.opening;
        let mut warnings = opening.warnings.clone();
        if self.found.identical {
            warnings.push(pairing::identical(reference, current));
        }
        let whole = reference.part.is_none();
        let older = self.found.older.iter().min().filter(|_| whole);
        if let Some(pair) = older.and_then(|&place| self.found.pairs.get(place)) {
            warnings.push(matching::swapped(reference, current, &pair.name));
        }
        let mut findings = opening.findings.clone();
        let mut details = opening.sections.clone();
        let mut answers = Vec::new();
        for (step, outcome) in self.steps.iter().zip(&self.found.outcomes) {
            let Some(outcome) = outcome else { continue };
            if let Some(verdict) = &outcome.answer {
                let mut verdict = verdict.clone();
                wording::word_verdict(&mut verdict);
                answers.push(Answer {
                    analysis: step.id.into(),
                    verdict,
                });
            }
            findings.extend_from_slice(&outcome.findings);
            details.extend_from_slice(&outcome.sections);
            warnings.extend_from_slice(&outcome.warnings);
        }
        let family = correct::correct(&mut findings, &self.config.correction);
        let mut findings = rank::rank(findings);
        answers.extend(self.answers(&findings, reference, current));
        let detailed = self.config.budgets.detailed_columns as usize;
        let mut sections = overview::sections(&findings, detailed);
        warnings.extend(budget::keep_most_serious(
            &mut findings,
            &mut details,
            detailed,
        ));
        #[cfg(feature = "full")]
        super::beside::join_tools(&mut details, &findings);
        sections.append(&mut details);
        for finding in &mut findings {
            wording::word_finding(finding);
        }
        wording::word_sections(&mut sections);
        Report {
            format: REPORT_FORMAT.into(),
            version: REPORT_VERSION,
            verdict: verdict::about_rows(
                match reference.is_absent() {
                    true => verdict::of_one_file(current, &answers),
                    false => verdict::verdict(&findings),
                },
                &self.config,
                [reference, current],
            ),
            answers,
            findings,
            sections,
            warnings,
            provenance: provenance::provenance(&self.config, reference, current, family),
        }
    }
}

impl Run {
    /// What analyses whose steps are all done say of all their findings.
    fn answers(&self, findings: &[Finding], reference: &Table, current: &Table) -> Vec<Answer> {
        let inputs = Inputs {
            reference,
            current,
            pairs: &self.found.pairs,
            roles: &self.roles,
        };
        let mut out: Vec<Answer> = Vec::new();
        for step in &self.steps {
            if out.iter().any(|answer| answer.analysis == step.id) {
                continue;
            }
            let mut of_it = self.steps.iter().zip(&self.found.outcomes);
            if of_it.any(|(other, done)| other.id == step.id && done.is_none()) {
                continue;
            }
            let its: Vec<&Finding> = findings.iter().filter(|f| f.analysis == step.id).collect();
            if let Some(mut verdict) = (step.runner.answer)(&inputs, &its) {
                wording::word_verdict(&mut verdict);
                out.push(Answer {
                    analysis: step.id.into(),
                    verdict,
                });
            }
        }
        out
    }
}

fn read(found: &str) -> Result<Found> {
    serde_json::from_str(found).map_err(|e| unreadable(&e))
}

fn unreadable(why: &dyn std::fmt::Display) -> Error {
    Error::new(
        Code::InternalMessage,
        why.to_string(),
        "what a run of the same build found",
        "Reload the page.",
    )
}

/// Compares two tables in one go, or looks at one: the reference is [`Table::absent`] then. Equal arguments give an equal report, byte for byte once written.
///
/// # Errors
/// As [`Run::start`] and [`Run::step`].
pub fn run(config: &Config, reference: &Table, current: &Table) -> Result<Report> {
    #[cfg(feature = "full")]
    if let Some((reference, current)) = super::tables::cohort(config, reference, current)? {
        return run_all(config, &reference, &current);
    }
    run_all(config, reference, current)
}

fn run_all(config: &Config, reference: &Table, current: &Table) -> Result<Report> {
    let mut run = Run::start(config, reference, current)?;
    while run.step(reference, current)? {}
    #[cfg(feature = "full")]
    {
        run.begin_whole(reference, current)?;
        while run.step(reference, current)? {}
        let (reference, current) = (run.sample(reference), run.sample(current));
        run.begin_background(&reference, &current)?;
        while run.step(&reference, &current)? {}
    }
    Ok(run.finish(reference, current))
}
