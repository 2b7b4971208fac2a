//! Reading golden files and comparing with them.

use serde_json::Value;

/// Cases of `tests/golden/stats/<name>.json`.
macro_rules! golden {
    ($name:literal) => {
        crate::stats_golden::cases(include_str!(concat!("../golden/stats/", $name, ".json")))
    };
}

pub(crate) use golden;

/// The cases of a golden file.
pub fn cases(text: &str) -> Vec<Value> {
    let file: Value = serde_json::from_str(text).expect("a golden file is JSON");
    let cases = file["cases"].as_array().expect("cases").clone();
    assert!(!cases.is_empty());
    cases
}

/// A number, or one of the words for infinities.
pub fn number(value: &Value) -> f64 {
    match value.as_str() {
        Some("inf") => f64::INFINITY,
        Some("-inf") => f64::NEG_INFINITY,
        _ => value
            .as_f64()
            .unwrap_or_else(|| panic!("a number: {value}")),
    }
}

/// A list of numbers.
pub fn numbers(value: &Value) -> Vec<f64> {
    value
        .as_array()
        .expect("a list")
        .iter()
        .map(number)
        .collect()
}

/// A whole number.
pub fn whole(value: &Value) -> u64 {
    value
        .as_u64()
        .unwrap_or_else(|| panic!("a whole number: {value}"))
}

/// A list, or `[n, a, b, c, m, shift]`: value i is `(a i + b i² + c) mod m + shift`.
pub fn sample(value: &Value) -> Vec<f64> {
    let mut values = match value.get("formula") {
        None => numbers(value),
        Some(formula) => {
            let f: Vec<u64> = formula
                .as_array()
                .expect("a list")
                .iter()
                .map(whole)
                .collect();
            (0..f[0])
                .map(|i| ((f[1] * i + f[2] * i * i + f[3]) % f[4] + f[5]) as f64)
                .collect()
        }
    };
    values.sort_unstable_by(f64::total_cmp);
    values
}

/// Relative distance; numbers below the least normal one have no digits to compare.
pub fn relative(found: f64, expected: f64) -> f64 {
    if found == expected || (found.abs() < 1e-307 && expected.abs() < 1e-307) {
        0.0
    } else {
        (found - expected).abs() / expected.abs()
    }
}

/// Fails unless every `(found, expected)` agrees to `tolerance` relative; the message names the worst.
pub struct Worst {
    tolerance: f64,
    error: f64,
    place: String,
}

impl Worst {
    pub fn within(tolerance: f64) -> Worst {
        Worst {
            tolerance,
            error: 0.0,
            place: String::new(),
        }
    }

    pub fn see(&mut self, found: f64, expected: f64, place: impl std::fmt::Display) {
        let error = relative(found, expected);
        if error.is_nan() || error > self.error {
            self.error = if error.is_nan() { f64::INFINITY } else { error };
            self.place = format!("{place}: {found:e} instead of {expected:e}");
        }
    }

    pub fn check(self, what: &str) {
        println!(
            "{what}: worst relative error {:.2e} at {}",
            self.error, self.place
        );
        assert!(
            self.error <= self.tolerance,
            "{what}: {:.2e} at {}",
            self.error,
            self.place
        );
    }
}
