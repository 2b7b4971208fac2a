//! Where a cell stands.

/// A cell: a range of the buffer; the top bit of `start` says that quotes must be taken out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Span {
    start: u32,
    end: u32,
}

const QUOTED: u32 = 1 << 31;

impl Span {
    /// A cell that stands in the buffer as it is.
    #[inline]
    pub fn plain(start: usize, end: usize) -> Span {
        Span {
            start: start as u32,
            end: end as u32,
        }
    }

    /// A cell whose range begins with a quote and has more quotes inside.
    pub fn quoted(start: usize, end: usize) -> Span {
        Span {
            start: start as u32 | QUOTED,
            end: end as u32,
        }
    }

    /// The cell as one whose quotes must be taken out.
    #[inline(always)]
    pub(super) fn with_quotes(self) -> Span {
        Span {
            start: self.start | QUOTED,
            ..self
        }
    }

    /// The cell without so many of its first and last bytes.
    #[inline(always)]
    pub(super) fn without(self, first: u32, last: u32) -> Span {
        Span {
            start: self.start + first,
            end: self.end.wrapping_sub(last),
        }
    }

    /// True if nothing stands between its ends.
    #[inline]
    pub fn is_empty(self) -> bool {
        self.start & !QUOTED >= self.end
    }

    /// Where the cell begins and ends, if it stands in the buffer as it is.
    #[inline(always)]
    pub fn plain_range(self) -> Option<(usize, usize)> {
        (self.start & QUOTED == 0).then_some((self.start as usize, self.end as usize))
    }

    /// Where its bytes stand in the buffer, quotes included that must be taken out.
    #[inline(always)]
    pub fn whole_range(self) -> (usize, usize) {
        ((self.start & !QUOTED) as usize, self.end as usize)
    }

    /// The cell in a buffer whose first bytes were dropped; one that is not there stays so.
    pub fn shifted(self, bytes: usize) -> Span {
        Span {
            start: self.start.saturating_sub(bytes as u32),
            end: self.end.saturating_sub(bytes as u32),
        }
    }
}
