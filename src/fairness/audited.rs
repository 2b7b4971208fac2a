//! One table, audited.

use super::attributes::{self, Grouping};
use super::audit::{self, Comparison, Counted, Groupings};
use super::cells;
use super::parameters::Parameters;
use super::task::{Amounts, Classes, Parts, Task};
use super::{
    META, amounts, blocks, choices, comparisons, compat, guessed, lab, local_law, more, notes,
    permuted, said, scores,
};
use crate::analysis::Outcome;
use crate::report::{Block, Cell, Finding, Section, numbers};
use crate::table::Table;

/// What an audit is made from.
pub struct Audited<'a> {
    /// The table.
    pub table: &'a Table,
    /// What its columns are for.
    pub parts: &'a Parts,
    /// What the person set.
    pub parameters: &'a Parameters,
    /// The chance that a run may say *outside* of anything that is not.
    pub level: f64,
    /// Of the run.
    pub seed: u64,
    /// The protected attributes are guesses, every one.
    pub guessed: bool,
}

/// All that was found before it is said.
struct Found {
    counted: Vec<Counted>,
    comparisons: Vec<Comparison>,
    /// The good outcome in words.
    favourable: String,
    /// Blocks of the first section, behind the criteria.
    whole: Vec<Block>,
    /// Blocks of each grouping's section, behind the forests.
    each: Vec<Vec<Block>>,
    findings: Vec<Finding>,
    looked_at: Block,
    /// A section behind all others.
    last: Option<Section>,
}

