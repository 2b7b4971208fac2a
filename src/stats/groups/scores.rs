//! Every group's scores, sorted, apart by label: what ranking and calibration metrics rest on.

/// Sorted scores of many groups in one buffer.
#[derive(Clone, Debug, Default)]
pub struct SortedScores {
    values: Vec<f64>,
    /// Where each group's scores of label 0 and of label 1 start, and the end.
    starts: Vec<usize>,
    left_out: Vec<LeftOut>,
}

/// Rows of a group that have no part in the scores.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct LeftOut {
    /// Without a label.
    pub unlabelled: u64,
    /// With a label, the score missing (NaN).
    pub unscored: u64,
}

/// A group's scores by label, each ascending.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ByLabel<'a> {
    /// Scores of rows labelled 0.
    pub negative: &'a [f64],
    /// Scores of rows labelled 1.
    pub positive: &'a [f64],
}

impl SortedScores {
    /// Collects and sorts every group's scores: a pass to count, a pass to place, a sort of each part. Rows without a
    /// label or a score are counted apart; −0 counts as 0. `None` where the slices differ in length.
    ///
    /// ```
    /// use driftglass::stats::groups::scores::SortedScores;
    /// let scores = SortedScores::of(&[0, 0, 1, 0], 2, &[1, 0, 1, 1], &[0.9, 0.2, 0.5, 0.4]).unwrap();
    /// assert_eq!(scores.group(0).positive, [0.4, 0.9]);
    /// assert!(scores.group(1).negative.is_empty());
    /// ```
    pub fn of(
        groups: &[u32],
        group_count: usize,
        labels: &[u8],
        scores: &[f64],
    ) -> Option<SortedScores> {
        if groups.len() != labels.len() || groups.len() != scores.len() {
            return None;
        }
        let parts = 2 * group_count;
        let mut left_out = vec![LeftOut::default(); group_count];
        let mut starts = vec![0usize; parts + 2];
        let place = |group: u32, label: u8, score: f64| {
            let fine = (group as usize) < group_count && label < 2 && !score.is_nan();
            if fine {
                2 * group as usize + usize::from(label)
            } else {
                parts
            }
        };
        for ((&group, &label), &score) in groups.iter().zip(labels).zip(scores) {
            let part = place(group, label, score);
            starts[part + 1] += 1;
            if part == parts
                && let Some(out) = left_out.get_mut(group as usize)
            {
                if label < 2 {
                    out.unscored += 1;
                } else {
                    out.unlabelled += 1;
                }
            }
        }
        for part in 0..=parts {
            starts[part + 1] += starts[part];
        }
        let mut next = starts.clone();
        let mut keys = vec![0u64; starts[parts]];
        for ((&group, &label), &score) in groups.iter().zip(labels).zip(scores) {
            let part = place(group, label, score);
            if part < parts {
                keys[next[part]] = key(score + 0.0);
                next[part] += 1;
            }
        }
        for part in 0..parts {
            keys[starts[part]..starts[part + 1]].sort_unstable();
        }
        starts.truncate(parts + 1);
        Some(SortedScores {
            values: keys.into_iter().map(value).collect(),
            starts,
            left_out,
        })
    }

    /// How many groups.
    pub fn groups(&self) -> usize {
        self.left_out.len()
    }

    /// A group's scores; empty beyond the last group.
    pub fn group(&self, group: usize) -> ByLabel<'_> {
        let part = |part: usize| match self.starts.get(part..part + 2) {
            Some(ends) => &self.values[ends[0]..ends[1]],
            None => &[],
        };
        ByLabel {
            negative: part(2 * group),
            positive: part(2 * group + 1),
        }
    }

    /// What was left out of a group.
    pub fn left_out(&self, group: usize) -> LeftOut {
        self.left_out.get(group).copied().unwrap_or_default()
    }
}

/// A number whose order is that of the score.
fn key(score: f64) -> u64 {
    let bits = score.to_bits();
    bits ^ ((((bits as i64) >> 63) as u64) | (1 << 63))
}

/// The score back.
fn value(key: u64) -> f64 {
    let bits = if key >> 63 == 1 {
        key ^ (1 << 63)
    } else {
        !key
    };
    f64::from_bits(bits)
}

/// One distinct score of a group, with where it stands.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Tied {
    /// The score.
    pub score: f64,
    /// Scores of label 0 below it, and up to it.
    pub negative: (usize, usize),
    /// Scores of label 1 below it, and up to it.
    pub positive: (usize, usize),
}

impl<'a> ByLabel<'a> {
    /// The distinct scores in ascending order.
    pub fn distinct(self) -> impl Iterator<Item = Tied> + 'a {
        crate::stats::two_sample::ties::ties(self.negative, self.positive).map(|tie| Tied {
            score: tie.value,
            negative: (tie.reference_below, tie.reference_below + tie.reference),
            positive: (tie.current_below, tie.current_below + tie.current),
        })
    }

    /// Rows of both labels.
    pub fn rows(self) -> usize {
        self.negative.len() + self.positive.len()
    }
}
