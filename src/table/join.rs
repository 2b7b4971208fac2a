//! Columns of another file put beside the rows that share a key: protected attributes that must not stand in the file
//! that is scored.

use std::collections::HashMap;

use serde::Serialize;

use super::column::{Categories, Column, ColumnData};
use super::head::Held;
use super::key::named_like_key;
use super::{Kind, Table};
use crate::config::JoinKey;
use crate::error::{Code, Error, Result};

/// What became of the rows.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, ts_rs::TS))]
pub struct Joined {
    /// Name of the key here, and in the other file.
    pub keys: [String; 2],
    /// Columns that came.
    pub columns: Vec<String>,
    /// Rows here that found one there.
    #[cfg_attr(feature = "schema", ts(type = "number"))]
    pub matched: u64,
    /// Rows here whose key is not there.
    #[cfg_attr(feature = "schema", ts(type = "number"))]
    pub unmatched: u64,
    /// Rows here without a key.
    #[cfg_attr(feature = "schema", ts(type = "number"))]
    pub without_key: u64,
    /// Keys that stand in more than one row there.
    #[cfg_attr(feature = "schema", ts(type = "number"))]
    pub duplicates: u64,
    /// Keys among these whose rows contradict each other: they are as good as not there.
    #[cfg_attr(feature = "schema", ts(type = "number"))]
    pub contradicting: u64,
    /// Rows there that no row here asked for.
    #[cfg_attr(feature = "schema", ts(type = "number"))]
    pub unused: u64,
}

/// Adds the columns of `from`, but for its key and names that are taken, to `table`; rows without a match have no value in
/// them. What is worth knowing is added to the table's warnings. Nothing is added twice: columns that a join brought
/// before stay as they are.
///
/// Keys are equal as texts, numbers written the shortest way: `7` and `7.0` are one key, `7` and `007` are not.
///
/// # Errors
/// `attributes.no-key` where no column of both files is the key, `attributes.no-match` where no key is in both.
pub fn join(table: &mut Table, from: &Table, key: &JoinKey) -> Result<Joined> {
    let (here, there) = find_key(table, from, key)?;
    let (own, other) = (&table.columns[here], &from.columns[there]);
    let keys = [own.name.clone(), other.name.clone()];
    let index = Index::of(from, there);
    let rows = index.rows_of(own, table.rows);
    let mut joined = Joined {
        keys,
        duplicates: index.duplicates,
        contradicting: index.contradicting,
        ..Joined::default()
    };
    let mut asked = vec![false; from.rows];
    for (row, found) in rows.iter().enumerate() {
        match found {
            Some(found) => {
                joined.matched += 1;
                if let Some(asked) = asked.get_mut(*found as usize) {
                    *asked = true;
                }
            }
            None if own.is_missing(row) => joined.without_key += 1,
            None => joined.unmatched += 1,
        }
    }
    joined.unused = asked.iter().filter(|asked| !**asked).count() as u64;
    if joined.matched == 0 {
        return Err(no_match(table, from, &joined.keys));
    }
    let mut taken = Vec::new();
    for (at, column) in from
        .columns
        .iter()
        .enumerate()
        .filter(|(at, _)| *at != there)
    {
        if let Some(own) = table.column(&column.name) {
            if !own.joined {
                taken.push(column.name.clone());
            }
            continue;
        }
        let held = gathered(&from.columns[at], &rows);
        if table.add_column(&column.name, held) {
            if let Some(added) = table.columns.last_mut() {
                added.joined = true;
            }
            joined.columns.push(column.name.clone());
        }
    }
    let warnings = warnings(&joined, table, from, &taken);
    table.warnings.extend(warnings);
    Ok(joined)
}

