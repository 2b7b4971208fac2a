//! How a text is cut: delimiter, quote and escape, from its first rows.

use super::head_rows::{HEAD_ROWS, HeadRows};
use super::inference::Inference;
use super::layout;
use super::missing::MissingTokens;
use super::style::Style;
use crate::config::Dialect;

/// Bytes that are looked at before the first cell is cut.
pub(super) const HEAD_BYTES: usize = 65_536;

/// Delimiters in the order that wins a tie.
pub const DELIMITERS: [char; 4] = [',', ';', '\t', '|'];

/// A second delimiter makes the vote close if its agreement, in percent of the rows, is not further behind.
const CLOSE_PERCENT: usize = 5;

/// What the first rows say for a delimiter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DelimiterVote {
    /// The delimiter.
    pub delimiter: char,
    /// Cells that it makes of the first row.
    pub cells: usize,
    /// Rows looked at.
    pub rows: usize,
    /// Rows with as many cells as the first.
    pub agreeing_rows: usize,
}

impl DelimiterVote {
    fn agreement_percent(&self) -> usize {
        self.agreeing_rows * 100 / self.rows.max(1)
    }
}

/// The second delimiter, if the rows speak for it nearly as much as for the first: it cuts every row in two or
/// more cells, too, and nearly as many rows agree.
pub(super) fn close_second(votes: &[DelimiterVote]) -> Option<(&DelimiterVote, &DelimiterVote)> {
    match votes {
        [first, second, ..]
            if first.cells > 1
                && second.cells > 1
                && second.rows > 1
                && second.agreement_percent() + CLOSE_PERCENT >= first.agreement_percent() =>
        {
            Some((first, second))
        }
        _ => None,
    }
}

/// The votes for each delimiter, the winner first: it cuts the first row in two or more cells, most rows agree
/// with the first and are not torn, and it makes most cells. A file in which none occurs has one column.
fn votes(
    head: &[u8],
    whole: bool,
    with: &dyn Fn(char) -> Style,
    missing: &MissingTokens,
) -> Vec<DelimiterVote> {
    let mut votes: Vec<(DelimiterVote, usize)> = DELIMITERS
        .into_iter()
        .map(|delimiter| vote(head, whole, with(delimiter), missing))
        .collect();
    votes.sort_by(|a, b| {
        let most = a.0.rows.max(b.0.rows);
        let key = |(vote, sound): &(DelimiterVote, usize)| {
            (vote.cells > 1, sound * most / vote.rows.max(1), vote.cells)
        };
        key(b).cmp(&key(a))
    });
    votes.into_iter().map(|(vote, _)| vote).collect()
}

/// The vote for a delimiter, and how many of the agreeing rows are not torn: where another delimiter follows a closing
/// quote, that one ends the cell, and what this one cuts stands between quotes.
fn vote(head: &[u8], whole: bool, style: Style, missing: &MissingTokens) -> (DelimiterVote, usize) {
    let mut rows = HeadRows::cut(head, whole, style, HEAD_ROWS);
    rows.rows.drain(..layout::preamble(&rows, missing));
    let rows = &rows.rows;
    let first = rows.first().map_or(1, |row| row.cells.len());
    let agreeing = || rows.iter().filter(|row| row.cells.len() == first);
    let vote = DelimiterVote {
        delimiter: char::from(style.delimiter),
        cells: first,
        rows: rows.len(),
        agreeing_rows: agreeing().count(),
    };
    (vote, agreeing().filter(|row| !row.torn).count())
}

/// How a head is cut, and why.
pub(super) struct Sniffed {
    pub(super) style: Style,
    pub(super) votes: Vec<DelimiterVote>,
    pub(super) inferences: [Inference; 3],
}

/// Finds delimiter, quote and escape, as far as Config does not give them.
pub(super) fn style(
    head: &[u8],
    whole: bool,
    dialect: &Dialect,
    missing: &MissingTokens,
) -> Sniffed {
    let quote = |c: char| (c != ' ').then_some(c as u8);
    let chosen = |quote: Option<u8>, backslash: bool| {
        let with = |delimiter: char| Style {
            delimiter: delimiter as u8,
            quote,
            backslash: backslash || dialect.escape == Some('\\'),
        };
        match dialect.delimiter {
            Some(delimiter) => (with(delimiter), Vec::new()),
            None => {
                let votes = votes(head, whole, &with, missing);
                (with(votes[0].delimiter), votes)
            }
        }
    };
    let given = dialect.quote;
    let (mut style, mut votes) = chosen(given.map_or(Some(b'"'), quote), false);
    let mut rows = HeadRows::cut(head, whole, style, HEAD_ROWS);
    let mut reason = "cells begin with it";
    if given.is_none() && rows.quoted == 0 {
        reason = "no cell of the first rows begins with a quote";
        for backslash in [false, true] {
            let (single, single_votes) = chosen(Some(b'\''), backslash);
            let single_rows = HeadRows::cut(head, whole, single, HEAD_ROWS);
            // An apostrophe opens a text now and then; a quote closes as often as it opens.
            if single_rows.quoted >= 2 && single_rows.stray == 0 {
                let plain = Style {
                    backslash: dialect.escape == Some('\\'),
                    ..single
                };
                // Whether backslashes escape is asked below, as for the other quote.
                rows = HeadRows::cut(head, whole, plain, HEAD_ROWS);
                (style, votes) = (plain, single_votes);
                reason = "cells begin and end with it, and none with a double quote";
                break;
            }
            if dialect.escape.is_some() {
                break;
            }
        }
    }
    let quoted = rows.quoted;
    let quote_found = match given {
        Some(given) => Inference::given("quote", given),
        None => Inference::found("quote", char::from(style.quote_byte()), reason)
            .counted(quoted, quoted + rows.stray),
    };
    let escape = escape(head, whole, dialect, &mut style, &rows);
    let delimiter = match (dialect.delimiter, votes.first()) {
        (None, Some(vote)) => {
            let reason = format!(
                "it cuts as many rows into {} cells as the first row has",
                vote.cells
            );
            Inference::found("delimiter", vote.delimiter, reason)
                .counted(vote.agreeing_rows as u64, vote.rows as u64)
        }
        _ => Inference::given("delimiter", char::from(style.delimiter)),
    };
    Sniffed {
        style,
        votes,
        inferences: [delimiter, quote_found, escape],
    }
}

/// Whether a backslash escapes quotes: where that leaves fewer quotes over and as many rows of one width.
fn escape(
    head: &[u8],
    whole: bool,
    dialect: &Dialect,
    style: &mut Style,
    doubled: &HeadRows,
) -> Inference {
    if let Some(given) = dialect.escape {
        return Inference::given("escape", given);
    }
    let plain = char::from(style.quote_byte());
    if doubled.quoted == 0 || !head.windows(2).any(|w| w == [b'\\', style.quote_byte()]) {
        return Inference::found("escape", plain, "no backslash stands in front of a quote");
    }
    let backslash = Style {
        backslash: true,
        ..*style
    };
    let rows = HeadRows::cut(head, whole, backslash, HEAD_ROWS);
    if rows.escaped > 0 && rows.stray < doubled.stray {
        *style = backslash;
        return Inference::found("escape", '\\', "quotes inside quoted cells stand behind it")
            .counted(rows.escaped, rows.escaped + rows.stray);
    }
    Inference::found(
        "escape",
        plain,
        "backslashes in front of quotes end no cell wrongly",
    )
    .counted(doubled.quoted.saturating_sub(doubled.stray), doubled.quoted)
}
