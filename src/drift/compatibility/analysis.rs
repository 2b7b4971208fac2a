//! The analysis: one part for each column.

use serde::{Deserialize, Serialize};

use super::column::{Column, column};
use super::said::{Said, section};
use super::{META, deepchecks, evidently, nannyml, tfdv};
use crate::analysis::{Analysis, Context, Inputs, Meta, Module, Outcome};
use crate::config::unknown_value;
use crate::error::Result;

/// Which tools are asked.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, ts_rs::TS))]
pub struct Parameters {
    /// Any of `evidently`, `nannyml`, `tfdv`, `deepchecks`, each with its own defaults. What they say is shown beside our
    /// verdict and changes nothing of it.
    pub compatible_with: Vec<String>,
}

struct Tool {
    name: &'static str,
    title: &'static str,
    said: fn(&[Column]) -> Said,
}

const TOOLS: &[Tool] = &[
    Tool {
        name: "evidently",
        title: "As Evidently 0.7 would say",
        said: evidently::said,
    },
    Tool {
        name: "nannyml",
        title: "As NannyML 0.13 would say",
        said: nannyml::said,
    },
    Tool {
        name: "tfdv",
        title: "As TensorFlow Data Validation would say",
        said: tfdv::said,
    },
    Tool {
        name: "deepchecks",
        title: "As Deepchecks 0.19 would say",
        said: deepchecks::said,
    },
];

/// The comparison with other tools.
pub struct Compatibility;

impl Analysis for Compatibility {
    type Parameters = Parameters;

    const META: Meta = META;

    fn check(parameters: &Parameters) -> Result<()> {
        for name in &parameters.compatible_with {
            if !TOOLS.iter().any(|tool| tool.name == name) {
                return Err(unknown_value(
                    "analyses.compatibility.compatible_with",
                    name,
                    TOOLS.iter().map(|tool| tool.name),
                ));
            }
        }
        Ok(())
    }

    fn module(parameters: &Parameters) -> Module {
        if parameters.compatible_with.is_empty() {
            Module::Engine
        } else {
            Module::Full
        }
    }

    fn parts(inputs: &Inputs, parameters: &Parameters) -> usize {
        if parameters.compatible_with.is_empty() {
            0
        } else {
            inputs.pairs.len()
        }
    }

    fn run(
        inputs: &Inputs,
        parameters: &Parameters,
        _context: &Context,
        part: usize,
    ) -> Result<Outcome> {
        let mut outcome = Outcome::default();
        let asked = |tool: &&Tool| parameters.compatible_with.iter().any(|n| n == tool.name);
        let mut tools = TOOLS.iter().filter(asked).peekable();
        if tools.peek().is_none() {
            return Ok(outcome);
        }
        if let Some(column) = inputs.pairs.get(part).and_then(|pair| column(inputs, pair)) {
            let column = [column];
            outcome.sections = tools
                .map(|tool| section(tool.name, tool.title, (tool.said)(&column)))
                .collect();
        }
        Ok(outcome)
    }
}
