//! Reading blocks and cells from JSON text.
//!
//! By hand, because serde's derived readers of tagged and untagged enums compile every part of every block a second
//! time for a buffered copy: a tenth of the module's size. Blocks can be read from JSON text only.

use std::fmt;

use serde::de::{Deserialize, Deserializer, Error, Visitor};
use serde_json::value::RawValue;

use super::{Block, Cell};

#[cfg(feature = "charts")]
impl<'de> Deserialize<'de> for Block {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Block, D::Error> {
        #[derive(serde::Deserialize)]
        struct Tag {
            kind: String,
        }
        fn inner<'a, T: Deserialize<'a>, E: Error>(text: &'a str) -> Result<T, E> {
            serde_json::from_str(text).map_err(E::custom)
        }
        let raw = Box::<RawValue>::deserialize(deserializer)?;
        let text = raw.get();
        let tag: Tag = inner(text)?;
        Ok(match tag.kind.as_str() {
            "metric" => Block::Metric(inner(text)?),
            "table" => Block::Table(inner(text)?),
            "histogram" => Block::Histogram(inner(text)?),
            "ecdf-pair" => Block::EcdfPair(inner(text)?),
            "level-pair" => Block::LevelPair(inner(text)?),
            "intervals" => Block::Intervals(inner(text)?),
            "series" => Block::Series(inner(text)?),
            "curve" => Block::Curve(inner(text)?),
            "matrix" => Block::Matrix(inner(text)?),
            "ranking" => Block::Ranking(inner(text)?),
            "waterfall" => Block::Waterfall(inner(text)?),
            "swarm" => Block::Swarm(inner(text)?),
            "scatter" => Block::Scatter(inner(text)?),
            "strip" => Block::Strip(inner(text)?),
            "fan" => Block::Fan(inner(text)?),
            "paths" => Block::Paths(inner(text)?),
            "text" => Block::Text(inner(text)?),
            other => return Err(D::Error::custom(format!("unknown kind of block `{other}`"))),
        })
    }
}

/// A block as JSON text. What reads all the kinds of blocks is a fifth of a module that never needs to.
#[cfg(not(feature = "charts"))]
#[derive(Clone, Debug, serde::Serialize, serde::Deserialize)]
#[serde(transparent)]
pub struct Written(Box<RawValue>);

#[cfg(not(feature = "charts"))]
impl PartialEq for Written {
    fn eq(&self, other: &Written) -> bool {
        self.0.get() == other.0.get()
    }
}

#[cfg(not(feature = "charts"))]
impl<'de> Deserialize<'de> for Block {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Block, D::Error> {
        Written::deserialize(deserializer).map(Block::Written)
    }
}

impl<'de> Deserialize<'de> for Cell {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Cell, D::Error> {
        struct Any;
        impl Visitor<'_> for Any {
            type Value = Cell;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a number, a text or null")
            }

            fn visit_f64<E: Error>(self, value: f64) -> Result<Cell, E> {
                Ok(Cell::Number(value))
            }

            fn visit_i64<E: Error>(self, value: i64) -> Result<Cell, E> {
                Ok(Cell::Number(value as f64))
            }

            fn visit_u64<E: Error>(self, value: u64) -> Result<Cell, E> {
                Ok(Cell::Number(value as f64))
            }

            fn visit_str<E: Error>(self, value: &str) -> Result<Cell, E> {
                Ok(Cell::Text(value.into()))
            }

            fn visit_unit<E: Error>(self) -> Result<Cell, E> {
                Ok(Cell::Empty(()))
            }
        }
        deserializer.deserialize_any(Any)
    }
}
