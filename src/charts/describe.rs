//! What a chart shows, in one sentence and as the table behind it.

use super::told::{Description, counted, table};
use super::{
    curve, ecdf_pair, fan, histogram, intervals, level_pair, matrix, metric, paths, ranking,
    scatter, series, strip, swarm, waterfall,
};
use crate::report::{Block, say};

/// Describes any block; for tables and texts it answers what they are.
pub fn describe(block: &Block) -> Description {
    match block {
        Block::Metric(block) => metric::describe(block),
        Block::Table(block) => Description {
            sentence: say(&format!(
                "A table of {} and {}.",
                counted(block.rows.len(), "row"),
                counted(block.columns.len(), "column")
            )),
            table: block.clone(),
        },
        Block::Histogram(block) => histogram::describe(block),
        Block::EcdfPair(block) => ecdf_pair::describe(block),
        Block::LevelPair(block) => level_pair::describe(block),
        Block::Intervals(block) => intervals::describe(block),
        Block::Series(block) => series::describe(block),
        Block::Curve(block) => curve::describe(block),
        Block::Matrix(block) => matrix::describe(block),
        Block::Ranking(block) => ranking::describe(block),
        Block::Waterfall(block) => waterfall::describe(block),
        Block::Swarm(block) => swarm::describe(block),
        Block::Scatter(block) => scatter::describe(block),
        Block::Strip(block) => strip::describe(block),
        Block::Fan(block) => fan::describe(block),
        Block::Paths(block) => paths::describe(block),
        Block::Text(block) => Description {
            sentence: block.sentence.clone(),
            table: table("", &[], Vec::new()),
        },
    }
}
