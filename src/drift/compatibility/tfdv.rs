//! TensorFlow Data Validation, `anomalies/metrics.cc`: Jensen–Shannon divergence of numbers over aligned bins, L∞ of levels.
//! It has no threshold until one is set, so that it says nothing by default.

use super::column::{Column, Rows, ascending, counts};
use super::said::{Row, Said};
use crate::stats::distance::compatibility::{tfdv_bins, tfdv_jensen_shannon};
use crate::stats::variation::largest_change;

pub(super) fn said(columns: &[Column]) -> Said {
    let defaults = columns.iter().map(|column| {
        let (method, value) = match (&column.reference, &column.current) {
            (Rows::Numbers(x), Rows::Numbers(y)) => (
                "Jensen-Shannon divergence",
                tfdv_bins(&ascending(x), &ascending(y))
                    .and_then(|(p, q)| tfdv_jensen_shannon(&p, &q)),
            ),
            (x, y) => {
                let (x, y) = counts(&x.names(), &y.names());
                ("L-infinity distance", largest_change(&x, &y))
            }
        };
        Row {
            column: column.name.clone(),
            method,
            value,
            threshold: None,
            sign: "not set",
            drift: None,
        }
    });
    Said {
        defaults: defaults.collect(),
        others: Vec::new(),
        note: "text.tfdv-note",
    }
}
