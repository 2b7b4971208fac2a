//! One row: a customer who was offered an incentive, what the model said and what came of it.

use std::fmt::Write;

use super::period::{GENDERS, Period, REGIONS};
use super::random::Random;

/// The header line.
pub const HEADER: &str = "timestamp,region,segment,gender,age,tenure_months,income,offers,incentive_amount,\
score,prediction,approved,satisfaction,model_version,feature_lookup_ms,inference_ms\n";

/// Shares of the satisfaction answers 1 to 5; the same in both files.
const SATISFACTION: [f64; 5] = [0.06, 0.11, 0.23, 0.36, 0.24];

/// Draws one row and writes it under `text`.
pub fn write(text: &mut String, period: &Period, timestamp: &str, random: &mut Random) {
    let region_index = random.pick(REGIONS.iter().map(|(_, share)| *share));
    let region = REGIONS[region_index].0;
    let segment = period.segments[random.pick(period.segments.iter().map(|(_, share)| *share))].0;
    let gender = GENDERS[random.pick(GENDERS.iter().map(|(_, share)| *share))].0;
    let age = (period.age_mean_years + 12.0 * random.normal())
        .round()
        .clamp(18.0, 84.0);
    let tenure_months = (-30.0 * libm::log(1.0 - random.uniform()))
        .round()
        .clamp(1.0, 180.0);
    // Regions differ in income by up to a fifth; the mix of regions does not change.
    let region_median = 30_000.0 + 600.0 * (region_index % 5) as f64;
    let income = (region_median * libm::exp(0.42 * random.normal()) / 100.0).round() * 100.0;
    let recorded_income = if period.cents_region == Some(region) {
        income * 100.0
    } else {
        income
    };
    let offers = 1 + random.pick(period.offers.into_iter());
    let incentive =
        15.0 + 10.0 * offers as f64 + period.incentive_shift_euros + 9.0 * random.normal();
    let incentive_amount = ((incentive / 5.0).round() * 5.0).max(5.0);

    let rest = -0.35
        + 0.35 * (age - 42.0) / 12.0
        + 0.40 * libm::log(tenure_months / 20.0)
        + 0.25 * (offers as f64 - 2.0)
        + 0.01 * (incentive_amount - 35.0)
        + segment_log_odds(segment)
        + 0.70 * random.normal();
    let is_new_model = random.chance(period.new_model_share);
    let model_bias = if is_new_model {
        period.new_model_log_odds
    } else {
        0.0
    };
    let score = probability(rest + income_log_odds(recorded_income) + model_bias);
    let unfairness = if gender == "female" {
        period.female_approval_log_odds
    } else {
        0.0
    };
    let is_approved = random.chance(probability(rest + income_log_odds(income) + unfairness));
    let prediction = u8::from((score * 1000.0).round() >= 500.0);

    let satisfaction = 1 + random.pick(SATISFACTION.into_iter());
    let satisfaction = if random.chance(period.satisfaction_missing) {
        String::new()
    } else {
        satisfaction.to_string()
    };
    let cache = if random.chance(period.cache_miss) {
        3.0
    } else {
        1.0
    };
    let feature_lookup_ms = cache * 14.0 * libm::exp(0.35 * random.normal());
    let inference_ms = 6.0 * libm::exp(0.25 * random.normal());

    // Writing to a String cannot fail.
    let _ = writeln!(
        text,
        "{timestamp},{region},{segment},{gender},{age:.0},{tenure_months:.0},{recorded_income:.0},{offers},\
         {incentive_amount:.0},{score:.3},{prediction},{},{satisfaction},{},{feature_lookup_ms:.1},{inference_ms:.1}",
        u8::from(is_approved),
        if is_new_model { "v2.0" } else { "v1.4" },
    );
}

/// What the model knows about a segment; it has never seen `partner`.
fn segment_log_odds(segment: &str) -> f64 {
    match segment {
        "new" => -0.25,
        "returning" => 0.15,
        "loyal" => 0.45,
        "dormant" => -0.70,
        _ => 0.0,
    }
}

/// What income adds to the log-odds, for an income in euros.
fn income_log_odds(income: f64) -> f64 {
    0.45 * libm::log(income / 31_000.0)
}

/// The probability of log-odds.
fn probability(log_odds: f64) -> f64 {
    1.0 / (1.0 + libm::exp(-log_odds))
}
