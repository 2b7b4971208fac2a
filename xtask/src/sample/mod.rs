//! The sample files, some for each reader: the same bytes on every machine.
//!
//! `reference.csv` and `current.csv` are an incentive programme that was piloted and then rolled out over twelve regions.
//! What differs between them is in [`period`] and, with the measured sizes, in `www/samples/README.md`. [`shop`] is a
//! simple pair, [`service`] a week of calls and the weeks after it, [`credit`] decisions and the model behind them.

mod calendar;
mod credit;
mod period;
mod random;
mod row;
mod service;
mod shop;

use std::io;
use std::path::Path;

use period::{PILOT, Period, ROLL_OUT};
use random::Random;

/// Writes every file into `directory`, which is made when missing.
///
/// A file that has the right bytes already is left alone, so that its time does not change.
///
/// # Errors
/// What the file system answers.
pub fn write(directory: &Path) -> io::Result<()> {
    std::fs::create_dir_all(directory)?;
    for (name, text) in all() {
        let path = directory.join(name);
        if std::fs::read(&path).ok().as_deref() != Some(text.as_bytes()) {
            std::fs::write(&path, text)?;
        }
    }
    Ok(())
}

/// Every file's name and text.
fn all() -> Vec<(&'static str, String)> {
    let [first, second, third] = &service::WEEKS;
    vec![
        ("reference.csv", csv(&PILOT)),
        ("current.csv", csv(&ROLL_OUT)),
        ("shop-before.csv", shop::csv(&shop::BEFORE)),
        ("shop-after.csv", shop::csv(&shop::AFTER)),
        ("service-reference.csv", service::csv(&service::REFERENCE)),
        ("service-week-1.csv", service::csv(first)),
        ("service-week-2.csv", service::csv(second)),
        ("service-week-3.csv", service::csv(third)),
        ("decisions.csv", credit::csv()),
        ("decisions-model.txt", credit::model()),
    ]
}

/// Days of the pilot, and of the roll-out.
const DAYS: usize = 28;

/// The text of one file of the programme.
fn csv(period: &Period) -> String {
    let mut random = Random::new(period.seed);
    let timestamps = calendar::timestamps(period.rows, period.start, DAYS, &mut random);
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

    use super::all;

    fn sha256(text: &str) -> String {
        Sha256::digest(text)
            .iter()
            .map(|byte| format!("{byte:02x}"))
            .collect()
    }

    #[test]
    fn the_bytes_never_change_unnoticed() {
        let held: Vec<(&str, String)> = all()
            .iter()
            .map(|(name, text)| (*name, sha256(text)))
            .collect();
        let held: Vec<(&str, &str)> = held.iter().map(|(n, hash)| (*n, hash.as_str())).collect();
        assert_eq!(held, HELD);
    }

    const HELD: [(&str, &str); 10] = [
        (
            "reference.csv",
            "43c721e4f441af4f1f01a9c805982a3b68716ac4c521804cce377afbdc77b67d",
        ),
        (
            "current.csv",
            "3edcbe9736c2a618318342339dfb6e6ea104fba3a8b60ea23e2373a9c88e30ed",
        ),
        (
            "shop-before.csv",
            "f98f1a5af100b8b48b4a859da8b6e2fd0eea05c318039727f6e6140d6148907e",
        ),
        (
            "shop-after.csv",
            "b4cf959ad18b6dec3a1e622b505d5cd81df7eb01c8db36ae34391a25a49326dc",
        ),
        (
            "service-reference.csv",
            "bb90a3ecbaf2a728e9d34cfcb67399047a50edc271d50af77dd032cfaf16191c",
        ),
        (
            "service-week-1.csv",
            "281e112d5c5b79de15be000ea6f8e07750dfab5c09572e8c5b318e393695a7a0",
        ),
        (
            "service-week-2.csv",
            "dac60d386cc323ffbcddcf1f9946d2f66a95fca6eac49dcd5dad6b8fcb4df6ec",
        ),
        (
            "service-week-3.csv",
            "04ebaacf395cbd9a18e3e77b1e2282cdc2a1e1d58433a5d17c0bd6cda549a50f",
        ),
        (
            "decisions.csv",
            "edad626456a0ab76aadc1ecf71e3519f58e94f23b680df73bd87565c947cea08",
        ),
        (
            "decisions-model.txt",
            "4907fe5bdbae5b5735a34248284fbc9be7e9f7f644228920964b589c447fe903",
        ),
    ];
}