/// The key's places in both tables: as said, else the one name in both, else the one among these that is named like a key.
fn find_key(table: &Table, from: &Table, key: &JoinKey) -> Result<(usize, usize)> {
    let place = |of: &Table, name: &str| {
        position(of, name)
            .ok_or_else(|| no_key(table, from, &format!("no column `{name}` in {}", of.name)))
    };
    if let Some(name) = &key.column {
        let other = key.attributes_column.as_ref().unwrap_or(name);
        return Ok((place(table, name)?, place(from, other)?));
    }
    if let Some(name) = &key.attributes_column {
        return Ok((place(table, name)?, place(from, name)?));
    }
    let shared: Vec<(usize, usize)> = from
        .columns
        .iter()
        .enumerate()
        .filter_map(|(there, column)| {
            let here = position(table, &column.name)?;
            (!table.columns[here].joined).then_some((here, there))
        })
        .collect();
    if let [one] = shared.as_slice() {
        return Ok(*one);
    }
    let is_key = |(_, there): &&(usize, usize)| named_like_key(&from.columns[*there].name);
    let named: Vec<&(usize, usize)> = shared.iter().filter(is_key).collect();
    match (named.as_slice(), shared.len()) {
        ([one], _) => Ok(**one),
        (_, 0) => Err(no_key(table, from, "no column name in both")),
        (_, several) => Err(no_key(
            table,
            from,
            &format!("{several} column names in both, and not one of them is named like a key"),
        )),
    }
}

fn position(table: &Table, name: &str) -> Option<usize> {
    table.columns.iter().position(|column| column.name == name)
}

/// Rows of the other file by their key.
struct Index {
    rows: HashMap<String, Option<u32>>,
    duplicates: u64,
    contradicting: u64,
}

impl Index {
    fn of(from: &Table, key: usize) -> Index {
        let column = &from.columns[key];
        let mut rows: HashMap<String, Option<u32>> = HashMap::with_capacity(from.rows);
        let mut first: HashMap<String, u32> = HashMap::new();
        let mut contradicting = 0;
        for (row, text) in texts(column, from.rows).enumerate() {
            let Some(text) = text else { continue };
            let row = row as u32;
            let Some(known) = rows.get_mut(&text) else {
                rows.insert(text, Some(row));
                continue;
            };
            // Rows that say the same are one.
            let before = *known;
            if let Some(before) = before
                && !agree(from, key, before, row)
            {
                *known = None;
                contradicting += 1;
            }
            first.entry(text).or_insert(row);
        }
        Index {
            rows,
            duplicates: first.len() as u64,
            contradicting,
        }
    }

    /// For each row of a column the row of the other file.
    fn rows_of(&self, column: &Column, rows: usize) -> Vec<Option<u32>> {
        let find = |text: &str| self.rows.get(text).copied().flatten();
        match &column.data {
            ColumnData::Category(categories) | ColumnData::Text(categories) => {
                let levels: Vec<Option<u32>> = categories
                    .levels
                    .iter()
                    .map(|level| find(level.trim()))
                    .collect();
                let codes = categories.codes.iter().flatten();
                codes
                    .map(|code| levels.get(*code as usize).copied().flatten())
                    .collect()
            }
            _ => texts(column, rows)
                .map(|text| text.and_then(|text| find(&text)))
                .collect(),
        }
    }
}

/// A column's values as texts; `None` where there is none.
fn texts(column: &Column, rows: usize) -> Box<dyn Iterator<Item = Option<String>> + '_> {
    let known = move |row: usize| row < rows && !column.is_missing(row);
    match &column.data {
        ColumnData::Number(values) => {
            let values = values.iter().flatten().enumerate();
            Box::new(values.map(move |(row, v)| known(row).then(|| format!("{}", v + 0.0))))
        }
        ColumnData::Time(values) => {
            let values = values.iter().flatten().enumerate();
            Box::new(values.map(move |(row, v)| known(row).then(|| format!("{v} ms"))))
        }
        ColumnData::Category(categories) | ColumnData::Text(categories) => {
            let codes = categories.codes.iter().flatten();
            Box::new(codes.map(|code| {
                let level = categories.levels.get(*code as usize);
                level.map(|level| level.trim().to_owned())
            }))
        }
    }
}

/// Whether two rows say the same in every column but the key.
fn agree(from: &Table, key: usize, a: u32, b: u32) -> bool {
    let mut others = from.columns.iter().enumerate().filter(|(at, _)| *at != key);
    others.all(|(_, column)| {
        let two = column.take_rows(&[a, b]);
        let values: Vec<Option<String>> = texts(&two, 2).collect();
        values.windows(2).all(|pair| pair[0] == pair[1])
    })
}

