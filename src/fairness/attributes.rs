//! Protected attributes as groups: levels as they are, numbers in bands, missing as a group of its own.

use kernels::sort::sort_numbers;
use std::collections::BTreeMap;

use super::parameters::Parameters;
use crate::report::{Unit, show};
use crate::stats::order::order;
use crate::table::{Categories, Column, ColumnData};

/// Groups of one attribute, at most: beyond that nothing can be read, and too little judged.
pub const MOST_GROUPS: usize = 100;
/// A numeric column with at most so many distinct values has codes, not amounts.
const CODED_VALUES: usize = 12;
/// Bands that are made where no edges are given, about.
const BANDS: usize = 5;
/// The group of rows without a value.
pub const MISSING: &str = "(no value)";
/// Between the levels of attributes that are crossed.
const CROSS: &str = " × ";
/// The code of a row that takes part in no group.
pub const NOWHERE: u32 = u32::MAX;

/// One way of putting rows into groups.
#[derive(Clone, Debug, PartialEq)]
pub struct Grouping {
    /// Names of the attributes: one, or those that are crossed.
    pub attributes: Vec<String>,
    /// Names of the groups.
    pub groups: Vec<String>,
    /// For each row its group, or [`NOWHERE`].
    pub codes: Vec<u32>,
    /// Levels left out by the person, with their rows.
    pub excluded: Vec<(String, u64)>,
    /// Groups of rows without a value of the attribute, or of one of those that are crossed, in ascending order.
    pub unknown: Vec<usize>,
}

impl Grouping {
    /// Its name: `sex` or `sex × race`.
    pub fn name(&self) -> String {
        self.attributes.join(CROSS)
    }

    /// A group as sentences name it: `female`, and with its attributes where its name alone says nothing, `black = 0` or
    /// `black = 0 and sex = m`.
    pub fn told(&self, group: usize) -> String {
        let Some(name) = self.groups.get(group) else {
            return String::new();
        };
        let levels: Vec<&str> = name.split(CROSS).collect();
        match (self.attributes.as_slice(), levels.as_slice()) {
            ([attribute], _) if is_code(name) => format!("{attribute} = {name}"),
            ([_], _) => name.clone(),
            (attributes, levels) if attributes.len() == levels.len() => attributes
                .iter()
                .zip(levels)
                .map(|(attribute, level)| format!("{attribute} = {level}"))
                .collect::<Vec<_>>()
                .join(" and "),
            _ => name.clone(),
        }
    }

    /// Whether a group's rows lack a value: it is shown and compared, and is nobody's yardstick.
    pub fn is_unknown(&self, group: usize) -> bool {
        self.unknown.contains(&group)
    }
}

/// A level that is a mark for something: a number, yes or no.
fn is_code(level: &str) -> bool {
    let yes_or_no = ["yes", "no", "true", "false"];
    level.parse::<f64>().is_ok() || yes_or_no.iter().any(|one| level.eq_ignore_ascii_case(one))
}

/// An attribute that makes no groups.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TooMany {
    /// Its name.
    pub attribute: String,
    /// Distinct values.
    pub levels: usize,
}

/// The groups of one protected column.
///
/// # Errors
/// [`TooMany`] where a column has more than [`MOST_GROUPS`] groups after merging.
pub fn grouping(column: &Column, parameters: &Parameters) -> Result<Grouping, TooMany> {
    let name = column.name.as_str();
    let (names, mut codes) = levels(column, parameters);
    let merged = parameters.merged.get(name);
    let excluded = parameters.excluded.get(name);
    // Groups in the order of their codes' first use below, then by name where they are levels of a dictionary.
    let mut groups: Vec<String> = Vec::new();
    let mut place: BTreeMap<String, usize> = BTreeMap::new();
    let mut left_out = vec![false; names.len()];
    let of_level: Vec<u32> = names
        .iter()
        .enumerate()
        .map(|(at, level)| {
            if excluded.is_some_and(|levels| levels.contains(level)) {
                left_out[at] = true;
                return NOWHERE;
            }
            let group = merged.and_then(|m| m.get(level)).unwrap_or(level);
            let next = groups.len();
            let found = *place.entry(group.clone()).or_insert(next);
            if found == next {
                groups.push(group.clone());
            }
            found as u32
        })
        .collect();
    if groups.len() > MOST_GROUPS {
        return Err(TooMany {
            attribute: name.into(),
            levels: groups.len(),
        });
    }
    let without_value = merged.and_then(|m| m.get(MISSING)).cloned();
    let missing_excluded = excluded.is_some_and(|levels| levels.iter().any(|l| l == MISSING));
    let mut rows_left_out = vec![0u64; names.len()];
    let mut rows_without = 0;
    let missing_name = without_value.clone().unwrap_or_else(|| MISSING.into());
    let missing_code = place.get(&missing_name).copied().unwrap_or(groups.len());
    for code in &mut codes {
        *code = match of_level.get(*code as usize) {
            Some(&group) => {
                rows_left_out[*code as usize] += u64::from(group == NOWHERE);
                group
            }
            None => {
                rows_without += 1;
                if missing_excluded {
                    NOWHERE
                } else {
                    missing_code as u32
                }
            }
        };
    }
    let mut excluded: Vec<(String, u64)> = names
        .into_iter()
        .zip(rows_left_out)
        .zip(left_out)
        .filter(|(_, left_out)| *left_out)
        .map(|(level, _)| level)
        .collect();
    if rows_without > 0 && missing_excluded {
        excluded.push((MISSING.into(), rows_without));
    } else if rows_without > 0 && missing_code == groups.len() {
        groups.push(missing_name);
    }
    // Levels that a person put together under this name have no value either.
    let unknown = groups
        .iter()
        .position(|group| group == MISSING)
        .into_iter()
        .collect();
    Ok(Grouping {
        attributes: vec![name.into()],
        groups,
        codes,
        excluded,
        unknown,
    })
}

