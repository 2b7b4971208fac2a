//! Config checked against the catalog and filled with every default, so that a report says all it ran with.

use serde_json::{Map, Value};

use crate::analysis::{Module, Stage};
use crate::catalog::CATALOG;
use crate::config::{CORRECTIONS, Config, unknown_key};
use crate::error::{Code, Error, Result};

/// Reads a settings value, checks every key against Config and the catalog, and fills in the defaults.
///
/// # Errors
/// `config.unknown-key` with the nearest known key, `config.invalid-value`, `config.version`.
pub fn check_config(value: Value) -> Result<Config> {
    complete(Config::from_value(value)?)
}

/// The settings that an empty file means, complete.
pub fn default_config() -> Config {
    complete(Config::default()).unwrap_or_default()
}

/// The module that the verdict of a run with this config needs. Whoever drives a run asks this first and hands the run
/// to that module; the rest of a run, in the background, is always in [`Module::Full`].
///
/// # Errors
/// What an analysis refuses of its parameters.
pub fn verdict_module(config: &Config) -> Result<Module> {
    if config.correction.method != CORRECTIONS[0] || !config.cohort.is_empty() {
        return Ok(Module::Full);
    }
    let mut needed = Module::Engine;
    for entry in CATALOG {
        let given = config.analyses.get(entry.meta.id);
        needed = needed.max(match entry.runner {
            Some(runner) => (runner.module)(given)?,
            // An analysis that only the full module carries is asked for by any parameter that is not empty.
            None if entry.meta.stage == Stage::Verdict && given.is_some_and(says_something) => {
                Module::Full
            }
            None => Module::Engine,
        });
    }
    Ok(needed)
}

fn says_something(given: &Map<String, Value>) -> bool {
    given.values().any(|value| {
        !matches!(value, Value::Null) && value.as_array().is_none_or(|a| !a.is_empty())
    })
}

/// Refuses what this module cannot run.
pub(super) fn check_module(config: &Config) -> Result<()> {
    if cfg!(feature = "full") || verdict_module(config)? == Module::Engine {
        return Ok(());
    }
    Err(Error::new(
        Code::ConfigNeedsFull,
        "a test, a correction or a choice of rows that the first module does not carry",
        "a run in the full module",
        "Hand the run to the full module.",
    ))
}

/// Checks the analyses' parameters and fills in their defaults.
pub(super) fn complete(mut config: Config) -> Result<Config> {
    for id in config.analyses.keys() {
        if !CATALOG.iter().any(|entry| entry.meta.id == id) {
            return Err(unknown_key(
                &format!("analyses.{id}"),
                id,
                CATALOG.iter().map(|entry| entry.meta.id),
            ));
        }
    }
    for entry in CATALOG {
        let Some(runner) = entry.runner else { continue };
        if let Value::Object(map) = (runner.check)(config.analyses.get(entry.meta.id))? {
            config.analyses.insert(entry.meta.id.into(), map);
        }
    }
    Ok(config)
}
