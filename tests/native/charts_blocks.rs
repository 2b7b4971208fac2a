//! Blocks to draw: one of each kind with plausible numbers.

use driftglass::report::{
    AxisScale, Band, Block, Curve, CurveLine, CurvePoint, EcdfGap, EcdfPair, Histogram, Interval,
    IntervalRow, Intervals, Level, LevelPair, Matrix, Metric, RankRow, Ranking, Series, SeriesLine,
    Unit,
};

use crate::charts_blocks_dense::{
    dependence, fan, heat_strip, lollipops, missing_strip, paths, scatter, swarm, waterfall,
    window_strip,
};

pub fn logistic(x: f64) -> f64 {
    1.0 / (1.0 + libm::exp(-x))
}

/// Two logistic distributions of which the current one is shifted, at `n` values.
pub fn ecdf_pair(n: usize) -> Block {
    let at: Vec<f64> = (0..n).map(|i| 18_000.0 + 420.0 * i as f64).collect();
    let share = |centre: f64, spread: f64| -> Vec<f64> {
        let last = (n - 1) as f64;
        at.iter()
            .enumerate()
            .map(|(i, x)| {
                if i as f64 == last {
                    1.0
                } else {
                    logistic((x - centre) / spread)
                }
            })
            .collect()
    };
    let (reference, current) = (share(46_000.0, 6_500.0), share(54_000.0, 8_000.0));
    let gap = at
        .iter()
        .zip(reference.iter().zip(&current))
        .max_by(|a, b| (a.1.0 - a.1.1).abs().total_cmp(&(b.1.0 - b.1.1).abs()))
        .map(|(at, (reference, current))| EcdfGap {
            at: *at,
            reference: *reference,
            current: *current,
        });
    Block::EcdfPair(EcdfPair {
        part: false,
        title: "Income".into(),
        unit: Unit::Number,
        at,
        reference,
        current,
        gap,
    })
}

pub fn level(name: &str, reference: f64, current: f64) -> Level {
    Level {
        name: name.into(),
        reference,
        current,
    }
}

pub fn level_pair() -> Block {
    Block::LevelPair(LevelPair {
        title: "Segment".into(),
        levels: vec![
            level("Private customers, urban", 0.412, 0.331),
            level("Small business", 0.187, 0.254),
            level("Private customers, rural", 0.231, 0.192),
            level("Public sector", 0.0, 0.054),
            level("Large business", 0.093, 0.095),
            level("Associations", 0.041, 0.041),
        ],
        rest_levels: 14,
        rest: Some(level("", 0.036, 0.033)),
    })
}

pub fn interval(low: f64, high: f64) -> Option<Interval> {
    Some(Interval {
        low,
        high,
        level: 0.95,
    })
}

pub fn metric() -> Block {
    Block::Metric(Metric {
        title: "KS distance".into(),
        value: Some(0.213),
        unit: Unit::Number,
        interval: interval(0.187, 0.241),
        threshold: Some(0.1),
        definition: "Largest distance between two distribution functions.".into(),
    })
}

pub fn histogram() -> Block {
    let edges: Vec<f64> = (0..=24).map(|i| 18.0 + 3.0 * f64::from(i)).collect();
    let share = |centre: f64, spread: f64| -> Vec<f64> {
        edges
            .windows(2)
            .map(|e| logistic((e[1] - centre) / spread) - logistic((e[0] - centre) / spread))
            .collect()
    };
    Block::Histogram(Histogram {
        title: "Age".into(),
        unit: Unit::Number,
        reference: share(41.0, 6.0),
        current: share(47.0, 8.0),
        edges,
        contribution: None,
    })
}

/// A view of a block by its name.
pub fn view(block: &Block, name: &str) -> Block {
    let found = driftglass::charts::views(block);
    let view = found.into_iter().find(|(known, _)| *known == name);
    view.unwrap_or_else(|| panic!("no view {name}")).1
}

/// A reliability curve of two groups, with intervals and counts.
pub fn reliability() -> Block {
    let line = |label: &str, shift: f64| CurveLine {
        label: label.into(),
        faint: false,
        points: (0..10)
            .map(|i| {
                let x = 0.05 + 0.1 * f64::from(i);
                let y = (x + shift * x * (1.0 - x)).clamp(0.0, 1.0);
                CurvePoint {
                    x,
                    y,
                    interval: interval((y - 0.04).max(0.0), (y + 0.04).min(1.0)),
                    n: Some(400 - 30 * i as u64),
                }
            })
            .collect(),
    };
    Block::Curve(Curve {
        title: "Are scores probabilities?".into(),
        x_label: "Mean score".into(),
        y_label: "Share that came true".into(),
        x_unit: Unit::Share,
        y_unit: Unit::Share,
        diagonal: true,
        lines: vec![line("Reference", 0.1), line("Current", -0.6)],
    })
}

pub fn curve(points: &[(f64, f64)], lines: usize, diagonal: bool) -> Block {
    Block::Curve(Curve {
        title: "Curve".into(),
        x_label: "x, a quantity whose name is long enough to be cut on a telephone".into(),
        y_label: "y".into(),
        x_unit: Unit::Number,
        y_unit: Unit::Number,
        diagonal,
        lines: (0..lines)
            .map(|place| CurveLine {
                label: format!("line with a name that is long {place}"),
                faint: false,
                points: points
                    .iter()
                    .map(|(x, y)| CurvePoint {
                        x: *x,
                        y: *y,
                        interval: None,
                        n: None,
                    })
                    .collect(),
            })
            .collect(),
    })
}

