//! From one column's values to one input's wire.

use std::collections::BTreeMap;

use super::binding::{Misfit, level_counts};
use super::{Input, InputKind, Level, Unknown};
use crate::table::{CHUNK_ROWS, Column, ColumnData};

/// What stands on the wire for a value of the column.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Coding {
    /// Nothing: there is no column, or none of its values can be used.
    Missing,
    /// The number itself.
    Number,
    /// By the code of the column's level.
    Levels(Vec<f64>),
    /// By the number: bits of each known one and its code, in order of the bits; and what any other is.
    Numbers(Vec<(u64, f64)>, f64),
}

impl Coding {
    /// For one input and one column.
    pub(super) fn of(input: &Input, column: &Column) -> Coding {
        match (&input.kind, &column.data) {
            (_, ColumnData::Time(_)) => Coding::Missing,
            (InputKind::Number | InputKind::Codes, ColumnData::Number(_)) => Coding::Number,
            (InputKind::Number, ColumnData::Category(values) | ColumnData::Text(values)) => {
                Coding::Levels(values.levels.iter().map(number).collect())
            }
            (InputKind::Codes, ColumnData::Category(values) | ColumnData::Text(values)) => {
                Coding::Levels(codes(&values.levels.iter().collect::<Vec<_>>()))
            }
            (InputKind::Category { levels, unknown }, ColumnData::Number(_)) => {
                let coded = levels.iter().enumerate().filter_map(|(code, level)| {
                    let value = match level {
                        Level::Number(value) => *value,
                        Level::Text(text) => text.trim().parse().ok()?,
                        Level::Start(_) => return None,
                    };
                    Some((key(value), code as f64))
                });
                let mut coded: Vec<(u64, f64)> = coded.collect();
                coded.sort_by_key(|(bits, _)| *bits);
                coded.dedup_by_key(|(bits, _)| *bits);
                Coding::Numbers(coded, other(*unknown))
            }
            (
                InputKind::Category { levels, unknown },
                ColumnData::Category(values) | ColumnData::Text(values),
            ) => {
                let known = Known::of(levels);
                let code = |text| known.code(text).map_or(other(*unknown), |code| code as f64);
                Coding::Levels(values.levels.iter().map(code).collect())
            }
        }
    }

    /// Appends the rows `start..end` of the column.
    pub(super) fn append(&self, column: &Column, start: usize, end: usize, out: &mut Vec<f64>) {
        match (self, &column.data) {
            (Coding::Number, ColumnData::Number(values)) => {
                let before = out.len();
                rows(values, start, end).for_each(|part| out.extend_from_slice(part));
                blank(column, start, &mut out[before..]);
            }
            (Coding::Numbers(known, other), ColumnData::Number(values)) => {
                let before = out.len();
                let code = |x: &f64| match known.binary_search_by_key(&key(*x), |(bits, _)| *bits) {
                    Ok(place) => known[place].1,
                    Err(_) => *other,
                };
                rows(values, start, end).for_each(|part| out.extend(part.iter().map(code)));
                blank(column, start, &mut out[before..]);
            }
            (Coding::Levels(of), ColumnData::Category(values) | ColumnData::Text(values)) => {
                let code = |code: &u32| of.get(*code as usize).copied().unwrap_or(f64::NAN);
                rows(&values.codes, start, end).for_each(|part| out.extend(part.iter().map(code)));
            }
            _ => out.resize(out.len() + (end - start), f64::NAN),
        }
    }

    /// What of the column is not known to the input, and the other way round.
    pub(super) fn misfit(&self, input: &Input, column: &Column) -> Misfit {
        let mut misfit = Misfit::default();
        let counts = level_counts(column);
        match (self, &column.data) {
            (Coding::Levels(of), ColumnData::Category(values) | ColumnData::Text(values)) => {
                let InputKind::Category { levels, .. } = &input.kind else {
                    let unread = of.iter().zip(&counts).filter(|(x, _)| x.is_nan());
                    misfit.unread = unread.map(|(_, count)| count).sum();
                    return misfit;
                };
                let known = Known::of(levels);
                let mut seen = vec![false; levels.len()];
                for (text, count) in values
                    .levels
                    .iter()
                    .zip(&counts)
                    .filter(|(_, count)| **count > 0)
                {
                    match known.code(text) {
                        Some(code) => seen[code] = true,
                        None => misfit.unknown.push((text.to_owned(), *count)),
                    }
                }
                misfit.absent = absent(levels, &seen);
            }
            (Coding::Numbers(known, _), ColumnData::Number(values)) => {
                let levels = input.levels().unwrap_or_default();
                let mut seen = vec![false; levels.len()];
                let mut unknown: BTreeMap<u64, u64> = BTreeMap::new();
                for (row, x) in values.iter().flatten().enumerate() {
                    if column.is_missing(row) {
                        continue;
                    }
                    match known.binary_search_by_key(&key(*x), |(bits, _)| *bits) {
                        Ok(place) => seen[known[place].1 as usize] = true,
                        Err(_) if unknown.len() < MAXIMUM_UNKNOWN => {
                            *unknown.entry(key(*x)).or_default() += 1
                        }
                        Err(_) => {}
                    }
                }
                let shown = unknown
                    .into_iter()
                    .map(|(bits, n)| (f64::from_bits(bits).to_string(), n));
                misfit.unknown = shown.collect();
                misfit.absent = absent(levels, &seen);
            }
            (Coding::Missing, _) => misfit.unread = column.evidence.present,
            _ => {}
        }
        misfit
            .unknown
            .sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        misfit
    }
}

