//! Driftglass: model observability and governance in a browser tab.
//!
//! One way through: bytes → [`table`] → analyses (the [`catalog`]) → [`report`] → charts, page, exports.
//! Each storey uses only those above it in this list; a test fails on any other edge.

#![deny(missing_docs)]

pub mod error;

pub mod config;

pub mod report;
pub mod stats;
pub mod table;

pub mod analysis;

pub mod catalog;
pub mod charts;

#[cfg(target_arch = "wasm32")]
pub mod wasm;
