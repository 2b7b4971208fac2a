//! Blocks that are legal and difficult to draw, and those whose names would rather be markup.

use driftglass::report::{
    Band, Block, Contribution, EcdfGap, EcdfPair, Fan, FanBand, Histogram, Interval, IntervalRow,
    Intervals, Level, LevelPair, Matrix, Metric, Path, Paths, RankRow, Ranking, Series, SeriesLine,
    Strip, StripRow, Unit,
};

use crate::charts_blocks::{curve, ecdf_pair, interval, intervals, level, on_log, ranking, series};

fn pair(at: Vec<f64>, reference: Vec<f64>, current: Vec<f64>, gap: Option<EcdfGap>) -> Block {
    Block::EcdfPair(EcdfPair {
        part: false,
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
