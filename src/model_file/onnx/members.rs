//! Splits that ask whether a number is one of several: the number's place in a list, and sets of places.

use kernels::sort::sort_numbers;
use std::collections::BTreeMap;

use super::proto::NodeProto;
use super::walk::Walk;
use crate::error::Result;
use crate::predictor::{CategorySet, Operation, Step};

/// For each column that is asked so: all values that are asked for, and the feature that holds their places.
pub(super) struct Members {
    columns: usize,
    values: BTreeMap<i64, (Vec<f64>, u32)>,
}

impl Members {
    /// For so many columns.
    pub(super) fn new(columns: usize) -> Members {
        Members {
            columns,
            values: BTreeMap::new(),
        }
    }

    /// Takes values that a split of a column asks for.
    pub(super) fn add(&mut self, column: i64, values: &[f64]) {
        let known = &mut self.values.entry(column).or_default().0;
        known.extend(values.iter().filter(|value| !value.is_nan()));
    }

    /// Appends a feature for each such column.
    pub(super) fn place(
        &mut self,
        walk: &mut Walk,
        node: &NodeProto,
        level: usize,
        features: &mut Vec<usize>,
    ) -> Result<()> {
        for (column, (values, feature)) in &mut self.values {
            sort_numbers(values);
            values.dedup();
            walk.spend(values.len())?;
            walk.bounded(node, features.len())?;
            let wire = usize::try_from(*column)
                .ok()
                .filter(|column| *column < self.columns);
            let Some(wire) = wire.map(|column| features[column]) else {
                continue;
            };
            let wire = walk.map(level, wire, vec![Operation::ToF32]);
            let values = values.clone();
            *feature = features.len() as u32;
            features.push(walk.step(level, Step::Match { wire, values }));
        }
        Ok(())
    }

    /// The set of places of these values.
    pub(super) fn set(&self, column: i64, values: &[f64]) -> CategorySet {
        let known = self
            .values
            .get(&column)
            .map_or(&[][..], |(values, _)| values);
        let place = |value: &f64| known.binary_search_by(|own| own.total_cmp(value)).ok();
        CategorySet::of(values.iter().filter_map(place).map(|place| place as u32))
    }

    /// The feature that a split reads.
    pub(super) fn feature(&self, in_set: bool, column: i64) -> u32 {
        match self.values.get(&column) {
            Some((_, feature)) if in_set => *feature,
            _ => u32::try_from(column).unwrap_or(u32::MAX),
        }
    }
}
