//! The one place where an analysis is registered. Metadata is in every module; the run functions come with the
//! feature that carries them.

use serde_json::{Map, Value};

use crate::analysis::{self, Analysis, Columns, Context, Inputs, Meta, Module, Outcome, Stage};
use crate::error::Result;
use crate::report::{Finding, Verdict};

type Parts = fn(&Inputs, Option<&Map<String, Value>>) -> Result<usize>;
type Reads = fn(&Inputs, Option<&Map<String, Value>>, usize) -> Result<Columns>;
type Run = fn(&Inputs, Option<&Map<String, Value>>, &Context, usize) -> Result<Outcome>;
type Answers = fn(&Inputs, &[&Finding]) -> Option<Verdict>;
type Needs = fn(Option<&Map<String, Value>>) -> Result<Module>;
type Check = fn(Option<&Map<String, Value>>) -> Result<Value>;

/// What a module built with an analysis can do with it.
#[derive(Clone, Copy)]
pub struct Runner {
    /// Checks parameters and answers them complete, with defaults filled in.
    pub check: Check,
    /// The module that a run with these parameters needs.
    pub module: Needs,
    /// How many independent parts it has for these inputs and parameters.
    pub parts: Parts,
    /// The columns that a part reads, in [`Stage::Whole`].
    pub columns: Reads,
    /// Runs one part.
    pub run: Run,
    /// What it answers, from all its findings.
    pub answer: Answers,
}

/// One analysis of the catalog.
#[derive(Clone, Copy)]
pub struct Entry {
    /// Static facts.
    pub meta: Meta,
    /// `None` in a module built without it.
    pub runner: Option<Runner>,
}

impl Runner {
    /// The runner of an analysis.
    pub const fn of<A: Analysis>() -> Runner {
        Runner {
            check: check::<A>,
            module: module::<A>,
            parts: parts::<A>,
            columns: columns::<A>,
            run: run::<A>,
            answer: A::answer,
        }
    }
}

fn check<A: Analysis>(given: Option<&Map<String, Value>>) -> Result<Value> {
    let parameters = analysis::parameters::<A>(given)?;
    Ok(serde_json::to_value(parameters).unwrap_or_default())
}

fn parts<A: Analysis>(inputs: &Inputs, given: Option<&Map<String, Value>>) -> Result<usize> {
    Ok(A::parts(inputs, &analysis::parameters::<A>(given)?))
}

fn columns<A: Analysis>(
    inputs: &Inputs,
    given: Option<&Map<String, Value>>,
    part: usize,
) -> Result<Columns> {
    Ok(A::columns(inputs, &analysis::parameters::<A>(given)?, part))
}

fn module<A: Analysis>(given: Option<&Map<String, Value>>) -> Result<Module> {
    Ok(A::module(&analysis::parameters::<A>(given)?))
}

fn run<A: Analysis>(
    inputs: &Inputs,
    given: Option<&Map<String, Value>>,
    context: &Context,
    part: usize,
) -> Result<Outcome> {
    A::run(inputs, &analysis::parameters::<A>(given)?, context, part)
}

macro_rules! catalog {
    ($($feature:literal: $($room:ident)::+ => $analysis:ident,)+) => {
        /// Every analysis, in the order of the report's sections.
        pub const CATALOG: &[Entry] = &[$(Entry {
            meta: crate::$($room)::+::META,
            #[cfg(feature = $feature)]
            runner: Some(Runner::of::<crate::$($room)::+::$analysis>()),
            #[cfg(not(feature = $feature))]
            runner: None,
        },)+];
    };
}

catalog! {
    "engine": drift => Drift,
    "full": quality => Quality,
    "full": drift::self_check => SelfCheck,
    "full": drift::over_time => OverTime,
    "full": drift::slices => Slices,
    "full": drift::compatibility => Compatibility,
    "full": drift::separability => Separability,
    "full": fairness => Fairness,
    "full": fairness::slices => FairnessSlices,
    "full": fairness::consistency => Consistency,
    "full": fairness::stand_ins => StandIns,
    "full": drift::weighted => Weighted,
}

/// True for a finding of an analysis that follows the verdict: it must not change what the verdict said.
pub fn follows_verdict(analysis: &str) -> bool {
    CATALOG
        .iter()
        .any(|entry| entry.meta.id == analysis && entry.meta.stage > Stage::Verdict)
}