/// Distinct unknown numbers that are counted.
const MAXIMUM_UNKNOWN: usize = 10_000;

fn absent(levels: &[Level], seen: &[bool]) -> Vec<String> {
    let pairs = levels.iter().zip(seen);
    pairs
        .filter(|(_, seen)| !**seen)
        .map(|(level, _)| level.shown())
        .collect()
}

/// The parts of chunks that hold the rows `start..end`.
fn rows<T>(chunks: &[Vec<T>], start: usize, end: usize) -> impl Iterator<Item = &[T]> {
    chunks.iter().enumerate().filter_map(move |(place, chunk)| {
        let first = place * CHUNK_ROWS;
        let from = start.max(first).saturating_sub(first).min(chunk.len());
        let to = end.saturating_sub(first).min(chunk.len());
        (from < to).then(|| &chunk[from..to])
    })
}

/// Puts NaN where the column is missing.
fn blank(column: &Column, start: usize, out: &mut [f64]) {
    if column.missing.iter().all(|word| *word == 0) {
        return;
    }
    for (row, x) in out.iter_mut().enumerate() {
        if column.is_missing(start + row) {
            *x = f64::NAN;
        }
    }
}

fn other(unknown: Unknown) -> f64 {
    match unknown {
        Unknown::Missing => f64::NAN,
        Unknown::Other | Unknown::Refused => Input::UNKNOWN_CODE,
    }
}

/// Zero has one key.
fn key(x: f64) -> u64 {
    (x + 0.0).to_bits()
}

/// A text as a number: digits, or one of two words.
fn number(text: &str) -> f64 {
    let text = text.trim();
    match fast_float2::parse::<f64, _>(text) {
        Ok(x) => x,
        Err(_) => match text.to_ascii_lowercase().as_str() {
            "true" | "yes" | "t" | "y" => 1.0,
            "false" | "no" | "f" | "n" => 0.0,
            _ => f64::NAN,
        },
    }
}

/// Codes for texts of which the model says none: numbers as they are, else by the order of bytes.
fn codes(levels: &[&str]) -> Vec<f64> {
    let numbers: Vec<f64> = levels
        .iter()
        .map(|text| fast_float2::parse(text).unwrap_or(f64::NAN))
        .collect();
    if numbers.iter().all(|x| !x.is_nan()) {
        return numbers;
    }
    let mut order = levels.to_vec();
    order.sort_unstable();
    let code = |text: &&str| order.partition_point(|other| other < text) as f64;
    levels.iter().map(code).collect()
}

/// Levels by their texts: as they are, then but for case, then as numbers.
struct Known<'a> {
    exact: BTreeMap<&'a str, usize>,
    folded: BTreeMap<String, Option<usize>>,
    numbers: BTreeMap<u64, usize>,
    starts: Vec<(&'a str, usize)>,
}

impl<'a> Known<'a> {
    fn of(levels: &'a [Level]) -> Known<'a> {
        let mut known = Known {
            exact: BTreeMap::new(),
            folded: BTreeMap::new(),
            numbers: BTreeMap::new(),
            starts: Vec::new(),
        };
        for (code, level) in levels.iter().enumerate() {
            match level {
                Level::Text(text) => {
                    known.exact.insert(text, code);
                    // Of levels that differ in case only none is meant by a third spelling.
                    let folded = known.folded.entry(text.to_lowercase());
                    folded.and_modify(|only| *only = None).or_insert(Some(code));
                }
                Level::Start(start) if !start.is_empty() => known.starts.push((start, code)),
                Level::Start(_) => {}
                Level::Number(value) => {
                    known.numbers.insert(key(*value), code);
                }
            }
        }
        known
    }

    fn code(&self, text: &str) -> Option<usize> {
        if let Some(code) = self.exact.get(text) {
            return Some(*code);
        }
        if !self.numbers.is_empty()
            && let Some(code) = self.numbers.get(&key(number(text)))
        {
            return Some(*code);
        }
        let mut starts = self
            .starts
            .iter()
            .filter(|(start, _)| text.starts_with(start));
        if let Some((_, code)) = starts.next() {
            return starts.next().is_none().then_some(*code);
        }
        // "True" and "true" are one word in two writings; other texts are taken as they are.
        let word = text.to_lowercase();
        (word == "true" || word == "false")
            .then(|| self.folded.get(&word).copied().flatten())
            .flatten()
    }
}
