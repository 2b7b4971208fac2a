//! The one place where an analysis is registered. Metadata is in every module; run functions come with the
//! feature that carries them.

use serde_json::{Map, Value};

use crate::analysis::{self, Analysis, Context, Inputs, Meta, Outcome};
use crate::error::Result;

type Run = fn(&Inputs, Option<&Map<String, Value>>, &Context) -> Result<Outcome>;
type Check = fn(Option<&Map<String, Value>>) -> Result<Value>;

/// One analysis of the catalog.
#[derive(Clone, Copy)]
pub struct Entry {
    /// Static facts.
    pub meta: Meta,
    /// Checks parameters and answers them complete, with defaults filled in.
    pub check: Check,
    /// Runs it; `None` in a module built without it.
    pub run: Option<Run>,
}

impl Entry {
    const fn of<A: Analysis>() -> Entry {
        Entry {
            meta: A::META,
            check: check::<A>,
            run: Some(run::<A>),
        }
    }
}

fn check<A: Analysis>(given: Option<&Map<String, Value>>) -> Result<Value> {
    let parameters = analysis::parameters::<A>(given)?;
    Ok(serde_json::to_value(parameters).unwrap_or_default())
}

fn run<A: Analysis>(
    inputs: &Inputs,
    given: Option<&Map<String, Value>>,
    context: &Context,
) -> Result<Outcome> {
    A::run(inputs, &analysis::parameters::<A>(given)?, context)
}

/// Every analysis, in the order of the report's sections.
pub const CATALOG: &[Entry] = &[];
