//! Preprocessing of a block of rows.

use super::{Combination, Input, Norm, Operation, Step};

impl Step {
    /// The wires that it makes of the wires it reads.
    pub(super) fn apply<'a>(
        &self,
        wires: impl Fn(usize) -> &'a [f64],
        rows: usize,
    ) -> Vec<Vec<f64>> {
        let one = |wire: &usize, f: &dyn Fn(f64) -> f64| -> Vec<Vec<f64>> {
            vec![wires(*wire).iter().map(|x| f(*x)).collect()]
        };
        match self {
            Step::Map { wire, operations } => one(wire, &|x| {
                operations.iter().fold(x, |x, operation| operation.of(x))
            }),
            Step::OneHot {
                wire,
                output_of,
                outputs,
                unknown,
                missing,
            } => {
                let mut out = vec![vec![0.0; rows]; *outputs];
                for (row, x) in wires(*wire).iter().enumerate() {
                    let output = match code(*x) {
                        Code::Missing => *missing,
                        Code::Unknown => *unknown,
                        Code::Level(level) => output_of.get(level).copied().unwrap_or(*unknown),
                    };
                    if let Some(column) = out.get_mut(output as usize) {
                        column[row] = 1.0;
                    }
                }
                out
            }
            Step::Lookup {
                wire,
                values,
                unknown,
                missing,
            } => one(wire, &|x| match code(x) {
                Code::Missing => *missing,
                Code::Unknown => *unknown,
                Code::Level(level) => values.get(level).copied().unwrap_or(*unknown),
            }),
            Step::Match { wire, values } => one(wire, &|x| {
                if x.is_nan() {
                    return x;
                }
                let place = values.iter().position(|value| *value == x);
                place.map_or(Input::UNKNOWN_CODE, |place| place as f64)
            }),
            Step::Bins { wire, edges } => one(wire, &|x| {
                if x.is_nan() {
                    return x;
                }
                edges.partition_point(|edge| *edge <= x) as f64
            }),
            Step::Interpolate { wire, x, y } => one(wire, &|at| both_ends(x, y, at)),
            Step::Normalize { wires: read, norm } => {
                let columns: Vec<&[f64]> = read.iter().map(|wire| wires(*wire)).collect();
                let mut out: Vec<Vec<f64>> = columns.iter().map(|column| column.to_vec()).collect();
                for row in 0..rows {
                    let values = columns.iter().map(|column| column[row]);
                    let by = match norm {
                        Norm::L1 => values.map(f64::abs).sum(),
                        Norm::L2 => values.map(|x| x * x).sum::<f64>().sqrt(),
                        Norm::Max => values.map(f64::abs).fold(0.0, f64::max),
                    };
                    if by != 0.0 {
                        out.iter_mut().for_each(|column| column[row] /= by);
                    }
                }
                out
            }
            Step::Polynomial {
                wires: read,
                products,
            } => products
                .iter()
                .map(|factors| {
                    let mut product = vec![1.0; rows];
                    for factor in factors {
                        for (p, x) in product.iter_mut().zip(wires(read[*factor as usize])) {
                            *p *= x;
                        }
                    }
                    product
                })
                .collect(),
            Step::Project {
                wires: read,
                center,
                matrix,
                outputs,
            } => {
                let mut out = vec![vec![0.0; rows]; *outputs];
                for (place, wire) in read.iter().enumerate() {
                    let center = center.get(place).copied().unwrap_or(0.0);
                    for (output, column) in out.iter_mut().enumerate() {
                        let weight = matrix[place * outputs + output];
                        for (sum, x) in column.iter_mut().zip(wires(*wire)) {
                            *sum += (x - center) * weight;
                        }
                    }
                }
                out
            }
            Step::Combine { wires: read, how } => {
                let columns: Vec<&[f64]> = read.iter().map(|wire| wires(*wire)).collect();
                let mut row = vec![0.0; columns.len()];
                let one = |at: usize| {
                    row.iter_mut()
                        .zip(&columns)
                        .for_each(|(x, column)| *x = column[at]);
                    how.of(&row)
                };
                vec![(0..rows).map(one).collect()]
            }
            Step::Constant { value } => vec![vec![*value; rows]],
        }
    }
}

impl Combination {
    /// Of one row.
    fn of(self, row: &[f64]) -> f64 {
        let largest = |best: usize, at: usize| if row[at] > row[best] { at } else { best };
        let first = |better: fn(f64, f64) -> bool| {
            let next = |a: f64, b: f64| if better(b, a) || a.is_nan() { b } else { a };
            row.iter().copied().reduce(next).unwrap_or(f64::NAN)
        };
        match self {
            Combination::Most => first(|a, b| a > b),
            Combination::Least => first(|a, b| a < b),
            Combination::PlaceOfMost => (1..row.len()).fold(0, largest) as f64,
            Combination::LogSumExp => {
                let most = first(|a, b| a > b);
                if !most.is_finite() {
                    return most;
                }
                most + row.iter().map(|x| (x - most).exp()).sum::<f64>().ln()
            }
            Combination::Choice => match row {
                [asked, yes, _] if *asked != 0.0 && !asked.is_nan() => *yes,
                [_, _, no] => *no,
                _ => f64::NAN,
            },
        }
    }
}

