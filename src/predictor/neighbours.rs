//! Nearest neighbours by looking at every point.

use serde::{Deserialize, Serialize};

/// How far two points are from each other.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub enum Metric {
    /// (Σ |a-b|^p)^(1/p); 2 is Euclid's distance, 1 the city block's.
    Minkowski(f64),
    /// max |a-b|
    Chebyshev,
    /// 1 - cosine of the angle
    Cosine,
}

/// How much a neighbour counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum NeighbourWeights {
    /// All the same.
    Uniform,
    /// One over the distance; points at distance 0 alone where there are any.
    Distance,
}

/// What is known of the points.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Targets {
    /// The class of each point.
    Classes {
        /// How many classes.
        classes: usize,
        /// One for each point.
        of: Vec<u32>,
    },
    /// Numbers, point by point.
    Values {
        /// How many for a point.
        outputs: usize,
        /// Point by point.
        of: Vec<f64>,
    },
}

impl Targets {
    /// Margins a row.
    pub fn outputs(&self) -> usize {
        match self {
            Targets::Classes { classes, .. } => *classes,
            Targets::Values { outputs, .. } => *outputs,
        }
    }
}

/// The points of the training data and how they answer.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Neighbours {
    /// Features of a point.
    pub features: usize,
    /// Point by point.
    pub points: Vec<f64>,
    /// What is known of them.
    pub targets: Targets,
    /// How many of the nearest answer.
    pub k: usize,
    /// The distance.
    pub metric: Metric,
    /// How much each counts.
    pub weights: NeighbourWeights,
}

impl Neighbours {
    /// Shares of classes, or means, of a block: a column for each output. Of points equally far the first counts.
    pub(super) fn margins(&self, features: &[&[f64]], rows: usize) -> Vec<Vec<f64>> {
        let outputs = self.targets.outputs();
        let mut answers = vec![vec![f64::NAN; rows]; outputs];
        let count = self.points.len().checked_div(self.features).unwrap_or(0);
        let mut order: Vec<(f64, usize)> = Vec::with_capacity(count);
        let mut row_values = vec![0.0; self.features];
        for row in 0..rows {
            for (value, column) in row_values.iter_mut().zip(features) {
                *value = column[row];
            }
            if row_values.iter().any(|x| x.is_nan()) {
                continue;
            }
            order.clear();
            order.extend(
                self.points
                    .chunks_exact(self.features)
                    .enumerate()
                    .map(|(i, point)| (self.metric.reduced(&row_values, point), i)),
            );
            let k = self.k.min(order.len());
            if k == 0 {
                continue;
            }
            let nearer =
                |a: &(f64, usize), b: &(f64, usize)| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1));
            if k < order.len() {
                order.select_nth_unstable_by(k - 1, nearer);
                order.truncate(k);
            }
            order.sort_unstable_by(nearer);
            self.answer(&order, row, &mut answers);
        }
        answers
    }

    fn answer(&self, nearest: &[(f64, usize)], row: usize, answers: &mut [Vec<f64>]) {
        let touching = nearest.iter().any(|(distance, _)| *distance == 0.0);
        let weight = |distance: f64| match self.weights {
            NeighbourWeights::Uniform => 1.0,
            NeighbourWeights::Distance if touching => f64::from(distance == 0.0),
            NeighbourWeights::Distance => 1.0 / self.metric.whole(distance),
        };
        let total: f64 = nearest.iter().map(|(distance, _)| weight(*distance)).sum();
        for (output, column) in answers.iter_mut().enumerate() {
            let sum: f64 = nearest
                .iter()
                .map(|(distance, point)| {
                    let value = match &self.targets {
                        Targets::Classes { of, .. } => f64::from(of[*point] as usize == output),
                        Targets::Values { outputs, of } => of[point * outputs + output],
                    };
                    weight(*distance) * value
                })
                .sum();
            column[row] = sum / total;
        }
    }
}

impl Metric {
    /// A number that orders as the distance does.
    fn reduced(self, a: &[f64], b: &[f64]) -> f64 {
        let differences = a.iter().zip(b).map(|(a, b)| (a - b).abs());
        match self {
            Metric::Minkowski(2.0) => differences.map(|d| d * d).sum(),
            Metric::Minkowski(1.0) => differences.sum(),
            Metric::Minkowski(p) => differences.map(|d| d.powf(p)).sum(),
            Metric::Chebyshev => differences.fold(0.0, f64::max),
            Metric::Cosine => {
                let dot: f64 = a.iter().zip(b).map(|(a, b)| a * b).sum();
                let norm = |v: &[f64]| v.iter().map(|x| x * x).sum::<f64>().sqrt();
                1.0 - dot / (norm(a) * norm(b))
            }
        }
    }

    /// The distance of what [`Metric::reduced`] answered.
    fn whole(self, reduced: f64) -> f64 {
        match self {
            Metric::Minkowski(2.0) => reduced.sqrt(),
            Metric::Minkowski(p) if p != 1.0 => reduced.powf(1.0 / p),
            _ => reduced,
        }
    }
}