/// Groups of several attributes at once: those that have rows, in the order of the single groups.
///
/// # Errors
/// [`TooMany`] where more than [`MOST_GROUPS`] of them have rows.
pub fn crossed(single: &[&Grouping]) -> Result<Grouping, TooMany> {
    let attributes: Vec<String> = single.iter().flat_map(|g| g.attributes.clone()).collect();
    let rows = single.first().map_or(0, |g| g.codes.len());
    // At most 100 groups each and three attributes: a table of all combinations is small.
    let all: usize = single.iter().map(|g| g.groups.len()).product();
    let mut codes = vec![0u32; rows];
    for grouping in single {
        let width = grouping.groups.len() as u32;
        for (code, part) in codes.iter_mut().zip(&grouping.codes) {
            *code = match *part {
                part if part < width && *code != NOWHERE => *code * width + part,
                _ => NOWHERE,
            };
        }
    }
    let mut place = vec![NOWHERE; all];
    for code in &codes {
        if let Some(place) = place.get_mut(*code as usize) {
            *place = 0;
        }
    }
    let used = place.iter().filter(|p| **p == 0).count();
    if used > MOST_GROUPS {
        return Err(TooMany {
            attribute: attributes.join(CROSS),
            levels: used,
        });
    }
    let mut groups = Vec::with_capacity(used);
    let mut unknown = Vec::new();
    for (combination, place) in place.iter_mut().enumerate() {
        if *place == 0 {
            *place = groups.len() as u32;
            if lacks_a_value(combination, single) {
                unknown.push(groups.len());
            }
            groups.push(name_of(combination, single));
        }
    }
    for code in &mut codes {
        *code = place.get(*code as usize).copied().unwrap_or(NOWHERE);
    }
    Ok(Grouping {
        attributes,
        groups,
        codes,
        excluded: Vec::new(),
        unknown,
    })
}

/// The single groups of a combination, in the order of the attributes.
fn parts_of(mut combination: usize, single: &[&Grouping]) -> Vec<usize> {
    let mut parts: Vec<usize> = Vec::new();
    for grouping in single.iter().rev() {
        let width = grouping.groups.len().max(1);
        parts.push(combination % width);
        combination /= width;
    }
    parts.reverse();
    parts
}

/// The names of the single groups of a combination.
fn name_of(combination: usize, single: &[&Grouping]) -> String {
    let parts = parts_of(combination, single);
    let names: Vec<&str> = single
        .iter()
        .zip(parts)
        .map(|(grouping, part)| grouping.groups.get(part).map_or("", String::as_str))
        .collect();
    names.join(CROSS)
}

/// Whether one of the single groups of a combination has no value.
fn lacks_a_value(combination: usize, single: &[&Grouping]) -> bool {
    let parts = parts_of(combination, single);
    single
        .iter()
        .zip(parts)
        .any(|(grouping, part)| grouping.is_unknown(part))
}

/// Names of a column's levels or bands, in the order of tables, and each row's code; codes beyond are missing.
pub fn levels(column: &Column, parameters: &Parameters) -> (Vec<String>, Vec<u32>) {
    match &column.data {
        ColumnData::Category(categories) | ColumnData::Text(categories) => {
            let names: Vec<&str> = categories.levels.iter().collect();
            let sorted = order(names.len(), &|a, b| names[a].cmp(names[b]));
            let mut rank = vec![0u32; names.len()];
            for (new, &old) in sorted.iter().enumerate() {
                rank[old] = new as u32;
            }
            let codes = categories
                .codes
                .iter()
                .flatten()
                .map(|&code| match code {
                    Categories::MISSING => NOWHERE,
                    code => rank.get(code as usize).copied().unwrap_or(NOWHERE),
                })
                .collect();
            let names = sorted.into_iter().map(|at| names[at].to_string()).collect();
            (names, codes)
        }
        ColumnData::Number(_) | ColumnData::Time(_) => numeric(column, parameters),
    }
}

