//! Config checked against the catalog and filled with every default, so that a report says all it ran with.

use serde_json::Value;

use crate::catalog::CATALOG;
use crate::config::{Config, unknown_key};
use crate::error::Result;

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
