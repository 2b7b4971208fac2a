//! Blocks to draw: one of each kind with plausible numbers, and the difficult ones.

use driftglass::report::{
    AxisScale, Band, Block, Contribution, Curve, CurveLine, CurvePoint, EcdfGap, EcdfPair, Fan,
    FanBand, Histogram, Interval, IntervalRow, Intervals, Level, LevelPair, Matrix, Metric, Path,
    Paths, RankRow, Ranking, Scatter, ScatterDot, Series, SeriesLine, Strip, StripRow, Swarm,
    SwarmDot, SwarmRow, Unit, Waterfall, WaterfallStep,
};

fn logistic(x: f64) -> f64 {
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

fn curve(points: &[(f64, f64)], lines: usize, diagonal: bool) -> Block {
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

fn on_log(values: &[f64], band: Option<Band>) -> Block {
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

fn pair(at: Vec<f64>, reference: Vec<f64>, current: Vec<f64>, gap: Option<EcdfGap>) -> Block {
    Block::EcdfPair(EcdfPair {
        title: "A pair".into(),
        unit: Unit::Number,
        at,
        reference,
        current,
        gap,
    })
}

fn levels(levels: Vec<Level>, rest: Option<Level>) -> Block {
    Block::LevelPair(LevelPair {
        title: "Levels".into(),
        levels,
        rest_levels: 2_000,
        rest,
    })
}

fn ranked(values: &[f64]) -> Block {
    Block::Ranking(Ranking {
        title: "Ranked".into(),
        unit: Unit::Number,
        rows: values
            .iter()
            .enumerate()
            .map(|(place, value)| RankRow {
                label: format!("row {place}"),
                value: *value,
            })
            .collect(),
    })
}

fn measured(value: Option<f64>, interval: Option<Interval>, threshold: Option<f64>) -> Block {
    Block::Metric(Metric {
        title: "Measured".into(),
        value,
        unit: Unit::Number,
        interval,
        threshold,
        definition: String::new(),
    })
}

fn bins(edges: Vec<f64>, share: f64) -> Block {
    let count = edges.len().saturating_sub(1);
    Block::Histogram(Histogram {
        title: "Bins".into(),
        unit: Unit::Number,
        edges,
        reference: vec![share; count],
        current: vec![share / 2.0; count],
        contribution: (count % 2 == 1).then(|| Contribution {
            label: "Distance".into(),
            values: vec![(share > 0.0).then_some(share); count],
        }),
    })
}

fn lined(x: Vec<f64>, lines: Vec<Vec<Option<f64>>>) -> Block {
    Block::Series(Series {
        title: "Lines".into(),
        x_unit: Unit::Number,
        y_unit: Unit::Number,
        x,
        lines: lines
            .into_iter()
            .enumerate()
            .map(|(place, y)| SeriesLine {
                label: format!("line with a name that is long {place}"),
                y,
                band: None,
            })
            .collect(),
    })
}

fn grid(rows: usize, columns: usize, value: Option<f64>) -> Block {
    Block::Matrix(Matrix {
        title: "Grid".into(),
        unit: Unit::Number,
        rows: (0..rows).map(|row| format!("row {row}")).collect(),
        columns: (0..columns)
            .map(|column| format!("column {column}"))
            .collect(),
        values: vec![value; rows * columns],
    })
}

fn forest(rows: usize, value: Option<f64>, interval: Option<Interval>) -> Block {
    Block::Intervals(Intervals {
        title: "Forest".into(),
        unit: Unit::SharePoints,
        threshold: Some(0.05),
        rows: (0..rows)
            .map(|row| IntervalRow {
                label: format!("a column whose name goes on and on, number {row}"),
                value,
                interval,
                marked: row % 2 == 0,
                ..IntervalRow::default()
            })
            .collect(),
        ..Intervals::default()
    })
}

/// Blocks that are legal and awkward: empty, a point, constant, huge, tiny, negative, zero, many, incomplete.
pub fn difficult() -> Vec<(&'static str, Block)> {
    let gap = |at: f64| {
        Some(EcdfGap {
            at,
            reference: 0.0,
            current: 1.0,
        })
    };
    let many = |n: usize| (0..n).map(|i| i as f64).collect::<Vec<f64>>();
    let rising = |n: usize| (1..=n).map(|i| i as f64 / n as f64).collect::<Vec<f64>>();
    let mut far = many(120);
    far.push(9e6);
    vec![
        ("ecdf empty", pair(vec![], vec![], vec![], None)),
        (
            "ecdf one value",
            pair(vec![5.0], vec![1.0], vec![1.0], None),
        ),
        (
            "ecdf constants apart",
            pair(vec![-1.0, 1.0], vec![0.0, 1.0], vec![1.0, 1.0], gap(-1.0)),
        ),
        (
            "ecdf gap at the right edge",
            pair(many(9), vec![0.0; 9], vec![1.0; 9], gap(8.0)),
        ),
        (
            "ecdf huge",
            pair(
                vec![-1e300, 0.0, 1e300],
                vec![0.1, 0.5, 1.0],
                vec![0.0, 0.9, 1.0],
                gap(0.0),
            ),
        ),
        (
            "ecdf the largest",
            pair(
                vec![f64::MIN, f64::MAX],
                vec![0.5, 1.0],
                vec![0.1, 1.0],
                gap(f64::MIN),
            ),
        ),
        (
            "ecdf tiny",
            pair(
                vec![1e-300, 2e-300],
                vec![0.5, 1.0],
                vec![0.1, 1.0],
                gap(1e-300),
            ),
        ),
        (
            "ecdf subnormal",
            pair(vec![0.0, 5e-324], vec![0.5, 1.0], vec![0.1, 1.0], gap(0.0)),
        ),
        ("ecdf far value", pair(far, rising(121), rising(121), None)),
        (
            "ecdf not finite",
            pair(
                vec![f64::NEG_INFINITY, 1.0, f64::INFINITY],
                vec![0.1, 0.5, 1.0],
                vec![f64::NAN, 0.4, 1.0],
                gap(f64::INFINITY),
            ),
        ),
        (
            "ecdf uneven lists",
            pair(many(5), rising(3), rising(4), None),
        ),
        (
            "ecdf 5000 values",
            pair(many(5000), rising(5000), rising(5000), None),
        ),
        ("levels empty", levels(vec![], None)),
        ("levels zero", levels(vec![level("a", 0.0, 0.0)], None)),
        (
            "levels all of them",
            levels(vec![level("only", 1.0, 1.0)], Some(level("", 0.0, 0.0))),
        ),
        (
            "levels tiny",
            levels(vec![level("a", 1e-300, 1e-9), level("", 0.0, 1e-12)], None),
        ),
        (
            "levels not finite",
            levels(vec![level("a", f64::NAN, 1.0)], None),
        ),
        (
            "levels 1000",
            levels(
                (0..1000)
                    .map(|i| {
                        level(
                            &format!("level {i} {}", "long ".repeat(i % 30)),
                            0.001,
                            0.001,
                        )
                    })
                    .collect(),
                Some(level("", 0.1, 0.2)),
            ),
        ),
        ("ranking empty", ranked(&[])),
        ("ranking zero", ranked(&[0.0, 0.0])),
        ("ranking negative", ranked(&[-1.0, -2.5, -1e6])),
        (
            "ranking both signs",
            ranked(&[1e300, 3.0, -1e300, f64::NAN]),
        ),
        ("ranking 1000", ranked(&many(1000))),
        ("metric none", measured(None, None, None)),
        ("metric alone", measured(Some(0.0), None, None)),
        (
            "metric negative",
            measured(Some(-3.0), interval(-5.0, -1.0), Some(2.0)),
        ),
        (
            "metric huge",
            measured(Some(1e300), interval(-1e300, f64::MAX), Some(0.0)),
        ),
        (
            "metric infinite",
            measured(Some(f64::INFINITY), interval(f64::NAN, 1.0), Some(f64::NAN)),
        ),
        ("histogram empty", bins(vec![], 0.0)),
        ("histogram one edge", bins(vec![1.0], 0.0)),
        ("histogram zero", bins(many(5), 0.0)),
        ("histogram one bin", bins(vec![2.0, 3.0], 1.0)),
        (
            "histogram open ends",
            bins(vec![f64::NEG_INFINITY, 0.0, 1.0, f64::INFINITY], 0.3),
        ),
        (
            "histogram one open bin",
            bins(vec![f64::NEG_INFINITY, f64::INFINITY], 1.0),
        ),
        ("histogram falling edges", bins(vec![3.0, 2.0, 1.0], 0.5)),
        ("histogram huge", bins(vec![f64::MIN, 0.0, f64::MAX], 0.5)),
        ("histogram 5000 bins", bins(many(5001), 0.0002)),
        ("series empty", lined(vec![], vec![])),
        ("series one point", lined(vec![1.0], vec![vec![Some(2.0)]])),
        ("series all missing", lined(many(3), vec![vec![None; 3]])),
        ("series short", lined(many(3), vec![vec![Some(1.0)]])),
        (
            "series constant",
            lined(many(3), vec![vec![Some(0.0); 3]; 3]),
        ),
        (
            "series huge",
            lined(many(3), vec![vec![Some(-1e300), None, Some(f64::MAX)]]),
        ),
        (
            "series 20 lines",
            lined(
                many(900),
                vec![
                    (0..900)
                        .map(|i| (i % 3 != 0).then_some(f64::from(i)))
                        .collect();
                    20
                ],
            ),
        ),
        ("curve empty", curve(&[], 0, false)),
        ("curve no points", curve(&[], 2, true)),
        ("curve one point", curve(&[(1.0, 2.0)], 1, true)),
        (
            "curve huge",
            curve(&[(-1e300, 1e300), (f64::MAX, f64::MIN)], 2, true),
        ),
        (
            "curve not finite",
            curve(&[(f64::NAN, 1.0), (0.0, f64::INFINITY)], 1, false),
        ),
        (
            "curve 20000 points",
            curve(
                &(0..20_000)
                    .map(|i| (f64::from(i), f64::from(i % 7)))
                    .collect::<Vec<_>>(),
                9,
                false,
            ),
        ),
        ("matrix empty", grid(0, 3, None)),
        ("matrix missing", grid(2, 2, None)),
        ("matrix constant", grid(2, 2, Some(1e300))),
        ("matrix 200 by 100", grid(200, 100, Some(-0.5))),
        ("intervals empty", forest(0, None, None)),
        ("intervals missing", forest(3, None, None)),
        ("intervals without interval", forest(3, Some(0.04), None)),
        (
            "intervals 500",
            forest(500, Some(-0.2), interval(-0.9, 0.3)),
        ),
        ("ratios zero", on_log(&[0.0, -1.0], None)),
        ("ratios none", on_log(&[], None)),
        ("ratios near one", on_log(&[0.99, 1.01], None)),
        (
            "ratios far apart",
            on_log(
                &[1e-300, 1.0, 1e300],
                Some(Band {
                    low: Some(0.8),
                    high: None,
                    label: "within <script> the limit, in words that do not end where they should"
                        .into(),
                }),
            ),
        ),
        (
            "ratios with bad limits",
            on_log(
                &[0.5],
                Some(Band {
                    low: Some(-1.0),
                    high: Some(f64::NAN),
                    label: String::new(),
                }),
            ),
        ),
        (
            "intervals not finite",
            forest(
                2,
                Some(f64::NAN),
                interval(f64::NEG_INFINITY, f64::INFINITY),
            ),
        ),
    ]
}

/// Every place where a string of the data is drawn, with a string that would rather be markup.
pub fn hostile() -> Vec<(&'static str, Block)> {
    let text = "<script>alert(\"1\" & '2')</script>]]> \u{0}\u{1}\u{8}\u{b}\u{1b}\u{7f}\u{85}\u{202e}\u{fffe}\r\n\t opacity=\"1\"";
    let mut blocks = vec![("level", levels(vec![level(text, 0.1, 0.2)], None))];
    if let (
        Block::Ranking(mut ranking),
        Block::Intervals(mut forest),
        Block::Matrix(mut matrix),
        Block::Series(mut series),
    ) = (ranking(), intervals(), grid(2, 2, Some(1.0)), series())
    {
        ranking.rows[0].label = text.into();
        forest.rows[0].label = text.into();
        matrix.rows[0] = text.into();
        matrix.columns[0] = text.into();
        series.lines[0].label = text.into();
        blocks.push(("ranking", Block::Ranking(ranking)));
        blocks.push(("intervals", Block::Intervals(forest)));
        blocks.push(("matrix", Block::Matrix(matrix)));
        blocks.push(("series", Block::Series(series)));
    }
    if let Block::EcdfPair(mut titled) = ecdf_pair(10) {
        titled.title = text.into();
        blocks.push(("title", Block::EcdfPair(titled)));
    }
    blocks
}

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

fn strip(rows: usize, cells: usize, value: Option<f64>, edges: Vec<f64>) -> Block {
    Block::Strip(Strip {
        title: "Strip".into(),
        x_label: "what is counted from left to right, whose name is long enough to be cut".into(),
        edges,
        rows: (0..rows)
            .map(|row| StripRow {
                label: format!("a column whose name goes on and on, number {row}"),
                values: vec![value; cells],
            })
            .collect(),
        ..Strip::default()
    })
}

/// As [`difficult`], of the kinds that hold many values.
pub fn difficult_dense() -> Vec<(&'static str, Block)> {
    let edges = |n: usize| (0..=n).map(|i| i as f64).collect::<Vec<f64>>();
    let fan = |x: Vec<f64>, value: Option<f64>| {
        let n = x.len();
        Block::Fan(Fan {
            title: "Fan".into(),
            unit: Unit::Number,
            x_unit: Unit::Number,
            middle: vec![value; n],
            reference: value,
            bands: vec![FanBand {
                label: "a band with a long name that has no room on a telephone".into(),
                low: vec![value; n],
                high: vec![value; n],
                reference: value.map(|v| [v, v]),
            }],
            n: vec![1; n],
            x,
        })
    };
    let ways = |lines: usize, steps: usize, value: f64| {
        Block::Paths(Paths {
            title: "Paths".into(),
            unit: Unit::Number,
            start: 0.0,
            start_label: "where it starts, said at length".into(),
            steps: (0..steps)
                .map(|s| format!("a step with a long name, {s}"))
                .collect(),
            lines: (0..lines)
                .map(|at| Path {
                    label: format!("row {at}"),
                    values: vec![value; steps],
                    marked: at == 3,
                })
                .collect(),
        })
    };
    vec![
        ("strip empty", strip(0, 0, None, vec![])),
        ("strip without cells", strip(2, 0, None, vec![1.0])),
        ("strip all missing", strip(3, 4, None, edges(4))),
        ("strip zero", strip(3, 4, Some(0.0), edges(4))),
        ("strip huge", strip(2, 3, Some(f64::MAX), edges(3))),
        ("strip not finite", strip(2, 3, Some(f64::NAN), edges(3))),
        (
            "strip falling edges",
            strip(2, 2, Some(1.0), vec![2.0, 1.0, 0.0]),
        ),
        ("strip short rows", strip(2, 3, Some(1.0), edges(9))),
        ("strip of many", strip(60, 5000, Some(0.5), edges(5000))),
        ("fan empty", fan(vec![], None)),
        ("fan one position", fan(vec![3.0], Some(1.0))),
        ("fan without values", fan(vec![1.0, 2.0], None)),
        ("fan huge", fan(vec![-1e300, 1e300], Some(f64::MAX))),
        ("fan of many", fan(edges(3000), Some(2.0))),
        ("paths empty", ways(0, 0, 0.0)),
        ("paths flat", ways(5, 3, 0.0)),
        ("paths not finite", ways(5, 3, f64::NAN)),
        ("paths of many", ways(500, 12, 1.0)),
    ]
}