impl Audited<'_> {
    /// The audit of this task.
    pub fn outcome(&self, task: &Task) -> Outcome {
        let weights = self
            .parts
            .weight
            .and_then(|at| self.table.columns.get(at))
            .map(attributes::numbers);
        let weights = weights.as_deref();
        let Groupings {
            groupings,
            too_many,
        } = Groupings::of(self.table, self.parts, self.parameters);
        let mut found = match task {
            Task::Classes(classes) => self.of_classes(classes, groupings, weights),
            Task::Amounts(amounts) => self.of_amounts(amounts, groupings, weights),
        };
        audit::judge_all(&mut found.comparisons, self.parameters, self.level);
        found.findings.extend(notes::of_groupings(&found.counted));
        found
            .findings
            .extend(notes::of_weights(self.table, weights));
        found.findings.extend(notes::too_many(&too_many));
        self.said(found)
    }

    fn of_classes(
        &self,
        classes: &Classes,
        groupings: Vec<Grouping>,
        weights: Option<&[f64]>,
    ) -> Found {
        let parameters = self.parameters;
        let outcomes = (classes.decisions.as_slice(), classes.labels.as_slice());
        let counted = audit::count(groupings, outcomes, weights, parameters);
        let (has_decisions, has_labels) = (!outcomes.0.is_empty(), !outcomes.1.is_empty());
        let strata = more::strata(self.table, &self.parts.control, parameters);
        let mut comparisons = Vec::new();
        let mut each = Vec::new();
        for (at, one) in counted.iter().enumerate() {
            let mut blocks = blocks::groups(one, has_decisions, has_labels, parameters);
            if has_decisions {
                comparisons.extend(audit::compare_rates(at, one, has_labels, parameters));
                blocks.extend(blocks::four_fifths(one, parameters));
                blocks.extend(blocks::widest(
                    one,
                    audit::judged_rates(has_labels),
                    parameters,
                ));
                let drawn = (self.level, self.seed);
                blocks.extend(permuted::blocks(one, has_labels, parameters, drawn));
            }
            if let Some(scored) = scores::scored(&one.grouping, classes, weights) {
                comparisons.extend(scores::compare(at, one, &scored, has_labels, parameters));
                blocks.push(scores::block(one, &scored, parameters));
                blocks.extend(scores::curves(one, &scored, parameters));
            }
            blocks.extend(lab::blocks(one, classes, weights, parameters));
            blocks.extend(compat::block(&parameters.compatible_with, one));
            if has_decisions && has_labels {
                comparisons.extend(more::treatment(at, one, parameters));
            }
            if let Some(strata) = strata.as_ref().filter(|_| has_decisions) {
                let (found, block) = more::conditional(at, one, strata, classes, parameters);
                comparisons.extend(found);
                blocks.extend(block);
            }
            each.push(blocks);
        }
        let mut whole = Vec::new();
        if has_decisions && has_labels {
            whole.extend(blocks::entropy(&counted));
        }
        whole.extend(notes::unjudged(&counted, parameters));
        let favourable = notes::favourable_words(classes);
        Found {
            last: local_law::section(&counted, classes, parameters),
            looked_at: notes::looked_at(self.table, classes, &favourable, weights.is_some()),
            findings: notes::of_classes(self.table, classes),
            counted,
            comparisons,
            favourable,
            whole,
            each,
        }
    }

    fn of_amounts(
        &self,
        amounts: &Amounts,
        groupings: Vec<Grouping>,
        weights: Option<&[f64]>,
    ) -> Found {
        let counted = audit::count(groupings, (&[], &[]), weights, self.parameters);
        let mut comparisons = Vec::new();
        let mut each = Vec::new();
        for (at, one) in counted.iter().enumerate() {
            let errors = amounts::errors(&one.grouping, amounts, weights);
            if !amounts.truth.is_empty() {
                comparisons.extend(amounts::compare(
                    at,
                    &errors,
                    one.reference,
                    self.parameters,
                ));
            }
            each.push(vec![amounts::block(
                &one.grouping,
                &errors,
                self.parameters,
            )]);
        }
        let truth = if amounts.truth.is_empty() {
            "no true ones"
        } else {
            "true ones"
        };
        Found {
            last: None,
            looked_at: cells::text(
                "fairness.amounts",
                numbers([
                    ("rows", cells::count(self.table.rows)),
                    ("truth", Cell::Text(truth.into())),
                ]),
            ),
            findings: Vec::new(),
            whole: notes::unjudged(&counted, self.parameters)
                .into_iter()
                .collect(),
            counted,
            comparisons,
            favourable: String::new(),
            each,
        }
    }

    fn said(&self, found: Found) -> Outcome {
        let Found {
            counted,
            comparisons,
            favourable,
            whole,
            each,
            findings,
            looked_at,
            last,
        } = found;
        let least_rows = u64::from(self.parameters.least_rows);
        let said = said::criteria(&comparisons, counted.len(), least_rows);
        let mut all: Vec<Finding> = if self.guessed {
            guessed::summaries(&said, &counted, &favourable)
        } else {
            said.iter()
                .map(|s| said::criterion_finding(s, &counted, &favourable))
                .collect()
        };
        all.extend(findings);
        let mut blocks = vec![looked_at];
        if !said.is_empty() {
            blocks.push(blocks::criteria(&said, &counted));
        }
        blocks.extend(whole);
        if !said.is_empty() {
            blocks.push(blocks::cards(&said));
        }
        let mut sections = vec![Section {
            id: META.id.into(),
            analysis: META.id.into(),
            title: META.title.into(),
            column: None,
            blocks,
        }];
        for (at, (one, more)) in counted.iter().zip(each).enumerate() {
            let of: Vec<&Comparison> = comparisons.iter().filter(|c| c.grouping == at).collect();
            let mut blocks = vec![notes::reference(one, self.parameters)];
            blocks.extend(comparisons::forests(&of, one));
            blocks.extend(more);
            blocks.extend(comparisons::comparisons(&of, &counted));
            let name = one.grouping.name();
            sections.push(Section {
                id: format!("{}/{name}", META.id),
                analysis: META.id.into(),
                title: format!("{}: {name}", META.title),
                column: Some(name),
                blocks,
            });
        }
        sections.extend(last);
        let mut answer = said::answer(&said, &counted, &favourable, self.parameters);
        if self.guessed {
            guessed::about(&mut answer, &counted);
        }
        answer.numbers.extend(choices::of_groups(&counted));
        Outcome {
            answer: Some(answer),
            findings: all,
            sections,
            warnings: Vec::new(),
        }
    }
}
