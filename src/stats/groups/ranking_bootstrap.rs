//! Bootstrap of the area under the ROC curve of one group: rows are drawn with replacement and never sorted again.
//!
//! Of a group with m rows labelled 0 and n labelled 1 a resample has a binomial number of each. Those labelled 0 are
//! counted by position and summed up; each row labelled 1 that is drawn then reads how many lie below it. Where scores
//! have few distinct values their counts are drawn instead.

use super::bca::{self, Bootstrapped};
use super::multinomial::{binomial, resample};
use super::ranking::area;
use super::scores::ByLabel;
use crate::stats::random::Random;

/// Rows of a draw that cost as much as the count of one distinct score.
const ROWS_A_COUNT: usize = 30;

/// BCa interval of a group's area, from `draws` resamples of its rows (both labels together, so that their numbers
/// vary); `place` tells the groups' random streams apart. The acceleration is the exact jackknife's. A resample without
/// rows of a label has no area. `None` where a label has no rows, beyond 2³¹ rows, or unless `0 < confidence < 1`.
///
/// The position of a drawn row is uniform up to 2⁻³² m.
pub fn area_interval(
    scores: ByLabel,
    place: u64,
    draws: usize,
    confidence: f64,
    seed: u64,
) -> Option<Bootstrapped> {
    let value = area(scores)?.value;
    let rows = scores.rows();
    if rows >= 1 << 31 {
        return None;
    }
    let mut random = super::stream(seed, place);
    let distinct = scores.distinct().count();
    let areas = if distinct * ROWS_A_COUNT < rows {
        by_counts(scores, draws, &mut random)
    } else {
        by_rows(scores, draws, &mut random)
    };
    let acceleration = bca::acceleration(&[without_each(scores)]);
    bca::interval(value, &areas, acceleration, confidence)
}

/// The area without each row: one of label 0 takes its share of positives above along, one of label 1 that of negatives
/// below.
fn without_each(scores: ByLabel) -> Vec<(f64, u64)> {
    let (m, n) = (scores.negative.len(), scores.positive.len());
    let sum: u128 = scores
        .distinct()
        .map(|tie| {
            let below = (tie.negative.0 + tie.negative.1) as u128;
            below * (tie.positive.1 - tie.positive.0) as u128
        })
        .sum();
    let mut out = Vec::new();
    let mut see = |placement: usize, pairs: f64, rows: usize| {
        if rows > 0 && pairs > 0.0 {
            let rest = (sum - placement as u128) as f64;
            out.push((rest / (2.0 * pairs), rows as u64));
        }
    };
    for tie in scores.distinct() {
        let below = tie.negative.0 + tie.negative.1;
        let above = 2 * n - tie.positive.0 - tie.positive.1;
        see(
            above,
            (m as f64 - 1.0) * n as f64,
            tie.negative.1 - tie.negative.0,
        );
        see(
            below,
            m as f64 * (n as f64 - 1.0),
            tie.positive.1 - tie.positive.0,
        );
    }
    out
}

fn by_rows(scores: ByLabel, draws: usize, random: &mut Random) -> Vec<Option<f64>> {
    let (m, n) = (scores.negative.len(), scores.positive.len());
    let mut below = Vec::with_capacity(n);
    let mut upto = Vec::with_capacity(n);
    for tie in scores.distinct() {
        for _ in tie.positive.0..tie.positive.1 {
            below.push(tie.negative.0 as u32);
            upto.push(tie.negative.1 as u32);
        }
    }
    // Without ties between the labels one reading is enough.
    let tied = below != upto;
    let mut counts = vec![0u32; m + 1];
    let share = n as f64 / (m + n) as f64;
    (0..draws)
        .map(|_| {
            let positives = binomial((m + n) as u64, share, random);
            let negatives = (m + n) as u64 - positives;
            if positives == 0 || negatives == 0 {
                return None;
            }
            counts.fill(0);
            // counts[i + 1] is of row i, so that the sums are of the rows below.
            draw(negatives, m, random, |row| counts[row + 1] += 1);
            let mut sum = 0;
            for count in &mut counts {
                sum += *count;
                *count = sum;
            }
            let mut twice = 0u64;
            if tied {
                draw(positives, n, random, |row| {
                    let (low, high) = (counts[below[row] as usize], counts[upto[row] as usize]);
                    twice += u64::from(low) + u64::from(high);
                });
            } else {
                draw(positives, n, random, |row| {
                    twice += u64::from(counts[below[row] as usize]);
                });
                twice *= 2;
            }
            Some(twice as f64 / (2.0 * negatives as f64 * positives as f64))
        })
        .collect()
}

/// Calls `see` with as many positions below `rows` as asked for, two from each 64 random bits.
#[inline]
fn draw(times: u64, rows: usize, random: &mut Random, mut see: impl FnMut(usize)) {
    let rows = rows as u64;
    for _ in 0..times / 2 {
        let bits = random.bits();
        see((((bits & 0xffff_ffff) * rows) >> 32) as usize);
        see((((bits >> 32) * rows) >> 32) as usize);
    }
    if times % 2 == 1 {
        see((((random.bits() >> 32) * rows) >> 32) as usize);
    }
}

fn by_counts(scores: ByLabel, draws: usize, random: &mut Random) -> Vec<Option<f64>> {
    // Distinct scores in ascending order, the two labels of each beside each other.
    let counts: Vec<u64> = scores
        .distinct()
        .flat_map(|tie| {
            [
                (tie.negative.1 - tie.negative.0) as u64,
                (tie.positive.1 - tie.positive.0) as u64,
            ]
        })
        .collect();
    let mut drawn = vec![0; counts.len()];
    (0..draws)
        .map(|_| {
            resample(&counts, random, &mut drawn);
            let (mut below, mut positives, mut twice) = (0u64, 0u64, 0u128);
            for pair in drawn.chunks_exact(2) {
                twice += u128::from(2 * below + pair[0]) * u128::from(pair[1]);
                below += pair[0];
                positives += pair[1];
            }
            (below > 0 && positives > 0)
                .then(|| twice as f64 / (2.0 * below as f64 * positives as f64))
        })
        .collect()
}
