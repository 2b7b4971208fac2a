//! Config + tables → Report: runs the catalog, corrects all tests together, decides, words and ranks.

mod budget;
mod correct;
mod overview;
mod pairing;
mod provenance;
mod rank;
mod run;
mod settings;
mod verdict;

pub use run::{Run, run};
pub use settings::{check_config, default_config, verdict_module};
