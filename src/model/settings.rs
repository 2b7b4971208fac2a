//! How a model is grown.

/// What is minimised.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Loss {
    /// Half the squared error; predictions are means.
    Squared,
    /// Negative log likelihood of a target between 0 and 1; predictions are probabilities.
    Logistic,
}

/// How a model is grown.
#[derive(Clone, Debug, PartialEq)]
pub struct Settings {
    /// What is minimised.
    pub loss: Loss,
    /// Trees, at most.
    pub trees: usize,
    /// Shrinkage: the share of each tree's answer that is taken, above 0 and at most 1.
    pub learning_rate: f64,
    /// Leaves of a tree, at most.
    pub leaves: usize,
    /// Splits from the root to a leaf, at most.
    pub depth: usize,
    /// Rows in a leaf, at least.
    pub rows_in_leaf: u32,
    /// Sum of second derivatives in a leaf, at least.
    pub hessian_in_leaf: f64,
    /// L2 penalty on leaf values.
    pub l2: f64,
    /// Added to a level's second derivatives before levels are ordered by their mean answer: keeps rare ones in the middle.
    pub level_smoothing: f64,
    /// L2 penalty on leaf values, in addition, when a split by levels is chosen: such splits have more freedom.
    pub level_l2: f64,
    /// Rows that a level needs in a node to be sent to the left by name.
    pub rows_in_level: u32,
    /// Levels on the smaller side of a split, at most.
    pub levels_in_split: usize,
    /// Share of the rows that a tree learns from, above 0 and at most 1, drawn anew for each tree by the rows' keys.
    pub row_share: f64,
    /// Share of the features that a tree may use, above 0 and at most 1, drawn anew for each tree by their names.
    pub feature_share: f64,
    /// Stops after this many trees without a better loss on the check rows, and keeps the best number of trees.
    pub patience: usize,
    /// Decides the drawn rows and features.
    pub seed: u64,
}

impl Settings {
    /// For squared loss; the defaults are those of LightGBM and scikit-learn.
    pub fn squared() -> Settings {
        Settings {
            loss: Loss::Squared,
            trees: 100,
            learning_rate: 0.1,
            leaves: 31,
            depth: 30,
            rows_in_leaf: 20,
            hessian_in_leaf: 1e-3,
            l2: 0.0,
            level_smoothing: 10.0,
            level_l2: 10.0,
            rows_in_level: 10,
            levels_in_split: 32,
            row_share: 1.0,
            feature_share: 1.0,
            patience: 10,
            seed: 0,
        }
    }

    /// For logistic loss.
    pub fn logistic() -> Settings {
        Settings {
            loss: Loss::Logistic,
            ..Settings::squared()
        }
    }
}
