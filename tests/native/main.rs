//! Native tests, one binary: each module is one concern.

mod charts;
mod charts_blocks;
mod number;
mod stats;
mod table_errors;
mod table_reading;