pub fn intervals() -> Block {
    let row = |label: &str, value: f64, half: f64, marked: bool| IntervalRow {
        label: label.into(),
        value: Some(value),
        interval: interval((value - half).max(0.0), value + half),
        marked,
        ..IntervalRow::default()
    };
    Block::Intervals(Intervals {
        title: "How far each column moved".into(),
        unit: Unit::Number,
        threshold: Some(0.1),
        rows: vec![
            row("income", 0.244, 0.021, true),
            row("latency_feature_lookup_ms", 0.181, 0.022, true),
            row("incentive_amount", 0.104, 0.02, false),
            row("age", 0.041, 0.019, false),
            IntervalRow {
                label: "satisfaction".into(),
                value: None,
                interval: None,
                ..IntervalRow::default()
            },
            row("tenure_months", 0.018, 0.017, false),
        ],
        ..Intervals::default()
    })
}

fn ratio(label: &str, n: u64, value: f64, low: f64, high: f64) -> IntervalRow {
    IntervalRow {
        label: label.into(),
        value: Some(value),
        interval: interval(low, high),
        n: Some(n),
        ..IntervalRow::default()
    }
}

/// Ratios of groups against the four-fifths band, on a logarithmic axis.
pub fn ratios() -> Block {
    let marked = |row| IntervalRow {
        marked: true,
        ..row
    };
    let hollow = |row| IntervalRow {
        hollow: true,
        ..row
    };
    Block::Intervals(Intervals {
        title: "Selection rate against the group of men aged 25 to 40".into(),
        unit: Unit::Number,
        rows: vec![
            marked(ratio("women, 25 to 40", 4_210, 0.71, 0.66, 0.76)),
            ratio("women, over 40", 1_930, 0.88, 0.79, 0.98),
            ratio("men, over 40", 2_444, 1.04, 0.96, 1.12),
            hollow(ratio("not stated, over 40", 11, 0.42, 0.08, 1.9)),
            hollow(ratio("not stated, 25 to 40", 6, 0.0, 0.0, 1.4)),
            IntervalRow {
                label: "not stated, under 25".into(),
                n: Some(0),
                hollow: true,
                ..IntervalRow::default()
            },
        ],
        scale: AxisScale::Log,
        band: Some(Band {
            low: Some(0.8),
            high: Some(1.25),
            label: "within the limit".into(),
        }),
        ..Intervals::default()
    })
}

pub fn on_log(values: &[f64], band: Option<Band>) -> Block {
    Block::Intervals(Intervals {
        title: "Ratios".into(),
        threshold: Some(1.2),
        rows: values
            .iter()
            .map(|value| ratio("group", 5, *value, value / 1e4, value * 1e4))
            .collect(),
        scale: AxisScale::Log,
        band,
        ..Intervals::default()
    })
}

pub fn series() -> Block {
    let x: Vec<f64> = (0..26)
        .map(|week| 1_735_689_600_000.0 + 604_800_000.0 * f64::from(week))
        .collect();
    let line = |label: &str, base: f64, slope: f64, wave: f64, band: bool| {
        let y: Vec<Option<f64>> = (0..26)
            .map(|i| {
                let i = f64::from(i);
                (!(11.0..13.0).contains(&i)).then(|| base + slope * i + wave * libm::sin(i))
            })
            .collect();
        SeriesLine {
            label: label.into(),
            band: band.then(|| {
                y.iter()
                    .map(|y| y.and_then(|y| interval(y - 0.02, y + 0.02)))
                    .collect()
            }),
            y,
        }
    };
    Block::Series(Series {
        title: "Approval rate by week".into(),
        x_unit: Unit::TimeMs,
        y_unit: Unit::Share,
        x,
        lines: vec![
            line("North", 0.62, -0.006, 0.008, true),
            line("South", 0.55, 0.001, 0.01, true),
            line("West", 0.49, 0.0012, 0.006, false),
        ],
    })
}

pub fn matrix() -> Block {
    let rows = ["North", "East", "South", "West"];
    let columns = ["Reference", "Current", "Difference", "Approved", "Declined"];
    Block::Matrix(Matrix {
        title: "Missing values by region".into(),
        unit: Unit::Share,
        rows: rows.map(String::from).to_vec(),
        columns: columns.map(String::from).to_vec(),
        values: (0..20)
            .map(|i| (i != 7).then(|| f64::from((i * 37) % 53) / 70.0))
            .collect(),
    })
}

pub fn ranking() -> Block {
    let names = [
        "income",
        "tenure_months",
        "region",
        "incentive_amount",
        "age",
        "offers",
        "model_version",
    ];
    Block::Ranking(Ranking {
        title: "Importance".into(),
        unit: Unit::Number,
        rows: names
            .iter()
            .enumerate()
            .map(|(i, name)| RankRow {
                label: (*name).into(),
                value: 0.42 / (1.0 + i as f64 * 0.8),
            })
            .collect(),
    })
}

/// One of each kind that has a drawing, by name.
pub fn each_kind() -> Vec<(&'static str, Block)> {
    vec![
        ("metric", metric()),
        ("histogram", histogram()),
        ("ecdf-pair", ecdf_pair(200)),
        ("level-pair", level_pair()),
        ("intervals", intervals()),
        ("ratios", ratios()),
        ("series", series()),
        ("bins", view(&ecdf_pair(200), "bins")),
        ("quantiles", view(&ecdf_pair(200), "quantiles")),
        ("contributions", view(&level_pair(), "contributions")),
        ("reliability", reliability()),
        ("matrix", matrix()),
        ("ranking", ranking()),
        ("lollipops", lollipops()),
        ("missing-strip", missing_strip()),
        ("window-strip", window_strip()),
        ("heat-strip", heat_strip()),
        ("fan", fan()),
        ("paths", paths()),
        ("waterfall", waterfall()),
        ("swarm", swarm()),
        ("scatter", scatter()),
        ("dependence", dependence()),
    ]
}
