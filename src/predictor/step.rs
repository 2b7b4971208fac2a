//! Preprocessing.

use serde::{Deserialize, Serialize};

/// What is done to one number. NaN stays NaN but where it says otherwise.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub enum Operation {
    /// x + c
    Add(f64),
    /// x - c
    Subtract(f64),
    /// x · c
    Multiply(f64),
    /// x / c
    Divide(f64),
    /// At least the first, at most the second.
    Clip(f64, f64),
    /// Rounded to 32 bits.
    ToF32,
    /// NaN becomes this.
    FillMissing(f64),
    /// This value becomes NaN.
    MakeMissing(f64),
    /// ln x
    Ln,
    /// ln(1 + x)
    Ln1p,
    /// log2 x
    Log2,
    /// log10 x
    Log10,
    /// e^x
    Exp,
    /// e^x - 1
    Expm1,
    /// √x
    Sqrt,
    /// ∛x
    Cbrt,
    /// x²
    Square,
    /// x^c
    Power(f64),
    /// |x|
    Abs,
    /// -x
    Negate,
    /// 1 / x
    Reciprocal,
    /// -1, 0 or 1
    Sign,
    /// sin x
    Sin,
    /// cos x
    Cos,
    /// tan x
    Tan,
    /// tanh x
    Tanh,
    /// 1 / (1 + e^-x)
    Logistic,
    /// max(0, x)
    Relu,
    /// Largest whole number at most x
    Floor,
    /// Smallest whole number at least x
    Ceil,
    /// Nearest whole number, halves to even
    Round,
    /// 1 where x > c, else 0
    Above(f64),
    /// 1 where x ≥ c, else 0
    AtLeast(f64),
    /// 1 where x < c, else 0
    Below(f64),
    /// 1 where x ≤ c, else 0
    AtMost(f64),
    /// 1 where x = c, else 0
    Equals(f64),
    /// The second where x is the first
    Replace(f64, f64),
    /// Without what stands behind the point
    Truncate,
    /// 1 where x is missing, else 0
    IsMissing,
    /// Yeo & Johnson's power transform (2000, Biometrika 87, 954)
    YeoJohnson(f64),
    /// Box & Cox's power transform (1964, JRSS B 26, 211)
    BoxCox(f64),
}

/// What a row of wires is divided by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Norm {
    /// Σ |x|
    L1,
    /// √Σ x²
    L2,
    /// max |x|
    Max,
}

/// What is made of several wires at once.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Combination {
    /// The largest of them.
    Most,
    /// The least of them.
    Least,
    /// The place of the largest, the first of equals.
    PlaceOfMost,
    /// ln Σ e^x
    LogSumExp,
    /// The second where the first is neither 0 nor missing, else the third.
    Choice,
}

/// One step: reads wires, appends wires.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Step {
    /// One wire, operations in order.
    Map {
        /// Which.
        wire: usize,
        /// In order.
        operations: Vec<Operation>,
    },
    /// One wire of codes becomes `outputs` wires of which at most one is 1.
    OneHot {
        /// A wire of codes: whole numbers from 0, NaN for missing, negative for unknown.
        wire: usize,
        /// The output that each code sets; [`Step::NONE`] for none. Codes behind the end are unknown.
        output_of: Vec<u32>,
        /// How many wires it makes.
        outputs: usize,
        /// What an unknown code sets.
        unknown: u32,
        /// What a missing code sets.
        missing: u32,
    },
    /// One wire of codes becomes a number for each: ordinal, target and count encodings.
    Lookup {
        /// A wire of codes.
        wire: usize,
        /// The number of each code.
        values: Vec<f64>,
        /// The number of an unknown code.
        unknown: f64,
        /// The number of a missing one.
        missing: f64,
    },
    /// The place of a number in a list, as a code; [`super::Input::UNKNOWN_CODE`] where it is not in it.
    Match {
        /// Which.
        wire: usize,
        /// Without repetitions.
        values: Vec<f64>,
    },
    /// The number of inner edges at or below the value: codes from 0.
    Bins {
        /// Which.
        wire: usize,
        /// Inner edges, ascending.
        edges: Vec<f64>,
    },
    /// The piecewise linear map of quantile transforms: means of looking from both ends, as scikit-learn does.
    Interpolate {
        /// Which.
        wire: usize,
        /// Ascending.
        x: Vec<f64>,
        /// One for each.
        y: Vec<f64>,
    },
    /// Each row divided by its norm; rows whose norm is 0 stay.
    Normalize {
        /// Which.
        wires: Vec<usize>,
        /// By what.
        norm: Norm,
    },
    /// Products of powers.
    Polynomial {
        /// Which.
        wires: Vec<usize>,
        /// For each wire that is made, the factors as places in `wires`; none for the constant 1.
        products: Vec<Vec<u32>>,
    },
    /// `(x - center) · matrix`: principal components and other linear maps.
    Project {
        /// Which.
        wires: Vec<usize>,
        /// One for each wire, or none.
        center: Vec<f64>,
        /// `wires × outputs`, wire by wire.
        matrix: Vec<f64>,
        /// How many wires it makes.
        outputs: usize,
    },
    /// One wire of several.
    Combine {
        /// Which.
        wires: Vec<usize>,
        /// How.
        how: Combination,
    },
    /// A wire that is the same in every row.
    Constant {
        /// The number.
        value: f64,
    },
}

impl Step {
    /// No output.
    pub const NONE: u32 = u32::MAX;

    /// How many wires it makes.
    pub fn outputs(&self) -> usize {
        match self {
            Step::OneHot { outputs, .. } | Step::Project { outputs, .. } => *outputs,
            Step::Normalize { wires, .. } => wires.len(),
            Step::Polynomial { products, .. } => products.len(),
            Step::Map { .. }
            | Step::Lookup { .. }
            | Step::Match { .. }
            | Step::Bins { .. }
            | Step::Interpolate { .. }
            | Step::Combine { .. }
            | Step::Constant { .. } => 1,
        }
    }

    /// The wires it reads.
    pub fn reads(&self) -> &[usize] {
        match self {
            Step::Map { wire, .. }
            | Step::OneHot { wire, .. }
            | Step::Lookup { wire, .. }
            | Step::Match { wire, .. }
            | Step::Bins { wire, .. }
            | Step::Interpolate { wire, .. } => std::slice::from_ref(wire),
            Step::Normalize { wires, .. }
            | Step::Polynomial { wires, .. }
            | Step::Combine { wires, .. }
            | Step::Project { wires, .. } => wires,
            Step::Constant { .. } => &[],
        }
    }
}
