//! The sample files, written again only when what writes them has changed.

use crate::files;
use crate::run::say;
use crate::settings::Settings;
use anyhow::{Context, Result};

/// Writes the sample files.
pub fn write(settings: &Settings) -> Result<()> {
    say(format!("writing {}", settings.samples.directory));
    crate::sample::write(&settings.path(&settings.samples.directory)).context("writing the samples")
}

/// Writes them when one is missing or the source of the generator has changed.
pub fn refresh(settings: &Settings) -> Result<()> {
    let directory = settings.path(&settings.samples.directory);
    let sources = files::walk(&settings.path("xtask/src/sample"))?;
    let wanted = files::fingerprint(&settings.folder, &sources, &[]);
    let stamp = settings.state_directory().join("samples.stamp");
    let complete = settings
        .samples
        .files
        .iter()
        .all(|file| directory.join(file).is_file());
    if complete && std::fs::read_to_string(&stamp).is_ok_and(|have| have == wanted) {
        return Ok(());
    }
    write(settings)?;
    files::write(&stamp, wanted)?;
    Ok(())
}
