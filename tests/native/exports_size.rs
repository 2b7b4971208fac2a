//! Twenty columns of every kind, with times, protected attributes, scores and outcomes, so that every analysis has much
//! to say: whole and in short a report stays small.

use driftglass::export::{Format, export};
use driftglass::pipeline::{default_config, run};
use driftglass::report::{Attachments, Report};

use crate::exports::read;

const ROWS: usize = 4_000;

/// A linear congruential generator (Knuth, MMIX): shares from 0 to 1.
struct Shares(u64);

impl Shares {
    fn next(&mut self) -> f64 {
        let next = self.0.wrapping_mul(6_364_136_223_846_793_005);
        self.0 = next.wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 11) as f64 / (1u64 << 53) as f64
    }
    /// About normal.
    fn normal(&mut self) -> f64 {
        (0..12).map(|_| self.next()).sum::<f64>() - 6.0
    }
    fn one_of<'a>(&mut self, levels: &[&'a str]) -> &'a str {
        levels[(self.next() * levels.len() as f64) as usize]
    }
}

/// Four weeks of decisions; `moved` shifts numbers, levels and who misses what.
fn file(seed: u64, month: u32, moved: f64) -> String {
    let mut text = String::from(
        "timestamp,region,segment,gender,age,tenure_months,income,offers,incentive_amount,score,prediction,approved,satisfaction,model_version,feature_lookup_ms,inference_ms,plan,device,basket,remark\n",
    );
    let mut draw = Shares(seed);
    let regions = [
        "north", "south", "east", "west", "centre", "coast", "island", "hills",
    ];
    for row in 0..ROWS {
        let age = (42.0 + 6.0 * moved + 12.0 * draw.normal())
            .clamp(18.0, 95.0)
            .round();
        let gender = draw.one_of(&["female", "male", "female", "male", "other"]);
        let region = draw.one_of(&regions);
        let cents = if moved > 0.0 && region == "coast" {
            100.0
        } else {
            1.0
        };
        let income = ((10.0 + 0.5 * draw.normal()).exp() * cents).round();
        let odds = 0.03 * (age - 42.0) + 0.4 * draw.normal() + 0.3 * moved;
        let score = 1.0 / (1.0 + (-odds).exp());
        let less = if gender == "female" { 0.5 * moved } else { 0.0 };
        let approved = draw.next() < 1.0 / (1.0 + (less - odds).exp());
        let satisfaction = match draw.next() < 0.04 + 0.11 * moved {
            true => String::new(),
            false => draw.one_of(&["1", "2", "3", "4", "5", "4"]).into(),
        };
        let lookup = (2.6 + 0.4 * draw.normal()).exp();
        let slow = if draw.next() < 0.18 * moved { 3.0 } else { 1.0 };
        let version = if draw.next() < 0.75 * moved {
            "v2.0"
        } else {
            "v1.3"
        };
        let plan = match draw.next() < 0.06 * moved {
            true => "partner",
            false => draw.one_of(&["basic", "plus", "free"]),
        };
        text.push_str(&format!(
            "2026-{month:02}-{:02}T{:02}:{:02}:00,{region},{},{gender},{age},{:.0},{income},{:.0},{:.0},{score:.4},{},{},{satisfaction},{version},{:.1},{:.1},{plan},{},{:.2},order {} by {}\n",
            row * 28 / ROWS + 1,
            row % 24,
            row * 7 % 60,
            draw.one_of(&["new", "returning", "loyal", "dormant"]),
            (36.0 + 12.0 * draw.normal()).abs(),
            1.0 + 3.9 * draw.next(),
            35.0 + 5.0 * draw.normal() + moved,
            u8::from(score >= 0.5),
            u8::from(approved),
            lookup * slow,
            (1.8 + 0.2 * draw.normal()).exp(),
            draw.one_of(&["phone", "computer", "tablet"]),
            (3.5 + 0.6 * draw.normal()).exp(),
            (draw.next() * 1e6) as u32,
            draw.one_of(&regions),
        ));
    }
    text
}

fn bytes(report: &Report, format: Format) -> usize {
    export(report, &Attachments::default(), format)
        .expect("writes")
        .len()
}

#[test]
fn twenty_columns_with_all_details_stay_small() {
    let (before, after) = (file(1, 1, 0.0), file(2, 3, 1.0));
    let report = run(
        &default_config(),
        &read("before.csv", &before),
        &read("after.csv", &after),
    )
    .expect("comparable");
    let analyses: std::collections::BTreeSet<&str> = report
        .sections
        .iter()
        .map(|section| section.analysis.as_str())
        .collect();
    for analysis in [
        "drift",
        "over-time",
        "quality",
        "fairness",
        "slices",
        "separability",
    ] {
        assert!(analyses.contains(analysis), "{analysis}: {analyses:?}");
    }
    let (whole, short) = (
        bytes(&report, Format::Html),
        bytes(&report, Format::HtmlSummary),
    );
    println!(
        "{} sections: {whole} bytes whole, {short} in short",
        report.sections.len()
    );
    assert!(whole <= 1_200_000, "{whole} bytes");
    assert!(short <= 300_000, "{short} bytes");
}
