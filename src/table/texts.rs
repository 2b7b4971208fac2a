//! What a column of free text is like, without its texts: how long they are, of which characters, how often they repeat.

/// The kinds of characters that are told apart, in the order of [`Texts::characters`] and of the bits of a mask.
pub const CHARACTER_KINDS: [&str; 5] = ["letters", "digits", "spaces", "punctuation", "non-ASCII"];

/// Texts by length, characters and repetition.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Texts {
    /// How many distinct texts.
    pub distinct: u64,
    /// Lengths in characters, ascending, each with its rows.
    pub lengths: Vec<(u32, u64)>,
    /// Characters of each kind in all rows.
    pub characters: [u64; CHARACTER_KINDS.len()],
    /// Rows by the kinds of characters that their text has: bit `i` of the index stands for kind `i`.
    pub masks: [u64; 1 << CHARACTER_KINDS.len()],
    /// Rows that share a text, ascending, each with the number of such texts.
    pub repeats: Vec<(u64, u64)>,
}

impl Texts {
    /// From distinct texts, each with its rows.
    pub fn of<'a>(levels: impl Iterator<Item = (&'a str, u64)>) -> Texts {
        let mut out = Texts::default();
        let mut lengths: Vec<u64> = Vec::new();
        let mut repeats = Vec::new();
        for (text, rows) in levels.filter(|(_, rows)| *rows > 0) {
            let mut kinds = [0u64; CHARACTER_KINDS.len()];
            for byte in text.bytes() {
                // Of a character beyond ASCII its first byte counts.
                if byte & 0xc0 != 0x80 {
                    kinds[kind(byte)] += 1;
                }
            }
            let mut mask = 0;
            for (place, &count) in kinds.iter().enumerate() {
                out.characters[place] += count * rows;
                mask |= usize::from(count > 0) << place;
            }
            out.masks[mask] += rows;
            out.distinct += 1;
            let length = kinds.iter().sum::<u64>() as usize;
            if lengths.len() <= length {
                lengths.resize(length + 1, 0);
            }
            lengths[length] += rows;
            repeats.push(rows);
        }
        out.lengths = (0..).zip(lengths).filter(|&(_, rows)| rows > 0).collect();
        repeats.sort_unstable();
        for rows in repeats {
            match out.repeats.last_mut() {
                Some((before, texts)) if *before == rows => *texts += 1,
                _ => out.repeats.push((rows, 1)),
            }
        }
        out
    }

    /// The length of every row's text, ascending.
    pub fn row_lengths(&self) -> Vec<f64> {
        let mut out = Vec::new();
        for &(length, rows) in &self.lengths {
            out.resize(out.len() + rows as usize, f64::from(length));
        }
        out
    }
}

fn kind(byte: u8) -> usize {
    match byte {
        b'a'..=b'z' | b'A'..=b'Z' => 0,
        b'0'..=b'9' => 1,
        b' ' | b'\t' | b'\r' | b'\n' => 2,
        0x80.. => 4,
        _ => 3,
    }
}

#[cfg(test)]
mod tests {
    use super::Texts;

    #[test]
    fn lengths_characters_and_repetition() {
        let found =
            Texts::of([("a b", 2), ("é9", 1), ("", 3), ("x-y", 1), ("gone", 0)].into_iter());
        assert_eq!(found.distinct, 4);
        assert_eq!(found.lengths, [(0, 3), (2, 1), (3, 3)]);
        assert_eq!(found.characters, [6, 1, 2, 1, 1]);
        assert_eq!(found.masks[0b101], 2);
        assert_eq!(found.masks[0b10010], 1);
        assert_eq!(found.repeats, [(1, 2), (2, 1), (3, 1)]);
        assert_eq!(found.row_lengths(), [0.0, 0.0, 0.0, 2.0, 3.0, 3.0, 3.0]);
    }
}
