//! Native tests, one binary: each module is one concern.
#![cfg(not(target_arch = "wasm32"))]

mod build_settings;
mod charts;
mod charts_blocks;
mod number;
mod stats;
mod table_errors;
mod table_reading;
