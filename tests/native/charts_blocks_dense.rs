//! Blocks to draw that hold many values, with plausible numbers.

use driftglass::report::{
    Band, Block, Curve, CurveLine, CurvePoint, Fan, FanBand, Intervals, Path, Paths, Scatter,
    ScatterDot, Strip, StripRow, Swarm, SwarmDot, SwarmRow, Unit, Waterfall, WaterfallStep,
};

use crate::charts_blocks::{interval, intervals, logistic};

/// Lollipops: sizes on stems with intervals, against a band of what is too small to matter.
pub fn lollipops() -> Block {
    let Block::Intervals(block) = intervals() else {
        unreachable!()
    };
    Block::Intervals(Intervals {
        band: Some(Band {
            low: None,
            high: Some(0.1),
            label: "too small to matter".into(),
        }),
        stems: true,
        ..block
    })
}

/// Where in a file values are missing.
pub fn missing_strip() -> Block {
    let share = |row: usize, cell: usize| match (row, cell) {
        (0, 20..=44) => Some(0.9 - 0.01 * (cell % 7) as f64),
        (1, _) => Some(0.08 + 0.004 * ((cell * 13) % 11) as f64),
        (2, 55..) => None,
        _ => Some(0.0),
    };
    let names = ["satisfaction", "income", "latency_feature_lookup_ms", "age"];
    Block::Strip(Strip {
        title: "Where values are missing".into(),
        unit: Unit::Share,
        x_label: "Row of the file".into(),
        x_unit: Unit::Count,
        edges: (0..=60).map(|cell| f64::from(cell) * 400.0).collect(),
        rows: names
            .iter()
            .enumerate()
            .map(|(row, name)| StripRow {
                label: (*name).into(),
                values: (0..60).map(|cell| share(row, cell)).collect(),
            })
            .collect(),
        ..Strip::default()
    })
}

/// Columns over windows, marked from a threshold on.
pub fn window_strip() -> Block {
    let names = ["income", "tenure_months", "region", "age"];
    Block::Strip(Strip {
        title: "Distance of each window".into(),
        x_label: "Window".into(),
        x_unit: Unit::Count,
        edges: (0..=14).map(f64::from).collect(),
        names: (1..=14).map(|week| format!("2026-W{week:02}")).collect(),
        threshold: Some(1.0),
        rows: names
            .iter()
            .enumerate()
            .map(|(row, name)| StripRow {
                label: (*name).into(),
                values: (0..14)
                    .map(|w| (w != 5).then(|| 0.2 + f64::from(w) * 0.11 / (1.0 + row as f64)))
                    .collect(),
            })
            .collect(),
        ..Strip::default()
    })
}

/// Contributions in both directions, row by row.
pub fn heat_strip() -> Block {
    let names = ["income", "tenure_months", "region = north", "age"];
    Block::Strip(Strip {
        title: "Contributions row by row".into(),
        x_label: "Rows by approved, ascending".into(),
        x_unit: Unit::Count,
        edges: (0..=100).map(f64::from).collect(),
        names: (1..=100).map(|row| format!("row {row}")).collect(),
        middle: Some(0.0),
        rows: names
            .iter()
            .enumerate()
            .map(|(row, name)| StripRow {
                label: (*name).into(),
                values: (0..100)
                    .map(|at| {
                        let at = f64::from(at);
                        let size = 1.0 / (1.0 + row as f64);
                        Some(size * (at / 50.0 - 1.0 + 0.4 * libm::sin(at * 1.7)))
                    })
                    .collect(),
            })
            .collect(),
        ..Strip::default()
    })
}

/// Quantiles over weeks, beside those of the reference.
pub fn fan() -> Block {
    let line = |offset: f64| -> Vec<Option<f64>> {
        (0..26)
            .map(|week| {
                let week = f64::from(week);
                let moved = 300.0 * week + 900.0 * libm::sin(week);
                (week != 11.0).then_some(40_000.0 + moved + offset * (1.0 + week / 40.0))
            })
            .collect()
    };
    let band = |label: &str, half: f64| FanBand {
        label: label.into(),
        low: line(-half),
        high: line(half),
        reference: Some([40_000.0 - half, 40_000.0 + half]),
    };
    Block::Fan(Fan {
        title: "Income in each week, beside the reference".into(),
        unit: Unit::Number,
        x_unit: Unit::TimeMs,
        x: (0..26)
            .map(|week| 1_735_689_600_000.0 + 604_800_000.0 * f64::from(week))
            .collect(),
        middle: line(0.0),
        reference: Some(40_000.0),
        bands: vec![
            band("9 of 10 values", 16_000.0),
            band("half of the values", 6_000.0),
        ],
        n: (0..26).map(|week| 400 + 7 * week).collect(),
    })
}

