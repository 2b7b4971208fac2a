//! Round numbers for the ticks of logarithmic axes.

use super::scale::ticks as linear;
use crate::report::Unit;

/// Sets of round numbers from ten to the power `low` to ten to the power `high`, fine ones first, with the step of those
/// that are equally spaced.
pub(super) fn ticks(low: f64, high: f64) -> Vec<(Vec<f64>, Option<f64>)> {
    let holds = |value: &f64| (low..=high).contains(&libm::log10(*value));
    let mut sets: Vec<(Vec<f64>, Option<f64>)> = Vec::new();
    if high - low < 0.4 {
        let ends = (libm::pow(10.0, low), libm::pow(10.0, high));
        sets.extend([6, 4, 3, 2].map(|count| {
            let (values, step) = linear(ends.0, ends.1, count, Unit::Number);
            (values, Some(step))
        }));
    }
    let (first, last) = (low.floor() as i32, high.ceil() as i32);
    let decades = (last - first).max(1);
    let mantissas: [&[f64]; 4] = [
        &[1.0, 1.25, 1.5, 2.0, 3.0, 4.0, 5.0, 6.0, 8.0],
        &[1.0, 2.0, 4.0, 8.0],
        &[1.0, 2.0, 5.0],
        &[1.0],
    ];
    if decades <= 6 {
        for set in mantissas {
            let values: Vec<f64> = (first..=last)
                .flat_map(|power| set.iter().map(move |m| decimal(*m, power)))
                .filter(holds)
                .collect();
            if values.len() > 1 {
                sets.push((values, None));
            }
        }
    }
    for every in [1, 2, 3, 5, 10, 50, 100, 200] {
        let powers = (first..=last).filter(|power| power % every == 0);
        let values = powers.map(|power| decimal(1.0, power)).filter(holds);
        sets.push((values.collect(), None));
    }
    sets
}

/// `mantissa` times ten to the power, as the nearest number to the written one.
fn decimal(mantissa: f64, power: i32) -> f64 {
    format!("{mantissa}e{power}").parse().unwrap_or(f64::NAN)
}
