//! Deepchecks 0.19, `FeatureDrift` with its condition: a column fails from a score of 0.2 on, the data set with any column.

use super::column::{Column, Rows, ascending, counts};
use super::said::{Row, Said};
use crate::stats::distance::compatibility::{
    deepchecks_cramers_v, deepchecks_earth_mover, deepchecks_levels_psi,
};
use crate::stats::ks;

const LEAST_ROWS: usize = 10;
const LIMIT: f64 = 0.2;

pub(super) fn said(columns: &[Column]) -> Said {
    let mut said = Said {
        defaults: Vec::new(),
        others: Vec::new(),
        note: "text.deepchecks-note",
    };
    for column in columns {
        let enough = column.reference.present().min(column.current.present()) >= LEAST_ROWS;
        let row = |method, value: Option<f64>| {
            Row::judged(&column.name, method, value.filter(|_| enough), "≥", LIMIT)
        };
        match (&column.reference, &column.current) {
            (Rows::Numbers(x), Rows::Numbers(y)) => {
                let (x, y) = (ascending(x), ascending(y));
                let gap = ks::two_sample(&x, &y).map(|t| t.statistic);
                said.defaults.push(row("Kolmogorov-Smirnov", gap));
                said.others.push(row(
                    "Earth Mover's Distance",
                    deepchecks_earth_mover(&x, &y),
                ));
            }
            (x, y) => {
                let (x, y) = counts(&x.names(), &y.names());
                said.defaults
                    .push(row("Cramer's V", deepchecks_cramers_v(&x, &y)));
                said.others.push(row("PSI", deepchecks_levels_psi(&x, &y)));
            }
        }
    }
    said
}