/// A decision plot of 30 rows, one of them bold.
pub fn paths() -> Block {
    let steps = [
        "5 other columns",
        "age",
        "region",
        "tenure_months",
        "income",
    ];
    let line = |row: u32| {
        let mut reached = -0.4;
        Path {
            label: format!("row {}", row + 1),
            values: (0..5)
                .map(|step| {
                    let turn = libm::sin(f64::from(row * 7 + step * 3));
                    reached += turn * 0.1 * f64::from(step * step + 1);
                    reached
                })
                .collect(),
            marked: row == 12,
        }
    };
    Block::Paths(Paths {
        title: "From the average to single rows: approved (log odds)".into(),
        unit: Unit::Number,
        start: -0.4,
        start_label: "average".into(),
        steps: steps.map(String::from).to_vec(),
        lines: (0..30).map(line).collect(),
    })
}

pub fn waterfall() -> Block {
    let step = |label: &str, value: f64, error: Option<f64>| WaterfallStep {
        label: label.into(),
        value,
        error,
    };
    Block::Waterfall(Waterfall {
        title: "From the average to this row: approved (log odds)".into(),
        unit: Unit::Number,
        start: -0.21,
        start_label: "average".into(),
        steps: vec![
            step("income = 18,200", -1.31, Some(0.04)),
            step("tenure_months = 4", -0.44, Some(0.02)),
            step("region = north of the river and beyond", 0.37, None),
            step("age = 52", 0.18, Some(0.01)),
            step("7 other columns", 0.03, None),
        ],
        end_label: "this row".into(),
    })
}

pub fn swarm() -> Block {
    let names = ["income", "tenure_months", "region", "age"];
    let row = |place: usize, name: &str| SwarmRow {
        label: name.into(),
        dots: (0..40)
            .map(|bin| {
                let x = (f64::from(bin) - 20.0) / 10.0 / (1.0 + place as f64);
                SwarmDot {
                    x,
                    count: (900.0 * libm::exp(-x * x * 2.0)) as u64 + 1,
                    shade: (place != 2).then_some(f64::from(bin) / 40.0),
                }
            })
            .collect(),
    };
    Block::Swarm(Swarm {
        title: "Contributions of all rows to approved (log odds)".into(),
        unit: Unit::Number,
        rows: names
            .iter()
            .enumerate()
            .map(|(at, name)| row(at, name))
            .collect(),
    })
}

pub fn scatter() -> Block {
    let dot = |at: i32| {
        let x = 18.0 + f64::from(at % 30) * 2.0;
        let high = f64::from(at / 30) / 11.0;
        ScatterDot {
            x,
            y: (x - 48.0) / 40.0 * (0.4 + high),
            count: 1 + (at as u64 * 7) % 60,
            shade: Some(high),
        }
    };
    Block::Scatter(Scatter {
        title: "Contribution of age to approved (log odds)".into(),
        x_label: "age".into(),
        y_label: "contribution (log odds)".into(),
        shade_label: Some("income".into()),
        dots: (0..360).map(dot).collect(),
        ..Scatter::default()
    })
}

/// A partial dependence with single rows behind it.
pub fn dependence() -> Block {
    let line = |label: String, shift: f64, faint: bool| CurveLine {
        label,
        points: (0..20)
            .map(|i| {
                let x = 18.0 + 3.0 * f64::from(i);
                let y = logistic((x - 45.0) / 8.0) * (1.0 + shift) - shift * 0.3;
                CurvePoint {
                    x,
                    y,
                    interval: if faint {
                        None
                    } else {
                        interval(y - 0.03, y + 0.03)
                    },
                    n: None,
                }
            })
            .collect(),
        faint,
    };
    let mut lines = vec![line("mean of all rows".into(), 0.0, false)];
    lines.extend(
        (0..20).map(|row| line(format!("row {row}"), (f64::from(row) - 10.0) / 14.0, true)),
    );
    Block::Curve(Curve {
        title: "Partial dependence of approved on age, with single rows".into(),
        x_label: "age".into(),
        y_label: "approved (probability)".into(),
        x_unit: Unit::Number,
        y_unit: Unit::Share,
        diagonal: false,
        lines,
    })
}
