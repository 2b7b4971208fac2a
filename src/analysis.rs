//! The contract of an analysis: static metadata, typed parameters, one pure function.

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::config::{Config, Role, check_keys, from_text};
use crate::error::{Error, Result};
use crate::report::{Finding, Section, Verdict};
use crate::table::Table;

/// What an analysis needs before it can run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Need {
    /// A file, whether or not there is one to compare it with.
    OneTable,
    /// A reference and a current file.
    TwoTables,
}

/// When an analysis runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Stage {
    /// Before the verdict. Tests that carry no q-value enter the run's one family of corrected tests. Where it has as
    /// many parts as there are pairs, part `i` reads the columns of pair `i` and no other, so that parts can run in
    /// the worker that holds these columns.
    Verdict,
    /// After the verdict, without holding it up, over all rows. Each part reads the columns that
    /// [`Analysis::columns`] names for it and no other: values of the others need not be there. It corrects its own
    /// tests.
    Whole,
    /// After those, over samples: its tables hold at most `budgets.background_rows`
    /// rows in an order that does not depend on the file's, and [`Table::rows_of_file`] says out of how many. It
    /// corrects its own tests: an outcome that comes later must not change what was said before.
    Background,
}

/// Which module of the build carries what an analysis does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Module {
    /// The one that is loaded at the start.
    Engine,
    /// The one that is loaded when something needs it.
    Full,
}

/// Static facts about an analysis.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Meta {
    /// Stable id: the key of its parameters in Config.
    pub id: &'static str,
    /// Plain title.
    pub title: &'static str,
    /// What it answers, one sentence.
    pub question: &'static str,
    /// What it needs.
    pub needs: &'static [Need],
    /// When it runs.
    pub stage: Stage,
}

/// A column that both files have, with its role.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Pair {
    /// Column name.
    pub name: String,
    /// Position in the reference table.
    pub reference: usize,
    /// Position in the current table.
    pub current: usize,
    /// What it is for.
    pub role: Role,
    /// Why it has that role: `config` or the code of the guess.
    pub reason: String,
}

/// What a column of one file is for.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ColumnRole {
    /// What it is for.
    pub role: Role,
    /// Why it has that role: `config` or the code of the guess.
    pub reason: String,
    /// How sure a guess is, 0 to 1; 1 where the person said it.
    pub confidence: f64,
}

impl ColumnRole {
    /// True where nobody said it.
    pub fn is_guess(&self) -> bool {
        self.confidence < 1.0
    }
}

/// What every column is for, by its place in the file.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Roles {
    /// Columns of the reference.
    pub reference: Vec<ColumnRole>,
    /// Columns of the current file.
    pub current: Vec<ColumnRole>,
}

/// What an analysis may read.
#[derive(Clone, Copy, Debug)]
pub struct Inputs<'a> {
    /// The reference table; an empty one, [`Table::absent`], where one file stands alone.
    pub reference: &'a Table,
    /// The current table, or the one file there is.
    pub current: &'a Table,
    /// Columns in both, in the order of the reference file; none where one file stands alone.
    pub pairs: &'a [Pair],
    /// What every column is for.
    pub roles: &'a Roles,
}

impl Inputs<'_> {
    /// False where one file stands alone.
    pub fn has_reference(&self) -> bool {
        !self.reference.is_absent()
    }
}

/// Columns that a part of an analysis reads, by their places: of the reference and of the current file.
pub type Columns = [Vec<u32>; 2];

/// What an analysis may depend on besides its inputs and parameters. No clock, no ambient randomness.
#[derive(Clone, Copy, Debug)]
pub struct Context<'a> {
    /// The whole config: seed and budgets are read from here.
    pub config: &'a Config,
}

/// What an analysis answers. Tests carry `q: None` and findings a provisional severity: the pipeline corrects
/// all tests of a run together, decides severities, words the sentences and ranks.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Outcome {
    /// Candidate findings.
    pub findings: Vec<Finding>,
    /// Details.
    pub sections: Vec<Section>,
    /// What the reader must know.
    pub warnings: Vec<Error>,
    /// The analysis' own answer in one line, given by one of its parts; its sentence is filled in by the pipeline.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answer: Option<Verdict>,
}

/// An analysis.
pub trait Analysis {
    /// Typed parameters; the default is what an empty entry in Config means.
    type Parameters: Default + Serialize + DeserializeOwned;

    /// Static facts.
    const META: Meta;

    /// Refuses parameter values that make no sense.
    ///
    /// # Errors
    /// `config.invalid-value`.
    fn check(parameters: &Self::Parameters) -> Result<()>;

    /// The module that a run with these parameters needs: [`Module::Full`] where they select what the engine does not
    /// carry. Every module knows this, also one that could not run it.
    fn module(_parameters: &Self::Parameters) -> Module {
        Module::Engine
    }

    /// How many independent parts it has for these inputs, such as one for each column; none where the parameters ask
    /// for nothing. In [`Stage::Whole`] this and [`Analysis::columns`] are asked while no values are there.
    fn parts(inputs: &Inputs, parameters: &Self::Parameters) -> usize;

    /// The columns that a part reads, in [`Stage::Whole`] only.
    fn columns(_inputs: &Inputs, _parameters: &Self::Parameters, _part: usize) -> Columns {
        Columns::default()
    }

    /// What it answers in one line, from all its findings once severities are decided, the most serious first; `None`
    /// where its parts answer, or where there is nothing to say.
    fn answer(_inputs: &Inputs, _found: &[&Finding]) -> Option<Verdict> {
        None
    }

    /// Runs one part, `0..parts`. Pure: equal arguments give equal outcomes, and no part depends on another, so that
    /// a run can be interrupted between parts, or spread over workers. Outcomes are joined in the order of parts.
    ///
    /// # Errors
    /// Only what makes the whole analysis impossible; one bad column becomes a finding.
    fn run(
        inputs: &Inputs,
        parameters: &Self::Parameters,
        context: &Context,
        part: usize,
    ) -> Result<Outcome>;
}

/// Parameters of `A` from a map in Config; absent keys take their defaults, unknown ones are refused.
///
/// # Errors
/// `config.unknown-key`, `config.invalid-value`.
pub fn parameters<A: Analysis>(given: Option<&Map<String, Value>>) -> Result<A::Parameters> {
    let defaults = serde_json::to_value(A::Parameters::default()).unwrap_or_default();
    let path = format!("analyses.{}", A::META.id);
    let mut merged = defaults.clone();
    if let Some(given) = given {
        check_keys(&Value::Object(given.clone()), &defaults, &path)?;
        if let Value::Object(target) = &mut merged {
            target.extend(given.clone());
        }
    }
    let parameters: A::Parameters = from_text(&merged, &path)?;
    A::check(&parameters)?;
    Ok(parameters)
}
