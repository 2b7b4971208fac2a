//! Settings that expect of the next file what one file shows.

use serde_json::json;

use super::{roles, settings};
use crate::config::Config;
use crate::error::Result;
use crate::quality;
use crate::table::Table;

/// The settings with what a file teaches written into `analyses.quality.expectations`, in place of what stood there;
/// with the same settings the same file fulfils them.
///
/// # Errors
/// As [`super::check_config`].
pub fn learn(config: &Config, table: &Table) -> Result<Config> {
    let mut config = settings::complete(config.clone())?;
    let rules = quality::learn(table, &roles::roles(&config, table));
    let rules = serde_json::to_value(rules).unwrap_or_else(|_| json!([]));
    let parameters = config.analyses.entry(quality::META.id.into()).or_default();
    parameters.insert("expectations".into(), rules);
    settings::complete(config)
}
