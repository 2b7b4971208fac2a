//! Whether the order of rows carries information.

use super::facts::File;
use super::parameters::Parameters;
use super::problem::{Measure, Problem, list, words};
use super::rows::{cell, columns, correlation, correlation_interval, is_ordered, ranks, spread};
use crate::config::Role;
use crate::report::Severity;
use crate::stats::normal;
use crate::stats::proportion::Share;
use crate::table::{Column, named_like_key};
use kernels::sort::sort_numbers;

/// Pairs of neighbours that are looked at; they do not overlap.
const MOST_PAIRS: usize = 10_000;
/// Cells that are looked at, about: with hundreds of columns there are fewer pairs.
const MOST_CELLS: usize = 4_000_000;
const LEAST: usize = 50;

/// Columns whose neighbouring rows are alike: the rank correlation of neighbours (of levels: how much more often they
/// agree than strangers, as a share of what they could), in pairs that do not overlap, so that its null distribution is
/// that of independent pairs (Wald A, Wolfowitz J 1943, Ann. Math. Stat. 14, 378). Tests are divided among the columns.
/// Rows in the order of a timestamp are alike by nature and are not named.
pub(super) fn find(
    file: File,
    parameters: &Parameters,
    level: f64,
    seed: u64,
    out: &mut Vec<Problem>,
) {
    let rows = file.table.rows;
    if rows < 2 * LEAST
        || file.table.rows_of_file() > rows as u64
        || columns(file, |r| r == Role::Timestamp)
            .iter()
            .any(|c| in_order(&file.table.columns[*c], rows))
    {
        return;
    }
    let looked_at = columns(file, |r| {
        !matches!(r, Role::Id | Role::Timestamp | Role::Ignore | Role::Weight)
    });
    let most = (MOST_CELLS / looked_at.len().max(1) / 2).clamp(500, MOST_PAIRS);
    let pairs: Vec<usize> = spread(rows / 2, most, seed)
        .into_iter()
        .map(|i| 2 * i)
        .collect();
    let mut found: Vec<(f64, usize, usize)> = Vec::new();
    for column in &looked_at {
        // A number of the row goes on from row to row because it names them.
        if named_like_key(&file.table.columns[*column].name)
            || counts_on(&file.table.columns[*column], &pairs)
        {
            continue;
        }
        let Some((r, z, n)) = alike(&file.table.columns[*column], &pairs) else {
            continue;
        };
        let p = normal::sf(z);
        let low = correlation_interval(r, n).map_or(0.0, |i| i[0]);
        if p * looked_at.len() as f64 <= level && low >= parameters.row_order {
            found.push((r, *column, n));
        }
    }
    found.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
    let Some((r, _, n)) = found.first() else {
        return;
    };
    let label = found.iter().any(|f| file.role(f.1) == Role::Label);
    let names: Vec<String> = found
        .iter()
        .map(|f| file.table.columns[f.1].name.clone())
        .collect();
    out.push(Problem {
        check: if label {
            "sorted-by-label"
        } else {
            "row-order"
        },
        key: String::new(),
        share: Share {
            count: found.len() as u64,
            rows: looked_at.len() as u64,
        },
        severity: if label {
            Severity::RealSizeUnclear
        } else {
            Severity::RealButSmall
        },
        threshold: parameters.row_order,
        measure: Some(Measure {
            name: "neighbour-correlation",
            value: *r,
            interval: correlation_interval(*r, *n),
        }),
        rows: Vec::new(),
        numbers: vec![("columns", words(list(&names, 3)))],
    });
}

/// How alike neighbours are, the statistic of that, normal if they are not, and in how many pairs.
fn alike(column: &Column, pairs: &[usize]) -> Option<(f64, f64, usize)> {
    let both: Vec<(f64, f64)> = pairs
        .iter()
        .filter_map(|row| Some((cell(column, *row)?, cell(column, row + 1)?)))
        .collect();
    let n = both.len();
    if n < LEAST {
        return None;
    }
    let pooled: Vec<f64> = both.iter().flat_map(|(a, b)| [*a, *b]).collect();
    if is_ordered(column) {
        let ranks = ranks(&pooled);
        let (x, y): (Vec<f64>, Vec<f64>) = ranks.chunks_exact(2).map(|p| (p[0], p[1])).unzip();
        let r = correlation(&x, &y)?;
        return Some((r, r * (n as f64).sqrt(), n));
    }
    let mut sorted = pooled;
    sort_numbers(&mut sorted);
    let all = sorted.len() as f64;
    let chance: f64 = sorted
        .chunk_by(|a, b| a == b)
        .map(|g| (g.len() as f64 / all) * (g.len() as f64 / all))
        .sum();
    let agree = both.iter().filter(|(a, b)| a == b).count() as f64 / n as f64;
    let z = (agree - chance) / (chance * (1.0 - chance) / n as f64).sqrt();
    (chance < 1.0).then(|| ((agree - chance) / (1.0 - chance), z, n))
}

/// True where every value is larger, or every one smaller, than the one before it.
fn counts_on(column: &Column, pairs: &[usize]) -> bool {
    let values: Vec<Option<f64>> = pairs
        .iter()
        .flat_map(|row| [cell(column, *row), cell(column, row + 1)])
        .collect();
    let steps = |sign: f64| {
        values
            .windows(2)
            .all(|w| matches!((w[0], w[1]), (Some(a), Some(b)) if sign * a < sign * b))
    };
    is_ordered(column) && (steps(1.0) || steps(-1.0))
}

/// True where nearly all steps of a time go one way.
fn in_order(column: &Column, rows: usize) -> bool {
    let (mut up, mut down, mut before) = (0usize, 0usize, None);
    for value in (0..rows).filter_map(|row| cell(column, row)) {
        if let Some(before) = before {
            up += usize::from(value > before);
            down += usize::from(value < before);
        }
        before = Some(value);
    }
    up.min(down) * 20 <= up.max(down)
}
