//! Config + tables → Report: runs the catalog, corrects all tests together, decides, words and ranks.

#[cfg(feature = "full")]
mod beside;
mod budget;
mod correct;
#[cfg(feature = "full")]
mod learn;
mod matching;
mod overview;
mod pairing;
mod provenance;
mod rank;
mod role_guess;
mod roles;
mod run;
mod settings;
mod share;
#[cfg(feature = "full")]
mod tables;
mod verdict;

#[cfg(feature = "full")]
pub use learn::learn;
pub use roles::roles;
pub use run::{Run, run};
pub use settings::{check_config, default_config, verdict_module};
pub use share::{Share, share};
#[cfg(feature = "full")]
pub use tables::{cohort, periods, run_one, run_periods, split};
