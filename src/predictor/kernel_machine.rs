//! Support vector machines: sums of kernels over the support vectors.

use serde::{Deserialize, Serialize};

use super::Precision;

/// How like two points are.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub enum Kernel {
    /// a · b
    Linear,
    /// (gamma a · b + coef0)^degree
    Polynomial {
        /// Factor of the product.
        gamma: f64,
        /// Added to it.
        coef0: f64,
        /// The power.
        degree: f64,
    },
    /// e^(-gamma |a-b|²)
    Rbf {
        /// Factor of the squared distance.
        gamma: f64,
    },
    /// tanh(gamma a · b + coef0)
    Sigmoid {
        /// Factor of the product.
        gamma: f64,
        /// Added to it.
        coef0: f64,
    },
}

/// What is made of the kernels.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum KernelOutput {
    /// One sum: regression, one-class, or two classes.
    Single,
    /// One sum for each pair of classes, in the order (0,1), (0,2), …, (1,2), …, positive where it votes for the first
    /// of the pair; the support vectors stand class by class.
    Pairs {
        /// Support vectors of each class.
        supports: Vec<usize>,
    },
}

/// A support vector machine.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct KernelMachine {
    /// Features of a vector.
    pub features: usize,
    /// The kernel.
    pub kernel: Kernel,
    /// Support vectors, one behind the other.
    pub vectors: Vec<f64>,
    /// `Single`: one for each vector. `Pairs`: `classes - 1` rows of one for each vector, as libsvm holds them.
    pub coefficients: Vec<f64>,
    /// One for each sum; added.
    pub intercepts: Vec<f64>,
    /// What is made of the kernels.
    pub output: KernelOutput,
    /// What kernels are computed in.
    pub precision: Precision,
}

impl KernelMachine {
    /// Margins a row.
    pub fn outputs(&self) -> usize {
        self.intercepts.len()
    }

    /// The sums of a block, a column for each.
    pub(super) fn margins(&self, features: &[&[f64]], rows: usize) -> Vec<Vec<f64>> {
        let count = self.vectors.len().checked_div(self.features).unwrap_or(0);
        let mut sums = vec![vec![0.0; rows]; self.outputs()];
        let mut row_values = vec![0.0; self.features];
        let mut kernels = vec![0.0; count];
        for row in 0..rows {
            for (value, column) in row_values.iter_mut().zip(features) {
                *value = self.round(column[row]);
            }
            for (kernel, vector) in kernels
                .iter_mut()
                .zip(self.vectors.chunks_exact(self.features))
            {
                *kernel = self.round(self.kernel.of(&row_values, vector));
            }
            match &self.output {
                KernelOutput::Single => {
                    let sum: f64 = self
                        .coefficients
                        .iter()
                        .zip(&kernels)
                        .map(|(c, k)| c * k)
                        .sum();
                    sums[0][row] = self.round(sum + self.intercepts[0]);
                }
                KernelOutput::Pairs { supports } => {
                    for (pair, sum) in self.pair_sums(supports, &kernels).enumerate() {
                        sums[pair][row] = self.round(sum + self.intercepts[pair]);
                    }
                }
            }
        }
        sums
    }

    /// The sum of each pair of classes: the first of a pair finds its coefficients in the row before the second's place,
    /// the second in the first's.
    fn pair_sums(&self, supports: &[usize], kernels: &[f64]) -> impl Iterator<Item = f64> {
        let count = kernels.len();
        let mut ends = Vec::with_capacity(supports.len());
        let mut end = 0;
        for n in supports {
            ends.push((end, end + n));
            end += n;
        }
        let dot = move |row: usize, (start, end): (usize, usize)| -> f64 {
            let coefficients = &self.coefficients[row * count..(row + 1) * count];
            let terms = coefficients[start..end].iter().zip(&kernels[start..end]);
            terms.map(|(c, k)| c * k).sum()
        };
        let classes = supports.len();
        (0..classes)
            .flat_map(move |i| (i + 1..classes).map(move |j| (i, j)))
            .map(move |(i, j)| dot(j - 1, ends[i]) + dot(i, ends[j]))
    }

    fn round(&self, x: f64) -> f64 {
        match self.precision {
            Precision::F32 => f64::from(x as f32),
            Precision::F64 => x,
        }
    }
}

impl Kernel {
    /// Of two points of equal length.
    pub fn of(self, a: &[f64], b: &[f64]) -> f64 {
        let dot = || a.iter().zip(b).map(|(a, b)| a * b).sum::<f64>();
        match self {
            Kernel::Linear => dot(),
            Kernel::Polynomial {
                gamma,
                coef0,
                degree,
            } => {
                let base = gamma * dot() + coef0;
                if degree.fract() == 0.0 && (0.0..=64.0).contains(&degree) {
                    base.powi(degree as i32)
                } else {
                    base.powf(degree)
                }
            }
            Kernel::Rbf { gamma } => {
                let squared: f64 = a.iter().zip(b).map(|(a, b)| (a - b) * (a - b)).sum();
                (-gamma * squared).exp()
            }
            Kernel::Sigmoid { gamma, coef0 } => (gamma * dot() + coef0).tanh(),
        }
    }
}
