//! What a person can select instead of the default tests, by name. The names are known in every module; what they
//! stand for is in the full one.

use super::Parameters;
use crate::config::unknown_value;
use crate::error::Result;

/// Tests of numbers; the first is the default.
pub const NUMBER_TESTS: &[&str] = &[
    "ks",
    "cramer-von-mises",
    "anderson-darling",
    "kuiper",
    "mann-whitney",
    "brunner-munzel",
    "welch",
    "epps-singleton",
    "energy",
    "wasserstein",
];
/// Tests of levels; the first is the default.
pub const LEVEL_TESTS: &[&str] = &["chi-square", "g", "fisher", "z"];
/// Distances that take the place of test and effect, for numbers in bins and for levels; the last for numbers only.
pub const DISTANCES: &[&str] = &[
    "psi",
    "jensen-shannon",
    "kullback-leibler",
    "hellinger",
    "total-variation",
    "l-infinity",
    "ks-distance",
];

impl Parameters {
    /// True where only the default tests run.
    pub fn selects_nothing(&self) -> bool {
        self.number_test == NUMBER_TESTS[0]
            && self.level_test == LEVEL_TESTS[0]
            && self.column_tests.is_empty()
    }

    /// Refuses names that nothing has.
    pub(super) fn check_choice(&self) -> Result<()> {
        known("number_test", &self.number_test, &[NUMBER_TESTS, DISTANCES])?;
        known(
            "level_test",
            &self.level_test,
            &[LEVEL_TESTS, &DISTANCES[..DISTANCES.len() - 1]],
        )?;
        for (column, name) in &self.column_tests {
            let key = ["column_tests.", column].concat();
            known(&key, name, &[NUMBER_TESTS, LEVEL_TESTS, DISTANCES])?;
        }
        Ok(())
    }
}

fn known(key: &str, name: &str, groups: &[&[&str]]) -> Result<()> {
    let names = groups.concat();
    if names.contains(&name) {
        return Ok(());
    }
    Err(unknown_value(
        &["analyses.drift.", key].concat(),
        name,
        names.into_iter(),
    ))
}
