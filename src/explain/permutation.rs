//! Shapley values of any model, by permutations.

use crate::stats::random::Random;

/// Values of one row of a model that is only asked, with their standard errors.
#[derive(Clone, Debug, PartialEq)]
pub struct Sampled {
    /// The mean output of the background, one for each output.
    pub base: Vec<f64>,
    /// `values[output][player]`.
    pub values: Vec<Vec<f64>>,
    /// Standard errors, from the spread over background rows and permutations; `None` with one background row.
    pub standard_errors: Option<Vec<Vec<f64>>>,
    /// How many rows the model was asked about.
    pub asked: usize,
}

/// Shapley values of one row against background rows, by antithetic permutations (Mitchell et al. 2022, JMLR 23, 43): for
/// each background row `pairs` random orders and their reversals, on a fixed schedule, so that an interval from the
/// standard error keeps its level. The values of a row add up exactly, since each order's do.
///
/// `model` answers `[output][row]` for rows given as one column an input; input `i` belongs to player `player_of[i]`.
pub fn permutation_shap(
    model: impl Fn(&[&[f64]], usize) -> Vec<Vec<f64>>,
    row: &[f64],
    background: &[&[f64]],
    player_of: &[u32],
    pairs: usize,
    seed: u64,
) -> Sampled {
    let players = player_of.iter().map(|p| *p as usize + 1).max().unwrap_or(0);
    let rows = background.first().map_or(0, |column| column.len());
    let mut random = Random::new(seed);
    let orders = 2 * pairs.max(1);
    let steps = players + 1;
    let mut each: Vec<Vec<Vec<f64>>> = Vec::new();
    let mut base: Vec<f64> = Vec::new();
    let mut order: Vec<usize> = (0..players).collect();
    for unknown in row_by_row(background) {
        let mut columns = vec![Vec::with_capacity(orders * steps); row.len()];
        let mut chosen = Vec::new();
        for at in 0..orders {
            match at % 2 {
                0 => shuffle(&mut order, &mut random),
                _ => order.reverse(),
            }
            let mut known = vec![false; players];
            for step in 0..steps {
                for (input, column) in columns.iter_mut().enumerate() {
                    column.push(match known[player_of[input] as usize] {
                        true => row[input],
                        false => unknown[input],
                    });
                }
                if let Some(player) = order.get(step) {
                    known[*player] = true;
                }
            }
            chosen.push(order.clone());
        }
        let asked: Vec<&[f64]> = columns.iter().map(Vec::as_slice).collect();
        let answers = model(&asked, orders * steps);
        base.resize(answers.len(), 0.0);
        let mut of_row = vec![vec![0.0; players]; answers.len()];
        for (output, answers) in answers.iter().enumerate() {
            base[output] += answers[0] / rows as f64;
            for (order, answers) in chosen.iter().zip(answers.chunks_exact(steps)) {
                for (player, pair) in order.iter().zip(answers.windows(2)) {
                    of_row[output][*player] += (pair[1] - pair[0]) / orders as f64;
                }
            }
        }
        each.push(of_row);
    }
    let outputs = base.len();
    // Mean and standard error over the background rows.
    let over_rows = |output: usize, player: usize| {
        let of = || each.iter().map(|of_row| of_row[output][player]);
        let mean = of().sum::<f64>() / rows as f64;
        let squares: f64 = of().map(|v| (v - mean).powi(2)).sum();
        let error = (squares / (rows.max(2) - 1) as f64 / rows as f64).sqrt();
        (mean, error)
    };
    let (values, errors): (Vec<Vec<f64>>, Vec<Vec<f64>>) = (0..outputs)
        .map(|output| (0..players).map(|player| over_rows(output, player)).unzip())
        .unzip();
    Sampled {
        base,
        values,
        standard_errors: (rows > 1).then_some(errors),
        asked: rows * orders * steps,
    }
}

/// The rows of columns.
fn row_by_row(columns: &[&[f64]]) -> impl Iterator<Item = Vec<f64>> {
    let rows = columns.first().map_or(0, |column| column.len());
    (0..rows).map(|row| columns.iter().map(|column| column[row]).collect())
}

/// Fisher & Yates.
pub(super) fn shuffle(order: &mut [usize], random: &mut Random) {
    for at in (1..order.len()).rev() {
        let other = (random.uniform() * (at + 1) as f64) as usize;
        order.swap(at, other);
    }
}

/// Players of which every coalition is asked about at the most.
pub const MAXIMUM_ENUMERATED: usize = 12;

/// Exact Shapley values of one row against background rows: all coalitions. `None` for more than [`MAXIMUM_ENUMERATED`]
/// players. Arguments as of [`permutation_shap`]; the standard errors are those of the background alone.
pub fn enumerated_shap(
    model: impl Fn(&[&[f64]], usize) -> Vec<Vec<f64>>,
    row: &[f64],
    background: &[&[f64]],
    player_of: &[u32],
) -> Option<Sampled> {
    let players = player_of.iter().map(|p| *p as usize + 1).max().unwrap_or(0);
    if players > MAXIMUM_ENUMERATED {
        return None;
    }
    let rows = background.first().map_or(0, |column| column.len());
    let sets = 1usize << players;
    let weights: Vec<f64> = (0..players)
        .map(|size| {
            // size! (players - size - 1)! / players!
            let ways = (0..size).fold(1.0, |w, k| w * (players - 1 - k) as f64 / (k + 1) as f64);
            1.0 / (players as f64 * ways)
        })
        .collect();
    let mut out = Sampled {
        base: Vec::new(),
        values: Vec::new(),
        standard_errors: None,
        asked: rows * sets,
    };
    let mut squares: Vec<Vec<f64>> = Vec::new();
    for unknown in row_by_row(background) {
        let columns: Vec<Vec<f64>> = (0..row.len())
            .map(|input| {
                let player = player_of[input];
                let value = |set: usize| match set >> player & 1 {
                    1 => row[input],
                    _ => unknown[input],
                };
                (0..sets).map(value).collect()
            })
            .collect();
        let asked: Vec<&[f64]> = columns.iter().map(Vec::as_slice).collect();
        for (output, worth) in model(&asked, sets).iter().enumerate() {
            if out.values.len() <= output {
                out.base.push(0.0);
                out.values.push(vec![0.0; players]);
                squares.push(vec![0.0; players]);
            }
            out.base[output] += worth[0] / rows as f64;
            for (player, square) in squares[output].iter_mut().enumerate() {
                let bit = 1 << player;
                let value: f64 = (0..sets)
                    .filter(|set| set & bit == 0)
                    .map(|set| weights[set.count_ones() as usize] * (worth[set | bit] - worth[set]))
                    .sum();
                out.values[output][player] += value / rows as f64;
                *square += value * value;
            }
        }
    }
    if rows > 1 {
        let n = rows as f64;
        let error =
            |square: f64, mean: f64| ((square - n * mean * mean).max(0.0) / (n - 1.0) / n).sqrt();
        let of_output = |(squares, means): (&Vec<f64>, &Vec<f64>)| {
            squares
                .iter()
                .zip(means)
                .map(|(s, m)| error(*s, *m))
                .collect()
        };
        out.standard_errors = Some(squares.iter().zip(&out.values).map(of_output).collect());
    }
    Some(out)
}
