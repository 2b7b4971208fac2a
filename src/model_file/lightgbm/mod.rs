//! LightGBM models: the text of `save_model`, and the JSON of `dump_model`.
//!
//! Source: LightGBM `src/io/tree.cpp`, `src/boosting/gbdt_model_text.cpp`, `include/LightGBM/tree.h` (version 4): 64-bit
//! features, `<=`, three kinds of missing, what is in a category set goes left, sums from 0 on, tree after tree.

mod dump;
mod header;
mod lines;
mod text;
mod tree;

pub(super) use dump::read_dump;
pub(super) use text::read_text;
