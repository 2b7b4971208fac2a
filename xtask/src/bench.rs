//! `cargo xtask bench`: what is measured, against whom and how is in `benches/README.md`.

mod beside;
mod csv;
mod drift;
mod fairness;
mod page;
mod peers;
mod score;

use crate::settings::Settings;
use anyhow::{Context, Result, bail};

/// Runs one benchmark.
pub fn bench(settings: &Settings, name: &str, options: &[&str]) -> Result<()> {
    match name {
        "csv" => csv::bench(settings, &read_options_of(9, options)?),
        "drift" => drift::bench(settings, &read_options(options)?),
        "explain-page" => page::bench(settings, &read_options(options)?),
        "fairness" => fairness::bench(settings, &read_options(options)?),
        "growth" => drift::growth(settings, &read_options(options)?),
        "score" => score::bench(settings, &read_options(options)?),
        _ => match settings.benches.iter().find(|bench| bench.name == name) {
            Some(bench) => beside::bench(settings, bench),
            None => {
                let more: Vec<&str> = settings.benches.iter().map(|b| b.name.as_str()).collect();
                let more = more.join(", ");
                bail!(
                    "no benchmark `{name}`; there are: csv, drift, explain-page, fairness, growth, score, {more}"
                )
            }
        },
    }
}

/// What may be chosen on the command line.
struct Options {
    /// How often each side runs.
    rounds: usize,
    /// Rows of each of the two files.
    rows: usize,
}

fn read_options(words: &[&str]) -> Result<Options> {
    read_options_of(3, words)
}

/// Options where so many rounds are usual.
fn read_options_of(rounds: usize, words: &[&str]) -> Result<Options> {
    let mut options = Options {
        rounds,
        rows: 1_000_000,
    };
    for pair in words.chunks(2) {
        let number = pair
            .get(1)
            .and_then(|text| text.parse().ok())
            .filter(|number| *number > 0);
        let number = number.with_context(|| format!("{} needs a number above 0", pair[0]))?;
        match pair[0] {
            "--rounds" => options.rounds = number,
            "--rows" => options.rows = number,
            other => bail!("bench does not know {other}; it knows --rounds N and --rows N"),
        }
    }
    Ok(options)
}
