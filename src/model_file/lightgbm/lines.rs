//! `key=value` lines in blocks.

use crate::error::{Error, Result};
use crate::predictor::{limit, unreadable};

/// Keys and values of one block, in the file's order.
pub(super) struct Block<'a> {
    pub(super) line: u64,
    entries: Vec<(&'a str, &'a str)>,
}

/// Keys that one block may have.
const MAXIMUM_KEYS: usize = 1_000;

impl<'a> Block<'a> {
    /// The lines up to an empty one; lines without `=` are keys without a value.
    pub(super) fn take(lines: &mut impl Iterator<Item = (u64, &'a str)>) -> Result<Block<'a>> {
        let mut block = Block {
            line: 0,
            entries: Vec::new(),
        };
        for (number, line) in lines {
            let line = line.trim_end_matches('\r');
            if line.is_empty() {
                break;
            }
            if block.entries.is_empty() {
                block.line = number;
            }
            if block.entries.len() == MAXIMUM_KEYS {
                return Err(limit(
                    format!("a block of more lines in line {number}"),
                    MAXIMUM_KEYS,
                ));
            }
            block
                .entries
                .push(line.split_once('=').unwrap_or((line, "")));
        }
        Ok(block)
    }

    pub(super) fn get(&self, key: &str) -> Option<&'a str> {
        self.entries
            .iter()
            .find(|(k, _)| *k == key)
            .map(|(_, value)| *value)
    }

    pub(super) fn need(&self, key: &str) -> Result<&'a str> {
        self.get(key)
            .ok_or_else(|| self.wrong(format!("no `{key}`"), format!("a line `{key}=`")))
    }

    pub(super) fn wrong(&self, found: impl Into<String>, expected: impl Into<String>) -> Error {
        unreadable(found, expected).at_line(self.line)
    }

    /// A whole number.
    pub(super) fn count(&self, key: &str) -> Result<usize> {
        let text = self.need(key)?;
        text.trim()
            .parse()
            .map_err(|_| self.wrong(format!("`{key}={}`", short(text)), "a whole number"))
    }

    /// Numbers with spaces between them; none where the key is absent.
    pub(super) fn numbers(&self, key: &str) -> Result<Vec<f64>> {
        let Some(text) = self.get(key) else {
            return Ok(Vec::new());
        };
        let words = text.split_ascii_whitespace();
        let number = |word: &str| fast_float2::parse::<f64, _>(word).ok();
        let numbers: Option<Vec<f64>> = words.map(number).collect();
        numbers.ok_or_else(|| {
            self.wrong(
                format!("`{key}={}`", short(text)),
                "numbers with spaces between them",
            )
        })
    }

    /// As many numbers as there must be.
    pub(super) fn all(&self, key: &str, count: usize) -> Result<Vec<f64>> {
        let numbers = self.numbers(key)?;
        if numbers.len() == count {
            return Ok(numbers);
        }
        Err(self.wrong(
            format!("{} values of `{key}`", numbers.len()),
            format!("{count} values"),
        ))
    }
}

pub(super) fn short(text: &str) -> String {
    text.chars().take(60).collect()
}
