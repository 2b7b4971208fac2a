//! Dense layers.

use serde::{Deserialize, Serialize};

use super::Precision;

/// What a layer does with each sum.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub enum Activation {
    /// x
    Identity,
    /// max(0, x)
    Relu,
    /// x where positive, slope · x elsewhere
    LeakyRelu(f64),
    /// 1 / (1 + e^-x)
    Logistic,
    /// tanh x
    Tanh,
    /// x where positive, alpha · (e^x - 1) elsewhere
    Elu(f64),
    /// scale · elu
    Selu,
    /// x · Φ(x)
    Gelu,
    /// ln(1 + e^x)
    Softplus,
    /// x / (1 + e^-x)
    Swish,
    /// e^x over the sum of the layer
    Softmax,
}

/// One layer: `activation(bias + x · weights)`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Layer {
    /// Values that come in.
    pub inputs: usize,
    /// Values that go out.
    pub outputs: usize,
    /// `inputs × outputs`, input by input as NumPy and Keras hold them.
    pub weights: Vec<f64>,
    /// One for each output.
    pub biases: Vec<f64>,
    /// What is done with each sum.
    pub activation: Activation,
}

/// Layers behind each other.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Dense {
    /// At least one.
    pub layers: Vec<Layer>,
    /// What it is computed in.
    pub precision: Precision,
}

impl Dense {
    /// The margins of a block, a column for each output of the last layer.
    pub(super) fn margins(&self, features: &[&[f64]], rows: usize) -> Vec<Vec<f64>> {
        let round = |x: f64| match self.precision {
            Precision::F32 => f64::from(x as f32),
            Precision::F64 => x,
        };
        let mut values: Vec<Vec<f64>> = features
            .iter()
            .map(|column| column.iter().map(|x| round(*x)).collect())
            .collect();
        for layer in &self.layers {
            let mut next: Vec<Vec<f64>> = (0..layer.outputs)
                .map(|output| {
                    let mut sums = vec![0.0; rows];
                    for (input, column) in values.iter().enumerate() {
                        let weight = layer.weights[input * layer.outputs + output];
                        for (sum, x) in sums.iter_mut().zip(column) {
                            *sum += x * weight;
                        }
                    }
                    let bias = layer.biases[output];
                    sums.iter_mut().for_each(|sum| *sum = round(*sum + bias));
                    sums
                })
                .collect();
            if layer.activation == Activation::Softmax {
                super::link::softmax(&mut next);
            } else {
                for x in next.iter_mut().flatten() {
                    *x = round(layer.activation.of(*x));
                }
            }
            values = next;
        }
        values
    }
}

impl Activation {
    /// Of one sum; [`Activation::Softmax`] needs the whole layer and answers `x` here.
    pub fn of(self, x: f64) -> f64 {
        const SELU_ALPHA: f64 = 1.673_263_242_354_377_2;
        const SELU_SCALE: f64 = 1.050_700_987_355_480_5;
        match self {
            Activation::Identity | Activation::Softmax => x,
            Activation::Relu => x.max(0.0),
            Activation::LeakyRelu(slope) => {
                if x > 0.0 {
                    x
                } else {
                    slope * x
                }
            }
            Activation::Logistic => super::link::logistic(x),
            Activation::Tanh => x.tanh(),
            Activation::Elu(alpha) => {
                if x > 0.0 {
                    x
                } else {
                    alpha * x.exp_m1()
                }
            }
            Activation::Selu => SELU_SCALE * if x > 0.0 { x } else { SELU_ALPHA * x.exp_m1() },
            Activation::Gelu => 0.5 * x * libm::erfc(-x / std::f64::consts::SQRT_2),
            Activation::Softplus => super::link::softplus(x),
            Activation::Swish => x * super::link::logistic(x),
        }
    }
}
