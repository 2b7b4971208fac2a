//! How numbers are written.

use driftglass::report::{NOT_ESTIMABLE, Unit, show, show_option, show_step};
use proptest::prelude::*;

#[test]
fn numbers_keep_three_digits_and_the_whole_part() {
    for (value, text) in [
        (0.0, "0"),
        (-0.0, "0"),
        (1.0, "1"),
        (0.1, "0.1"),
        (12.345, "12.3"),
        (999.96, "1000"),
        (1000.0, "1000"),
        (-1234.5678, "−1235"),
        (123_456_789.0, "123,456,789"),
        (0.000_123_4, "0.000123"),
        (0.000_012_34, "1.23e-5"),
        (1e300, "1e300"),
        (-2.5e-300, "−2.5e-300"),
        (5e-324, "4.94e-324"),
        (f64::MAX, "1.8e308"),
        (f64::NAN, NOT_ESTIMABLE),
        (f64::NEG_INFINITY, "−∞"),
    ] {
        assert_eq!(show(value, Unit::Number), text, "{value}");
    }
    assert_eq!(show_option(None, Unit::Share), NOT_ESTIMABLE);
}

#[test]
fn every_unit_has_its_writing() {
    for (value, unit, text) in [
        (1_000_000.0, Unit::Count, "1,000,000"),
        (0.0, Unit::Share, "0%"),
        (1.0, Unit::Share, "100%"),
        (0.5, Unit::Share, "50%"),
        (0.999_9, Unit::Share, "> 99.9%"),
        (0.000_01, Unit::Share, "< 0.01%"),
        (0.001_23, Unit::Share, "0.12%"),
        (0.123_4, Unit::SharePoints, "12.3 pp"),
        (-0.000_01, Unit::SharePoints, "0 pp"),
        (0.05, Unit::Probability, "0.05"),
        (0.012_345, Unit::Probability, "0.0123"),
        (0.001_234_5, Unit::Probability, "0.0012"),
        (0.000_099, Unit::Probability, "< 0.0001"),
        (0.0, Unit::Probability, "< 0.0001"),
        (0.999_99, Unit::Probability, "> 0.9999"),
        (1.0, Unit::Probability, "1"),
        (0.0, Unit::TimeMs, "1970-01-01"),
        (-1.0, Unit::TimeMs, "1969-12-31 23:59:59"),
        (1_767_225_600_000.0, Unit::TimeMs, "2026-01-01"),
        (1_767_276_300_000.0, Unit::TimeMs, "2026-01-01 14:05"),
        (1e300, Unit::TimeMs, "1e300"),
        (512.0, Unit::Bytes, "512 B"),
        (999_999.0, Unit::Bytes, "1 MB"),
        (5e15, Unit::Bytes, "5000 TB"),
    ] {
        assert_eq!(show(value, unit), text, "{value} {unit:?}");
    }
}

#[test]
fn ticks_have_the_digits_of_their_step() {
    let day = 86_400_000.0;
    for (value, step, unit, text) in [
        (0.5, 0.25, Unit::Number, "0.50"),
        (0.0, 0.25, Unit::Number, "0"),
        (0.0, 0.25, Unit::Share, "0%"),
        (0.0, 0.25, Unit::Probability, "0"),
        (-0.25, 0.25, Unit::Number, "−0.25"),
        (20_000.0, 5_000.0, Unit::Number, "20,000"),
        (0.1 + 0.2, 0.1, Unit::Share, "30%"),
        (0.025, 0.005, Unit::Share, "2.5%"),
        (0.1, 0.05, Unit::SharePoints, "10 pp"),
        (1e300, 5e299, Unit::Number, "1e300"),
        (day * 365.0, day * 31.0, Unit::TimeMs, "1971-01"),
        (day * 365.0, day * 365.0, Unit::TimeMs, "1971"),
        (day / 4.0, day / 4.0, Unit::TimeMs, "06:00"),
    ] {
        assert_eq!(show_step(value, step, unit), text, "{value} by {step}");
    }
}

proptest! {
    #[test]
    fn no_number_panics_and_none_is_empty(bits: u64, step: u64) {
        let (value, step) = (f64::from_bits(bits), f64::from_bits(step));
        for unit in [Unit::Number, Unit::Count, Unit::Share, Unit::SharePoints, Unit::Probability, Unit::TimeMs, Unit::Bytes] {
            prop_assert!(!show(value, unit).is_empty());
            prop_assert!(!show_step(value, step, unit).is_empty());
        }
    }

    #[test]
    fn what_is_written_is_the_number(value in -1e14f64..1e14) {
        let text = show(value, Unit::Number).replace(',', "").replace('−', "-");
        let read: f64 = text.parse().unwrap();
        prop_assert!((read - value).abs() <= 0.5f64.max(value.abs() * 0.0051), "{value} {text}");
    }
}
