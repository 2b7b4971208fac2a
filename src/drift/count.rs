//! Levels counted in both files.

use crate::table::LevelCount;

/// One level with its counts in both files.
pub(super) struct Count<'a> {
    pub(super) level: &'a str,
    pub(super) reference: u64,
    pub(super) current: u64,
}

/// Every level of either file, in ascending byte order.
pub(super) fn union<'a>(reference: &'a [LevelCount], current: &'a [LevelCount]) -> Vec<Count<'a>> {
    let mut out = Vec::with_capacity(reference.len().max(current.len()));
    let (mut r, mut c) = (reference.iter().peekable(), current.iter().peekable());
    loop {
        let order = match (r.peek(), c.peek()) {
            (Some(a), Some(b)) => a.level.cmp(&b.level),
            (Some(_), None) => std::cmp::Ordering::Less,
            (None, Some(_)) => std::cmp::Ordering::Greater,
            (None, None) => return out,
        };
        let a = if order.is_le() { r.next() } else { None };
        let b = if order.is_ge() { c.next() } else { None };
        out.push(Count {
            level: a.or(b).map_or("", |l| l.level.as_str()),
            reference: a.map_or(0, |l| l.count),
            current: b.map_or(0, |l| l.count),
        });
    }
}
