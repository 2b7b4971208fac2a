//! The sample files: an incentive programme that was piloted and then rolled out over twelve regions.
//!
//! `reference.csv` is the pilot, `current.csv` the roll-out. What differs between them is in [`period`] and, with
//! the measured sizes, in `www/samples/README.md`. The same bytes on every machine.

mod calendar;
mod period;
mod random;
mod row;

use std::io;
use std::path::Path;

use period::{PILOT, Period, ROLL_OUT};
use random::Random;

/// Writes `reference.csv` and `current.csv` into `directory`, which is made when missing.
///
/// A file that has the right bytes already is left alone, so that its time does not change.
///
/// # Errors
/// What the file system answers.
pub fn write(directory: &Path) -> io::Result<()> {
    std::fs::create_dir_all(directory)?;
    for (name, period) in [("reference.csv", &PILOT), ("current.csv", &ROLL_OUT)] {
        let path = directory.join(name);
        let text = csv(period);
        if std::fs::read(&path).ok().as_deref() != Some(text.as_bytes()) {
            std::fs::write(&path, text)?;
        }
    }
    Ok(())
}

/// The text of one file.
fn csv(period: &Period) -> String {
    let mut random = Random::new(period.seed);
    let timestamps = calendar::timestamps(period.rows, period.start, &mut random);
    let mut text = String::with_capacity(period.rows * 100);
    text.push_str(row::HEADER);
    for timestamp in &timestamps {
        row::write(&mut text, period, timestamp, &mut random);
    }
    text
}

#[cfg(test)]
mod tests {
    use sha2::{Digest, Sha256};

    use super::{PILOT, ROLL_OUT, csv};

    fn sha256(text: &str) -> String {
        Sha256::digest(text)
            .iter()
            .map(|byte| format!("{byte:02x}"))
            .collect()
    }

    #[test]
    fn the_bytes_never_change_unnoticed() {
        assert_eq!(
            sha256(&csv(&PILOT)),
            "43c721e4f441af4f1f01a9c805982a3b68716ac4c521804cce377afbdc77b67d"
        );
        assert_eq!(
            sha256(&csv(&ROLL_OUT)),
            "3edcbe9736c2a618318342339dfb6e6ea104fba3a8b60ea23e2373a9c88e30ed"
        );
    }
}