enum Code {
    Missing,
    Unknown,
    Level(usize),
}

fn code(x: f64) -> Code {
    if x.is_nan() {
        Code::Missing
    } else if x < 0.0 || x >= f64::from(u32::MAX) {
        Code::Unknown
    } else {
        Code::Level(x as usize)
    }
}

/// scikit-learn's quantile map: where several quantiles are equal, the mean of the first and the last.
fn both_ends(x: &[f64], y: &[f64], at: f64) -> f64 {
    if at.is_nan() || x.is_empty() {
        return at;
    }
    let between = |above: usize| {
        if above == 0 {
            return y[0];
        }
        if above == x.len() {
            return y[above - 1];
        }
        let slope = (y[above] - y[above - 1]) / (x[above] - x[above - 1]);
        slope * (at - x[above - 1]) + y[above - 1]
    };
    let last = x.partition_point(|x| *x <= at);
    let first = x.partition_point(|x| *x < at);
    if first == last {
        return between(last);
    }
    let of_last = y[last - 1];
    let of_first = y[first];
    0.5 * (of_last + of_first)
}

impl Operation {
    /// Of one number.
    pub fn of(self, x: f64) -> f64 {
        match self {
            Operation::Add(c) => x + c,
            Operation::Subtract(c) => x - c,
            Operation::Multiply(c) => x * c,
            Operation::Divide(c) => x / c,
            Operation::Clip(low, high) => {
                if x < low {
                    low
                } else if x > high {
                    high
                } else {
                    x
                }
            }
            Operation::ToF32 => f64::from(x as f32),
            Operation::FillMissing(value) => {
                if x.is_nan() {
                    value
                } else {
                    x
                }
            }
            Operation::MakeMissing(value) => {
                if x == value {
                    f64::NAN
                } else {
                    x
                }
            }
            Operation::Ln => x.ln(),
            Operation::Ln1p => x.ln_1p(),
            Operation::Log2 => x.log2(),
            Operation::Log10 => x.log10(),
            Operation::Exp => x.exp(),
            Operation::Expm1 => x.exp_m1(),
            Operation::Sqrt => x.sqrt(),
            Operation::Cbrt => x.cbrt(),
            Operation::Square => x * x,
            Operation::Power(p) => x.powf(p),
            Operation::Abs => x.abs(),
            Operation::Negate => -x,
            Operation::Reciprocal => 1.0 / x,
            Operation::Sign => {
                if x > 0.0 {
                    1.0
                } else if x < 0.0 {
                    -1.0
                } else {
                    x
                }
            }
            Operation::Sin => x.sin(),
            Operation::Cos => x.cos(),
            Operation::Tan => x.tan(),
            Operation::Tanh => x.tanh(),
            Operation::Logistic => super::link::logistic(x),
            Operation::Relu => {
                if x < 0.0 {
                    0.0
                } else {
                    x
                }
            }
            Operation::Floor => x.floor(),
            Operation::Ceil => x.ceil(),
            Operation::Round => x.round_ties_even(),
            Operation::Above(c) => flag(x, x > c),
            Operation::AtLeast(c) => flag(x, x >= c),
            Operation::Below(c) => flag(x, x < c),
            Operation::AtMost(c) => flag(x, x <= c),
            Operation::Equals(c) => flag(x, x == c),
            Operation::Replace(old, new) => {
                if x == old || (x.is_nan() && old.is_nan()) {
                    new
                } else {
                    x
                }
            }
            Operation::Truncate => x.trunc(),
            Operation::IsMissing => f64::from(x.is_nan()),
            Operation::YeoJohnson(lambda) => yeo_johnson(x, lambda),
            Operation::BoxCox(lambda) => {
                if lambda == 0.0 {
                    x.ln()
                } else {
                    (lambda * x.ln()).exp_m1() / lambda
                }
            }
        }
    }
}

fn flag(x: f64, set: bool) -> f64 {
    if x.is_nan() { x } else { f64::from(set) }
}

fn yeo_johnson(x: f64, lambda: f64) -> f64 {
    if x >= 0.0 {
        if lambda.abs() < f64::EPSILON {
            x.ln_1p()
        } else {
            ((x + 1.0).powf(lambda) - 1.0) / lambda
        }
    } else if (lambda - 2.0).abs() > f64::EPSILON {
        -((1.0 - x).powf(2.0 - lambda) - 1.0) / (2.0 - lambda)
    } else {
        -(-x).ln_1p()
    }
}
