//! Models that were trained elsewhere, in one representation: what every reader of [`crate::model_file`] answers and what
//! scoring and explanation read.
//!
//! A [`Model`] names its [`Input`]s as the training data did and holds one [`Stage`]: preprocessing [`Step`]s, a [`Body`]
//! that predicts, and the [`Link`] from its margins to probabilities or means. Values travel as `f64` *wires*, one number
//! a row: a number as it is, a category as its code among the input's levels, NaN where nothing is known. Nothing in here
//! executes anything of the file, and after [`Model::check`] no call panics.
//!
//! ```
//! use driftglass::predictor::{Body, Decision, Format, Frame, Input, Linear, Link, Model, Origin, Precision, Stage, Task};
//! let model = Model {
//!     origin: Origin::new(Format::ScikitPickle, "logistic regression"),
//!     inputs: vec![Input::number("age")],
//!     stage: Stage {
//!         inputs: 1,
//!         steps: vec![],
//!         features: vec![0],
//!         body: Body::Linear(Linear { outputs: 1, weights: vec![0.5], intercepts: vec![-1.0], precision: Precision::F64 }),
//!         link: Link::Logit { slope: 1.0 },
//!     },
//!     task: Task::Classification,
//!     decision: Decision::MarginAbove(0.0),
//!     classes: vec!["no".into(), "yes".into()],
//!     warnings: vec![],
//! };
//! model.check().expect("sound");
//! let scored = model.predict(&Frame { rows: 2, columns: vec![vec![2.0, 4.0]] }).expect("one column for each input");
//! assert_eq!(scored.margins[0], [0.0, 1.0]);
//! assert_eq!(scored.response[1][0], 0.5);
//! assert_eq!(scored.labels.expect("a classifier"), [0, 1]);
//! ```

mod additive;
mod binding;
mod body;
mod card;
mod check;
mod coding;
mod dense;
mod ensemble;
mod fold;
mod folded;
mod frame;
mod handed;
mod input;
mod kernel_machine;
mod linear;
mod link;
mod model;
mod naive_bayes;
mod neighbours;
mod origin;
mod predictions;
mod refusal;
#[cfg(any(feature = "full", feature = "models"))]
mod scored_file;
mod scorer;
mod stage;
mod step;
mod step_apply;
mod wiring;

pub use kernels::trees::{
    Aggregate, CategorySet, Covers, LEAF, LinearLeaf, Missing, Node, Precision, Test, Trees,
    TreesBuilder,
};

pub use additive::{Additive, Term};
pub use binding::{Binding, Bound, Found, Misfit};
pub use body::Body;
pub use card::{Card, InputCard, NodeCard, SourceCard};
pub use check::{MAXIMUM_NESTING, MAXIMUM_NODES, MAXIMUM_VALUES, MAXIMUM_WIRES};
pub use dense::{Activation, Dense, Layer};
pub use ensemble::{Calibrated, Calibration, Calibrator, Stack, Vote, VoteKind};
pub use folded::{Effect, Folded, FoldedLinear};
pub use frame::Frame;
pub use input::{Input, InputKind, Level, Unknown};
pub use kernel_machine::{Kernel, KernelMachine, KernelOutput};
pub use linear::Linear;
pub use link::Link;
pub use model::{Decision, Model, Task};
pub use naive_bayes::NaiveBayes;
pub use neighbours::{Metric, NeighbourWeights, Neighbours, Targets};
pub use origin::{Format, Origin};
pub use predictions::Predictions;
pub use refusal::{limit, unreadable, unsupported};
#[cfg(any(feature = "full", feature = "models"))]
pub use scored_file::Skew;
pub use scorer::{Prepared, Scorer};
pub use stage::{Scored, Stage};
pub use step::{Combination, Norm, Operation, Step};
#[cfg(any(feature = "explain", feature = "surrogate"))]
pub(crate) use wiring::Behind;