/// The values of the rows that were found; missing where none was.
fn gathered(column: &Column, rows: &[Option<u32>]) -> Held {
    // The first row stands in where none was found, and is then taken out.
    let places: Vec<u32> = rows.iter().map(|row| row.unwrap_or(0)).collect();
    let mut held = column.held_rows(&places);
    for (row, _) in rows.iter().enumerate().filter(|(_, found)| found.is_none()) {
        if let Some(word) = held.missing.get_mut(row / 64) {
            *word |= 1 << (row % 64);
        }
    }
    let absent = |row: usize| rows.get(row).is_some_and(Option::is_none);
    match &mut held.data {
        ColumnData::Number(values) => blank(values, absent, 0.0),
        ColumnData::Time(values) => blank(values, absent, 0),
        ColumnData::Category(categories) | ColumnData::Text(categories) => {
            blank(&mut categories.codes, absent, Categories::MISSING);
        }
    }
    held
}

fn blank<T>(values: &mut [Vec<T>], absent: impl Fn(usize) -> bool, nothing: T)
where
    T: Copy,
{
    for (row, value) in values.iter_mut().flatten().enumerate() {
        if absent(row) {
            *value = nothing;
        }
    }
}

fn warnings(joined: &Joined, table: &Table, from: &Table, taken: &[String]) -> Vec<Error> {
    let mut out = Vec::new();
    let without = joined.unmatched + joined.without_key;
    if without > 0 {
        let rows = table.rows as u64;
        out.push(
            Error::new(
                Code::AttributesUnmatched,
                format!("{without} of {rows} rows have no row in {}: {} have no key, {} a key that is not there; {} rows there were not asked for", from.name, joined.without_key, joined.unmatched, joined.unused),
                "a row with the same key for every row",
                "They are a group of their own, `(no value)`. Complete the file of attributes where they should not be.",
            )
            .in_file(&table.name)
            .in_column(&joined.keys[0])
            .with_count(without),
        );
    }
    if joined.duplicates > 0 {
        out.push(
            Error::new(
                Code::AttributesDuplicateKey,
                format!("{} keys stand in more than one row; the rows of {} of them contradict each other and count as not there", joined.duplicates, joined.contradicting),
                "every key once",
                "Remove the rows that are wrong.",
            )
            .in_file(&from.name)
            .in_column(&joined.keys[1])
            .with_count(joined.duplicates),
        );
    }
    if !taken.is_empty() {
        out.push(
            Error::new(
                Code::AttributesNameTaken,
                format!("columns that {} has as well: {}", table.name, taken.join(", ")),
                "names that the other file does not have",
                "They were left out: the file's own columns are used. Rename them where others are meant.",
            )
            .in_file(&from.name)
            .with_count(taken.len() as u64),
        );
    }
    out
}

fn no_key(table: &Table, from: &Table, found: &str) -> Error {
    let names = |of: &Table| {
        let names: Vec<&str> = of
            .columns
            .iter()
            .map(|c| c.name.as_str())
            .take(12)
            .collect();
        names.join(", ")
    };
    Error::new(
        Code::AttributesNoKey,
        format!("{found}; {} has {}, {} has {}", table.name, names(table), from.name, names(from)),
        "a column that names the same row in both files",
        "Say which it is: `attributes.column`, and `attributes.attributes_column` where it has another name in the file of attributes.",
    )
    .in_file(&from.name)
}

fn no_match(table: &Table, from: &Table, keys: &[String; 2]) -> Error {
    let example = |of: &Table, name: &str| {
        of.column(name)
            .and_then(|c| texts(c, of.rows).flatten().next())
            .unwrap_or_else(|| "nothing".into())
    };
    let kind = |of: &Table, name: &str| of.column(name).map_or(Kind::Text, |c| c.kind);
    Error::new(
        Code::AttributesNoMatch,
        format!(
            "no key is in both files: `{}` is {} such as {} in {}, `{}` is {} such as {} in {}",
            keys[0],
            kind(table, &keys[0]).as_str(),
            example(table, &keys[0]),
            table.name,
            keys[1],
            kind(from, &keys[1]).as_str(),
            example(from, &keys[1]),
            from.name,
        ),
        "keys written alike in both files",
        "Choose the file that belongs to it, or name the key in the settings (`attributes.column`).",
    )
    .in_file(&from.name)
    .in_column(&keys[1])
}