/// A column's numbers, missing as NaN. Levels that read as numbers count as such; others are missing.
pub fn numbers(column: &Column) -> Vec<f64> {
    let mut out: Vec<f64> = match &column.data {
        ColumnData::Number(values) => values.iter().flatten().copied().collect(),
        ColumnData::Time(values) => values.iter().flatten().map(|&ms| ms as f64).collect(),
        ColumnData::Category(categories) | ColumnData::Text(categories) => {
            let parsed: Vec<f64> = categories
                .levels
                .iter()
                .map(|level| level.trim().parse().unwrap_or(f64::NAN))
                .collect();
            let codes = categories.codes.iter().flatten();
            codes
                .map(|&c| parsed.get(c as usize).copied().unwrap_or(f64::NAN))
                .collect()
        }
    };
    for (row, value) in out.iter_mut().enumerate() {
        if column.is_missing(row) {
            *value = f64::NAN;
        }
    }
    out
}

fn numeric(column: &Column, parameters: &Parameters) -> (Vec<String>, Vec<u32>) {
    let values = numbers(column);
    if !parameters.bands.contains_key(&column.name)
        && let Some(distinct) = few_distinct(&values)
    {
        let codes = values
            .iter()
            .map(|v| {
                distinct
                    .iter()
                    .position(|d| d == v)
                    .map_or(NOWHERE, |at| at as u32)
            })
            .collect();
        let unit = unit(column);
        return (distinct.iter().map(|v| show(*v, unit)).collect(), codes);
    }
    let edges = match parameters.bands.get(&column.name) {
        Some(edges) => edges.clone(),
        None => edges(&values, parameters.band_rule == "quantile"),
    };
    let codes = values
        .iter()
        .map(|v| {
            if v.is_nan() {
                NOWHERE
            } else {
                edges.partition_point(|edge| edge <= v) as u32
            }
        })
        .collect();
    (band_names(&edges, unit(column)), codes)
}

fn unit(column: &Column) -> Unit {
    match column.data {
        ColumnData::Time(_) => Unit::TimeMs,
        _ => Unit::Number,
    }
}

/// The distinct values in ascending order, where there are few.
fn few_distinct(values: &[f64]) -> Option<Vec<f64>> {
    let mut distinct: Vec<f64> = Vec::new();
    for value in values.iter().filter(|v| !v.is_nan()) {
        if !distinct.contains(value) {
            if distinct.len() == CODED_VALUES {
                return None;
            }
            distinct.push(*value);
        }
    }
    sort_numbers(&mut distinct);
    Some(distinct)
}

/// `below 25`, `25 to below 35`, `65 and above`.
fn band_names(edges: &[f64], unit: Unit) -> Vec<String> {
    let text = |edge: f64| show(edge, unit);
    let mut out = Vec::new();
    for (at, &edge) in edges.iter().enumerate() {
        out.push(
            match at.checked_sub(1).and_then(|before| edges.get(before)) {
                None => format!("below {}", text(edge)),
                Some(&before) => format!("{} to below {}", text(before), text(edge)),
            },
        );
    }
    out.push(match edges.last() {
        Some(&edge) => format!("{} and above", text(edge)),
        None => "all values".into(),
    });
    out
}

/// Edges between about [`BANDS`] bands: quantiles, or round numbers (1, 2 or 5 times a power of ten) between them.
fn edges(values: &[f64], quantiles: bool) -> Vec<f64> {
    let mut sorted: Vec<f64> = values.iter().copied().filter(|v| v.is_finite()).collect();
    sort_numbers(&mut sorted);
    let Some(last) = sorted.len().checked_sub(1) else {
        return Vec::new();
    };
    let at = |share: f64| sorted[(share * last as f64) as usize];
    let mut out: Vec<f64> = if quantiles {
        (1..BANDS).map(|k| at(k as f64 / BANDS as f64)).collect()
    } else {
        // One value far out must not stretch the bands.
        let (low, high) = (at(0.05), at(0.95));
        let step = round_step((high - low) / (BANDS - 1) as f64);
        let first = libm::floor(low / step) + 1.0;
        (0..2 * BANDS)
            .map(|k| (first + k as f64) * step)
            .take_while(|edge| *edge <= high)
            .collect()
    };
    out.dedup();
    out.retain(|edge| edge.is_finite() && *edge > sorted[0]);
    out
}

/// The nearest of 1, 2, 5 and 10 times a power of ten, on the logarithmic scale.
fn round_step(wanted: f64) -> f64 {
    if !(wanted > 0.0 && wanted.is_finite()) {
        return 1.0;
    }
    let power = libm::pow(10.0, libm::floor(libm::log10(wanted)));
    let ratio = wanted / power;
    let factor = if ratio < libm::sqrt(2.0) {
        1.0
    } else if ratio < libm::sqrt(10.0) {
        2.0
    } else if ratio < libm::sqrt(50.0) {
        5.0
    } else {
        10.0
    };
    factor * power
}
